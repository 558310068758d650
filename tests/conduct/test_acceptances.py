"""Who still has to accept the code: only a material version in force asks again."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from community.accounts.events import MemberJoined
from community.accounts.models import Role
from community.agreement import AgreeingForm, How, Terms
from community.conduct.acceptances import accept, accept_number, needs_to_accept, terms
from community.conduct.content import ClauseText
from community.conduct.models import Acceptance, Change
from community.conduct.queries import last_accepted
from community.events import announce
from tests.conduct.build import KIND, publish, with_clauses
from tests.engines import ENGINES
from tests.factories import START, make_community, make_member, make_person

pytestmark = pytest.mark.engines(*ENGINES)

WORDS = with_clauses(KIND, ClauseText("expected-2", "Be fairer."))
LESS = with_clauses(KIND)
CHANGED = (
    "The code of conduct has changed since this page was opened. Read version 2 and accept it."
)


@pytest.fixture
def stella(db_session):
    """A steward of a community."""
    make_community()
    return make_member("Stella", Role.STEWARD)


@pytest.fixture
def ada(stella):
    """Somebody without an account."""
    return make_person("Ada")


def test_without_a_code_nobody_is_asked(ada):
    assert not needs_to_accept(ada.id, START)
    assert terms(START) is None


def test_a_code_in_force_asks_everybody_once(stella, ada):
    first = publish(stella)

    assert terms(START) == Terms(1)
    assert needs_to_accept(ada.id, START)
    accept(ada, first, how=How.RSVP, now=START)
    assert not needs_to_accept(ada.id, START)


def test_a_code_to_come_asks_nobody_yet(stella, ada):
    publish(stella, on=date(2026, 2, 1))

    assert not needs_to_accept(ada.id, START)
    assert needs_to_accept(ada.id, START + timedelta(days=20))


def test_only_a_material_version_asks_again(stella, ada):
    accept(ada, publish(stella), how=How.SIGN_UP, now=START)
    publish(stella, WORDS, change=Change.EDITORIAL)
    assert not needs_to_accept(ada.id, START)

    publish(stella, LESS, change=Change.MATERIAL, on=date(2026, 2, 1))
    assert not needs_to_accept(ada.id, START)
    assert needs_to_accept(ada.id, START + timedelta(days=20))


def test_accepting_an_editorial_version_after_a_material_one_is_enough(stella, ada):
    publish(stella)
    accept(ada, publish(stella, WORDS, change=Change.EDITORIAL), how=How.PAGE, now=START)

    assert not needs_to_accept(ada.id, START)


def test_what_somebody_else_accepted_does_not_count(stella, ada):
    accept(stella.person, publish(stella), how=How.PAGE, now=START)

    assert needs_to_accept(ada.id, START)


def test_an_acceptance_keeps_the_version_its_digest_and_the_first_time(stella, ada, db_session):
    first = publish(stella)
    accept_number(ada, 1, how=How.SIGN_UP, now=START)
    accept_number(ada, 1, how=How.PAGE, now=START + timedelta(days=1))
    accept_number(ada, 99, how=How.PAGE, now=START)
    accept_number(ada, None, how=How.PAGE, now=START)

    (kept,) = db_session.scalars(select(Acceptance))
    assert (kept.version_id, kept.digest, kept.how, kept.at) == (
        first.version_id,
        first.digest,
        How.SIGN_UP,
        START,
    )
    assert last_accepted(ada.id) == kept


def test_asking_takes_one_query(stella, ada, queries):
    publish(stella)
    with queries() as sent:
        needs_to_accept(ada.id, START)

    assert len(sent) == 1


class _Sent(dict):
    def getlist(self, name):
        return [self[name]]


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"code": "2"}, []),
        ({}, ["To take part, read the code of conduct and accept it."]),
        ({"code": "two"}, ["To take part, read the code of conduct and accept it."]),
        (
            {"code": "1"},
            [CHANGED],
        ),
    ],
)
def test_a_form_of_somebody_new_asks_for_the_version_in_force(sent, said):
    form = AgreeingForm(_Sent(sent), terms=Terms(2))

    assert (form.validate(), form.errors.get("code", [])) == (said == [], said)
    assert form.agreed_to == 2


def test_where_there_is_no_code_a_form_asks_for_nothing():
    form = AgreeingForm(_Sent({}), terms=None)

    assert (form.validate(), form.agreed_to, "code" in form) == (True, None, False)


def test_what_was_accepted_in_the_form_of_a_sign_up_is_recorded_with_the_account(stella):
    publish(stella)
    ben = make_member("Ben")
    announce(MemberJoined(ben, accepted=1))
    cleo = make_member("Cleo")
    announce(MemberJoined(cleo))

    assert last_accepted(ben.person_id).how is How.SIGN_UP
    assert last_accepted(cleo.person_id) is None
