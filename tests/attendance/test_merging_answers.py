"""A guest and a member who turn out to be one, and both answered for the same sitting."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from community.accounts.guests import Caller, person_of
from community.attendance import merging, places, rsvps
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


@pytest.mark.engines("sqlite")
@pytest.mark.parametrize("names", [True, False])
@pytest.mark.parametrize(
    ("day", "needs", "note", "kept"),
    [
        # the guest's, on which day; the member's is of the second
        (3, "", "", ("Sign language", "Mine")),
        (3, "A ramp", "Late", ("A ramp", "Late")),
        (1, "A ramp", "Late", ("Sign language", "Mine")),
    ],
)
def test_what_was_said_beside_an_answer_is_kept(db_session, day, needs, note, kept, names):
    sitting = make_sitting(make_call(make_member("Ola")))
    guest, member = person_of(GINA, now=START), make_member("Ada").person
    own = {"access_needs": "Sign language", "note": "Mine", "shows_name": names}
    rsvps.answer(sitting, member, answer=Answer.MAYBE, now=on(2), **own)
    theirs = {"access_needs": needs, "note": note, "shows_name": not names}
    rsvps.answer(sitting, guest, answer=Answer.GOING, now=on(day), **theirs)
    merging.merge(guest, member, now=on(4))

    rsvp = places.rsvp_of(sitting, member)

    assert rsvp is not None
    assert rsvp.answer is (Answer.GOING if day == 3 else Answer.MAYBE)
    assert (rsvp.access_needs, rsvp.note) == kept
    assert rsvp.shows_name is names  # a member's name is theirs to show


@pytest.mark.engines("sqlite")
def test_what_a_guest_said_fills_what_a_member_left_out(db_session):
    sitting = make_sitting(make_call(make_member("Ola")))
    guest, member = person_of(GINA, now=START), make_member("Ada").person
    rsvps.answer(sitting, member, answer=Answer.CANNOT, now=on(2))
    said = {"access_needs": "A ramp", "note": "Late"}
    rsvps.answer(sitting, guest, answer=Answer.GOING, now=on(1), **said)
    merging.merge(guest, member, now=on(4))

    rsvp = places.rsvp_of(sitting, member)

    assert rsvp is not None
    assert (rsvp.answer, rsvp.access_needs, rsvp.note) == (Answer.CANNOT, "A ramp", "Late")
