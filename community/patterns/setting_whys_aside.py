"""Why something was decided in the library, set aside under the code of conduct: why a pattern came
to a stage, why an edit was not taken, what became of a note. What was decided stays: the words
alone go.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, select, union
from sqlalchemy.orm import aliased

from community.accounts.models import Member
from community.db import db
from community.notes.models import Note
from community.notes.outcomes import NoteOutcome
from community.redaction import Spot, purge_own

from .models import StageChange
from .redaction_queries import columns_of
from .setting_aside import parts
from .suggestion_models import SuggestionDecision
from .suggestion_spots import spots_of_messages

_Numbers = Collection[int]
_Members = Collection[int] | Select[int]


class _Why(NamedTuple):
    """By what who wrote it knows it, and which column it is."""

    title: str
    column: str


_WHYS: Mapping[type[Any], _Why] = {
    StageChange: _Why("Why a pattern came to a stage", "why"),
    NoteOutcome: _Why("Why something became of a note", "why"),
    SuggestionDecision: _Why("Why an edit of a pattern was not taken", "reason"),
}


def parts_of_stages(numbers: _Numbers, members: _Members) -> Sequence[Select[int, int]]:
    """Queries for which of some members brought which of some changes of stages about, or wrote any
    of the pattern; numbers of both.
    """
    of_pattern = select(StageChange.id, StageChange.pattern_id).where(StageChange.id.in_(numbers))
    named = of_pattern.subquery()
    wrote = union(*parts(select(named.c.pattern_id), members)).subquery()
    said = select(StageChange.id, Member.id).join(Member, Member.person_id == StageChange.by_id)
    return [
        said.where(StageChange.id.in_(numbers), Member.id.in_(members)),
        select(named.c.id, wrote.c[1]).join(wrote, wrote.c[0] == named.c.pattern_id),
    ]


def parts_of_outcomes(numbers: _Numbers, members: _Members) -> Sequence[Select[int, int]]:
    """The same of what became of notes: who said so, or wrote in the thread."""
    note, other = aliased(Note), aliased(Note)
    said = select(NoteOutcome.id, NoteOutcome.by_id)
    wrote = select(NoteOutcome.id, other.by_id).join(note, note.id == NoteOutcome.note_id)
    wrote = wrote.join(other, other.thread_id == note.thread_id)
    return [
        said.where(NoteOutcome.id.in_(numbers), NoteOutcome.by_id.in_(members)),
        wrote.where(NoteOutcome.id.in_(numbers), other.by_id.in_(members)),
    ]


def title_of(row: Any) -> str:
    """By what who wrote it knows it."""
    return _WHYS[type(row)].title


def source_of(row: Any, _kept: str = "") -> str:
    """What it says."""
    words: str = getattr(row, _WHYS[type(row)].column)
    return words


def set_aside(row: Any, _says: str, *, by: Member, now: datetime) -> str:  # noqa: ARG001
    """That it is out of sight its state says; what was decided stays."""
    return ""


def bring_back(row: Any, kept: str, *, by: Member, now: datetime) -> None:
    """The same."""


def purge(row: Any, _says: str, *, by: Member, now: datetime) -> None:  # noqa: ARG001
    """Leave nothing of it, nor of what was quoted of it beside the edit."""
    beside = spots_of_messages(row.id) if isinstance(row, SuggestionDecision) else ()
    purge_own(own_spots(row), beside)
    db.session.flush()


def own_spots(row: Any, _kept: str = "") -> list[Spot]:
    """What it says in words."""
    why = _WHYS[type(row)]
    return list(columns_of(row, why.title, {why.column: "what it says"}))
