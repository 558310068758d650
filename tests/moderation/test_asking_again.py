"""Nobody sees to a case: the worker writes again, to the responders and then to the contacts."""

import pytest
from sqlalchemy import select

from community.accounts.models import Role
from community.conduct import contacts
from community.conduct.contacts import ContactDraft
from community.moderation import answering, asking_again
from community.moderation.case_models import Answer
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
