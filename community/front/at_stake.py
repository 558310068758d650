"""What people have left on sample calls: it is theirs, and goes when the sample is taken away."""

from dataclasses import asdict, dataclass

from sqlalchemy import ColumnElement, func, or_, select

from community.accounts.models import Member
from community.agendas.models import Item, Vote
from community.attendance.models import Follow, GuestAnswer, Rsvp, SeriesAnswer
from community.calls.models import Call
from community.calls.times import Sitting
from community.db import db
from community.facilitation.look_back_models import LookBack
from community.notes.models import CallThread, ItemThread, Note

from .models import Sample

_WORDS = {
    "notes": ("note", "notes"),
    "answers": ("answer", "answers"),
    "items": ("proposal or item", "proposals and items"),
    "votes": ("vote", "votes"),
    "looks_back": ("word looking back", "words looking back"),
}


@dataclass(frozen=True, slots=True)
class AtStake:
    """How much people who are no sample have written and answered on sample calls."""

    notes: int
    answers: int
    items: int
    votes: int
    looks_back: int

    @property
    def in_words(self) -> str:
        """What there is of it, such as “1 note, 2 answers”; empty where there is nothing."""
        found = {name: number for name, number in asdict(self).items() if number}
        return ", ".join(
            f"{number} {_WORDS[name][0 if number == 1 else 1]}" for name, number in found.items()
        )


def at_stake() -> AtStake:
    """What would go with the sample. A query for each."""
    series, calls, members = (
        select(Sample.row_id).where(Sample.kind == kind) for kind in ("series", "call", "member")
    )
    there = select(Call.id).where(or_(Call.id.in_(calls), Call.series_id.in_(series)))
    people = select(Member.person_id).where(Member.id.in_(members))
    items = select(Item.id).where(Item.call_id.in_(there))
    sittings = select(Sitting.id).where(Sitting.call_id.in_(there))
    of_calls = select(CallThread.thread_id).where(CallThread.call_id.in_(there))
    of_items = select(ItemThread.thread_id).where(ItemThread.item_id.in_(items))
    return AtStake(
        notes=_number(Note.thread_id.in_(of_calls.union(of_items)), Note.by_id.not_in(members)),
        answers=_number(Rsvp.sitting_id.in_(sittings), Rsvp.person_id.not_in(people))
        + _number(GuestAnswer.sitting_id.in_(sittings))
        + sum(
            _number(model.series_id.in_(series), model.person_id.not_in(people))
            for model in (SeriesAnswer, Follow)
        ),
        items=_number(Item.call_id.in_(there), Item.proposed_by_id.not_in(members)),
        votes=_number(Vote.item_id.in_(items), Vote.member_id.not_in(members)),
        looks_back=_number(LookBack.call_id.in_(there), LookBack.member_id.not_in(members)),
    )


def _number(*conditions: ColumnElement[bool]) -> int:
    return db.session.scalar(select(func.count()).where(*conditions)) or 0
