"""Guests and the code of conduct: asked for with an answer, recorded once the link is confirmed."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from community.accounts.models import Guest, Member, Role
from community.attendance.models import Answer
from community.calls import changing
from community.calls.drafts import Place
from community.calls.times import Sitting
from community.conduct import publishing
from community.conduct.content import Effect
from community.conduct.default_text import default_code
from community.conduct.models import Acceptance, Change
from community.db import db
from tests.attendance.by_letter import answers
from tests.conduct.build import KIND, publish, restrict, with_clauses
from tests.factories import START, make_member

pytestmark = pytest.mark.engines("sqlite")
SOON = START + timedelta(minutes=3)
ASKS = "To take part, read the code of conduct and accept it."


@pytest.fixture
def code(writing, evening):
    """The code of conduct is in force, and its steward has accepted nothing."""
    with writing():
        publishing.publish_default(by=make_member("Stu", Role.STEWARD), now=START)


def acceptances(reading) -> list[str]:
    with reading():
        return [str(row.how) for row in db.session.scalars(select(Acceptance))]


def test_a_guest_accepts_the_code_and_it_is_recorded_at_the_link(visitor, code, reading):
    refused = visitor.ask()
    assert refused.status_code == 422
    assert ASKS in refused.text

    visitor.ask(code="1")
    assert acceptances(reading) == []
    visitor.answered(code="1", answer="maybe")

    assert acceptances(reading) == ["rsvp"]


def test_nobody_must_accept_anything_to_stay_away_but_to_come_after_all(visitor, code, reading, at):
    link = visitor.answered(answer="cannot")
    assert acceptances(reading) == []

    with at(SOON):
        refused = visitor.client.post(f"{link}/rsvp", data={"answer": "going"})
        assert (refused.status_code, ASKS in refused.text) == (422, True)
        visitor.client.post(f"{link}/rsvp", data={"answer": "going", "code": "1"})

    assert answers(reading) == [("Gina Guest", Answer.GOING)]
    assert acceptances(reading) == ["rsvp"]


def test_what_was_asked_before_there_was_a_code_is_confirmed_with_it(
    visitor, evening, writing, reading, at
):
    visitor.ask()
    link = visitor.link()
    with writing():
        publishing.publish_default(by=make_member("Stu", Role.STEWARD), now=START)

    with at(SOON):
        assert "code of conduct, version 1" in visitor.client.get(link).text
        refused = visitor.client.post(f"{link}/confirmation")
        assert (refused.status_code, ASKS in refused.text) == (422, True)
        assert answers(reading) == []
        visitor.client.post(f"{link}/confirmation", data={"code": "1"})

    assert answers(reading) == [("Gina Guest", Answer.GOING)]
    assert acceptances(reading) == ["rsvp"]


def test_being_forgotten_takes_out_who_accepted(visitor, code, reading, at):
    link = visitor.answered(code="1", name="Gina Canary")

    with at(SOON):
        visitor.client.post(f"{link}/erasure")

    with reading():
        rows = [
            str(tuple(row))
            for table in db.metadata.sorted_tables
            for row in db.session.execute(select(table))
        ]
    assert [row for row in rows if "Canary" in row or "gina@" in row] == []


def test_the_link_in_a_letter_brings_no_join_link_to_a_guest_who_may_not_come(
    visitor, writing, evening, at
):
    join = "https://meet.example/canary-of-a-guest"
    with writing():
        owner = db.session.scalars(select(Member)).one()
        sitting = db.session.get_one(Sitting, evening.id)
        changing.change_place(sitting, Place(join_url=join), by=owner, now=START)
    link = visitor.answered()
    with at(START):
        seen = visitor.client.get(link).text
        assert 0 < seen.index("This call is not recorded.") < seen.index(join)
        with writing():
            gina = db.session.scalars(select(Guest)).one()
            restrict(gina.person, Effect.READING_ONLY, by=owner, now=START)
        assert join not in visitor.client.get(link).text
    with at(START + timedelta(days=7)):
        assert join in visitor.client.get(link).text


def test_a_guest_is_asked_again_of_what_means_something_else_and_is_shown_what(
    visitor, code, evening, writing, at
):
    link = visitor.answered(code="1")
    visitor.ask(code="1", email="gus@example.org")
    waiting = visitor.link("gus@example.org")
    with writing():
        steward = db.session.scalars(select(Member).where(Member.handle.like("stu%"))).one()
        words = replace(default_code(), intro="In other words.")
        publish(steward, words, change=Change.EDITORIAL, now=START + timedelta(minutes=2))
    with at(SOON):
        for page in (link, waiting):
            assert "I have read and accept" not in visitor.client.get(page).text
        visitor.ask(now=SOON, code="2")
        asked_again = visitor.link(now=SOON)
        assert "I have read and accept" not in visitor.client.get(asked_again).text
    later = SOON + timedelta(minutes=10)
    with writing():
        steward = db.session.scalars(select(Member).where(Member.handle.like("stu%"))).one()
        publish(steward, with_clauses(KIND), now=later)
    with at(later):
        for page in (link, waiting):
            shown = visitor.client.get(page).text
            assert "You accepted version 1 before." in shown
            assert "/conduct/versions/3/changes?since=1" in shown
        since, last = (
            visitor.client.get(f"/conduct/versions/3/changes{rest}").text
            for rest in ("?since=1", "")
        )
        assert ("version 1</a>" in since, "version 2</a>" in last) == (True, True)
