"""Where a pattern was used and discussed, as far as a reader may find it."""

from dataclasses import dataclass

from sqlalchemy import exists, func, select
from sqlalchemy.orm import aliased, joinedload

from community.agendas.models import Item
from community.calls.listing import listed
from community.calls.models import Call, Series
from community.db import db
from community.notes.models import CallThread, ItemThread, Kind, Note, NoteRemoval
from community.notes.sight_queries import is_kept_from_lists

from .citation_models import PatternCitation
from .models import Pattern

MOST = 20


@dataclass(frozen=True, slots=True)
class Cited:
    """A call in which a pattern was used, or spoken about: its address and title."""

    slug: str
    title: str
    is_used: bool


def threads_citing(pattern: Pattern) -> list[int]:
    """The numbers of the threads with notes that cite it."""
    query = select(Note.thread_id).join(PatternCitation, PatternCitation.note_id == Note.id)
    return list(db.session.scalars(query.where(PatternCitation.pattern_id == pattern.id)))


def cited_in(pattern: Pattern, *, for_member: bool) -> list[Cited]:
    """The latest calls whose agenda leads to it or that decided by it: used; and those in whose
    notes it is named: discussed. Calls by link and what is between some people are in none. One
    query.
    """
    gone = exists().where(NoteRemoval.note_id == Note.id, NoteRemoval.stands())
    told = PatternCitation.note_id.is_(None) | (~gone & ~is_kept_from_lists(for_owner=False))
    thread, item = aliased(ItemThread), aliased(Item)
    call_id = func.coalesce(PatternCitation.call_id, CallThread.call_id, item.call_id)
    query = (
        select(Call, Note.kind)
        .select_from(PatternCitation)
        .outerjoin(Note, Note.id == PatternCitation.note_id)
        .outerjoin(CallThread, CallThread.thread_id == Note.thread_id)
        .outerjoin(thread, thread.thread_id == Note.thread_id)
        .outerjoin(item, item.id == thread.item_id)
        .join(Call, Call.id == call_id)
        .outerjoin(Series, Series.id == Call.series_id)
        .options(joinedload(Call.series))
        .where(PatternCitation.pattern_id == pattern.id, told, listed(for_member=for_member))
        .order_by(PatternCitation.at.desc(), PatternCitation.id.desc())
        .limit(MOST * 2)
    )
    found: dict[int, Cited] = {}
    for call, kind in db.session.execute(query).unique():
        is_used = kind in {None, Kind.DECISION}
        before = found.get(call.id)
        if before is None or (is_used and not before.is_used):
            found[call.id] = Cited(call.slug, call.title, is_used)
    return list(found.values())[:MOST]
