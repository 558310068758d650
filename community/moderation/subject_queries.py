"""What a report is about: found by what stands in the address, if the reader may see it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import lazyload

from community.access import Viewer, may_see
from community.accounts.models import Member
from community.accounts.queries import member_by_handle
from community.agendas.editions import EditionItem
from community.agendas.guest_queries import guest_of_item
from community.agendas.models import Item
from community.agendas.proposal_queries import words_read_by_all
from community.agendas.proposal_words import ProposalWords
from community.agendas.queries import item_by_key
from community.calls.models import Call
from community.conduct.state_models import Content
from community.db import db
from community.notes.blocks import author_of
from community.notes.models import Note
from community.notes.queries import call_at, note_by_key
from community.notes.subject_queries import may_see_subject, subject_of_item
from community.patterns.models import Pattern
from community.patterns.queries import Standing, pattern_by_slug, standings_of
from community.records.list_queries import is_published
from community.records.models import Record

from .report_models import About, Other, Report
from .said_subject_queries import FINDERS, TOLD, collections_told
from .subjects import NOBODY, Subject, whose

_A_GUEST = "A guest"
Thing = tuple[About, int]


def subject_at(viewer: Viewer, given: str | None) -> Subject | None:
    """The thing that `given` names, such as `note:<key>`; None where there is none, or none that
    the reader may see.
    """
    kind, _, reference = (given or "").partition(":")
    find = _FINDERS.get(kind)
    return find(viewer, reference[:140]) if find and reference.isprintable() else None


def subjects_of(reports: Iterable[Report]) -> Mapping[Thing, Subject]:
    """The things that reports are about as they are now, for whoever has them before them as a
    case; a query for each sort.
    """
    return _numbered((one.about, one.about_id) for one in reports)


def subject_numbered(about: About, number: int) -> Subject | None:
    """The same of one thing."""
    return _numbered([(about, number)]).get((about, number))


def _numbered(things: Iterable[tuple[About, int | None]]) -> Mapping[Thing, Subject]:
    numbers: dict[About, set[int]] = {}
    for about, number in things:
        if number is not None and about in _TOLD:
            numbers.setdefault(about, set()).add(number)
    found: dict[Thing, Subject] = {}
    for about, some in numbers.items():
        model, tell = _TOLD[about]
        query = select(model).where(model.id.in_(some)).order_by(model.id)
        rows = db.session.scalars(query).unique().all()
        told = _TOGETHER[about](rows) if about in _TOGETHER else map(tell, rows)
        found |= {(about, row.id): subject for row, subject in zip(rows, told, strict=True)}
    return found


def _note(viewer: Viewer, key: str) -> Subject | None:
    note = note_by_key(key)
    if note is None or not may_see(viewer, note):
        return None
    return replace(_of_note(note), shown_name=author_of(note) or NOBODY)


def _of_note(note: Note) -> Subject:
    return Subject(
        Content.NOTE,
        note.key,
        note.id,
        title="",
        source=note.text_source,
        html=note.text_html,
        revision=note.version,
        made_at=note.made_at,
        is_gone=note.is_removed,
        **whose(note.by.person),  # type: ignore[arg-type]
    )


def _item(viewer: Viewer, key: str) -> Subject | None:
    item = item_by_key(key)
    if item is None:
        return None
    if may_see(viewer, item):
        return _of_item(item)
    published = words_read_by_all(item)
    if published is None or not may_see_subject(viewer, subject_of_item(item)):
        return None
    return _of_item(item, published)


def _of_item(item: Item, words: EditionItem | ProposalWords | None = None) -> Subject:
    said = words or item
    sources = said.title, said.body_source, said.people_source, said.business_source
    return Subject(
        Content.ITEM,
        item.key,
        item.id,
        title=said.title,
        source="\n\n".join(filter(None, sources)),
        html=said.body_html + said.people_html + said.business_html,
        revision=item.version,
        made_at=item.created_at,
        **_whose_item(item),  # type: ignore[arg-type]
    )


def _pattern(viewer: Viewer, slug: str) -> Subject | None:
    pattern = pattern_by_slug(slug)
    seen = pattern is not None and may_see(viewer, pattern)
    return _of_patterns([pattern])[0] if seen and pattern is not None else None


def _of_patterns(patterns: Sequence[Pattern]) -> Sequence[Subject]:
    """One query for all."""
    standing = standings_of(patterns)
    return [_of_pattern(one, standing.get(one.id)) for one in patterns]


def _of_pattern(pattern: Pattern, standing: Standing | None) -> Subject:
    return Subject(
        Content.PATTERN,
        pattern.slug,
        pattern.id,
        title=pattern.title,
        source="\n\n".join((pattern.title, standing.row.content if standing else "")),
        html="".join(standing.html.values()) if standing else "",
        revision=pattern.revision,
        made_at=pattern.changed_at,
        **whose(pattern.author),  # type: ignore[arg-type]
    )


def _person(viewer: Viewer, handle: str) -> Subject | None:
    member = member_by_handle(handle)
    if member is None or not may_see(viewer, member):
        return None
    return Subject(
        Other.PERSON,
        member.handle,
        member.id,
        title=member.name,
        source=_profile(member),
        html="",
        author=member.person,
        author_name=member.name,
    )


def _profile(member: Member) -> str:
    """What stands on a member's page of theirs: names, handle, pronouns."""
    credited = member.person.credited_as
    said = [f"{member.name} (@{member.handle})"]
    said += [f"Pronouns: {member.pronouns}"] if member.pronouns else []
    said += [f"Credited as: {credited}"] if credited and credited != member.name else []
    return "; ".join(said)


def _call(viewer: Viewer, slug: str) -> Subject | None:
    call = call_at(slug)
    seen = call is not None and not call.is_removed and may_see(viewer, call)
    return _of_calls([call])[0] if seen and call is not None else None


def _of_calls(calls: Sequence[Call]) -> Sequence[Subject]:
    """With the summaries of those whose record is published; one query."""
    query = select(Record).join(Call, Call.id == Record.call_id).options(lazyload(Record.call))
    query = query.where(Record.call_id.in_([one.id for one in calls]), is_published())
    records = {one.call_id: one for one in db.session.scalars(query.order_by(Record.call_id))}
    return [_of_call(one, records.get(one.id)) for one in calls]


def _of_call(call: Call, record: Record | None) -> Subject:
    summary = (record.summary_source, record.summary_html) if record else ("", "")
    words = "\n\n".join(filter(None, (call.title, call.description_source, summary[0])))
    return Subject(
        Content.CALL,
        call.slug,
        call.id,
        title=call.title,
        source=words,
        html=call.description_html + summary[1],
        revision=call.version,
        is_gone=call.is_removed,
    )


def _whose_item(item: Item) -> Mapping[str, object]:
    """Whoever proposed it; of a guest the name is for those who hold the call alone."""
    by_guest = guest_of_item(item)
    if by_guest is None:
        return whose(item.proposed_by.person)
    return {"author": by_guest.person, "author_name": _A_GUEST}


_FINDERS: Mapping[str, Callable[[Viewer, str], Subject | None]] = {
    Content.NOTE.value: _note,
    Content.ITEM.value: _item,
    Content.PATTERN.value: _pattern,
    Other.PERSON.value: _person,
    Content.CALL.value: _call,
    **FINDERS,
}
_TOLD: Mapping[About, tuple[type[Any], Callable[[Any], Subject]]] = {
    Content.NOTE: (Note, _of_note),
    Content.ITEM: (Item, _of_item),
    Content.PATTERN: (Pattern, lambda pattern: _of_patterns([pattern])[0]),
    Content.CALL: (Call, lambda call: _of_calls([call])[0]),
    **TOLD,
}
# What is read of all rows of a sort at once.
_TOGETHER: Mapping[About, Callable[[Sequence[Any]], Sequence[Subject]]] = {
    Content.PATTERN: _of_patterns,
    Content.COLLECTION: collections_told,
    Content.CALL: _of_calls,
}
