"""What a call leaves behind once it was held: who was there, corrections, words looking back."""

from collections.abc import Mapping
from datetime import timedelta

from sqlalchemy import select

from community.accounts.models import Member
from community.agendas.models import State
from community.agendas.queries import items_of
from community.calls.models import Call
from community.db import db
from community.facilitation.look_back_models import LookBack, LookBackRemoval
from community.facilitation.models import Opening, Presence, Spell
from community.notes import removing
from community.notes.carried import CarriedAction
from community.notes.models import Kind
from community.notes.tasks import Action
from community.notes.writing import NoteText, thread_for_item, write
from community.records.corrections import Correction, CorrectionReply, Outcome
from tests.agendas.build import on_agenda
from tests.factories import START
from tests.notes.saying import NO_TOOL, say


def hold(calls: list[Call], people: Mapping[str, Member], *, private: str) -> None:
    """Hold the first of `calls`; `private` stands in every word that is not for everybody."""
    first, second, third = calls[:3]
    _come(first, people)
    _speak(first, people, private)
    for call in (first, third):  # of the third no record is published
        _correct(call, people, private)
    _look_back(first, people, private)
    _look_back(second, people, private, most=2)
    _leave_open(first, second, third, people, private)
    db.session.flush()


def _come(call: Call, people: Mapping[str, Member]) -> None:
    opening = Opening(call_id=call.id, by_id=people["facilitator"].id, at=START, ended_at=START)
    db.session.add(opening)
    db.session.flush()
    shown = {"member": START, "facilitator": START, "steward": None, "quiet": START}
    db.session.add_all(
        Presence(opening_id=opening.id, member_id=people[who].id, at=START, named_at=named_at)
        for who, named_at in shown.items()
    )


def _speak(call: Call, people: Mapping[str, Member], private: str) -> None:
    """For how long about what is on the agenda, about what is in no edition, and off the record; of
    a draft that nobody spoke about, or that was passed over in seconds, nothing is told.
    """
    ola, mia = people["facilitator"], people["member"]
    shown = items_of(call.id, {State.ACCEPTED})[0]
    (beside,) = on_agenda(call, ola, "Where we meet", body=private, owners=(mia.id,))
    (hidden,) = on_agenda(call, ola, private, is_off_record=True)
    _, passed = on_agenda(call, ola, private, f"{private}, passed over")
    opening = db.session.scalars(select(Opening).where(Opening.call_id == call.id)).one()
    opening.ended_at = opening.at + timedelta(minutes=50)
    for place, item in enumerate((shown, beside, hidden, shown, passed)):
        begins = START + timedelta(minutes=10 * place)
        given = {"opening_id": opening.id, "by_id": ola.id, "at": begins}
        ends = begins + (timedelta(seconds=5) if item is passed else timedelta(minutes=10))
        db.session.add(Spell(item_id=item.id, ended_at=ends, **given))
    words = NoteText(private, NO_TOOL)
    write(thread_for_item(beside.id, now=START), words, by=ola, now=START)


def _correct(call: Call, people: Mapping[str, Member], private: str) -> None:
    """Two were made, one was not; one answer was taken back, and one wish."""
    by, ola = people["member"].id, people["facilitator"].id
    asked = [
        Correction(call_id=call.id, by_id=by, words=private, at=START, withdrawn_at=at)
        for at in (None, None, None, None, START)
    ]
    db.session.add_all(asked)
    db.session.flush()
    given = (Outcome.DONE, Outcome.DONE, Outcome.LEFT, Outcome.DONE, Outcome.DONE)
    for place, (one, outcome) in enumerate(zip(asked, given, strict=True)):
        back = {"withdrawn_at": START, "withdrawn_by_id": ola} if place == len(asked) - 2 else {}
        words = {"outcome": outcome, "word": private, "at": START}
        db.session.add(CorrectionReply(correction_id=one.id, **words, by_id=ola, **back))


def _look_back(call: Call, people: Mapping[str, Member], private: str, most: int = 3) -> None:
    """Three say something, of which one is taken out; of fewer nothing is shown."""
    said = {"member": "Short rounds.", "quiet": "A good\nbreak.", "steward": private}
    for who, worked in list(said.items())[-most:]:
        words = {"worked": worked, "differently": "" if who == "quiet" else f"{worked} Later."}
        row = LookBack(call_id=call.id, member_id=people[who].id, **words, at=START)
        db.session.add(row)
        if who == "steward":
            db.session.flush()
            given = {"by_id": people["facilitator"].id, "at": START, "reason": private}
            db.session.add(LookBackRemoval(look_back_id=row.id, **given))


def _leave_open(
    first: Call, second: Call, third: Call, people: Mapping[str, Member], private: str
) -> None:
    """One action goes on twice; one is taken off the list, one taken out, one off the record."""
    ola, mia = people["facilitator"], people["member"]
    every = select(Action.note_id).where(Action.call_id == first.id)
    (booked,) = db.session.scalars(every)
    ways = [(booked, first, second), (booked, second, third)]
    (item,) = on_agenda(first, ola, private, is_off_record=True)
    words = NoteText(private, NO_TOOL, Kind.ACTION)
    hidden = write(thread_for_item(item.id, now=START), words, by=ola, now=START)
    ways.append((hidden.id, first, second))
    db.session.add_all(
        CarriedAction(note_id=note, from_call_id=a.id, to_call_id=b.id, at=START)
        for note, a, b in ways
    )
    undone = {"undone_at": START, "undone_by_id": ola.id}
    ask, gone = (
        say(first, mia, text, kind=Kind.ACTION, now=START) for text in ("Ask the library.", private)
    )
    for note, more in ((ask, undone), (gone, {})):
        way = {"note_id": note.id, "from_call_id": first.id, "to_call_id": second.id}
        db.session.add(CarriedAction(**way, at=START, **more))
    removing.remove(gone, by=mia, now=START)
