"""Where a pattern was used and discussed, as far as a reader may find it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, case, exists, func, select
from sqlalchemy.orm import aliased, joinedload

from community.agendas.models import Item
from community.calls.listing import listed
from community.calls.models import Call, Series
from community.calls.times import Sitting
from community.calls.when import When, when_of
from community.db import db
from community.notes.models import CallThread, ItemThread, Kind, Note, NoteRemoval
from community.notes.sight_queries import is_kept_from_lists

from .citation_models import PatternCitation
from .models import Pattern

MOST = 20


@dataclass(frozen=True, slots=True)
class Cited:
    """A call in which a pattern was used, or spoken about: its address and title, and `when` it was
    held first; and in how many it was `in_all`.
    """

    slug: str
    title: str
    is_used: bool
    in_all: int
    when: When | None = None


def threads_citing(pattern: Pattern) -> list[int]:
    """The numbers of the threads with notes that cite it."""
    query = select(Note.thread_id).join(PatternCitation, PatternCitation.note_id == Note.id)
    return list(db.session.scalars(query.where(PatternCitation.pattern_id == pattern.id)))


def cited_in(pattern: Pattern, *, for_member: bool, reader_zone: str | None = None) -> list[Cited]:
    """The latest calls whose agenda leads to it or that decided by it: used; and those in whose
    notes it is named: discussed; `MOST` of either, each call once. Calls by link and what is
    between some people are in none. One query.
    """
    calls = _calls_citing(pattern, for_member=for_member).subquery()
    kind, latest = calls.c.is_used, (calls.c.at.desc(), calls.c.call_id.desc())
    ranked = select(
        calls,
        func.row_number().over(partition_by=kind, order_by=latest).label("rank"),
        func.count().over(partition_by=kind).label("in_all"),
    ).subquery()
    query = (
        select(Call, Sitting, ranked.c.is_used, ranked.c.in_all)
        .join(ranked, ranked.c.call_id == Call.id)
        .outerjoin(Sitting, (Sitting.call_id == Call.id) & (Sitting.position == 0))
        .options(joinedload(Call.series), joinedload(Sitting.slot))
        .where(ranked.c.rank <= MOST)
        .order_by(ranked.c.at.desc(), ranked.c.call_id.desc())
    )
    found = db.session.execute(query).unique()
    return [
        Cited(
            *(call.slug, call.title, bool(used), number),
            when_of(first, reader_zone) if first else None,
        )
        for call, first, used, number in found
    ]


def _calls_citing(pattern: Pattern, *, for_member: bool) -> Select[int, datetime, Any]:
    """Each call with when it last led to a pattern, and whether that was ever used in it."""
    gone = exists().where(NoteRemoval.note_id == Note.id, NoteRemoval.stands())
    told = PatternCitation.note_id.is_(None) | (~gone & ~is_kept_from_lists(for_owner=False))
    thread, item = aliased(ItemThread), aliased(Item)
    call_id = func.coalesce(PatternCitation.call_id, CallThread.call_id, item.call_id)
    is_used = PatternCitation.note_id.is_(None) | (Note.kind == Kind.DECISION)
    return (
        select(
            Call.id.label("call_id"),
            func.max(PatternCitation.at).label("at"),
            func.max(case((is_used, 1), else_=0)).label("is_used"),
        )
        .select_from(PatternCitation)
        .outerjoin(Note, Note.id == PatternCitation.note_id)
        .outerjoin(CallThread, CallThread.thread_id == Note.thread_id)
        .outerjoin(thread, thread.thread_id == Note.thread_id)
        .outerjoin(item, item.id == thread.item_id)
        .join(Call, Call.id == call_id)
        .outerjoin(Series, Series.id == Call.series_id)
        .where(PatternCitation.pattern_id == pattern.id, told, listed(for_member=for_member))
        .group_by(Call.id)
    )
