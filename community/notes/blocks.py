"""What a page needs to show a thread and to take a note for it."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from community import limits
from community.access import Viewer
from community.accounts.models import Member
from community.accounts.queries import present_community
from community.calls.models import Call, Visibility
from community.calls.policies import is_facilitator_of
from community.clock import zone
from community.db import db
from community.distance.queries import Folded, folded_by

from .left_queries import LeftOpen, left_open, threads_left
from .line_queries import NoteLine
from .models import Kind, Note, Thread
from .name_queries import unnamed_on, without_names
from .policies import Permission
from .queries import ThreadPage, page_of_thread
from .role_queries import has_notes_role
from .sight_queries import kept_back
from .subject_queries import Subject, subject_of_call
from .waiting_queries import WaitingNote, waiting_in


@dataclass(frozen=True, slots=True)
class ThreadBlock:
    """A thread for one reader. `member_id` is the reader's number among members; `may_sort`: they
    lead the call; `takes_notes`: they make decisions and actions of what others note; `waiting` is
    what they wrote there that nobody else sees. `thread_key` is None where nothing has been said
    yet.
    """

    subject: Subject
    page: ThreadPage
    zone: ZoneInfo
    thread_key: str | None = None
    member_id: int | None = None
    may_sort: bool = False
    takes_notes: bool = False
    may_remove: bool = False
    may_settle: bool = False
    may_set_aside: bool = False
    now: datetime | None = None
    folded: Folded = field(default_factory=Folded)
    waiting: tuple[WaitingNote, ...] = ()
    limited: str = ""  # what is said in place of a form, where a measure would refuse it

    def folds(self, line: NoteLine) -> bool:
        """Whether the reader mutes or blocks whoever wrote it."""
        return self.folded.folds(line)


@dataclass(frozen=True, slots=True)
class LeftBlock:
    """The actions that were left open for a call. `series` is the address of the one in which all
    open actions are listed, `leads`: the reader may take one off the list.
    """

    slug: str
    left: LeftOpen
    zone: ZoneInfo
    series: str | None = None
    member_id: int | None = None
    leads: bool = False
    folded: Folded = field(default_factory=Folded)


def block_of_call(call: Call, thread: Thread | None, viewer: Viewer, now: datetime) -> ThreadBlock:
    """The first page of a call's thread; None: nothing has been said."""
    page = page_of_thread(thread) if thread else ThreadPage()
    return block_of(thread, subject_of_call(call), page, viewer, now)


def block_of(
    thread: Thread | None, subject: Subject, page: ThreadPage, viewer: Viewer, now: datetime
) -> ThreadBlock:
    """Some notes of a thread as somebody may see them and act on them."""
    member: Member | None = viewer.member
    leads = subject.is_led_by(viewer)
    if subject.is_off_record and member and thread and not leads:
        page = _heard(page, subject, thread, member)
    if thread:
        page = replace(page, lines=without_names(page.lines, thread))
    return ThreadBlock(
        subject=subject,
        page=page,
        zone=reader_zone(viewer),
        thread_key=thread.key if thread else None,
        member_id=member.id if member else None,
        may_sort=leads,
        takes_notes=leads or (bool(page.lines) and has_notes_role(subject, viewer, now)),
        may_remove=leads or "steward" in viewer.roles,
        may_settle=subject.matters is not None and subject.matters.may_settle(viewer),
        may_set_aside="responder" in viewer.roles,
        now=now,
        folded=folded_by(viewer) if page.lines else Folded(),
        waiting=waiting_in(thread.id, member.id) if member and thread else (),
        limited=limits.words_of(viewer.limits, Permission.WRITE_NOTE, subject),
    )


def _heard(page: ThreadPage, subject: Subject, thread: Thread, member: Member) -> ThreadPage:
    """The page without the words that were said off the record before the reader came."""
    kept = kept_back(thread.id, subject.item.id, member.id) if subject.item else set()
    lines = (_closed(line) if line.key in kept else line for line in page.lines)
    return replace(page, lines=tuple(lines))


def _closed(line: NoteLine) -> NoteLine:
    return NoteLine(
        key=line.key,
        kind=Kind.NOTE.value,
        text_html=None,
        by=None,
        by_id=0,
        made_at=line.made_at,
        is_changed=False,
        disclosed="",
        has_details=False,
        depth=line.depth,
        answers_to=line.answers_to,
        branch=line.branch,
        more=line.more,
        is_from_before=True,
    )


def left_block(call: Call, threads: Sequence[int], viewer: Viewer) -> LeftBlock:
    """What a call begins with, for one reader; `threads` are those of `threads_left`. Nothing is
    asked where there are none.
    """
    if not threads:
        return LeftBlock(call.slug, LeftOpen(), reader_zone(viewer))
    member, series = viewer.member, call.series
    left = left_open(call, member.id if member else None)
    is_listed = series is not None and series.visibility is not Visibility.LINK
    return LeftBlock(
        slug=call.slug,
        left=left,
        zone=reader_zone(viewer),
        series=series.slug if series is not None and is_listed else None,
        member_id=member.id if member else None,
        leads=is_facilitator_of(viewer, call),
        folded=folded_by(viewer) if left.actions else Folded(),
    )


def left_for(call: Call, viewer: Viewer) -> LeftBlock:
    """The same where it is not known in which threads it stands. At most two queries."""
    return left_block(call, threads_left(call.id), viewer)


def reader_zone(viewer: Viewer) -> ZoneInfo:
    """The zone times are shown in."""
    if viewer.member is not None:
        return zone(viewer.member.zone)
    community = present_community()
    return zone(community.zone if community else "UTC")


def author_of(note: Note) -> str | None:
    """The name a note is credited to, where that is not taken off what it is about."""
    if note.by_id in unnamed_on(note.thread):
        return None
    return db.session.get_one(Member, note.by_id).person.credited_as
