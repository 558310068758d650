"""Roles at a call: claimed, handed over, given up, and suggested to whoever did them least."""

import pytest

from community.agendas import claiming
from community.agendas.call_roles import CallRole
from community.agendas.claiming import RoleIsTaken
from community.agendas.role_queries import roles_at, suggestions
from community.attendance import rsvps
from community.attendance.models import Answer
from community.calls.queries import sittings_of, sittings_of_series
from community.errors import Refusal
from tests.agendas.build import make_evening
from tests.calls.build import begin, times
from tests.factories import START, make_community, make_member

pytestmark = pytest.mark.usefixtures("in_january")

WEEKLY = times("FREQ=WEEKLY;COUNT=4", "2026-01-20")
NOTES = CallRole.NOTES


def who_has(call) -> dict[CallRole, str]:
    return {role: held.member.name for role, held in roles_at(call.id).items()}


def test_a_role_is_claimed_by_one_and_handed_over(db_session):
    ola, mia = make_member("Ola"), make_member("Mia")
    call = make_evening(ola)

    for _ in range(2):
        claiming.claim(call, NOTES, by=mia, now=START)
    with pytest.raises(RoleIsTaken):
        claiming.claim(call, NOTES, by=ola, now=START)
    assert who_has(call) == {NOTES: "Mia"}

    for _ in range(2):
        claiming.hand_over(call, NOTES, to=ola, by=ola, now=START)
    assert who_has(call) == {NOTES: "Ola"}
    for _ in range(2):
        claiming.give_up(call, NOTES, by=ola, now=START)
    assert who_has(call) == {}


@pytest.mark.engines("sqlite")
def test_who_did_what_stays_once_the_call_is_over(db_session):
    ola = make_member("Ola")
    call = make_evening(ola)
    claiming.claim(call, NOTES, by=ola, now=START)

    with pytest.raises(Refusal):
        claiming.give_up(call, NOTES, by=ola, now=sittings_of(call)[0].ends_at)

    assert who_has(call) == {NOTES: "Ola"}


@pytest.mark.engines("sqlite")
def test_those_who_are_going_and_did_it_least_are_suggested_first(db_session):
    ola, ada, bo, cy, dan = (make_member(n) for n in ("Ola", "Ada", "Bo", "Cy", "Dan"))
    one, two, three, four = [s.call for s in sittings_of_series(begin(ola, WEEKLY), START)]
    for call, member in ((one, ada), (two, ada), (three, bo)):
        claiming.claim(call, NOTES, by=member, now=START)
    claiming.claim(four, CallRole.WELCOME, by=dan, now=START)
    for member, answer in (
        (ada, Answer.GOING),
        (bo, Answer.GOING),
        (cy, Answer.GOING),
        (dan, Answer.GOING),
        (ola, Answer.MAYBE),
    ):
        rsvps.answer(sittings_of(four)[0], member.person, answer=answer, now=START)

    found = suggestions(four)

    assert [member.name for member in found[NOTES]] == ["Cy", "Bo", "Ada"]
    assert [member.name for member in found[CallRole.QUEUE]] == ["Ada", "Bo", "Cy"]
    assert CallRole.WELCOME not in found


@pytest.mark.engines("sqlite")
def test_members_claim_on_the_page_and_only_whoever_has_it_hands_it_over(
    writing, reading, signed_in, client
):
    with writing():
        make_community()
        ola, mia, pim = (make_member(name) for name in ("Ola", "Mia", "Pim"))
        call = make_evening(ola)
        rsvps.answer(sittings_of(call)[0], pim.person, answer=Answer.GOING, now=START)
    address = f"/calls/{call.slug}/roles"
    mias, pims = signed_in(mia), signed_in(pim)

    assert "Pim" not in client.get(address).text  # who comes is not everybody's to know
    assert "Pim" in signed_in(ola).get(address).text
    assert "You are among those who have done it least." in pims.get(address).text
    assert "Pim" not in mias.get(address).text
    mias.post(f"{address}/notes/claim")
    taken = pims.post(f"{address}/notes/claim")
    foreign = pims.post(f"{address}/notes/withdrawal")
    unknown = mias.post(f"{address}/notes/handover", data={"handle": "nobody-here"})
    mias.post(f"{address}/notes/handover", data={"handle": f"@{pim.handle}"})

    assert (taken.status_code, foreign.status_code, unknown.status_code) == (409, 403, 422)
    assert "There is no member called “nobody-here”." in unknown.text
    with reading():
        assert who_has(call) == {NOTES: "Pim"}
    assert mias.post(f"{address}/king/claim").status_code == 404
    assert "Notes: Pim" in client.get(f"/calls/{call.slug}").text
