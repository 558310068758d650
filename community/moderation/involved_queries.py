"""Who is part of what a report is about: those who hold the call, who wrote of it or lead it,
responders of whom the report speaks, and who reported by an address alone.
"""

import re
from collections.abc import Callable, Iterable, Sequence

from sqlalchemy import exists, select, union
from sqlalchemy.orm import aliased

from community.accounts.handles import name_skeleton
from community.accounts.models import Member
from community.agendas.models import Item, ItemOwner
from community.calls.models import Call
from community.calls.queries import facilitators_of
from community.conduct.state_models import Content
from community.db import db
from community.facilitation.look_back_models import LookBack
from community.folding import folded
from community.notes.models import ItemThread, Note
from community.notes.subject_queries import subject_of
from community.patterns.writer_queries import writers

from .case_models import CaseMessage
from .concerned_queries import people_of
from .emergency_models import EmergencyReport
from .report_models import About, Report, ReportCopy, ReportExclusion
from .said_subject_queries import parts_of
from .sight_queries import is_responder

ENOUGH = 2
"""How many responders a case needs, so that somebody reads after somebody."""
_WORD = re.compile(r"\w+")
_HANDLE_OR_WORD = re.compile(r"(@?)(\w+)")
_IN_BRACKETS = re.compile(r"[(\[].*?[)\]]")
_SHORTEST = 3
"""Letters of a part of a name that tells somebody: fewer stand in too many words."""
_BETWEEN_NAMES = " and bin das del den der des dos ibn las los ten ter the van von "
_EVERYDAY = (
    " ally angel art august bill bob can chance christian day dawn faith field grace hill hope host"
    " jack joy june just long love mark mat may mercy page pat pearl rich rob rose sky star sue"
    " summer sun violet west will young "
)
"""Names that are everyday words: written small they speak of nobody."""


def is_named(words: str, handle: str, name: str) -> bool:
    """Whether a few words speak of somebody: by handle, by name, or by a part of the name, also in
    letters that look alike.
    """
    said, parts = _said(words, name_skeleton), _parts(name)
    return any(_said(one, name_skeleton) in said for one in (handle, name, *parts) if one.strip())


def is_told_of(text: str, handle: str, name: str) -> bool:
    """Whether a text that tells what happened speaks of somebody: by @handle, by name, or by a part
    of it. Letters count as they are, but for case and accents; an everyday word counts where it is
    written as a name is.
    """
    if re.search(rf"@{re.escape(folded(handle))}(?![\w-])", folded(text)):
        return True
    found = _HANDLE_OR_WORD.findall(text)
    said = _said(" ".join(w for at, w in found if at or f" {w} " not in _EVERYDAY), folded)
    whole = _IN_BRACKETS.sub(" ", name)
    called = [whole, *_parts(whole), handle if len(handle) > _SHORTEST else ""]
    return any(_said(one, folded) in said for one in called if len(one.strip()) >= _SHORTEST)


def _parts(name: str) -> list[str]:
    parts = [one for one in _WORD.findall(name) if len(one) >= _SHORTEST]
    return [one for one in parts if f" {one.lower()} " not in _BETWEEN_NAMES]


def _said(words: str, alike: Callable[[str], str]) -> str:
    """The words, each as it is `alike` with others, with a blank on either side."""
    return f" {' '.join(map(alike, _WORD.findall(words)))} "


def part_of(report: Report) -> Sequence[int]:
    """The members who are part of what a report is about, but for whom it is about itself. Of whom
    its text only tells is one of them where somebody else is left, and who only wrote in its thread
    where enough are: nobody can empty a case with words. What an act at once reports by itself is
    the word of whoever acted, in a call where all may have written, so neither counts there.
    """
    responders = db.session.scalars(select(Member).where(is_responder(Member.id))).all()
    words = report.about_words
    named = {one.id for one in responders if is_named(words, one.handle, one.name)}
    involved = {*named, *_holders(report), *_writers(report), *_at_address(report)}
    if _is_of_an_act_at_once(report):
        return sorted(involved)
    known, told = _known_to(report), _told(report)
    able = {one.id for one in responders if one.person_id not in known}
    able -= involved | excluded_from(report)
    told_of = {one.id for one in responders if is_told_of(told, one.handle, one.name)}
    for some, least in ((told_of, 1), (set(_wrote_beside(report)), ENOUGH)):
        if len(able - some) >= least:
            involved |= some
            able -= some
    return sorted(involved)


def is_spoken_of(report: Report, member: Member) -> bool:
    """Whether a report speaks of a member, in whatever is written in it."""
    is_in_words = is_named(report.about_words, member.handle, member.name)
    return is_in_words or is_told_of(_told(report), member.handle, member.name)


def _told(report: Report) -> str:
    """What whoever reported has written, also since."""
    query = select(CaseMessage.text_source).where(
        CaseMessage.report_id == report.id, CaseMessage.by_id.is_(None)
    )
    since = db.session.scalars(query.order_by(CaseMessage.id))
    return "\n".join((report.words_source, report.hope, report.content_warning, *since))


def _is_of_an_act_at_once(report: Report) -> bool:
    query = select(exists().where(EmergencyReport.report_id == report.id))
    return bool(db.session.scalar(query))


def _known_to(report: Report) -> set[int | None]:
    """The persons who reported, are reported, or wrote what is."""
    wrote = select(ReportCopy.author_id).where(ReportCopy.report_id == report.id)
    return {report.reporter_id, *people_of([report]), *db.session.scalars(wrote)}


def excluded_from(report: Report) -> set[int]:
    """The members who shall know nothing of a report."""
    query = select(ReportExclusion.member_id).where(ReportExclusion.report_id == report.id)
    return set(db.session.scalars(query))


def _holders(report: Report) -> Iterable[int]:
    """Those who hold a call that is reported, or in which one of them did what is reported."""
    call = _call_of(report.about, report.about_id)
    holders = facilitators_of(call) if call is not None else ()
    whom = people_of([report]) if holders else set()
    is_of_theirs = any(one.person_id in whom for one in holders)
    return [one.id for one in holders if is_of_theirs or report.about is Content.CALL]


def _writers(report: Report) -> Iterable[int]:
    """Those who wrote any of the revision that was copied, in suggestions too, or lead the item;
    whose the copy is it says itself, but of what is said without a name.
    """
    if report.about is Content.ITEM:
        led = select(ItemOwner.member_id).where(ItemOwner.item_id == report.about_id)
        proposed = select(Item.proposed_by_id).where(Item.id == report.about_id)
        return db.session.scalars(union(led, proposed))
    if report.about is Content.LOOK_BACK:
        said = select(LookBack.member_id).where(LookBack.id == report.about_id)
        return db.session.scalars(said.where(LookBack.member_id.is_not(None)))
    if report.about is not Content.PATTERN:
        return ()
    wrote = writers()
    copied = select(ReportCopy.revision).where(ReportCopy.report_id == report.id)
    some = select(Member.id).join(wrote, wrote.c.person_id == Member.person_id).distinct()
    some = some.where(wrote.c.pattern_id == report.about_id)
    return db.session.scalars(some.where(wrote.c.number <= copied.scalar_subquery()))


def _wrote_beside(report: Report) -> Iterable[int]:
    """Those who wrote in the thread of the note, or on the item; of what is said beside something
    else, such as a known use, those who have a part in it. Of all members: who responds only later
    is left out, too.
    """
    thread = select(Note.thread_id).where(Note.id == report.about_id)
    if report.about is Content.ITEM:
        thread = select(ItemThread.thread_id).where(ItemThread.item_id == report.about_id)
    elif report.about is not Content.NOTE:
        return parts_of(report.about, report.about_id, select(aliased(Member).id))
    return db.session.scalars(select(Note.by_id).where(Note.thread_id.in_(thread)).distinct())


def _at_address(report: Report) -> Iterable[int]:
    """Whose address the reporter gave, for when they have another."""
    if report.reporter_address is None:
        return ()
    query = select(Member.id).where(Member.email_key == report.reporter_address)
    return db.session.scalars(query)


def _call_of(about: About, number: int | None) -> Call | None:
    if about is Content.CALL:
        return db.session.get(Call, number)
    if about is Content.ITEM:
        item = db.session.get(Item, number)
        return item.call if item else None
    note = db.session.get(Note, number) if about is Content.NOTE else None
    subject = subject_of(note.thread) if note is not None else None
    return subject.call if subject is not None else None
