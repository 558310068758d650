"""Who may read, propose, vote, and work on a draft; whom a draft is hidden from."""

import pytest

from community.access import Viewer, may
from community.accounts.models import Role
from community.agendas.policies import RULES, Permission, may_see_item
from community.agendas.states import accept, withdraw
from community.calls.models import Visibility
from tests.agendas.build import declined, make_evening, on_agenda, proposed
from tests.calls.build import begin
from tests.factories import START, make_member

EVERYBODY = ["visitor", "member", "proposer", "steward", "facilitator of others", "facilitator"]
MEMBERS = EVERYBODY[1:]

pytestmark = [pytest.mark.usefixtures("db_session"), pytest.mark.engines("sqlite")]


@pytest.fixture
def viewers() -> dict[str, Viewer]:
    """Somebody of each kind, by what they are to the call."""
    return {
        "visitor": Viewer(),
        "member": Viewer(make_member("Mia")),
        "proposer": Viewer(make_member("Pia")),
        "steward": Viewer(make_member("Stu"), frozenset({Role.STEWARD})),
        "facilitator of others": Viewer(make_member("Fay"), frozenset({Role.FACILITATOR})),
        "facilitator": Viewer(make_member("Ola")),
    }


def allowed(viewers, permission, subject) -> list[str]:
    return [name for name, viewer in viewers.items() if RULES[permission](viewer, subject)]


@pytest.mark.parametrize(
    ("permission", "who"),
    [
        (Permission.READ_AGENDA, EVERYBODY),
        (Permission.PROPOSE, MEMBERS),
        (Permission.CLAIM_ROLE, MEMBERS),
        (Permission.WRITE_AGENDA, ["facilitator"]),
    ],
)
def test_who_may_with_an_agenda(viewers, permission, who):
    call = make_evening(viewers["facilitator"].member)

    assert allowed(viewers, permission, call) == who


def test_who_rules_over_the_empty_agendas_of_a_series(viewers):
    series = begin(viewers["facilitator"].member)

    assert allowed(viewers, Permission.RULE_EMPTY_AGENDAS, series) == ["facilitator"]


@pytest.mark.parametrize(
    ("permission", "who"),
    [
        (Permission.VOTE, MEMBERS),
        (Permission.REWORD_ITEM, ["proposer", "facilitator"]),
        (Permission.WITHDRAW_PROPOSAL, ["proposer"]),
        (Permission.WRITE_AGENDA, ["facilitator"]),
        (Permission.UNDO_STATE, ["facilitator"]),
    ],
)
def test_who_may_with_a_proposal(viewers, permission, who):
    call = make_evening(viewers["facilitator"].member)
    item = proposed(call, viewers["proposer"].member)

    assert allowed(viewers, permission, item) == who


def test_whoever_proposed_it_rewords_it_no_longer_once_it_is_accepted(viewers):
    ola, pia = viewers["facilitator"].member, viewers["proposer"].member
    item = proposed(make_evening(ola), pia)

    accept(item, by=ola, now=START)

    assert allowed(viewers, Permission.REWORD_ITEM, item) == ["facilitator"]


def test_whoever_withdrew_it_may_undo_that_and_no_refusal(viewers):
    ola, pia = viewers["facilitator"].member, viewers["proposer"].member
    call = make_evening(ola)
    mine, other = proposed(call, pia), proposed(call, pia, "Events")

    withdraw(mine, by=pia, now=START)
    declined(other, ola)

    assert allowed(viewers, Permission.UNDO_STATE, mine) == ["proposer", "facilitator"]
    assert allowed(viewers, Permission.UNDO_STATE, other) == ["facilitator"]


def test_a_draft_is_there_for_the_facilitators_of_the_call_alone(viewers):
    ola, pia = viewers["facilitator"].member, viewers["proposer"].member
    call = make_evening(ola)
    draft, accepted, open_one = (
        on_agenda(call, ola, "A secret")[0],
        *(proposed(call, pia, title) for title in ("Taken", "Open")),
    )
    accept(accepted, by=ola, now=START)

    seen = {
        item.title: [name for name, viewer in viewers.items() if may_see_item(viewer, item)]
        for item in (draft, accepted, open_one)
    }

    assert seen == {
        "A secret": ["facilitator"],
        "Taken": ["proposer", "facilitator"],
        "Open": EVERYBODY,
    }


def test_proposals_for_a_call_among_members_are_not_there_for_visitors(viewers):
    call = make_evening(viewers["facilitator"].member)
    item = proposed(call, viewers["proposer"].member)

    call.own_visibility = Visibility.MEMBERS

    assert not may(viewers["visitor"], Permission.READ_AGENDA, item)
    assert may(viewers["member"], Permission.READ_AGENDA, item)
