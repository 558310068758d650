"""A guest and a member who turn out to be one, and both answered for the same sitting."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from community.accounts.guests import Caller, person_of
from community.attendance import merging, rsvps
from community.attendance.models import Answer, Offer
from community.db import db
from tests.attendance.by_letter import answers
from tests.attendance.invariants import faults
from tests.factories import START, make_call, make_member, make_sitting

GINA = Caller("Gina", "gina@example.org", "gina@example.org", "America/New_York")


def on(day: int):
    """An instant of the day with this number."""
    return START + timedelta(days=day)


@pytest.mark.parametrize(
    ("guests", "members", "stands"),
    [
        # what each said on which day; who says "going" second waits
        ((Answer.GOING, 1), (Answer.GOING, 2), Answer.GOING),
        ((Answer.GOING, 2), (Answer.GOING, 1), Answer.GOING),
        ((Answer.GOING, 1), (Answer.CANNOT, 2), Answer.CANNOT),
        ((Answer.GOING, 2), (Answer.CANNOT, 1), Answer.GOING),
        ((Answer.MAYBE, 2), (Answer.GOING, 1), Answer.GOING),
        ((Answer.MAYBE, 2), (Answer.CANNOT, 1), Answer.MAYBE),
    ],
)
def test_the_one_nearer_to_a_place_stands_or_the_later_word(
    writing, reading, guests, members, stands
):
    with writing():
        sitting = make_sitting(make_call(make_member("Ola")), capacity=1)
        guest, member = person_of(GINA, now=START), make_member("Ada").person
        said = sorted(
            [(guests[1], guests[0], guest), (members[1], members[0], member)],
            key=lambda one: one[0],
        )
        for day, answer, person in said:
            rsvps.answer(sitting, person, answer=answer, now=on(day))
        rsvps.answer(sitting, make_member("Bo").person, answer=Answer.GOING, now=on(3))
        merging.merge(guest, member, now=on(4))

    is_full = Answer.GOING in {stands, *(each[0] for each in (guests, members))}
    bos = Answer.WAITING if is_full else Answer.GOING
    assert sorted(answers(reading)) == [("Ada", stands), ("Bo", bos)]
    with reading():
        offers = db.session.scalars(select(Offer).where(Offer.closed_at.is_(None))).all()
        is_offered = bos is Answer.WAITING and stands is not Answer.GOING
        assert [one.rsvp.person.name for one in offers] == ["Bo"] * is_offered
        assert faults(on(4)) == []


def test_of_two_who_wait_the_earlier_place_in_line_stands(writing, reading):
    with writing():
        sitting = make_sitting(make_call(make_member("Ola")), capacity=1)
        guest, member = person_of(GINA, now=START), make_member("Ada").person
        ahead = (make_member("Bo").person, guest, make_member("Cy").person, member)
        for day, person in enumerate(ahead):
            rsvps.answer(sitting, person, answer=Answer.GOING, now=on(day))
        merging.merge(guest, member, now=on(4))
        rsvps.answer(sitting, ahead[0], answer=Answer.CANNOT, now=on(5))

    with reading():
        (offer,) = db.session.scalars(select(Offer).where(Offer.closed_at.is_(None))).all()
        assert offer.rsvp.person.name == "Ada"
