"""The records of an imported series, published as they were."""

from community.db import db
from community.records.brought import RecordAttendee, RecordTally
from community.records.facilitators import RecordFacilitator
from community.records.models import Absence, Link, LinkKind, Publication, Record
from community.text import POLICY_VERSION

from .cleaning import Facts
from .importing import Arrived, moment
from .saying import Sayings


def write_records(arrived: Arrived, sayings: Sayings) -> None:
    """Write the records of all calls, and of which there is none."""
    for call in arrived.prepared.calls:
        call_id = arrived.calls[call["call"]["slug"]].id
        if call["record"]:
            _write_record(call_id, call["record"], arrived, sayings)
        if call["no_record"]:
            facts = call["no_record"]
            by, at = arrived.people.of(facts["by"]), moment(facts["at"])
            db.session.add(Absence(call_id=call_id, by_id=by.id, at=at, why=facts["why"]))
    db.session.flush()


def _write_record(call_id: int, facts: Facts, arrived: Arrived, sayings: Sayings) -> None:
    by, at, source = facts["by"], moment(facts["published"]), facts["summary"]
    who = arrived.people.of(by)
    db.session.add(
        Record(
            call_id=call_id,
            summary_source=source,
            summary_html=arrived.prepared.html[source],
            text_policy=POLICY_VERSION,
            disclosure_id=sayings.number_of(facts["disclosure"], who, at),
            changed_at=at,
        )
    )
    published_by = who.id if by else None
    db.session.add(Publication(call_id=call_id, by_id=published_by, at=at))
    db.session.add_all(
        Link(
            call_id=call_id,
            kind=LinkKind(link["kind"]),
            title=link["title"],
            url=link["url"],
            by_id=who.id,
            at=moment(link["at"]),
        )
        for link in facts["links"]
    )
    _write_tally(call_id, facts, arrived)
    refs = facts.get("facilitators", arrived.prepared.series["facilitators"])
    db.session.add_all(
        RecordFacilitator(call_id=call_id, member_id=number, place=place)
        for place, number in enumerate(arrived.people.numbers(refs))
    )


def _write_tally(call_id: int, facts: Facts, arrived: Arrived) -> None:
    """How many were there, whom of them one may name, and what became of corrections."""
    there = facts.get("attendance", {"count": 0, "named": []})
    outcomes = facts.get("corrections", {"made": 0, "left": 0})
    named = arrived.people.numbers(there["named"])
    db.session.add(
        RecordTally(
            call_id=call_id,
            unnamed=there["count"] - len(named),
            corrected=outcomes["made"],
            left_as_is=outcomes["left"],
        )
    )
    db.session.flush()
    db.session.add_all(
        RecordAttendee(call_id=call_id, member_id=number, place=place)
        for place, number in enumerate(named)
    )
