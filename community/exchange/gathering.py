"""Everything of some calls as the values of their files: read at once, then told call by call."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from community.agendas.call_roles import RoleHeld
from community.calls.models import Call, Series
from community.calls.times import Sitting
from community.facilitation.look_back_queries import shown_of

from . import gathering_agendas as agendas
from . import gathering_calls as calls
from . import gathering_held as held
from . import gathering_labour as labour
from . import gathering_left as left
from . import gathering_notes as notes
from . import gathering_records as records
from .gathering_calls import Facts, moment
from .items import Items
from .layout import FORMAT
from .people import People


@dataclass(frozen=True, slots=True)
class Whole:
    """What is known of the series as a whole while its calls are written."""

    series: Series
    items: Items
    slugs: Mapping[int, str]
    slots: Mapping[int, str]
    people: People
    agendas: dict[int, str]
    folders: dict[int, str]
    base_url: str
    now: datetime


@dataclass(frozen=True, slots=True)
class Rows:
    """What is known of some calls."""

    sittings: Mapping[int, Sequence[Sitting]]
    roles: Mapping[int, Sequence[RoleHeld]]
    agendas: agendas.AgendaRows
    held: held.HeldRows
    notes: notes.NoteRows
    records: records.RecordRows
    labour: labour.LabourRows
    left: left.LeftRows
    looked_back: Mapping[int, Sequence[tuple[str, str, datetime | None]]]


def read_calls(ids: Collection[int], whole: Whole) -> Rows:
    """The rows of calls; those who are named in them are known from then on."""
    rows = Rows(
        sittings=calls.sittings_by_call(ids),
        roles=calls.roles_by_call(ids),
        agendas=agendas.read_agendas(ids, whole.items),
        held=held.read_held(ids),
        notes=notes.read_notes(ids, whole.items),
        records=records.read_records(ids),
        labour=labour.read_labour(ids),
        left=left.read_left(ids, whole.slugs, whole.items),
        looked_back=shown_of(ids, whole.now),
    )
    helped = {row.member_id for some in rows.roles.values() for row in some}
    whole.people.learn(helped | rows.agendas.people() | rows.notes.people() | rows.left.people())
    whole.people.learn(rows.records.people() | rows.labour.people())
    return rows


def call_values(call: Call, rows: Rows, whole: Whole) -> Facts:
    """What the file of a call says."""
    number, people, slugs = call.id, whole.people, whole.slugs
    over = rows.agendas.carried_to.get(number)
    return {
        "format": FORMAT,
        "call": calls.call_facts(call),
        "sittings": [calls.sitting_facts(s, whole.slots) for s in rows.sittings[number]],
        "roles": calls.role_facts(rows.roles.get(number, ()), people),
        "items": [
            agendas.item_facts(one, rows.agendas, slugs, people)
            for one in whole.items.of_call(number)
        ],
        "editions": agendas.edition_facts(rows.agendas, number, whole.items, people),
        "held": held.held_facts(rows.held, number, whole.items),
        "carried_over": {"to": slugs[over.to_call_id], "at": moment(over.at)}
        if over and over.to_call_id in slugs
        else None,
        "left_open": left.left_facts(rows.left, number, slugs),
        "record": records.record_facts(rows.records, number, people),
        "no_record": records.absence_facts(rows.records, number, people),
        "labour": labour.labour_facts(rows.labour, number, people),
        "looking_back": [_said(*one) for one in rows.looked_back.get(number, ())],
        "threads": notes.thread_facts(rows.notes, number, whole.items, slugs, people),
    }


def _said(worked: str, differently: str, out_at: datetime | None) -> dict[str, Any]:
    """What somebody said; of what was taken out only that it was."""
    if out_at is not None:
        return {"removed": moment(out_at)}
    return {"worked": worked, "differently": differently}
