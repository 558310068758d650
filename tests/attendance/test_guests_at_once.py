"""Guests at the same moment, and links tried where they do not belong."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from community.accounts import mailed
from community.accounts.guests import Caller
from community.accounts.models import Guest, MailedLink, Person, Purpose
from community.attendance import guest_answers, leaving
from community.attendance.guest_answers import Wish
from community.attendance.models import Answer, GuestAnswer, Rsvp
from community.calls.times import Sitting
from community.db import db
from community.outbox.models import Letter
from tests.attendance.by_letter import answers, count
from tests.attendance.crowd import at_once, in_a_transaction
from tests.attendance.invariants import faults
from tests.factories import START

MINUTE = timedelta(minutes=1)


def caller(n: int = 0) -> Caller:
    """Somebody with an address."""
    return Caller(f"G{n}", f"g{n}@example.org", f"g{n}@example.org", "UTC")


@pytest.fixture
def asked(writing, evening):
    """A function that lets callers ask to go: gives the texts of their links."""

    def ask(*callers: Caller) -> list[str]:
        with writing():
            sitting = db.session.get_one(Sitting, evening.id)
            given = [
                guest_answers.ask(sitting, each, Wish(Answer.GOING), now=START) for each in callers
            ]
            return [mailed.text_of(each.link) or "" for each in given]

    return ask


def clients(app, number: int):
    made = [app.test_client() for _ in range(number)]
    for client in made:
        client.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
    return made


def test_one_form_sent_many_times_at_once_makes_one_letter(app, visitor, reading, at):
    data = visitor.form()
    with at(START + MINUTE):
        locations = at_once(
            *(lambda c=c: c.post(visitor.path, data=data).location for c in clients(app, 3))
        )

    assert len(set(locations)) == 1
    assert (count(reading, Letter), count(reading, GuestAnswer)) == (1, 1)


def test_one_link_confirmed_many_times_at_once_makes_one_answer(app, asked, reading, at):
    (link,) = asked(caller())
    with at(START + MINUTE):
        statuses = at_once(
            *(
                lambda c=c: c.post(f"/answers/{link}/confirmation").status_code
                for c in clients(app, 6)
            )
        )

    assert statuses == [303] * 6
    assert answers(reading) == [("G0", Answer.GOING)]


def test_two_links_to_a_new_address_confirmed_at_once_make_one_guest(app, asked, reading, at):
    links = asked(*[caller()] * 4)
    with at(START + MINUTE):
        statuses = at_once(
            *(
                lambda c=c, k=k: c.post(f"/answers/{k}/confirmation").status_code
                for c, k in zip(clients(app, 4), links, strict=True)
            )
        )

    assert statuses == [303] * 4
    assert (count(reading, Guest), count(reading, Person)) == (1, 2)  # and Fay
    assert answers(reading) == [("G0", Answer.GOING)]


def test_more_guests_than_places_confirm_at_once(app, writing, evening, asked, reading, at):
    with writing():
        db.session.get_one(Sitting, evening.id).capacity = 2
    links = asked(*map(caller, range(6)))
    with at(START + MINUTE):
        at_once(
            *(
                lambda c=c, k=k: c.post(f"/answers/{k}/confirmation").status_code
                for c, k in zip(clients(app, 6), links, strict=True)
            )
        )

    said = [answer for _, answer in answers(reading)]
    assert (said.count(Answer.GOING), said.count(Answer.WAITING)) == (2, 4)
    with reading():
        assert faults(START) == []


def test_being_forgotten_while_confirming_another_answer_ends_well(
    app, asked, writing, reading, at
):
    first, second = asked(caller(), caller())
    with at(START + MINUTE):
        (client,) = clients(app, 1)
        client.post(f"/answers/{first}/confirmation")

    def confirm() -> None:
        link = mailed.find(second, Purpose.GUEST, now=START)
        query = select(GuestAnswer).where(GuestAnswer.link_id == (link.id if link else 0))
        given = db.session.scalar(query)
        if given is not None:
            guest_answers.confirm(given, now=START)

    def forget() -> None:
        leaving.forget(db.session.scalars(select(Guest)).one(), now=START)

    results = at_once(in_a_transaction(app, confirm), in_a_transaction(app, forget))

    assert results[1] is None
    assert answers(reading) == []
    assert count(reading, Guest) == 0


@pytest.mark.engines("sqlite")
def test_the_link_of_a_guest_works_nowhere_else_and_no_other_works_for_guests(
    app, asked, writing, reading, at
):
    (link,) = asked(caller())
    with writing():
        others = [
            mailed.text_of(mailed.make(purpose, lasts=timedelta(days=1), now=START)) or ""
            for purpose in Purpose
            if purpose is not Purpose.GUEST
        ]
    secrets = [
        rule
        for rule in app.url_map.iter_rules()
        if {"token", "secret"} & rule.arguments and not rule.rule.startswith("/answers/")
    ]
    (client,) = clients(app, 1)

    with at(START + MINUTE):
        for other in others:
            assert client.get(f"/answers/{other}").status_code == 404
            assert client.post(f"/answers/{other}/confirmation").status_code == 404
        for rule in secrets:
            values = dict.fromkeys(rule.arguments, link)
            _, address = rule.build(values) or ("", "")
            for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
                status = client.open(address, method=method).status_code
                assert (address, method, status) == (address, method, 404)
    assert count(reading, Rsvp) == 0
    assert count(reading, MailedLink) == 1 + len(others)
