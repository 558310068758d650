"""Many people at the same moment, with real requests and real threads, on both engines."""

from collections import Counter
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import select

from community.attendance import expiry, rsvps, series_answers
from community.attendance.models import Answer, Offer, Outcome, Rsvp
from community.calls import changing
from community.calls.drafts import Place
from community.calls.models import Series
from community.calls.queries import sittings_of_series
from community.calls.times import Sitting
from community.db import db
from community.errors import Refusal
from tests.attendance.crowd import at_once, in_a_transaction
from tests.attendance.invariants import faults
from tests.calls.build import begin
from tests.factories import START, make_call, make_community, make_member, make_sitting

pytestmark = pytest.mark.usefixtures("in_january")

HOUR = timedelta(hours=1)


def count(reading) -> Counter[Answer]:
    with reading():
        assert faults(START) == []
        return Counter(db.session.scalars(select(Rsvp.answer)))


@pytest.fixture
def evening(writing):
    """A call with two places: gives its id and address."""
    with writing():
        make_community()
        sitting = make_sitting(make_call(make_member("Fay")), capacity=2)
    return sitting.id, f"/calls/{sitting.call.slug}/sittings/1"


def people(writing, number: int):
    with writing():
        return [make_member(f"P{n}") for n in range(number)]


def test_ten_people_ask_for_the_last_two_places_at_once(evening, writing, reading, signed_in):
    _, address = evening
    clients = [signed_in(member) for member in people(writing, 10)]

    responses = at_once(
        *(
            lambda c=c: c.post(f"{address}/rsvp", data={"answer": "going"}).status_code
            for c in clients
        )
    )

    assert responses == [303] * 10
    assert count(reading) == {Answer.GOING: 2, Answer.WAITING: 8}


def test_one_person_who_sends_the_form_many_times_at_once_has_one_place(
    evening, writing, reading, signed_in
):
    _, address = evening
    (ada,) = people(writing, 1)
    clients = [signed_in(ada) for _ in range(6)]

    responses = at_once(
        *(
            lambda c=c: c.post(f"{address}/rsvp", data={"answer": "going"}).status_code
            for c in clients
        )
    )

    assert responses == [303] * 6
    assert count(reading) == {Answer.GOING: 1}


def test_two_places_given_back_at_once_go_to_two_people(evening, writing, reading, signed_in):
    _, address = evening
    clients = [signed_in(member) for member in people(writing, 5)]
    for client in clients:
        client.post(f"{address}/rsvp", data={"answer": "going"})

    responses = at_once(
        *(lambda c=c: c.post(f"{address}/rsvp/withdrawal").status_code for c in clients[:2])
    )

    assert responses == [303] * 2
    with reading():
        kept = db.session.scalars(select(Offer).where(Offer.closed_at.is_(None))).all()
        assert sorted(offer.rsvp.person.name for offer in kept) == ["P2", "P3"]
        assert faults(START) == []


def test_going_coming_and_giving_back_at_once_lose_no_place(evening, writing, reading, signed_in):
    _, address = evening
    clients = [signed_in(member) for member in people(writing, 8)]
    for client in clients[:4]:
        client.post(f"{address}/rsvp", data={"answer": "going"})

    at_once(
        *(
            lambda c=c, a=a: c.post(f"{address}/rsvp", data={"answer": a})
            for c, a in zip(
                clients, ["cannot", "maybe", "cannot", "going"] + ["going"] * 4, strict=True
            )
        )
    )

    with reading():
        assert faults(START) == []
        assert len(db.session.scalars(select(Rsvp)).all()) == 8


def test_accepting_races_with_the_end_of_the_time_to_accept(evening, writing, reading, app):
    sitting_id, _ = evening
    members = people(writing, 4)
    with writing():
        sitting = db.session.get_one(Sitting, sitting_id)
        for member in members:
            rsvps.answer(sitting, member.person, answer=Answer.GOING, now=START)
        rsvps.withdraw(sitting, members[0].person, now=START)
        rsvp_id = db.session.scalars(select(Offer)).one().rsvp_id
    end = START + 24 * HOUR

    def accept() -> None:
        rsvp = db.session.get_one(Rsvp, rsvp_id)
        rsvps.accept_offer(rsvp, now=end - timedelta(microseconds=1))

    def expire() -> None:
        with app.app_context():
            expiry.expire_offers(end)

    accepted, *_ = at_once(in_a_transaction(app, accept), expire, expire)

    with reading():
        first = db.session.scalars(select(Offer).order_by(Offer.id)).first()
        assert first is not None
        took_it = first.outcome is Outcome.ACCEPTED
        assert took_it == (accepted is None)
        assert took_it or isinstance(accepted, Refusal)
        assert faults(end) == []


def test_changing_the_capacity_races_with_answers(evening, writing, reading, app):
    sitting_id, _ = evening
    members = people(writing, 9)

    def answer(member):
        sitting = db.session.get_one(Sitting, sitting_id)
        person = db.session.merge(member).person
        rsvps.answer(sitting, person, answer=Answer.GOING, now=START)

    def raise_capacity():
        sitting = db.session.get_one(Sitting, sitting_id)
        by = db.session.merge(members[0])
        changing.change_place(sitting, Place(capacity=5), by=by, now=START)

    results = at_once(
        *(in_a_transaction(app, partial(answer, m)) for m in members),
        in_a_transaction(app, raise_capacity),
    )

    assert results == [None] * 10
    with reading():
        assert faults(START) == []


def test_answers_for_a_series_and_for_its_dates_at_once_end_well(writing, reading, app):
    with writing():
        make_community()
        series = begin(make_member("Fay"))
        sittings = sittings_of_series(series, START)[:3]
        by = make_member("Gus")
        for sitting in sittings:
            changing.change_place(sitting, Place(capacity=2), by=by, now=START)
        members = [make_member(f"P{n}") for n in range(5)]
        series_id, first_id = series.id, sittings[0].id

    def for_all(member):
        series = db.session.get_one(Series, series_id)
        series_answers.answer_series(
            series, db.session.merge(member).person, answer=Answer.GOING, now=START
        )

    def for_one(member, answer):
        sitting = db.session.get_one(Sitting, first_id)
        rsvps.answer(sitting, db.session.merge(member).person, answer=answer, now=START)

    results = at_once(
        *(in_a_transaction(app, partial(for_all, m)) for m in members),
        *(in_a_transaction(app, partial(for_one, m, Answer.GOING)) for m in members[:2]),
        in_a_transaction(app, partial(for_one, members[2], Answer.CANNOT)),
    )

    assert results == [None] * 8
    with reading():
        assert faults(START) == []
        one = select(Rsvp.answer).where(
            Rsvp.sitting_id == first_id, Rsvp.person_id == members[2].person_id
        )
        assert db.session.scalars(one).all() == [Answer.CANNOT]


def test_a_call_cancelled_by_several_people_at_once_is_cancelled_once(evening, writing, app):
    sitting_id, _ = evening
    members = people(writing, 4)

    def cancel(member):
        sitting = db.session.get_one(Sitting, sitting_id)
        changing.cancel(sitting, by=db.session.merge(member), reason="Ill", now=START)

    results = at_once(*(in_a_transaction(app, partial(cancel, member)) for member in members))

    assert results == [None] * 4
