"""What records hold of a person: what they asked to be corrected, wrote, opened and published."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import joinedload

from community.accounts.models import Member
from community.accounts.unnaming import name_no_more
from community.calls.models import Call
from community.db import db
from community.holdings import Facts, Holding

from .corrections import Correction, CorrectionReply
from .facilitators import RecordFacilitator
from .findable import TEXTS
from .models import Absence, Link, Period, Publication, Record

GONE = "Taken back"
_NAMING = {
    Record: ("summary_source",),
    Link: ("title",),
    Correction: ("words",),
    CorrectionReply: ("word",),
    Absence: ("why",),
}


def export(person_id: int) -> Facts:
    """Corrections they asked for and answered; summaries and links they wrote; steps they took."""
    member = _member(person_id)
    if member is None:
        return {}
    return {
        "corrections of records asked for": [
            {
                "call": row.call.title,
                "words": row.words,
                "at": row.at,
                "taken back": row.withdrawn_at,
                "answer": row.reply.outcome.value if row.reply else None,
                "word": row.reply.word if row.reply else "",
            }
            for row in _of(Correction, Correction.by_id, member)
        ],
        "corrections of records answered": [
            {"outcome": row.outcome.value, "word": row.word, "at": row.at}
            for row in _of(CorrectionReply, CorrectionReply.by_id, member)
        ],
        "summaries of records written": [
            {"call": row.call.title, "text": row.summary_source, "at": row.changed_at}
            for row in _of(Record, Record.changed_by_id, member)
        ],
        "links of records added": [
            {"call": row.call.title, "title": row.title, "address": row.url, "at": row.at}
            for row in _of(Link, Link.by_id, member)
        ],
        "records opened for correction": _steps(Period, member),
        "records published": _steps(Publication, member),
        "records that say who facilitated": [{"call": call.title} for call in _facilitated(member)],
        "calls said to have no record": [
            {"call": title, "why": row.why, "at": row.at} for row, title in _titled(Absence, member)
        ],
    }


def erase(person_id: int, now: datetime) -> None:
    """Take the words of their corrections out, and take back what still waits. What they wrote for
    everybody stays, by a former member, and names them no more.
    """
    member = _member(person_id)
    if member is None:
        return
    mine = update(Correction).where(Correction.by_id == member.id)
    db.session.execute(mine.values(words=GONE))
    waiting = mine.where(
        Correction.withdrawn_at.is_(None),
        Correction.id.not_in(
            select(CorrectionReply.correction_id).where(CorrectionReply.withdrawn_at.is_(None))
        ),
    )
    db.session.execute(waiting.values(withdrawn_at=now))
    name_no_more(member, _NAMING)


def _member(person_id: int) -> Member | None:
    return db.session.scalar(select(Member).where(Member.person_id == person_id))


def _of(model: Any, column: Any, member: Member) -> Sequence[Any]:
    query = select(model).where(column == member.id).order_by(*model.__table__.primary_key)
    return db.session.scalars(query).unique().all()


def _facilitated(member: Member) -> Sequence[Call]:
    query = select(Call).join(RecordFacilitator, RecordFacilitator.call_id == Call.id)
    query = query.options(joinedload(Call.series)).where(RecordFacilitator.member_id == member.id)
    return db.session.scalars(query.order_by(Call.id)).unique().all()


def _titled(model: Any, member: Member) -> list[tuple[Any, str]]:
    query = (
        select(model)
        .options(joinedload(model.call).joinedload(Call.series))
        .where(model.by_id == member.id)
        .order_by(model.id)
    )
    return [(row, row.call.title) for row in db.session.scalars(query).unique()]


def _steps(model: Any, member: Member) -> list[dict[str, Any]]:
    return [{"call": title, "at": row.at} for row, title in _titled(model, member)]


_TABLES = frozenset(
    {
        *("call_record", "record_link", "record_period", "record_publication", "no_record"),
        *("record_correction", "record_correction_reply", "record_attendee"),
        "record_facilitator",
    }
)
HOLDINGS = (Holding(tables=_TABLES, export=export, erase=erase, texts=TEXTS),)
