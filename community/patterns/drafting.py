"""What somebody has begun to write in a form of the library, kept until it is sent."""

import json
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite

from community.accounts.models import Member
from community.db import db
from community.errors import Refusal

from .draft_models import PatternDraft

MOST = 100  # drafts of one member; those left alone the longest go
LONGEST = 200_000  # characters of one
NEW = "new"
_DIGITS = 12
_NOT_TYPED = {"once", "do", "place"}

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
    """What a member has begun to write there."""
    return db.session.get(PatternDraft, (member.id, place))


def typed_in(draft: PatternDraft) -> list[tuple[str, str]]:
    """The names and values of the form, as they were."""
    return [(name, value) for name, value in json.loads(draft.typed)]


def keep_draft(member: Member, place: str, pairs: Pairs, *, now: datetime) -> None:
    """Keep what is typed there so far. Raises `Refusal` where it is too much."""
    typed = json.dumps([pair for pair in pairs if pair[0] not in _NOT_TYPED], ensure_ascii=False)
    if len(typed) > LONGEST:
        raise Refusal("This is too long to be kept as a draft.")
    _make_room(member)
    dialect = postgresql if db.engine.dialect.name == "postgresql" else sqlite
    said = {"typed": typed, "at": now}
    written = dialect.insert(PatternDraft).values(member_id=member.id, place=place, **said)
    again = written.on_conflict_do_update(index_elements=["member_id", "place"], set_=said)
    db.session.execute(again)


def forget_draft(member: Member, place: str) -> None:
    """It has been sent, or thrown away."""
    mine = delete(PatternDraft)
    db.session.execute(mine.where(PatternDraft.member_id == member.id, PatternDraft.place == place))


def _make_room(member: Member) -> None:
    query = select(PatternDraft).where(PatternDraft.member_id == member.id)
    for old in db.session.scalars(query.order_by(PatternDraft.at.desc()).offset(MOST - 1)):
        db.session.delete(old)
    db.session.flush()
