"""Where there is a code of conduct, whoever signs up agrees to the version that is in force."""

import pytest
from sqlalchemy import select

from community.accounts.arrivals import SignUp
from community.accounts.models import Member, Role
from community.conduct.models import Acceptance
from tests.accounts.signing_up import GRACE, count_sign_ups
from tests.conduct.build import publish
from tests.factories import make_community, make_member


@pytest.fixture(autouse=True)
def _code(writing):
    with writing():
        make_community()
        publish(make_member("Stu", Role.STEWARD))


@pytest.mark.parametrize("said", [{}, {"code": ""}, {"code": "7"}, {"code": "x"}])
def test_without_agreeing_no_letter_is_sent(send, reading, said):
    answer = send(**said)

    assert answer.status_code == 422
    assert "code of conduct" in answer.text
    assert count_sign_ups(reading) == 0


def test_what_was_agreed_to_is_recorded_with_the_account(client, send, finish, reading):
    assert "I have read and accept the" in client.get("/sign-up").text
    assert send(code="1").status_code == 303
    with reading() as session:
        assert session.scalars(select(SignUp.accepted)).one() == 1
        assert session.scalars(select(Acceptance.id)).all() == []
    assert finish().status_code == 303
    with reading() as session:
        grace = session.scalar(select(Member).where(Member.email_key == GRACE))
        agreed = session.scalars(select(Acceptance)).one()
        assert (agreed.person_id, agreed.at) == (grace.person_id, grace.joined_at)
