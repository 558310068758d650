"""Who leaves while a measure stands, and comes back by the same address."""

from datetime import timedelta

import pytest
from sqlalchemy import insert, select

from community.accounts import arriving, leaving
from community.accounts.arriving import Asking
from community.accounts.guests import Caller
from community.accounts.joining import Joiner
from community.accounts.models import Member, Role
from community.attendance import guest_answers
from community.attendance.guest_answers import Wish
from community.attendance.models import Answer
from community.calls.queries import sittings_of
from community.conduct import imposing, left_addresses
from community.conduct.content import Effect
from community.conduct.joining_models import PersonJoining
from community.conduct.measure_models import LeftAddress, Measure
from community.conduct.standing import measures_of
from community.db import db
from community.limits import Limited
from community.moderation import deciding
from community.moderation.deciding import RulingDraft
from tests.agendas.build import make_evening
from tests.conduct.build import KIND, RESTRICTING, publish
from tests.factories import START, make_community, make_member
from tests.moderation.build import LETTER, case_of, refuses, report, take

pytestmark = pytest.mark.usefixtures("in_january")


@pytest.fixture
def place(writing, app):
    """Mal reads only for ten days; then they left."""
    with writing():
        make_community()
        people = {name: make_member(name, Role.RESPONDER) for name in ("Rue", "Kim", "Lou")}
        publication = publish(make_member("Stella", Role.STEWARD), RESTRICTING)
        mal = make_member("Mal")
        mal.email = mal.email_key = "mal@example.org"
        case = take(case_of(report(person=mal.person, by=make_member("Mia"))[0]), *people.values())
        given = {"level": 3, "clauses": [KIND.key], "effects": [Effect.READING_ONLY]}
        draft = RulingDraft(
            rationale="-",
            person=mal.person,
            publication=publication,
            lasts_days=10,
            **given,
            **LETTER,
        )
        ruling = deciding.draft(case, draft, by=people["Rue"], now=START)
        deciding.agree(ruling, by=people["Kim"], now=START)
        deciding.notify(ruling, by=people["Kim"], now=START)
    with writing():
        mal = db.session.get_one(Member, mal.id)
        leaving.erase(mal, app.extensions["holdings"], typed_handle=mal.handle, now=START)
    return {**people, "mal": mal.person_id, "ruling": ruling.key}


def _join(address="mal@example.org", now=START):
    joiner = Joiner("Mal again", address, address, "Europe/Berlin")
    row = arriving.ask(Asking(joiner), invitation=None, now=now)
    return arriving.finish(row, password_hash="!", now=now)


def test_a_measure_goes_on_where_they_sign_up_again(place, writing, signed_in, reading):
    with reading() as session:
        assert "mal@" not in session.scalars(select(LeftAddress.digest)).one()
    with writing():
        other, mal = _join("other@example.org"), _join()
        kept = other.person_id, mal.person_id
    with reading() as session:
        assert [len(measures_of(number)) for number in kept] == [0, 1]
        assert session.scalars(select(LeftAddress)).all() == []
        assert session.scalars(select(PersonJoining)).all() == []
        mal = session.get_one(Member, mal.id)
    browser = signed_in(mal)
    page = browser.get("/standing").text
    assert "Step 3" in page
    assert f"/standing/rulings/{place['ruling']}" in page
    assert browser.get("/calls/new").status_code == 403


def test_a_measure_goes_on_for_a_guest_with_the_address(place, writing):
    with writing():
        sitting = sittings_of(make_evening(make_member("Ola")))[0]
        who = Caller("Mal", "mal@example.org", "mal@example.org", "Europe/Berlin")
        given = guest_answers.ask(sitting, who, Wish(Answer.GOING), now=START)
        with pytest.raises(Limited):
            guest_answers.confirm(given, now=START)


def test_the_digest_goes_when_the_measure_ends_or_is_lifted(place, writing, reading):
    with writing():
        left_addresses.forget_where_nothing_stands(START + timedelta(days=9))
        assert db.session.scalars(select(LeftAddress)).all() != []
        assert left_addresses.who_left("mal@example.org", START + timedelta(days=10)) == []
    with writing() as session, session.begin_nested() as point:
        imposing.lift(session.scalars(select(Measure)).one(), why="Enough.", now=START)
        assert session.scalars(select(LeftAddress)).all() == []
        point.rollback()
    with reading() as session:
        left_addresses.forget_old(START + timedelta(days=10))
        assert session.scalars(select(LeftAddress)).all() == []


def test_nobody_is_one_with_who_left_without_it(place, writing):
    with writing() as session:
        left_addresses.forget(place["mal"])
        gone = {"gone_id": place["mal"], "kept_id": place["Rue"].person_id, "at": START}
        with refuses(session, "person_joining_of_one_address"), session.begin_nested():
            session.execute(insert(PersonJoining).values(gone))


def test_of_whom_nothing_stands_against_no_address_is_kept(place, writing, app, reading):
    with writing():
        lou = db.session.get_one(Member, place["Lou"].id)
        leaving.erase(lou, app.extensions["holdings"], typed_handle=lou.handle, now=START)
    with reading() as session:
        assert session.scalars(select(LeftAddress.person_id)).all() == [place["mal"]]
