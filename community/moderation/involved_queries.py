"""Who is part of what a report is about: those who hold the call, who wrote any of it or lead it,
responders whom the report names in words alone, and who reported by an address alone.
"""

import re
from collections.abc import Iterable, Sequence

from sqlalchemy import select, union

from community.accounts.handles import name_skeleton
from community.accounts.models import Member
from community.agendas.models import Item, ItemOwner
from community.calls.models import Call
from community.calls.queries import facilitators_of
from community.db import db
from community.notes.models import Note
from community.notes.subject_queries import subject_of
from community.patterns.writer_queries import writers

from .report_models import About, Report, ReportCopy
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
    return sorted({*named, *_holders(report), *_writers(report), *_at_address(report)})


def _named_in(words: str) -> Iterable[int]:
    responders = db.session.scalars(select(Member).where(is_responder(Member.id))).all()
    return [one.id for one in responders if is_named(words, one.handle, one.name)]


def _holders(report: Report) -> Iterable[int]:
    """Those who hold a call that is reported, or in which one of them did what is reported."""
    call = _call_of(report.about, report.about_id)
    holders = facilitators_of(call) if call is not None else ()
    is_of_theirs = any(one.person_id == report.whom_id for one in holders)
    return [one.id for one in holders if is_of_theirs or report.about is About.CALL]


def _writers(report: Report) -> Iterable[int]:
    """Those who wrote any of the revision that was copied, in suggestions too, or lead the item;
    whose the copy is it says itself.
    """
    if report.about is About.ITEM:
        led = select(ItemOwner.member_id).where(ItemOwner.item_id == report.about_id)
        proposed = select(Item.proposed_by_id).where(Item.id == report.about_id)
        return db.session.scalars(union(led, proposed))
    if report.about is not About.PATTERN:
        return ()
    wrote = writers()
    copied = select(ReportCopy.revision).where(ReportCopy.report_id == report.id)
    some = select(Member.id).join(wrote, wrote.c.person_id == Member.person_id).distinct()
    some = some.where(wrote.c.pattern_id == report.about_id)
    return db.session.scalars(some.where(wrote.c.number <= copied.scalar_subquery()))


def _at_address(report: Report) -> Iterable[int]:
    """Whose address the reporter gave, for when they have another."""
    if report.reporter_address is None:
        return ()
    query = select(Member.id).where(Member.email_key == report.reporter_address)
    return db.session.scalars(query)


def _call_of(about: About, number: int | None) -> Call | None:
    if about is About.CALL:
        return db.session.get(Call, number)
    if about is About.ITEM:
        item = db.session.get(Item, number)
        return item.call if item else None
    note = db.session.get(Note, number) if about is About.NOTE else None
    subject = subject_of(note.thread) if note is not None else None
    return subject.call if subject is not None else None
