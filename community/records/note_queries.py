"""The notes of a record: those of the call and of the items on record, with one statement."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, and_, func, literal, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute

from community.agendas.carried import CarriedItem
from community.agendas.models import Item
from community.calls.call_queries import is_gone
from community.calls.models import Call, Series, Visibility
from community.db import db
from community.disclosures.queries import saids_of
from community.disclosures.wording import Said, assisted_by, rest
from community.notes.line_queries import NoteLine, in_order, lines_with
from community.notes.models import CallThread, ItemThread, Kind, Note, NoteRemoval, Thread
from community.notes.tasks import Action, Decision
from community.notes.trace_queries import leaves_nothing

from .content import Notes, Sources

WHOLE = 500  # notes that a page shows in full; of more it shows the beginnings
BRANCHES = 12  # of each thread
IN_BRANCH = 8  # notes of each
MOST_TASKS = 300  # decisions and actions in the lists at the head
MOST_TAKEN = 20_000  # notes in a file
CALL = 0  # stands for the call among the numbers of items


@dataclass(frozen=True, slots=True)
class Threads:
    """The threads of a record by the number of the item, or `CALL`: their ids and addresses; and
    of those that moved on with their items between when they were here: what was said then is told.
    """

    ids: Mapping[int, int]
    keys: Mapping[int, str]
    here: Mapping[int, tuple[datetime | None, datetime]] = field(default_factory=dict)


def threads_of(call: Call, items: Collection[int], moved: Collection[int] = ()) -> Threads:
    """The threads of a call, of these of its items, and of those that `moved` to where whoever may
    read the record may read them too. Two queries.
    """
    query = select(CallThread.thread_id, Thread.key).join(Thread, Thread.id == CallThread.thread_id)
    of_call = db.session.execute(query.where(CallThread.call_id == call.id)).all()
    came, went = _moves(call, CarriedItem.to_call_id), _moves(call, CarriedItem.from_call_id)
    about = (
        select(ItemThread.item_id, ItemThread.thread_id, Thread.key, _is_open_to_readers_of(call))
        .add_columns(came.label("came_at"), went.label("went_at"))
        .join(Thread, Thread.id == ItemThread.thread_id)
        .join(Item, Item.id == ItemThread.item_id)
        .join(Call, Call.id == Item.call_id)
        .outerjoin(Series, Series.id == Call.series_id)
        .where(ItemThread.item_id.in_({*items, *moved}))
    )
    rows = db.session.execute(about).all()
    of_items = [row for row in rows if row.item_id in items or (row.is_open and row.went_at)]
    here = {
        row.thread_id: (row.came_at, row.went_at) for row in of_items if row.item_id not in items
    }
    ids = {row.item_id: row.thread_id for row in of_items}
    ids |= [(CALL, row.thread_id) for row in of_call]
    return Threads(ids, {row.thread_id: row.key for row in [*of_call, *of_items]}, here)


def notes_in(threads: Threads) -> dict[int, Notes]:
    """The notes of threads by the number of the item. All of them where a page has room, else the
    first of the first branches. Two queries.
    """
    totals = _totals(threads)
    is_whole = sum(totals.values()) <= WHOLE
    rows = _rows(threads, WHOLE if is_whole else BRANCHES, WHOLE if is_whole else IN_BRANCH)
    return {
        item: Notes(in_order(rows.get(thread, [])), totals.get(thread, 0), threads.keys.get(thread))
        for item, thread in threads.ids.items()
    }


def tasks_in(
    threads: Threads, call: Call, since: datetime | None
) -> tuple[list[NoteLine], list[NoteLine]]:
    """Decisions and actions of the call itself that were not taken out, the oldest first; those
    that were made by the time `since`, if there is one, of what was said by then. One query.
    """
    decided, asked = Decision.call_id == call.id, Action.call_id == call.id
    said: ColumnElement[bool] = true()
    if since is not None:
        decided, asked = decided & (Decision.at <= since), asked & (Action.at <= since)
        said = Note.made_at <= since
    query = (
        lines_with(literal(1))
        .where(
            or_((Note.kind == Kind.DECISION) & decided, (Note.kind == Kind.ACTION) & asked),
            said,
            Note.thread_id.in_(threads.ids.values()),
            NoteRemoval.id.is_(None),
        )
        .order_by(Note.id)
        .limit(MOST_TASKS)
    )
    lines = sorted(in_order(db.session.execute(query).all(), is_whole=True), key=_by_time)
    return (
        [line for line in lines if line.kind == Kind.DECISION],
        [line for line in lines if line.kind == Kind.ACTION],
    )


def note_in(threads: Threads, key: str) -> int | None:
    """The number of the note at an address, where it stands in one of the threads."""
    query = select(Note.id).where(Note.key == key, _said_here(threads))
    return db.session.scalar(query)


def notes_to_take(threads: Threads) -> tuple[dict[int, Notes], dict[str, Sources]]:
    """The notes of threads as they are taken along: all of them up to 20,000, and their texts by
    the address of the note. Four queries.
    """
    query = (
        lines_with(literal(1))
        .add_columns(Note.thread_id, Note.text_source, Note.disclosure_id)
        .where(_said_here(threads))
        .order_by(Note.id)
        .limit(MOST_TAKEN)
    )
    found = db.session.execute(query).all()
    said = saids_of({row.disclosure_id for row in found})
    rows: dict[int, list[Any]] = {}
    for row in found:
        rows.setdefault(row.thread_id, []).append(row)
    sources = {row.key: _source(row, said) for row in found if row.removed_by_id is None}
    totals = _totals(threads)
    return {
        item: Notes(
            in_order(rows.get(thread, []), is_whole=True),
            totals.get(thread, 0),
            threads.keys.get(thread),
        )
        for item, thread in threads.ids.items()
    }, sources


def sources_of(keys: Collection[str]) -> dict[str, Sources]:
    """The texts of notes by these addresses. Three queries, none where there are none."""
    if not keys:
        return {}
    query = select(Note.key, Note.text_source, Note.disclosure_id).where(Note.key.in_(keys))
    rows = db.session.execute(query).all()
    said = saids_of({row.disclosure_id for row in rows})
    return {row.key: _source(row, said) for row in rows}


def _source(row: Any, saids: Mapping[int, Said]) -> Sources:
    said = saids[row.disclosure_id]
    return Sources(row.text_source, assisted_by(said), rest(said))


def _moves(call: Call, side: InstrumentedAttribute[int]) -> ScalarSelect[datetime]:
    """When an item, of a query that has it, last came to a call, or went on from there."""
    moved = select(func.max(CarriedItem.at)).where(
        CarriedItem.item_id == Item.id, side == call.id, CarriedItem.undone_at.is_(None)
    )
    return moved.correlate(Item).scalar_subquery()


def _said_here(threads: Threads) -> ColumnElement[bool]:
    """Whether a note, of a query that has it, stands in these threads, and was written here."""
    elsewhere = (
        (Note.thread_id == thread)
        & (Note.made_at <= went)
        & (true() if came is None else Note.made_at > came)
        for thread, (came, went) in threads.here.items()
    )
    stays = set(threads.ids.values()) - threads.here.keys()
    return ~leaves_nothing() & or_(Note.thread_id.in_(stays), *elsewhere)


def _is_open_to_readers_of(call: Call) -> ColumnElement[bool]:
    """Whether a call of a query is open to whoever may read of `call`."""
    seen = {Visibility.PUBLIC, *({call.visibility} - {Visibility.LINK})}
    inherits = and_(Call.own_visibility.is_(None), Series.visibility.in_(seen))
    return and_(~is_gone(), or_(Call.own_visibility.in_(seen), inherits)).label("is_open")


def _by_time(line: NoteLine) -> Any:
    return line.made_at, line.key


def _totals(threads: Threads) -> dict[int, int]:
    query = select(Note.thread_id, func.count()).where(_said_here(threads)).group_by(Note.thread_id)
    return dict(db.session.execute(query).all())


def _rows(threads: Threads, branches: int, in_branch: int) -> dict[int, list[Any]]:
    """The first notes of the first branches of each thread."""
    head = func.coalesce(Note.root_id, Note.id)
    numbered = (
        select(
            Note.id,
            func.dense_rank().over(partition_by=Note.thread_id, order_by=head).label("branch"),
            func.row_number().over(partition_by=head, order_by=Note.id).label("place"),
            func.count().over(partition_by=head).label("size"),
        )
        .where(_said_here(threads))
        .subquery()
    )
    query = (
        lines_with(numbered.c.size)
        .add_columns(Note.thread_id)
        .join(numbered, numbered.c.id == Note.id)
        .where(numbered.c.branch <= branches, numbered.c.place <= in_branch)
    )
    found: dict[int, list[Any]] = {}
    for row in db.session.execute(query):
        found.setdefault(row.thread_id, []).append(row)
    return found
