"""Who is asked to facilitate is told so, unless it is settled by then."""

import pytest

from community.calls import sharing
from community.calls.owners import Invitation
from community.db import db
from tests.factories import START, make_community, make_member, make_series


@pytest.fixture
def invited(writing):
    """A function that lets Ola invite Mia to a series; gives Mia and the invitation."""

    def invite(**how):
        with writing():
            make_community()
            ola, mia = make_member("Ola"), make_member("Mia")
            return mia, sharing.invite(make_series(ola), mia, by=ola, now=START, **how)

    return invite


def test_an_invitation_says_who_asks_and_for_what(invited, post, at, mailbox):
    mia, _ = invited()
    with at(START):
        post()

    letter = mailbox.only(mia.email)
    assert letter.subject == "Ola asks you to facilitate Practitioners Call"
    assert "You would share it with Ola." in letter.text
    assert "http://localhost:8000/my-calls" in letter.text


def test_a_handing_over_says_so(invited, post, at, mailbox):
    mia, _ = invited(hands_over=True)
    with at(START):
        post()

    letter = mailbox.only(mia.email)
    assert letter.subject == "Ola asks you to take over Practitioners Call"
    assert "hands it over to you and leaves" in letter.html


@pytest.mark.parametrize("settle", [sharing.accept, sharing.decline, sharing.withdraw])
def test_an_invitation_that_is_settled_is_not_written(invited, writing, post, at, mailbox, settle):
    _, invitation = invited()
    with writing():
        settle(db.session.get_one(Invitation, invitation.id), now=START)
    with at(START):
        assert post() == 0
