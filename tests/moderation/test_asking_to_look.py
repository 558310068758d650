"""The worker asks for the yearly look at a ban: once, by a letter that says nothing."""

import pytest
from sqlalchemy import select

from community.accounts.models import Member
from community.conduct import contacts
from community.conduct.contacts import ContactDraft
from community.db import db
from community.moderation import answering, asking_to_look, readmitting, retention
from community.moderation.case_models import Answer, Case
from community.moderation.readmission_models import LookAsking
from community.moderation.ruling_models import Ruling
from community.outbox.models import Letter
from tests.moderation.test_retention import decided, people_of_a_place, then


@pytest.fixture
def banned(writing):
    """Rue and Kim have banned Ada, who was told on the third day; Lou and Pat can look again."""
    with writing():
        people = people_of_a_place()
        case, ruling = decided(people, 4)
        numbers = {name: one.id for name, one in people.items()}
        persons = {name: one.person_id for name, one in people.items()}
        return {"case": case.id, "ruling": ruling.id, "members": numbers, "persons": persons}


@pytest.fixture
def asked(app, reading):
    """`asked(day)` lets the worker run on a day; who is written to on it, by person or address."""

    def run(day):
        with app.app_context():
            asking_to_look.ask_for_looks(then(day))
        with reading() as session:
            query = select(Letter).where(Letter.owed_at == then(day)).order_by(Letter.id)
            return [(one.kind, one.person_id or one.address) for one in session.scalars(query)]

    return run


def test_who_did_not_decide_a_ban_is_asked_once_a_year_to_look_again(
    banned, asked, writing, reading
):
    others = [("discreet", banned["persons"][name]) for name in ("Lou", "Pat")]
    assert asked(330) == []
    assert asked(345) == others
    assert (asked(346), asked(500)) == ([], [])
    with writing():
        ruling, by = _got(Ruling, banned["ruling"]), _member(banned, "Pat")
        readmitting.look_again(ruling, "It stays.", by=by, now=then(501))
    assert asked(600) == []
    assert asked(501 + 340) == others
    with writing():
        retention.purge_case(banned["case"], now=then(900))  # it stands: nothing goes
    with reading() as session:
        assert len(session.scalars(select(LookAsking)).all()) == 2


def test_where_nobody_is_left_who_did_not_decide_the_contacts_are_told(banned, asked, writing):
    with writing():
        case = _got(Case, banned["case"])
        noor = ContactDraft("Noor", "noor@example.org", "", None)
        contacts.add(noor, by=_member(banned, "Rue"), now=then(15))
        for name in ("Lou", "Pat"):
            answering.answer(case, Answer.CONFLICT, by=_member(banned, name), now=then(20))

    assert asked(345) == [("discreet", "noor@example.org")]
    assert asked(346) == []


def _got(model, number):
    return db.session.get_one(model, number)


def _member(banned, name):
    return _got(Member, banned["members"][name])
