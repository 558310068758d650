"""Suggested edits set aside under the code of conduct, and what is written about them.

What waited waits no more while it is out of sight. What was taken of it before is in the pattern,
and is set aside there.
"""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import Select, delete, select, union

from community.accounts.models import Member
from community.db import db, locked
from community.redaction import Spot, purge_own

from .draft_models import PatternDraft
from .drafting import place_to_reword
from .setting_aside import parts
from .suggestion_models import Suggestion, SuggestionDecision, SuggestionMessage
from .suggestion_queries import is_open
from .suggestion_spots import own_spots_of, spots_beside, spots_of_message, spots_of_messages

_OURS, _THEIRS = "set aside", "closed before"
_Numbers = Collection[int]
_Members = Collection[int] | Select[int]


def parts_of_suggestions(numbers: _Numbers, members: _Members) -> Sequence[Select[int, int]]:
    """Queries for which of some members suggested, decided or wrote about which of some edits, or
    wrote any of its pattern; numbers of both.
    """
    number = Suggestion.id
    named = select(Suggestion.pattern_id).where(number.in_(numbers))
    wrote = union(*parts(named, members)).subquery()
    some = (
        select(number, Member.id).join(Member, Member.person_id == Suggestion.by_id),
        select(SuggestionDecision.suggestion_id, Member.id).join(
            Member, Member.person_id == SuggestionDecision.by_id
        ),
        select(SuggestionMessage.suggestion_id, Member.id).join(
            Member, Member.person_id == SuggestionMessage.by_id
        ),
    )
    columns = number, SuggestionDecision.suggestion_id, SuggestionMessage.suggestion_id
    of_pattern = select(number, wrote.c[1]).join(wrote, wrote.c[0] == Suggestion.pattern_id)
    return [
        *(
            query.where(column.in_(numbers), Member.id.in_(members))
            for query, column in zip(some, columns, strict=True)
        ),
        of_pattern.where(number.in_(numbers)),
    ]


def parts_of_messages(numbers: _Numbers, members: _Members) -> Sequence[Select[int, int]]:
    """The same of messages about suggested edits."""
    number, of = SuggestionMessage.id, SuggestionMessage.suggestion_id
    edits = list(db.session.scalars(select(of).where(number.in_(numbers))))
    found = union(*parts_of_suggestions(edits, members)).subquery()
    return [select(number, found.c[1]).join(found, found.c[0] == of).where(number.in_(numbers))]


def title_of(_row: Suggestion) -> str:
    """By what who suggested it knows it."""
    return "An edit of a pattern"


def title_of_message(_row: SuggestionMessage) -> str:
    """By what who wrote it knows it."""
    return "A message about an edit of a pattern"


def source_of(row: Suggestion, _kept: str = "") -> str:
    """What it says."""
    return "\n\n".join(spot.text for spot in own_spots_of(row) if spot.text)


def source_of_message(row: SuggestionMessage, _kept: str = "") -> str:
    """What it says."""
    return row.words


def set_aside(row: Suggestion, _says: str, *, by: Member, now: datetime) -> str:  # noqa: ARG001
    """Let nobody decide on it. Gives whether it waited for that."""
    row = locked(Suggestion, row.id)
    if not db.session.scalar(select(Suggestion.id).where(Suggestion.id == row.id, is_open())):
        return _THEIRS
    row.withdrawn_at = now
    db.session.flush()
    return _OURS


def bring_back(row: Suggestion, kept: str, *, by: Member, now: datetime) -> None:  # noqa: ARG001
    """Let it wait again, if it did."""
    if kept == _OURS:
        row.withdrawn_at = None
        db.session.flush()


def set_message_aside(row: SuggestionMessage, _says: str, *, by: Member, now: datetime) -> str:  # noqa: ARG001
    """That it is out of sight its state says; nothing else is to be known of it."""
    return ""


def bring_message_back(row: SuggestionMessage, kept: str, *, by: Member, now: datetime) -> None:
    """The same."""


def purge(row: Suggestion, says: str, *, by: Member, now: datetime) -> None:
    """Leave nothing of it, nor of what was quoted of it or begun over it."""
    set_aside(row, says, by=by, now=now)
    purge_own(own_spots_of(row), spots_beside(row))
    begun = PatternDraft.place == place_to_reword(row.id)
    db.session.execute(delete(PatternDraft).where(begun))
    db.session.flush()


def purge_message(row: SuggestionMessage, _says: str, *, by: Member, now: datetime) -> None:  # noqa: ARG001
    """Leave nothing of it, nor of what was quoted of it in others."""
    purge_own(spots_of_message(row), spots_of_messages(row.suggestion_id))
    db.session.flush()


def own_spots(row: Suggestion, _kept: str = "") -> list[Spot]:
    """What it would say and why, of which a part can be taken out."""
    return own_spots_of(row)


def own_spots_of_message(row: SuggestionMessage, _kept: str = "") -> Sequence[Spot]:
    """The same of a message."""
    return spots_of_message(row)
