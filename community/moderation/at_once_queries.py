"""What was done at once in calls, as those concerned read it: the person, and the responders."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from textwrap import shorten

from sqlalchemy import and_, exists, or_, select

from community.accounts.models import Member, Person
from community.agendas.models import Item
from community.calls.models import Call
from community.conduct.emergency_models import DAY, LASTING, Act, Emergency
from community.conduct.emergency_queries import (
    about_person,
    stands,
)
from community.conduct.models import CodeClause
from community.db import db
from community.notes.models import CallThread, ItemThread, Note, NoteRemoval
from community.notes.sight_queries import is_kept_from
from community.text import plain_of

from .case_models import Case, CaseReport
from .emergency_models import EmergencyReport
from .merging_queries import is_of

_NOTES = 30  # in a list to choose from
_BEGINNING = 100  # characters of a note there


@dataclass(frozen=True, slots=True)
class AtOnce:
    """One measure. `role` is as what somebody acted, never who; `ends_at` is None where a ruling
    without an end lets it stand; `can_be_ratified` and `is_right` say whether it waits for the
    responders or they have said that it was right; `can_be_decided` whether they can let it last,
    `is_decided` whether they have; `is_own` whether whoever looks did it.
    """

    number: int
    key: str
    act: Act
    title: str
    slug: str
    role: str
    why: str
    clause: str
    clause_html: str
    at: datetime
    ends_at: datetime | None
    stands: bool
    was_lifted: bool
    can_be_ratified: bool
    is_right: bool
    can_be_decided: bool
    is_decided: bool
    reference: str = ""  # of the note that was hidden, to set it aside by
    is_own: bool = False
    text_html: str = ""  # of the note that was hidden, for whoever wrote it


def statements_at_once(person_id: int, now: datetime) -> Sequence[AtOnce]:
    """What was done at once about a person, the latest first."""
    return [
        replace(
            _shown(row, now, person_id),
            text_html=_words_of(row) if row.person_id == person_id else "",
        )
        for row in about_person(person_id)
    ]


def done_in_case(case: Case, now: datetime) -> Sequence[AtOnce]:
    """What a case is about that was done at once, in order."""
    query = (
        select(Emergency)
        .join(EmergencyReport, EmergencyReport.emergency_id == Emergency.id)
        .join(CaseReport, CaseReport.report_id == EmergencyReport.report_id)
        .where(is_of(CaseReport.case_id, case))
    )
    rows = db.session.scalars(query.order_by(Emergency.id)).unique()
    return [replace(_shown(row, now), reference=_reference_of(row)) for row in rows]


def emergency_in_case(case: Case, key: str) -> Emergency | None:
    """The measure with this key, if the case is about it."""
    of_case = exists().where(
        EmergencyReport.emergency_id == Emergency.id,
        CaseReport.report_id == EmergencyReport.report_id,
        is_of(CaseReport.case_id, case),
    )
    query = select(Emergency).where(Emergency.key == key, of_case)
    return db.session.scalars(query).unique().first()


def done_in_call(call: Call, member: Member, now: datetime) -> Sequence[AtOnce]:
    """What stands in a call, the latest first, and when a member has called the responders within
    the last day. What others wrote may be about whoever reads this, and what became of it is for
    the case, where nobody looks on who has a part in it: neither is here.
    """
    own_page = and_(
        Emergency.act == Act.PAGE, Emergency.by_id == member.id, Emergency.at > now - DAY
    )
    query = select(Emergency).where(
        Emergency.call_id == call.id, or_(own_page, and_(Emergency.act != Act.PAGE, stands(now)))
    )
    rows = db.session.scalars(query.order_by(Emergency.id.desc())).unique()
    return [_own(row, now) if row.by_id == member.id else _of_others(row, now) for row in rows]


def notes_in_sight(
    call: Call, chosen: str, *, member: Member, sent: bool = False
) -> list[tuple[str, str]]:
    """The latest notes of a call and its agenda that a member may read and did not write, and the
    chosen one ahead of them: by key, with whose they are and how they begin. `sent`: the chosen one
    where it is hidden already, too, so that what is sent twice is done once.
    """
    out = NoteRemoval.note_id == Note.id, NoteRemoval.stands()
    in_sight = ~exists().where(*out)
    if sent:
        at_once = exists().where(*out, NoteRemoval.emergency_id.is_not(None))
        in_sight |= (Note.key == chosen) & at_once
    on_items = select(ItemThread.thread_id).join(Item).where(Item.call_id == call.id)
    on_call = select(CallThread.thread_id).where(CallThread.call_id == call.id)
    query = (
        select(Note.key, Note.text_html, Person.credited_as)
        .join(Member, Member.id == Note.by_id)
        .join(Person, Person.id == Member.person_id)
        .join(Call, Call.id == call.id)
        .where(
            Note.thread_id.in_(on_call) | Note.thread_id.in_(on_items),
            Note.by_id != member.id,
            in_sight,
            ~is_kept_from(member.id),
        )
        .order_by((Note.key == chosen).desc(), Note.id.desc())
        .limit(_NOTES)
    )
    return [
        (key, f"{by or 'A member'}: {_beginning(html)}")
        for key, html, by in db.session.execute(query)
    ]


def _beginning(html: str) -> str:
    return shorten(plain_of(html, addresses=False), _BEGINNING, placeholder=" …")


def _words_of(row: Emergency) -> str:
    return db.session.get_one(Note, row.note_id).text_html if row.note_id is not None else ""


def _reference_of(row: Emergency) -> str:
    return f"note:{db.session.get_one(Note, row.note_id).key}" if row.note_id is not None else ""


def _own(row: Emergency, now: datetime) -> AtOnce:
    """As whoever did it reads it: nothing of what was decided about somebody, nor until when."""
    ends_at = row.ends_at if now < row.ends_at else None
    return replace(_shown(row, now), ends_at=ends_at, is_decided=False, is_own=True)


def _of_others(row: Emergency, now: datetime) -> AtOnce:
    """That it stands, and until when: neither why nor what the responders say of it."""
    return replace(
        _own(row, now),
        is_own=False,
        why="",
        clause="",
        clause_html="",
        can_be_ratified=False,
        can_be_decided=False,
        is_right=False,
    )


def _shown(row: Emergency, now: datetime, person_id: int | None = None) -> AtOnce:
    call = db.session.get_one(Call, row.call_id)
    named = row.clause_key and db.session.get(CodeClause, (row.version_id, row.clause_key))
    is_right = row.ratification is not None
    kept = row.keeping(now, person_id)
    is_open = row.lifting is None and now < row.ratify_by
    can_last = row.act in LASTING or row.act is Act.HIDE_NOTE
    return AtOnce(
        number=row.id,
        key=row.key,
        act=row.act,
        title=call.title,
        slug=call.slug,
        role=row.role.value,
        why=row.why,
        clause=named.text_source if named else "",
        clause_html=named.text_html if named else "",
        at=row.at,
        ends_at=_last_of([row.ends_at, *(one.ends_at for one in kept)]),
        stands=row.stands(now, person_id),
        was_lifted=row.lifting is not None,
        can_be_ratified=not is_right and is_open,
        is_right=is_right,
        can_be_decided=can_last and is_open and not kept,
        is_decided=bool(kept),
    )


def _last_of(ends: Sequence[datetime | None]) -> datetime | None:
    known = [one for one in ends if one is not None]
    return max(known) if len(known) == len(ends) else None
