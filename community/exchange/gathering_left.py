"""Actions left open for a call, as values for files: those whose notes are in the files."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import exists, select

from community.db import db
from community.disclosures.facts import said_facts
from community.disclosures.queries import saids_of
from community.disclosures.wording import Said
from community.notes.carried import CarriedAction
from community.notes.models import CallThread, ItemThread, Kind, Note, NoteRemoval
from community.notes.tasks import Action, Completion

from .gathering_calls import Facts, moment
from .items import Items
from .people import People


@dataclass(frozen=True, slots=True)
class LeftRows:
    """Actions by the call they were left open for, in the order in which they came."""

    rows: Mapping[int, list[Any]]
    saids: Mapping[int, Said]

    def people(self) -> set[int]:
        """The members who are named in them."""
        rows = [row for some in self.rows.values() for row in some]
        found = {number for row in rows for number in (row.by_id, row.owner_id, row.done_by)}
        return {number for number in found if number is not None}


def read_left(call_ids: Collection[int], slugs: Mapping[int, str], items: Items) -> LeftRows:
    """What is on the lists of calls. Three queries."""
    removed = exists().where(NoteRemoval.note_id == Note.id, NoteRemoval.stands())
    query = (
        select(
            *(CarriedAction.to_call_id, CarriedAction.from_call_id, CarriedAction.at),
            *(Note.key, Note.by_id, Note.text_source, Note.made_at, Note.disclosure_id),
            *(Action.owner_id, Action.due_on, CallThread.call_id, ItemThread.item_id),
            *(Completion.at.label("done_at"), Completion.by_id.label("done_by"), Completion.how),
        )
        .join(Note, Note.id == CarriedAction.note_id)
        .join(Action, Action.note_id == Note.id)
        .outerjoin(CallThread, CallThread.thread_id == Note.thread_id)
        .outerjoin(ItemThread, ItemThread.thread_id == Note.thread_id)
        .outerjoin(Completion, (Completion.note_id == Note.id) & Completion.withdrawn_at.is_(None))
        .where(
            CarriedAction.to_call_id.in_(call_ids),
            CarriedAction.undone_at.is_(None),
            Note.kind == Kind.ACTION,
            ~removed,
        )
        .order_by(CarriedAction.at, Note.made_at, Note.key)
    )
    found: dict[int, list[Any]] = {}
    for row in db.session.execute(query):
        if row.from_call_id in slugs and _is_there(row, slugs, items):
            found.setdefault(row.to_call_id, []).append(row)
    told = {row.disclosure_id for rows in found.values() for row in rows}
    return LeftRows(found, saids_of(told) if told else {})


def left_facts(rows: LeftRows, call_id: int, slugs: Mapping[int, str]) -> list[Facts]:
    """Which notes are on the list of a call, and from where they came."""
    return [
        {"note": row.key, "from": slugs[row.from_call_id], "at": moment(row.at)}
        for row in rows.rows.get(call_id, ())
    ]


def left_notes(rows: LeftRows, call_id: int, people: People) -> list[Facts]:
    """The same as notes to read."""
    return [
        {
            "by": people.ref(row.by_id),
            "kind": Kind.ACTION.value,
            "text": row.text_source,
            "disclosure": said_facts(rows.saids[row.disclosure_id]),
            "made": moment(row.made_at),
            "action": {
                "owner": people.ref(row.owner_id),
                "due": row.due_on.isoformat() if row.due_on else None,
                "done": row.done_at and {"at": moment(row.done_at), "how": row.how},
            },
        }
        for row in rows.rows.get(call_id, ())
    ]


def _is_there(row: Any, slugs: Mapping[int, str], items: Items) -> bool:
    """Whether the thread of a note is in the files."""
    if row.item_id is None:
        return row.call_id in slugs
    placed = items.placed.get(row.item_id)
    return placed is not None and placed.shows_thread
