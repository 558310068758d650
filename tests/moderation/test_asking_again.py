"""Nobody sees to a case: the worker writes again, to the responders and then to the contacts."""

import pytest
from sqlalchemy import select

from community.accounts.models import Member, Role
from community.conduct import contacts
from community.conduct.contacts import ContactDraft
from community.db import db
from community.moderation import answering, asking_again
from community.moderation.case_models import Answer, Case
from community.outbox.models import Letter
from tests.factories import START, make_community, make_member
from tests.moderation.build import case_of, days, report, take


@pytest.fixture
def place(writing):
    """Two cases, of which Rue has one; of the other Kim has a conflict. Lou has not answered."""
    with writing():
        make_community()
        stu = make_member("Stu", Role.STEWARD)
        people = {name: make_member(name, Role.RESPONDER) for name in ("Rue", "Kim", "Lou")}
        draft = ContactDraft("Noor", "noor@example.net", "", None)
        contacts.add(draft, by=stu, now=START)
        take(case_of(report()[0]), people["Rue"])
        left_alone = case_of(report()[0])
        answering.answer(left_alone, Answer.CONFLICT, by=people["Kim"], now=START)
        return {one.person_id: name for name, one in people.items()}


@pytest.fixture
def asked(app, reading, place):
    """`asked(hours)` lets the worker run so long after; who is written to by that."""

    def run(hours):
        now = days(hours / 24)
        with app.app_context():
            asking_again.ask_again(now)
        with reading() as session:
            query = select(Letter).where(Letter.owed_at == now).order_by(Letter.id)
            return [place.get(one.person_id, one.address) for one in session.scalars(query)]

    return run


def test_a_case_nobody_sees_to_is_brought_to_mind_once_and_then_told_outside(asked):
    assert asked(47) == []
    assert asked(48) == ["Rue", "Lou"]
    assert asked(49) == []
    assert asked(72) == ["noor@example.net"]
    assert asked(500) == []


def test_where_somebody_stopped_seeing_to_it_both_are_written_to_anew_one_after_the_other(
    asked, writing, place
):
    assert asked(48) == ["Rue", "Lou"]
    with writing():
        case = db.session.scalars(select(Case).order_by(Case.id.desc()).limit(1)).one()
        (person_id,) = (key for key, name in place.items() if name == "Lou")
        lou = db.session.scalars(select(Member).where(Member.person_id == person_id)).one()
        take(case, lou, now=days(3))
    assert asked(75) == []
    with writing():
        answering.answer(case, Answer.CONFLICT, by=db.session.merge(lou), now=days(5))
    assert asked(24 * 7 - 1) == []
    assert asked(24 * 7) == ["Rue"]
    assert asked(24 * 8 - 1) == []
    assert asked(24 * 8) == ["noor@example.net"]
