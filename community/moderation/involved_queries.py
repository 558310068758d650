"""Who is part of what a report is about: those who hold the call, and responders whom the report
names in words alone.
"""

import re
from collections.abc import Iterable, Sequence

from sqlalchemy import select

from community.accounts.handles import name_skeleton
from community.accounts.models import Member
from community.agendas.models import Item
from community.calls.models import Call
from community.calls.queries import facilitators_of
from community.db import db
from community.notes.models import Note
from community.notes.subject_queries import subject_of

from .report_models import About, Report
from .sight_queries import is_responder

_WORD = re.compile(r"\w+")
_SHORTEST = 3
"""Letters of a part of a name that tells somebody: fewer stand in too many words."""


def is_named(words: str, handle: str, name: str) -> bool:
    """Whether a few words speak of somebody: by handle, by name, or by a part of the name."""
    said = f" {_alike(words)} "
    parts = [part for part in _WORD.findall(name) if len(part) >= _SHORTEST]
    return any(f" {called} " in said for called in map(_alike, (handle, name, *parts)) if called)


def _alike(words: str) -> str:
    return " ".join(map(name_skeleton, _WORD.findall(words)))


def part_of(report: Report) -> Sequence[int]:
    """The members who are part of what a report is about, but for whom it is about itself."""
    named = _named_in(report.about_words) if report.about_words else ()
    return sorted({*named, *_holders(report)})


def _named_in(words: str) -> Iterable[int]:
    responders = db.session.scalars(select(Member).where(is_responder(Member.id))).all()
    return [one.id for one in responders if is_named(words, one.handle, one.name)]


def _holders(report: Report) -> Iterable[int]:
    """Those who hold a call that is reported, or in which one of them did what is reported."""
    call = _call_of(report.about, report.about_id)
    holders = facilitators_of(call) if call is not None else ()
    is_of_theirs = any(one.person_id == report.whom_id for one in holders)
    return [one.id for one in holders if is_of_theirs or report.about is About.CALL]


def _call_of(about: About, number: int | None) -> Call | None:
    if about is About.CALL:
        return db.session.get(Call, number)
    if about is About.ITEM:
        item = db.session.get(Item, number)
        return item.call if item else None
    note = db.session.get(Note, number) if about is About.NOTE else None
    subject = subject_of(note.thread) if note is not None else None
    return subject.call if subject is not None else None
