"""Who is part of what a report is about: those who hold the call, who wrote of it or lead it,
responders of whom the report speaks, and who reported by an address alone.
"""

import re
from collections.abc import Iterable, Sequence

from sqlalchemy import Select, select, union

from community.accounts.handles import name_skeleton
from community.accounts.models import Member
from community.agendas.models import Item, ItemOwner
from community.calls.models import Call
from community.calls.queries import facilitators_of
from community.db import db
from community.notes.models import ItemThread, Note
from community.notes.subject_queries import subject_of
from community.patterns.writer_queries import writers

from .report_models import About, Report, ReportCopy
from .sight_queries import is_responder

_WORD = re.compile(r"\w+")
_HANDLE_OR_WORD = re.compile(r"(@?)(\w+)")
_SHORTEST = 3
"""Letters of a part of a name that tells somebody: fewer stand in too many words."""
_BETWEEN_NAMES = " and bin das del den der des dos ibn las los ten ter the van von "
_EVERYDAY = (
    " ally angel art august bill bob can chance christian dawn faith grace hope jack joy june just"
    " love mark mat may mercy pat pearl rob rose sky star sue summer violet will "
)
"""Names that are everyday words: written small they speak of nobody."""


def is_named(words: str, handle: str, name: str) -> bool:
    """Whether a few words speak of somebody: by handle, by name, or by a part of the name."""
    return _speaks_of(_said(words), handle, name)


def is_told_of(text: str, handle: str, name: str) -> bool:
    """The same of a text that tells what happened: an everyday word counts where it is written as a
    name or a handle is.
    """
    return _speaks_of(_said_of_people(text), handle, name)


def _speaks_of(said: str, handle: str, name: str) -> bool:
    parts = [one for one in _WORD.findall(name) if len(one) >= _SHORTEST]
    parts = [one for one in parts if f" {one.lower()} " not in _BETWEEN_NAMES]
    return any(called in said for called in map(_said, (handle, name, *parts)) if called.strip())


def _said(words: str) -> str:
    """The words, each as it is alike with what looks like it, with a blank on either side."""
    return f" {' '.join(map(name_skeleton, _WORD.findall(words)))} "


def _said_of_people(text: str) -> str:
    found = _HANDLE_OR_WORD.findall(text)
    kept = [word for at, word in found if at or f" {word} " not in _EVERYDAY]
    return _said(" ".join(kept))


def part_of(report: Report) -> Sequence[int]:
    """The members who are part of what a report is about, but for whom it is about itself."""
    involved = {*_holders(report), *_writers(report), *_at_address(report)}
    return sorted({*_named_in(report), *involved})


def is_spoken_of(report: Report, member: Member) -> bool:
    """Whether a report speaks of a member, in whatever is written in it."""
    return _speaks_of(_written_in(report), member.handle, member.name)


def _written_in(report: Report) -> str:
    told = _said_of_people(f"{report.words_source}\n{report.hope}\n{report.content_warning}")
    return _said(report.about_words) + told


def _named_in(report: Report) -> Iterable[int]:
    said = _written_in(report)
    responders = db.session.scalars(select(Member).where(is_responder(Member.id))).all()
    return [one.id for one in responders if _speaks_of(said, one.handle, one.name)]


def _holders(report: Report) -> Iterable[int]:
    """Those who hold a call that is reported, or in which one of them did what is reported."""
    call = _call_of(report.about, report.about_id)
    holders = facilitators_of(call) if call is not None else ()
    is_of_theirs = any(one.person_id == report.whom_id for one in holders)
    return [one.id for one in holders if is_of_theirs or report.about is About.CALL]


def _writers(report: Report) -> Iterable[int]:
    """Those who wrote in the thread, any of the revision that was copied, in suggestions too, or
    lead the item; whose the copy is it says itself.
    """
    if report.about is About.NOTE:
        of_note = select(Note.thread_id).where(Note.id == report.about_id)
        return db.session.scalars(_in_threads(of_note))
    if report.about is About.ITEM:
        led = select(ItemOwner.member_id).where(ItemOwner.item_id == report.about_id)
        proposed = select(Item.proposed_by_id).where(Item.id == report.about_id)
        of_item = select(ItemThread.thread_id).where(ItemThread.item_id == report.about_id)
        return db.session.scalars(union(led, proposed, _in_threads(of_item)))
    if report.about is not About.PATTERN:
        return ()
    wrote = writers()
    copied = select(ReportCopy.revision).where(ReportCopy.report_id == report.id)
    some = select(Member.id).join(wrote, wrote.c.person_id == Member.person_id).distinct()
    some = some.where(wrote.c.pattern_id == report.about_id)
    return db.session.scalars(some.where(wrote.c.number <= copied.scalar_subquery()))


def _in_threads(threads: Select[int]) -> Select[int]:
    return select(Note.by_id).where(Note.thread_id.in_(threads)).distinct()


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
