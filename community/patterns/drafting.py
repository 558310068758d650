"""What somebody has begun to write in a form of the library, kept until it is sent: in each tab by
itself, so that none writes over another.
"""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, delete, false, or_, select, true
from sqlalchemy.dialects import postgresql, sqlite

from community.accounts.models import Member
from community.db import db
from community.drafts.tabs import ALONE, Tab
from community.errors import Refusal

from .draft_models import PatternDraft

MOST = 100  # drafts of one member; those left alone the longest go
LONGEST = 200_000  # characters of one
NEW = "new"
_DIGITS = 12
_AT_ONCE = 500
_NOT_TYPED = {"once", "do", "place", "tab", "opened"}

Pairs = Iterable[tuple[str, str]]


def place_of(pattern_id: int) -> str:
    """The form that changes a pattern."""
    return f"pattern {pattern_id}"


def place_to_suggest(pattern_id: int) -> str:
    """The form that suggests an edit of a pattern."""
    return f"suggest {pattern_id}"


def place_to_reword(suggestion_id: int) -> str:
    """The form that takes a suggestion in other words."""
    return f"suggestion {suggestion_id}"


def is_place(place: str) -> bool:
    """Whether there is such a form."""
    what, _, number = place.partition(" ")
    is_number = number.isascii() and number.isdigit() and len(number) <= _DIGITS
    return place == NEW or (what in {"pattern", "suggest", "suggestion"} and is_number)


def draft_in(member: Member, place: str) -> PatternDraft | None:
    """What a member has written there last."""
    mine = select(PatternDraft).where(PatternDraft.member_id == member.id)
    query = mine.where(PatternDraft.place == place)
    return db.session.scalar(query.order_by(PatternDraft.at.desc(), PatternDraft.tab).limit(1))


def typed_in(draft: PatternDraft) -> list[tuple[str, str]]:
    """The names and values of the form, as they were."""
    return [(name, value) for name, value in json.loads(draft.typed)]


def keep_draft(
    member: Member, place: str, pairs: Pairs, *, tab: Tab = ALONE, now: datetime
) -> None:
    """Keep what is typed there so far. The draft it was begun from is in it, and goes, unless its
    own tab has gone on since. Raises `Refusal` where it is too much.
    """
    typed = json.dumps([pair for pair in pairs if pair[0] not in _NOT_TYPED], ensure_ascii=False)
    if len(typed) > LONGEST:
        raise Refusal("This is too long to be kept as a draft.")
    _make_room(member)
    if tab.before and tab.before[0] != tab.key:
        _drop(member, place, _as_opened(tab))
    dialect = postgresql if db.engine.dialect.name == "postgresql" else sqlite
    said = {"typed": typed, "at": now}
    written = dialect.insert(PatternDraft).values(
        member_id=member.id, place=place, tab=tab.key, **said
    )
    again = written.on_conflict_do_update(index_elements=["member_id", "place", "tab"], set_=said)
    db.session.execute(again)


def forget_draft(member: Member, place: str, tab: Tab = ALONE) -> None:
    """It has been sent, or thrown away, and what it was begun from with it; what is in other tabs
    stays. Without the key of a tab all of it goes.
    """
    _drop(member, place, or_(PatternDraft.tab == tab.key, _as_opened(tab)) if tab.key else true())


def forget_places(places: Sequence[str]) -> None:
    """Throw away whatever anybody has begun to write in forms that are gone."""
    for first in range(0, len(places), _AT_ONCE):
        some = places[first : first + _AT_ONCE]
        db.session.execute(delete(PatternDraft).where(PatternDraft.place.in_(some)))


def _drop(member: Member, place: str, which: ColumnElement[bool]) -> None:
    mine = delete(PatternDraft).where(PatternDraft.member_id == member.id)
    db.session.execute(mine.where(PatternDraft.place == place, which))


def _as_opened(tab: Tab) -> ColumnElement[bool]:
    """What was in the form when it was opened, where nobody has gone on with it since."""
    if tab.before is None:
        return false()
    return and_(PatternDraft.tab == tab.before[0], PatternDraft.at == tab.before[1])


def _make_room(member: Member) -> None:
    query = select(PatternDraft).where(PatternDraft.member_id == member.id)
    for old in db.session.scalars(query.order_by(PatternDraft.at.desc()).offset(MOST - 1)):
        db.session.delete(old)
    db.session.flush()
