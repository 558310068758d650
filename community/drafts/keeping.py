"""What somebody has begun to write, kept until it is sent: in each form that is open, for each
member.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Delete, and_, bindparam, delete, or_, select
from sqlalchemy.dialects import postgresql, sqlite

from community.accounts.models import Member
from community.db import Base, Row, db, number_of
from community.text import LONGEST_SOURCE, TOO_LONG, TextTooLong, clean

from .models import Draft
from .tabs import ALONE, Tab, Waiting

Pick = Callable[[Sequence[Waiting]], tuple[Waiting | None, Sequence[Waiting]]]


def _deleting(which: ColumnElement[bool]) -> Delete:
    there = (Draft.member_id == bindparam("of"), Draft.place == bindparam("in"))
    return delete(Draft).where(*there, which)


# Written once: every note that is sent asks one of them.
_OWN: ColumnElement[bool] = Draft.tab == bindparam("own")
_AS_OPENED = and_(Draft.tab == bindparam("before"), Draft.at == bindparam("opened"))
_FORGOTTEN = _deleting(_OWN)
_GONE_ON_WITH = _deleting(_AS_OPENED)
_FORGOTTEN_WITH_BEFORE = _deleting(or_(_OWN, _AS_OPENED))
LONGEST_BESIDE = 20_000  # characters of all that stands beside a text
MOST = 200  # drafts of one member; those left alone the longest go
MOST_IN_PLACE = 20  # of one form


def waiting_in(member: Member, place: str, kind: type[Base] = Draft) -> Sequence[Waiting]:
    """What a member has begun to write there without its words, what was written in last first.
    `kind` is where it is kept.
    """
    row: Any = kind
    query = select(row.tab, row.at).where(row.member_id == member.id, row.place == place)
    found = db.session.execute(query.order_by(row.at.desc(), row.tab))
    return [Waiting(tab, at) for tab, at in found]


def picked(
    member: Member, place: str, pick: Pick, kind: type[Row]
) -> tuple[Row | None, Sequence[Waiting]]:
    """Of what a member has begun there the one that `pick` chooses, whole, and the rest. Two
    queries; one where nothing is begun.
    """
    one, others = pick(waiting_in(member, place, kind))
    draft = db.session.get(kind, (member.id, place, one.tab)) if one else None
    return draft, others


def drafts_in(member: Member, place: str) -> Sequence[Draft]:
    """What a member has begun to write there, what was written in last first."""
    query = select(Draft).where(Draft.member_id == member.id, Draft.place == place)
    return db.session.scalars(query.order_by(Draft.at.desc(), Draft.tab)).all()


def chosen(drafts: Sequence[Waiting], tab: str | None) -> tuple[Waiting | None, Sequence[Waiting]]:
    """Of what was begun in a form, what stands in it: what is of `tab`, else what was written in
    last; and the rest.
    """
    last = drafts[0] if drafts else None
    draft = next((one for one in drafts if one.tab == tab), last)
    return draft, [one for one in drafts if one is not draft]


def drafts_within(member: Member, place: str) -> Sequence[Draft]:
    """What a member has begun there, and in places named after it with a blank between; what was
    kept first comes first.
    """
    within = Draft.place.startswith(f"{place} ", autoescape=True)
    query = select(Draft).where(Draft.member_id == member.id, (Draft.place == place) | within)
    return db.session.scalars(query.order_by(Draft.at, Draft.place, Draft.tab)).all()


def keep_draft(
    member: Member,
    place: str,
    source: str,
    *,
    beside: Mapping[str, str | Sequence[str]] | None = None,
    base: int | None = None,
    tab: Tab = ALONE,
    now: datetime,
) -> None:
    """Keep what is written there so far, over version `base`, and what was typed or chosen `beside`
    it, by the names of the fields, in some of which are several things. The draft that was in the
    form goes, unless its own tab has gone on since.

    Raises `community.text.TextTooLong`.
    """
    source, given = clean(source), {name: _clean(told) for name, told in (beside or {}).items()}
    if len(source.encode()) > LONGEST_SOURCE:
        raise TextTooLong(TOO_LONG)
    if sum(map(_length, given, given.values())) > LONGEST_BESIDE:
        raise TextTooLong("This is too long to be kept as a draft.")
    key = tab.key
    if tab.before and tab.before[0] != key:
        db.session.execute(_GONE_ON_WITH, _named(member, place, tab))
    _make_room(member, place, key)
    dialect = postgresql if db.engine.dialect.name == "postgresql" else sqlite
    said: dict[str, Any] = {"text_source": source, "beside": given, "base": base, "at": now}
    written = dialect.insert(Draft).values(member_id=member.id, place=place, tab=key, **said)
    again = written.on_conflict_do_update(index_elements=["member_id", "place", "tab"], set_=said)
    db.session.execute(again)


def forget_draft(member: Member, place: str, tab: Tab = ALONE) -> None:
    """It has been sent, or thrown away, and what it was begun from with it; what is written in
    other tabs stays.
    """
    which = _FORGOTTEN_WITH_BEFORE if tab.before else _FORGOTTEN
    db.session.execute(which, _named(member, place, tab))


def _named(member: Member, place: str, tab: Tab) -> dict[str, Any]:
    there = {"of": number_of(member), "in": place, "own": tab.key}
    return there | dict(zip(("before", "opened"), tab.before or (), strict=False))


def _clean(told: str | Sequence[str]) -> str | list[str]:
    return clean(told) if isinstance(told, str) else [clean(one) for one in told]


def _length(name: str, told: str | list[str]) -> int:
    each = [told] if isinstance(told, str) else told
    return len(name) + sum(len(one) + 1 for one in each)


def _make_room(member: Member, place: str, tab: str) -> None:
    """Let what was left alone the longest go: of all the member has begun, and of this form."""
    others = (Draft.place != place) | (Draft.tab != tab)
    mine = select(Draft).where(Draft.member_id == member.id, others)
    mine = mine.order_by(Draft.at.desc(), Draft.place, Draft.tab)
    here = mine.where(Draft.place == place).offset(MOST_IN_PLACE - 1)
    for query in (here, mine.offset(MOST - 1)):
        for old in db.session.scalars(query):
            db.session.delete(old)
        db.session.flush()
