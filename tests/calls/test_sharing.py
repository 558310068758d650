"""Who facilitates a series is settled between those who do and those who are asked."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from community.accounts.models import Role, RoleGrant
from community.calls import removing, sharing
from community.calls.owners import Invitation, InvitationAnswer
from community.calls.queries import facilitates, facilitators_of, open_invitations
from community.db import db
from community.errors import Refusal
from tests.calls.build import begin
from tests.factories import START, make_call, make_member

pytestmark = pytest.mark.usefixtures("db_session")


def shared_by(*members, subject=None):
    first, *others = members
    subject = subject or begin(first)
    for member in others:
        sharing.accept(sharing.invite(subject, member, by=first, now=START), now=START)
    return subject


def names(subject):
    return [member.name for member in facilitators_of(subject)]


def test_who_hands_over_leaves_and_whoever_had_invited_before_stays():
    ada, ben, xia = make_member("Ada"), make_member("Ben"), make_member("Xia")
    series = shared_by(ada, ben)
    first = sharing.invite(series, xia, by=ada, now=START)

    second = sharing.invite(series, xia, by=ben, now=START, hands_over=True)
    sharing.accept(second, now=START)

    assert first.answer is InvitationAnswer.WITHDRAWN
    assert names(series) == ["Ada", "Xia"]


def test_asking_again_for_oneself_can_turn_it_into_a_hand_over():
    ada, xia = make_member("Ada"), make_member("Xia")
    series = begin(ada)
    first = sharing.invite(series, xia, by=ada, now=START)

    again = sharing.invite(series, xia, by=ada, now=START, hands_over=True)
    sharing.accept(again, now=START)

    assert again is first
    assert names(series) == ["Xia"]


def test_asking_somebody_who_was_asked_by_another_changes_nothing():
    ada, ben, xia = make_member("Ada"), make_member("Ben"), make_member("Xia")
    series = shared_by(ada, ben)
    first = sharing.invite(series, xia, by=ada, now=START, hands_over=True)

    assert sharing.invite(series, xia, by=ben, now=START) is first
    assert first.by is ada


def test_the_invitations_of_somebody_who_leaves_are_withdrawn():
    ada, ben, xia, yan = (make_member(name) for name in ("Ada", "Ben", "Xia", "Yan"))
    series = shared_by(ada, ben)
    by_ben = sharing.invite(series, xia, by=ben, now=START)
    by_ada = sharing.invite(series, yan, by=ada, now=START)
    elsewhere = sharing.invite(begin(ben), xia, by=ben, now=START)

    sharing.leave(series, ben, now=START + timedelta(hours=1))

    assert by_ben.answer is InvitationAnswer.WITHDRAWN
    assert list(open_invitations(series)) == [by_ada]
    assert elsewhere.answer is None
    with pytest.raises(Refusal, match="withdrawn"):
        sharing.accept(by_ben, now=START)
    assert names(series) == ["Ada"]


def test_an_invitation_from_somebody_who_no_longer_may_invite_does_not_let_anybody_in():
    ada, xia = make_member("Ada"), make_member("Xia")
    series = begin(ada)
    stranger = make_member("Steve", Role.STEWARD)
    invitation = sharing.invite(series, xia, by=stranger, now=START)
    _take_roles(stranger)

    with pytest.raises(Refusal, match="Steve"):
        sharing.accept(invitation, now=START)
    assert not facilitates(xia, series)

    afresh = sharing.invite(series, xia, by=ada, now=START)
    sharing.accept(afresh, now=START)
    assert facilitates(xia, series)


@pytest.mark.parametrize("kind", ["series", "call"])
def test_nobody_is_invited_to_or_let_into_what_was_deleted(kind):
    ada, xia, yan = make_member("Ada"), make_member("Xia"), make_member("Yan")
    subject = begin(ada) if kind == "series" else make_call(ada)
    invitation = sharing.invite(subject, xia, by=ada, now=START)
    remove = removing.remove_series if kind == "series" else removing.remove_call
    restore = removing.restore_series if kind == "series" else removing.restore_call
    remove(subject, by=ada, reason="Merged", now=START)

    with pytest.raises(Refusal, match="deleted"):
        sharing.accept(invitation, now=START)
    with pytest.raises(Refusal, match="deleted"):
        sharing.invite(subject, yan, by=ada, now=START)
    assert names(subject) == ["Ada"]

    restore(subject, by=ada, now=START)
    sharing.accept(invitation, now=START)
    assert names(subject) == ["Ada", "Xia"]


def test_nobody_invites_themself_stewards_included():
    ada, sam = make_member("Ada"), make_member("Sam", Role.STEWARD)
    series = begin(ada)

    for member in (ada, sam):
        with pytest.raises(Refusal):
            sharing.invite(series, member, by=member, now=START)
    assert db.session.scalars(select(Invitation)).all() == []


def test_a_steward_invites_others_and_hands_nothing_over():
    sam, xia = make_member("Sam", Role.STEWARD), make_member("Xia")
    series = begin(make_member("Ada"))

    invitation = sharing.invite(series, xia, by=sam, now=START, hands_over=True)
    sharing.accept(invitation, now=START)

    assert names(series) == ["Ada", "Xia"]
    assert not invitation.hands_over


def test_the_last_one_cannot_leave():
    ada = make_member("Ada")
    series = begin(ada)

    with pytest.raises(sharing.LastFacilitator):
        sharing.leave(series, ada, now=START)
    assert names(series) == ["Ada"]


def _take_roles(member):
    for grant in db.session.scalars(select(RoleGrant).where(RoleGrant.member_id == member.id)):
        grant.revoked_at = START
    db.session.flush()
