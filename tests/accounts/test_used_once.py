"""What works once works once for whoever read it before somebody else was quicker."""

from datetime import timedelta

from community.accounts import inviting, mailed
from community.accounts.models import Purpose
from tests.factories import START, make_member

HOUR = timedelta(hours=1)


def test_a_link_read_by_two_is_used_by_one(db_session):
    link = mailed.make(Purpose.SIGN_IN, lasts=HOUR, now=START, member=make_member("Ada"))
    db_session.expunge(link)  # as another request read it before

    assert [mailed.use(link, now=START) for _ in range(2)] == [True, False]


def test_the_last_room_of_an_invitation_is_one_persons(db_session):
    ada, bob, cleo = (make_member(name) for name in ("Ada", "Bob", "Cleo"))
    invitation = inviting.make(by=ada, lasts=HOUR, most_uses=1, now=START)
    db_session.expunge(invitation)  # as another request read it before

    assert [inviting.use(invitation, who, now=START) for who in (bob, cleo)] == [True, False]


def test_an_invitation_taken_back_lets_nobody_in_who_read_it_before(db_session):
    ada, bob = make_member("Ada"), make_member("Bob")
    invitation = inviting.make(by=ada, lasts=HOUR, most_uses=1, now=START)
    stale = invitation
    db_session.expunge(stale)
    present = inviting.find(str(inviting.text_of(stale)), now=START)
    inviting.withdraw(present, now=START)

    assert not inviting.use(stale, bob, now=START)
