"""What is said of a pattern with a first link counts for nothing until a curator has read it, and
is shown only where it could be said still.
"""

from datetime import timedelta

import pytest
from sqlalchemy import select

from community.accounts.models import Role
from community.db import db
from community.patterns import curating, objecting, suggesting
from community.patterns.curation_models import Objection, Review, Verdict
from community.patterns.held_models import Held, LibraryHold, Outcome
from community.patterns.held_queries import waiting
from community.patterns.holding_back import hold
from community.patterns.letting_through import NotNow, end, show
from community.patterns.stage_queries import evidence_of
from community.patterns.suggestion_message_queries import messages_about
from tests.factories import START, make_community, make_member
from tests.patterns.build import proposed, suggested

pytestmark = pytest.mark.usefixtures("db_session", "in_january")

LINK = "See https://spam.example/x first."
HOUR = timedelta(hours=1)


@pytest.fixture
def people(db_session):
    make_community()
    cleo = make_member("Cleo", Role.CURATOR)
    return {"Cleo": cleo} | {name: make_member(name) for name in ("Ben", "Ada", "Zoe")}


@pytest.fixture
def review(people):
    """A function by which Ben reviews a pattern."""

    def write(pattern, words, *, waits=False, now=START):
        given = {"interest": "None", "words": words, "waits": waits}
        by = people["Ben"].person
        row = curating.review(pattern, Verdict.READY, **given, by=by, now=now)
        if waits:
            hold(Held.REVIEW, row, by=by, now=now)
        return row

    return write


def _standing():
    query = select(Review.words).where(Review.withdrawn_at.is_(None)).order_by(Review.id)
    return db.session.scalars(query).all()


def _outcomes():
    return db.session.scalars(select(LibraryHold.outcome).order_by(LibraryHold.id)).all()


def test_a_review_that_waits_takes_the_place_of_another_once_it_is_shown(people, review):
    pattern = proposed(people["Zoe"], sources=())
    review(pattern, "First.")
    row = review(pattern, LINK, waits=True, now=START + HOUR)
    assert _standing() == ["First."]

    waits = waiting(Held.REVIEW, row.id)
    show(waits, seen=0, by=people["Cleo"].person, now=START + 2 * HOUR)

    assert _standing() == [LINK]
    assert row.at == START + 2 * HOUR


def test_a_later_review_makes_room_of_one_that_waits(people, review):
    pattern = proposed(people["Zoe"], sources=())
    review(pattern, LINK, waits=True)
    assert not evidence_of(pattern).is_reviewed
    review(pattern, f"{LINK} Again.", waits=True, now=START + HOUR)
    review(pattern, "Without.", now=START + 2 * HOUR)

    assert _standing() == ["Without."]
    assert _outcomes() == [Outcome.TAKEN_BACK] * 2


def test_a_review_is_not_shown_of_what_its_writer_wrote_some_of_since(people, review):
    pattern = proposed(people["Zoe"], sources=())
    row = review(pattern, LINK, waits=True)
    pattern.author_id = people["Ben"].person_id
    db.session.flush()

    with pytest.raises(NotNow):
        show(waiting(Held.REVIEW, row.id), seen=0, by=people["Cleo"].person, now=START)


def test_an_objection_that_waits_keeps_nothing_back(people):
    pattern, ben = proposed(people["Zoe"], sources=()), people["Ben"].person
    before = evidence_of(pattern)
    row = objecting.object_to(pattern, LINK, waits=True, by=ben, now=START + HOUR)
    hold(Held.OBJECTION, row, by=ben, now=START + HOUR)
    assert evidence_of(pattern) == before

    show(waiting(Held.OBJECTION, row.id), seen=0, by=people["Cleo"].person, now=START + 2 * HOUR)

    assert evidence_of(pattern).open_objections == 1
    assert db.session.scalars(select(Objection.at)).all() == [START + 2 * HOUR]


def test_an_answer_is_not_shown_below_an_objection_that_is_withdrawn(people):
    pattern = proposed(people["Ben"], sources=())
    objection = objecting.object_to(pattern, "Why?", by=people["Zoe"].person, now=START)
    ben = people["Ben"].person
    row = objecting.answer_objection(objection, LINK, waits=True, by=ben, now=START)
    hold(Held.ANSWER, row, by=ben, now=START)
    assert evidence_of(pattern).open_objections == 1
    objecting.withdraw_objection(objection, now=START)

    with pytest.raises(NotNow):
        show(waiting(Held.ANSWER, row.id), seen=0, by=people["Cleo"].person, now=START)


def test_messages_that_wait_are_nothing_to_be_answered(people):
    edit = suggested(proposed(people["Zoe"], sources=()), people["Ben"])
    ben, said = people["Ben"].person, []
    for number in range(4):
        row = suggesting.say(edit, f"{LINK} {number}", waits=True, by=ben, now=START)
        said.append(hold(Held.MESSAGE, row, by=ben, now=START + number * HOUR))
    assert messages_about(edit, ()) == []

    end(said[0], by=people["Cleo"].person, now=START + 5 * HOUR)
    show(said[2], seen=0, by=people["Cleo"].person, now=START + 5 * HOUR)
    suggesting.say(edit, "And so on.", by=ben, now=START + 6 * HOUR)

    assert [one.words for one in messages_about(edit, ())] == [f"{LINK} 2", "And so on."]
