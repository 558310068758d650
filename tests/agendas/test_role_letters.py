"""Whoever a role at a call is handed to, or taken off, hears of it, once, as they have chosen."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from community.agendas import claiming
from community.agendas.call_roles import CallRole
from community.distance import distancing
from community.distance.models import Keeping
from community.outbox import choices
from community.outbox.models import Group, Letter
from tests.agendas.build import make_evening
from tests.factories import START, make_community, make_member
from tests.letters import letters_to

pytestmark = pytest.mark.engines("sqlite")
SOON, LATER = START + timedelta(minutes=3), START + timedelta(minutes=10)


@pytest.fixture
def scene(writing):
    """Mia takes notes and Bo welcomes, as they have claimed."""
    with writing():
        make_community()
        people = [make_member(name) for name in ("Ola", "Mia", "Pia", "Bo", "Zoe")]
        ola, mia, _, bo, _ = people
        call = make_evening(ola, title="Supper")
        claiming.claim(call, CallRole.NOTES, by=mia, now=START - timedelta(days=1))
        claiming.claim(call, CallRole.WELCOME, by=bo, now=START - timedelta(days=1))
    return *people, call


def test_roles_handed_over_and_taken_are_told_in_one_letter_to_whom_it_concerns(
    scene, writing, reading, app, at
):
    ola, mia, pia, bo, zoe, call = scene
    with writing():
        choices.choose(pia.person_id, Group.SHARING, is_wanted=False, now=START)
        distancing.keep_off(ola, Keeping.MUTE, by=zoe, now=START)
        for role, to, now in (
            (CallRole.NOTES, bo, START),  # Mia's
            (CallRole.CAPTIONS, bo, START),
            (CallRole.CAPTIONS, pia, SOON),  # not Bo's after all
            (CallRole.QUEUE, zoe, SOON),
            (CallRole.FACILITATOR, ola, SOON),
        ):
            claiming.hand_over(call, role, to=to, by=ola, confirms=True, now=now)
        claiming.give_up(call, CallRole.WELCOME, by=ola, now=SOON)  # Bo's

    with at(LATER):
        (for_mia,) = letters_to(app, mia.email)
        (for_bo,) = letters_to(app, bo.email)
        others = [letters_to(app, one.email) for one in (ola, pia, zoe)]
    with reading() as session:
        owed = session.scalars(select(Letter).where(Letter.kind == "call_roles")).all()
        due = {one.due_at - START for one in owed if one.person_id in (mia.person_id, bo.person_id)}

    assert for_mia.subject == for_bo.subject == "Your roles at Supper"
    for said in (for_mia.text, for_mia.html):
        before, _, taken = said.partition("You do not have any more:")
        assert ("Notes" in before, "You have now" in before, "Notes" in taken) == (
            False,
            False,
            True,
        )
    for said in (for_bo.text, for_bo.html):
        given, _, taken = said.partition("You do not have any more:")
        assert "Notes" in given.partition("You have now:")[2]
        assert ("Welcome" in taken, "Captions" in said) == (True, False)  # nothing is left of that
    assert due == {timedelta(minutes=10)}
    # Ola gave herself one, Pia wants no such letters, Zoe none of what Ola gives.
    assert others == [[], [], []]
