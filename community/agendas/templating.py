"""Beginning an agenda with a template, keeping one as a template, and copying one along."""

import tomllib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from sqlalchemy import select

from community.accounts.models import Member
from community.calls.models import Call
from community.calls.queries import facilitates
from community.db import db, number_of
from community.errors import Refusal

from . import versions
from .content import OFF_THE_RECORD, masked
from .drafts import ItemDraft
from .edition_queries import disclosures_of, latest_of, published_items
from .kept_templates import Template, TemplateItem, TemplateOrigin
from .models import ItemKind, State
from .queries import items_of
from .writing import draft_of, next_place, write_item

_SHIPPED = Path(__file__).parent / "shipped"
MOST_ITEMS = 60
_KEPT = (
    *("title", "body", "for_people", "for_business", "kind", "minutes", "is_off_record"),
    "disclosure_id",
)


class AgendaTooLong(Refusal):
    """An agenda has room for so many items."""


class BegunAlready(Refusal):
    """What a template has is on the draft: whoever begins with it again is asked first."""


@dataclass(frozen=True, slots=True)
class TemplateText:
    """A template as it is chosen: `key` names it, `number` is that of the community's own."""

    key: str
    name: str
    about: str
    items: tuple[ItemDraft, ...]
    number: int | None = None
    made_by: str | None = None
    made_by_id: int | None = None

    @property
    def minutes(self) -> int:
        """How long its items take together."""
        return sum(item.minutes for item in self.items)


@lru_cache(maxsize=1)
def shipped() -> tuple[TemplateText, ...]:
    """The templates that come with the program."""
    return tuple(_read(path) for path in sorted(_SHIPPED.glob("*.toml")))


def own() -> Sequence[TemplateText]:
    """The community's own templates by name. Two queries."""
    query = select(Template).where(Template.removed_at.is_(None))
    rows = db.session.scalars(query.order_by(Template.name, Template.id)).all()
    found: dict[int, list[ItemDraft]] = {}
    items = select(TemplateItem).where(TemplateItem.template_id.in_([row.id for row in rows]))
    for item in db.session.scalars(items.order_by(TemplateItem.place)):
        found.setdefault(item.template_id, []).append(_draft(item))
    return [_own(row, tuple(found.get(row.id, ()))) for row in rows]


def template_called(key: str) -> TemplateText | None:
    """The template that `key` names."""
    return next((each for each in (*shipped(), *own()) if each.key == key), None)


def template_numbered(number: int) -> Template | None:
    """The community's own template with this number, one taken away too."""
    return db.session.get(Template, number)


def begin_with_template(
    call: Call, template: TemplateText, *, again: bool, by: Member, now: datetime
) -> None:
    """Put the items of a template at the end of a call's draft.

    Raises `BegunAlready` where all are on it, unless they are wanted `again`; `AgendaTooLong`.
    """
    versions.hold(call, now=now)
    if not again and _has_begun_with(call, template.items):
        raise BegunAlready(f"All items of “{template.name}” are on the draft already.")
    begin_with(call, template.items, by=by, now=now)


def begin_with(call: Call, items: Sequence[ItemDraft], *, by: Member, now: datetime) -> int:
    """Put items at the end of a call's draft, led by nobody yet; gives how many.

    Raises `AgendaTooLong`.
    """
    agenda = versions.hold(call, now=now)
    present = len(items_of(agenda.call_id, {State.ACCEPTED}))
    if present + len(items) > MOST_ITEMS:
        raise AgendaTooLong(f"An agenda has room for {MOST_ITEMS} items.")
    for draft in items:
        item = write_item(agenda.call_id, draft, state=State.ACCEPTED, by=by, now=now)
        item.place = next_place(agenda.call_id)
    versions.touch(agenda, now=now)
    return len(items)


def keep(call: Call, *, name: str, about: str, by: Member, now: datetime) -> Template:
    """Keep the draft of a call as a template for everybody who facilitates. Nobody who leads an
    item is in it, and not a word of what is off the record.
    """
    agenda = versions.hold(call, now=now)
    template = Template(name=name, about=about, made_by_id=by.id, made_at=now)
    db.session.add(template)
    db.session.flush()
    items = items_of(agenda.call_id, {State.ACCEPTED, State.DISCUSSED})
    if not items:
        raise Refusal("There is nothing on this agenda that could be kept.")
    for place, item in enumerate(items, start=1):
        draft = _silent(draft_of(item))
        values = {name: getattr(draft, name) for name in _KEPT}
        ids = {"template_id": template.id, "place": place}
        db.session.add(TemplateItem(**ids, **values))
        db.session.flush()
        if not item.is_off_record:
            db.session.add(TemplateOrigin(**ids, item_id=item.id))
    db.session.flush()
    return template


def remove(template: Template, *, by: Member, now: datetime) -> None:
    """Take a template away. Twice changes nothing."""
    if template.removed_at is None:
        template.removed_at, template.removed_by_id = now, by.id
        db.session.flush()


def put_back(template: Template) -> None:
    """Put a template back that was taken away. Twice changes nothing."""
    template.removed_at = template.removed_by_id = None
    db.session.flush()


def copy_agenda(source: Call, copy: Call, *, by: Member, now: datetime) -> None:
    """Put the agenda of a call on the draft of its copy: the draft for who facilitates it, what is
    published for anybody else, without the words of what is off the record.
    """
    if facilitates(by, source):
        items = [draft_of(i) for i in items_of(source.id, {State.ACCEPTED, State.DISCUSSED})]
    else:
        edition = latest_of(source.id)
        found = published_items([edition.id]).get(edition.id, ()) if edition else ()
        told = disclosures_of(edition) if edition else {}
        items = [
            ItemDraft(
                title=item.title,
                body=item.body,
                kind=item.kind,
                minutes=item.minutes,
                for_people=item.people,
                for_business=item.business,
                is_off_record=item.is_off_record,
                disclosure_id=None if item.is_off_record else told.get(item.number),
            )
            for item in masked(found)
        ]
    if items:
        begin_with(copy, [replace(item, owners=()) for item in items], by=by, now=now)


def _has_begun_with(call: Call, items: Sequence[ItemDraft]) -> bool:
    """Whether all of `items` are on a call's draft already, by their titles."""
    there = Counter(item.title for item in items_of(number_of(call), {State.ACCEPTED}))
    return bool(items) and Counter(item.title for item in items) <= there


def _silent(draft: ItemDraft) -> ItemDraft:
    """The same; of what is off the record only that it is there, and its minutes."""
    if not draft.is_off_record:
        return draft
    return ItemDraft(title=OFF_THE_RECORD, minutes=draft.minutes, is_off_record=True)


def _read(path: Path) -> TemplateText:
    given = tomllib.loads(path.read_text("utf-8"))
    items = tuple(
        ItemDraft(
            title=item["title"],
            body=item["body"].strip(),
            kind=ItemKind(item["kind"]),
            minutes=item["minutes"],
            is_off_record=item.get("is_off_record", False),
        )
        for item in given["item"]
    )
    return TemplateText(path.stem.partition("-")[2], given["name"], given["about"], items)


def _own(row: Template, items: tuple[ItemDraft, ...]) -> TemplateText:
    by = row.made_by.person.credited_as
    return TemplateText(f"own-{row.id}", row.name, row.about, items, row.id, by, row.made_by_id)


def _draft(item: TemplateItem) -> ItemDraft:
    return ItemDraft(
        title=item.title,
        body=item.body,
        kind=item.kind,
        minutes=item.minutes,
        for_people=item.for_people,
        for_business=item.for_business,
        is_off_record=item.is_off_record,
        disclosure_id=item.disclosure_id,
    )
