"""Who may read, take part and steer while a call is held."""

import pytest

from community import clock
from community.access import Viewer, may
from community.accounts.models import Member, Role
from community.calls.models import Visibility
from community.conduct import contacts, emergencies
from community.conduct.contacts import ContactDraft
from community.conduct.emergencies import Measure
from community.conduct.emergency_models import Act, ActingRole
from community.conduct.holdings import erase_emergencies, export_emergencies
from community.facilitation.policies import RULES, Permission
from tests.agendas.build import make_evening
from tests.facilitation.build import looked_back
from tests.factories import START, make_member

EVERYBODY = ["visitor", "member", "steward", "facilitator of others", "facilitator"]
MEMBERS = EVERYBODY[1:]

pytestmark = [pytest.mark.usefixtures("db_session"), pytest.mark.engines("sqlite")]


@pytest.mark.parametrize(
    ("permission", "who"),
    [
        (Permission.READ_LIVE, EVERYBODY),
        (Permission.RAISE_HAND, MEMBERS),
        (Permission.BE_HERE, MEMBERS),
        (Permission.START_CALL, ["facilitator"]),
        (Permission.STEER, ["facilitator"]),
        (Permission.CHANGE_AGENDA, ["facilitator"]),
        (Permission.END_CALL, ["facilitator"]),
        (Permission.READ_LOOK_BACKS, EVERYBODY),
        (Permission.LOOK_BACK, MEMBERS),
    ],
)
def test_who_may(permission, who):
    ola = make_member("Ola")
    viewers = everybody(ola)
    call = make_evening(ola)

    assert [name for name, viewer in viewers.items() if RULES[permission](viewer, call)] == who


def test_words_are_taken_out_by_who_leads_the_call_and_stewards():
    ola = make_member("Ola")
    said = looked_back(make_evening(ola), make_member("Max"))

    may_take_out = RULES[Permission.TAKE_OUT_LOOK_BACK]

    names = [name for name, viewer in everybody(ola).items() if may_take_out(viewer, said)]
    assert names == ["steward", "facilitator"]


def test_at_once_act_who_holds_the_call_responders_and_contacts_but_nobody_it_is_about(db_session):
    ola, rue, con = make_member("Ola"), make_member("Rue", Role.RESPONDER), make_member("Con")
    call = make_evening(ola)
    contacts.add(ContactDraft("Con", "con@example.org", "", con), by=ola, now=START)
    viewers = everybody(ola) | {
        "responder": Viewer(rue, frozenset({Role.RESPONDER})),
        "contact": Viewer(con),
    }

    def who() -> list[str]:
        return [name for name, one in viewers.items() if RULES[Permission.ACT_AT_ONCE](one, call)]

    assert who() == ["facilitator", "responder", "contact"]
    given = {"why": "It hurt.", "role": ActingRole.FACILITATOR, "person": rue.person}
    row, _ = emergencies.take(
        Measure(act=Act.REMOVE_ANSWER, call_id=call.id, **given), by=ola, now=clock.now()
    )
    assert who() == ["facilitator", "contact"]
    assert [
        len(export_emergencies(one.person_id)[part])
        for one, part in ((rue, "emergency measures about me"), (ola, "emergency measures I took"))
    ] == [1, 1]
    erase_emergencies(rue.person_id, START)
    db_session.refresh(row)
    assert row.why == ""


def everybody(ola: Member) -> dict[str, Viewer]:
    """One viewer of each kind; Ola leads."""
    return {
        "visitor": Viewer(),
        "member": Viewer(make_member("Mia")),
        "steward": Viewer(make_member("Stu"), frozenset({Role.STEWARD})),
        "facilitator of others": Viewer(make_member("Fay"), frozenset({Role.FACILITATOR})),
        "facilitator": Viewer(ola),
    }


def test_a_call_among_members_is_not_followed_by_visitors():
    call = make_evening(make_member("Ola"))

    call.own_visibility = Visibility.MEMBERS

    assert not may(Viewer(), Permission.READ_LIVE, call)
