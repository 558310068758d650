"""Reads about threads and notes; all the notes of a page come with one statement."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import Integer, Select, bindparam, func, or_, select

from community.calls.models import Call
from community.db import db, number_of

from .line_queries import NoteLine, in_order, lines_with
from .models import CallThread, ItemThread, Note, NoteRevision, Thread
from .trace_queries import leaves_nothing

# Written once: every note that is written asks it.
_OF_CALL = (
    select(Thread)
    .join(CallThread, CallThread.thread_id == Thread.id)
    .where(CallThread.call_id == bindparam("call_id"))
)
_WITH_CALL = _OF_CALL.join(Call, Call.id == CallThread.call_id).add_columns(Call)
BRANCHES = 20  # on a page of a thread
IN_BRANCH = 12  # notes of each that are shown there
IN_PART = 60  # notes of a branch on a page of its own
_LAST = 2**31 - 1  # which no note has yet


@dataclass(frozen=True, slots=True)
class ThreadPage:
    """Some notes of a thread in reading order; the key after which the next page begins, and the
    one before which the previous one ends.
    """

    lines: tuple[NoteLine, ...] = ()
    next: str | None = None
    previous: str | None = None


def thread_by_key(key: str) -> Thread | None:
    """The thread at an address."""
    return db.session.scalar(select(Thread).where(Thread.key == key))


def call_at(slug: str) -> Call | None:
    """The call at an address, with no more than its notes need."""
    return db.session.scalar(select(Call).where(Call.slug == slug))


def thread_of_call(call: Call) -> Thread | None:
    """The thread of a call, once something has been said."""
    return db.session.scalar(_OF_CALL, {"call_id": number_of(call)})


def thread_read_with(call: Call) -> Thread | None:
    """The same, with the call read again in the same statement."""
    row = db.session.execute(_WITH_CALL, {"call_id": number_of(call)}).unique().first()
    return row[0] if row else None


def thread_of_item(number: int) -> Thread | None:
    """The thread of an item on an agenda, once something has been said."""
    query = select(Thread).join(ItemThread, ItemThread.thread_id == Thread.id)
    return db.session.scalar(query.where(ItemThread.item_id == number))


def note_by_key(key: str) -> Note | None:
    """The note at an address."""
    return db.session.scalar(select(Note).where(Note.key == key))


def page_of_thread(thread: Thread, after: str | None = None) -> ThreadPage:
    """Whole branches, the oldest first, of each the first notes. One statement."""
    given = {
        "thread_id": thread.id,
        "after": after,
        "branches": BRANCHES + 1,
        "in_branch": IN_BRANCH,
    }
    rows = db.session.execute(_branches_after(), given).all()
    firsts = sorted(row.id for row in rows if row.parent_id is None)
    shown = set(firsts[:BRANCHES])
    ordered = in_order([row for row in rows if (row.root_id or row.id) in shown])
    more = firsts[BRANCHES - 1] if len(firsts) > BRANCHES else None
    keys = {row.id: row.key for row in rows}
    return ThreadPage(ordered, keys[more] if more else None)


def end_of_thread(thread: Thread, before: str | None = None) -> ThreadPage:
    """The newest branches, or the newest of those `before` one, the oldest of them first. One
    statement.
    """
    given = {
        "thread_id": thread.id,
        "before": before,
        "branches": BRANCHES + 1,
        "in_branch": IN_BRANCH,
    }
    rows = db.session.execute(_branches_before(), given).all()
    firsts = sorted(row.id for row in rows if row.parent_id is None)
    shown = firsts[-BRANCHES:]
    keys = {row.id: row.key for row in rows}
    ordered = in_order([row for row in rows if (row.root_id or row.id) in set(shown)])
    return ThreadPage(
        ordered,
        next=keys[shown[-1]] if before and shown else None,
        previous=keys[shown[0]] if len(firsts) > BRANCHES else None,
    )


def page_of_branch(first: Note, part: int) -> ThreadPage:
    """Part `part` (from 1) of one branch, as it was written. One statement."""
    begin = (part - 1) * IN_PART
    given = {"first": first.id, "begin": begin, "most": IN_PART}
    rows = db.session.execute(_branch(), given).all()
    whole = rows[0].size if rows else 0
    return ThreadPage(
        in_order(rows, is_whole=True),
        str(part + 1) if begin + IN_PART < whole else None,
        str(part - 1) if part > 1 else None,
    )


def place_of(note: Note) -> tuple[str, int] | None:
    """The key of its branch and the part it is on; None where the first page shows it."""
    given = {"thread_id": note.thread_id, "branch_id": note.branch_id, "note_id": note.id}
    branches, place, first = db.session.execute(_place(), given).one()
    if branches < BRANCHES and place < IN_BRANCH:
        return None
    return first, place // IN_PART + 1


def revisions_of(note: Note) -> list[NoteRevision]:
    """What a note was before, the oldest first."""
    query = select(NoteRevision).where(NoteRevision.note_id == note.id)
    return list(db.session.scalars(query.order_by(NoteRevision.number)))


def revisions_before(note: Note, number: int, most: int) -> list[NoteRevision]:
    """The last `most` of those before version `number`, the oldest first."""
    query = select(NoteRevision).where(
        NoteRevision.note_id == note.id, NoteRevision.number < number
    )
    return list(db.session.scalars(query.order_by(NoteRevision.number.desc()).limit(most)))[::-1]


def revision_of(note: Note, number: int) -> NoteRevision | None:
    """What a note was as version `number`, before it changed."""
    return db.session.get(NoteRevision, (note.id, number))


# Written once: to put such statements together costs more than to send them.


@lru_cache(maxsize=1)
def _branches_after() -> Select[Any]:
    begin = func.coalesce(_head_at("after"), 0)
    return _branches(_heads().where(Note.id > begin).order_by(Note.id))


@lru_cache(maxsize=1)
def _branches_before() -> Select[Any]:
    end = func.coalesce(_head_at("before"), _LAST)
    return _branches(_heads().where(Note.id < end).order_by(Note.id.desc()))


def _head_at(name: str) -> Any:
    at = Note.key == bindparam(name), Note.thread_id == bindparam("thread_id")
    return select(Note.id).where(*at).scalar_subquery()


def _heads() -> Select[Any]:
    """The first notes of branches: the first note of one has no root."""
    of_thread = select(Note.id).where(Note.thread_id == bindparam("thread_id"))
    return of_thread.where(Note.root_id.is_(None), ~leaves_nothing())


def _branches(heads: Select[Any]) -> Select[Any]:
    """The first notes of some branches."""
    some = heads.limit(bindparam("branches", type_=Integer)).subquery()
    branch = func.coalesce(Note.root_id, Note.id)
    numbered = (
        select(
            Note.id,
            func.row_number().over(partition_by=branch, order_by=Note.id).label("place"),
            func.count().over(partition_by=branch).label("size"),
        )
        .where(or_(Note.id.in_(select(some.c.id)), Note.root_id.in_(select(some.c.id))))
        .where(~leaves_nothing())
        .subquery()
    )
    lines = lines_with(numbered.c.size).join(numbered, numbered.c.id == Note.id)
    return lines.where(numbered.c.place <= bindparam("in_branch"))


@lru_cache(maxsize=1)
def _branch() -> Select[Any]:
    return (
        lines_with(func.count().over())
        .where(or_(Note.id == bindparam("first"), Note.root_id == bindparam("first")))
        .where(~leaves_nothing())
        .order_by(Note.id)
        .offset(bindparam("begin", type_=Integer))
        .limit(bindparam("most", type_=Integer))
    )


@lru_cache(maxsize=1)
def _place() -> Select[Any]:
    branch_id: Any = bindparam("branch_id")
    heads = select(func.count(Note.id)).where(
        Note.thread_id == bindparam("thread_id"), Note.root_id.is_(None), Note.id < branch_id
    )
    heads = heads.where(~leaves_nothing())
    before = select(func.count(Note.id)).where(
        or_(Note.id == branch_id, Note.root_id == branch_id), Note.id < bindparam("note_id")
    )
    before = before.where(~leaves_nothing())
    key = select(Note.key).where(Note.id == branch_id)
    return select(heads.scalar_subquery(), before.scalar_subquery(), key.scalar_subquery())
