"""What the calls of an imported series had left open, and what was said looking back at them."""

from collections.abc import Mapping

from community.db import db
from community.facilitation.look_back_models import LookBack, LookBackRemoval
from community.notes.carried import CarriedAction
from community.notes.models import Note

from .cleaning import Facts
from .importing import Arrived, moment


def write_left(arrived: Arrived, notes: Mapping[str, Note]) -> None:
    """Put the actions that were left open on the lists of the calls they were left to."""
    for call in arrived.prepared.calls:
        here = arrived.calls[call["call"]["slug"]]
        db.session.add_all(
            CarriedAction(
                note_id=notes[one["note"]].id,
                from_call_id=arrived.calls[one["from"]].id,
                to_call_id=here.id,
                at=moment(one["at"]),
            )
            for one in call.get("left_open", ())
        )
    db.session.flush()


def write_looking_back(arrived: Arrived) -> None:
    """Write what was said of calls, by nobody: the file tells neither who said it nor when."""
    for call in arrived.prepared.calls:
        call_id = arrived.calls[call["call"]["slug"]].id
        for facts in call.get("looking_back", ()):
            _say(call_id, facts, arrived)
    db.session.flush()


def _say(call_id: int, facts: Facts, arrived: Arrived) -> None:
    said = LookBack(
        call_id=call_id,
        worked=facts.get("worked", ""),
        differently=facts.get("differently", ""),
        at=arrived.now,
    )
    db.session.add(said)
    if "removed" in facts:
        db.session.flush()
        by, at = arrived.people.of(None), moment(facts["removed"])
        removal = LookBackRemoval(look_back_id=said.id, by_id=by.id, at=at, reason="")
        db.session.add(removal)
