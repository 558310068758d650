"""Reads about threads and notes; all the notes of a page come with one statement."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import aliased

from community.accounts.models import Member, Person
from community.calls.models import Call
from community.db import db
from community.disclosures.models import Disclosure
from community.disclosures.queries import BETWEEN_NAMES, names_of_tools
from community.disclosures.wording import sentence

from .models import CallThread, ItemThread, Kind, Note, NoteRemoval, NoteRevision, Thread
from .ordering import in_reading_order
from .tasks import Action, Completion

BRANCHES = 20  # on a page of a thread
IN_BRANCH = 12  # notes of each that are shown there
IN_PART = 60  # notes of a branch on a page of its own
_DEEPEST = 6  # steps that are shown; what answers deeper stands at the same line


_OF_THE_NOTE = (
    *(Note.id, Note.key, Note.parent_id, Note.root_id, Note.kind, Note.text_html),
    *(Note.by_id, Note.made_at, Note.changed_at),
)


@dataclass(frozen=True, slots=True)
class NoteLine:
    """A note as a page shows it; without `text_html` it was removed. `more` answers follow."""

    key: str
    kind: str
    text_html: str | None
    by: str | None
    by_id: int
    made_at: datetime
    is_changed: bool
    disclosed: str
    depth: int
    answers_to: str | None  # the key of what it answers, where that is not on the page
    branch: str  # the key of the first note of its branch
    owner: str | None = None
    owner_id: int | None = None
    due_on: date | None = None
    is_done: bool = False
    how: str = ""
    more: int = 0
    removed_by_id: int | None = None


@dataclass(frozen=True, slots=True)
class ThreadPage:
    """Some notes of a thread in reading order, and the key after which the next page begins."""

    lines: tuple[NoteLine, ...] = ()
    next: str | None = None
    previous: str | None = None


def thread_by_key(key: str) -> Thread | None:
    """The thread at an address."""
    return db.session.scalar(select(Thread).where(Thread.key == key))


def thread_of_call(call: Call) -> Thread | None:
    """The thread of a call, once something has been said."""
    query = select(Thread).join(CallThread, CallThread.thread_id == Thread.id)
    return db.session.scalar(query.where(CallThread.call_id == call.id))


def thread_of_item(number: int) -> Thread | None:
    """The thread of an item on an agenda, once something has been said."""
    query = select(Thread).join(ItemThread, ItemThread.thread_id == Thread.id)
    return db.session.scalar(query.where(ItemThread.item_id == number))


def note_by_key(key: str) -> Note | None:
    """The note at an address."""
    return db.session.scalar(select(Note).where(Note.key == key))


def count_of(thread: Thread) -> int:
    """How many notes a thread has; removed ones count."""
    query = select(func.count()).select_from(Note).where(Note.thread_id == thread.id)
    return db.session.scalar(query) or 0


def page_of_thread(thread: Thread, after: str | None = None) -> ThreadPage:
    """Whole branches, the oldest first, of each the first notes. One statement."""
    heads = select(Note.id).where(Note.thread_id == thread.id, Note.parent_id.is_(None))
    if after:
        begin = select(Note.id).where(Note.key == after, Note.thread_id == thread.id)
        heads = heads.where(Note.id > func.coalesce(begin.scalar_subquery(), 0))
    some = heads.order_by(Note.id).limit(BRANCHES + 1).subquery()
    branch = func.coalesce(Note.root_id, Note.id)
    place = func.row_number().over(partition_by=branch, order_by=Note.id).label("place")
    size = func.count().over(partition_by=branch).label("size")
    numbered = (
        select(Note.id, place, size)
        .where(or_(Note.id.in_(select(some.c.id)), Note.root_id.in_(select(some.c.id))))
        .subquery()
    )
    query = _lines(numbered.c.size).join(numbered, numbered.c.id == Note.id)
    rows = db.session.execute(query.where(numbered.c.place <= IN_BRANCH)).all()
    firsts = sorted(row.id for row in rows if row.parent_id is None)
    shown = set(firsts[:BRANCHES])
    ordered = _in_order([row for row in rows if (row.root_id or row.id) in shown])
    more = firsts[BRANCHES - 1] if len(firsts) > BRANCHES else None
    keys = {row.id: row.key for row in rows}
    return ThreadPage(ordered, keys[more] if more else None)


def page_of_branch(first: Note, part: int) -> ThreadPage:
    """Part `part` (from 1) of one branch, as it was written. One statement."""
    begin = (part - 1) * IN_PART
    query = (
        _lines(func.count().over())
        .where(or_(Note.id == first.id, Note.root_id == first.id))
        .order_by(Note.id)
        .offset(begin)
        .limit(IN_PART)
    )
    rows = db.session.execute(query).all()
    whole = rows[0].size if rows else 0
    return ThreadPage(
        _in_order(rows, is_whole=True),
        str(part + 1) if begin + IN_PART < whole else None,
        str(part - 1) if part > 1 else None,
    )


def place_of(note: Note) -> tuple[str, int] | None:
    """The key of its branch and the part it is on; None where the first page shows it."""
    heads = select(func.count(Note.id)).where(
        Note.thread_id == note.thread_id, Note.parent_id.is_(None), Note.id < note.branch_id
    )
    before = select(func.count(Note.id)).where(
        or_(Note.id == note.branch_id, Note.root_id == note.branch_id), Note.id < note.id
    )
    key = select(Note.key).where(Note.id == note.branch_id)
    parts = heads.scalar_subquery(), before.scalar_subquery(), key.scalar_subquery()
    branches, place, first = db.session.execute(select(*parts)).one()
    if branches < BRANCHES and place < IN_BRANCH:
        return None
    return first, place // IN_PART + 1


def revisions_of(note: Note) -> list[NoteRevision]:
    """What a note was before, the oldest first."""
    query = select(NoteRevision).where(NoteRevision.note_id == note.id)
    return list(db.session.scalars(query.order_by(NoteRevision.number)))


def revision_of(note: Note, number: int) -> NoteRevision | None:
    """What a note was as version `number`, before it changed."""
    return db.session.get(NoteRevision, (note.id, number))


def _lines(size: ColumnElement[int]) -> Select[*tuple[Any, ...]]:
    """Everything a line shows, for a query on notes."""
    author, owner, owner_member = aliased(Person), aliased(Person), aliased(Member)
    above = aliased(Note)
    return (
        select(
            *_OF_THE_NOTE,
            author.credited_as.label("by"),
            Disclosure.degree,
            Disclosure.checked,
            names_of_tools().label("tools"),
            NoteRemoval.by_id.label("removed_by_id"),
            above.key.label("above"),
            Action.owner_id,
            owner.credited_as.label("owner"),
            Action.due_on,
            Completion.id.label("completion_id"),
            Completion.how,
            size.label("size"),
        )
        .select_from(Note)
        .join(Member, Member.id == Note.by_id)
        .join(author, author.id == Member.person_id)
        .join(Disclosure, Disclosure.id == Note.disclosure_id)
        .outerjoin(above, above.id == Note.parent_id)
        .outerjoin(
            NoteRemoval, (NoteRemoval.note_id == Note.id) & NoteRemoval.withdrawn_at.is_(None)
        )
        .outerjoin(Action, (Action.note_id == Note.id) & (Note.kind == Kind.ACTION))
        .outerjoin(owner_member, owner_member.id == Action.owner_id)
        .outerjoin(owner, owner.id == owner_member.person_id)
        .outerjoin(Completion, (Completion.note_id == Note.id) & Completion.withdrawn_at.is_(None))
    )


def _in_order(rows: Any, *, is_whole: bool = False) -> tuple[NoteLine, ...]:
    """Lines in reading order; a branch of which more is there says so at its last line."""
    there = {row.id: row.key for row in rows}
    last: dict[int, int] = {}
    count: dict[int, int] = {}
    lines: list[NoteLine] = []
    ordered = in_reading_order(rows, lambda row: row.id, lambda row: row.parent_id)
    for place, (row, _depth) in enumerate(ordered):
        branch = row.root_id or row.id
        last[branch] = place
        count[branch] = count.get(branch, 0) + 1
    for place, (row, depth) in enumerate(ordered):
        branch = row.root_id or row.id
        ends = last[branch] == place and not is_whole
        lines.append(
            _line(
                row,
                min(depth, _DEEPEST),
                row.above if row.parent_id not in there else None,
                there.get(branch, row.key),
                row.size - count[branch] if ends else 0,
            )
        )
    return tuple(lines)


def _line(row: Any, depth: int, answers_to: str | None, branch: str, more: int) -> NoteLine:
    tools = row.tools.split(BETWEEN_NAMES) if row.tools else []
    is_removed = row.removed_by_id is not None
    return NoteLine(
        key=row.key,
        kind=row.kind.value,
        text_html=None if is_removed else row.text_html,
        by=row.by,
        by_id=row.by_id,
        made_at=row.made_at,
        is_changed=row.changed_at is not None,
        disclosed=sentence(row.degree, row.checked, tools),
        depth=depth,
        answers_to=answers_to,
        branch=branch,
        owner=row.owner,
        owner_id=row.owner_id,
        due_on=row.due_on,
        is_done=row.completion_id is not None,
        how=row.how or "",
        more=more,
        removed_by_id=row.removed_by_id,
    )
