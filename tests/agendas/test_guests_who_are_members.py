"""A guest and a member who turn out to be one: nothing that is held of the guest is lost."""

import pytest

from app import HOLDINGS
from community.accounts.models import Person
from community.accounts.taking_along import gathered
from community.agendas import guest_proposing
from community.agendas.drafts import ItemDraft
from community.agreement import How
from community.attendance import following, merging
from community.conduct import acceptances
from community.db import db
from community.disclosures.queries import last_said
from community.disclosures.wording import Degree, Said, Tool
from community.outbox import choices
from community.outbox.models import Group
from tests.agendas.build import make_evening
from tests.agendas.test_guests import as_guest
from tests.calls.build import begin
from tests.conduct.build import publish
from tests.factories import START, make_community, make_member


@pytest.mark.engines("sqlite")
def test_all_that_is_held_of_a_guest_is_held_of_the_member_they_turn_out_to_be(db_session):
    make_community()
    ola, mia = make_member("Ola"), make_member("Mia")
    code = publish(ola)
    call = make_evening(ola)
    gina, _ = as_guest(call)
    acceptances.accept(gina, code, how=How.RSVP, now=START)
    tool = Said(Degree.SOME, "to find a title", tools=(Tool("A model"),))
    one = guest_proposing.propose(
        call, ItemDraft(title="One"), leads=True, said=tool, by=gina, now=START
    )
    guest_proposing.take_up(one, by=ola, now=START)
    choices.choose(gina.id, Group.AGENDAS, is_wanted=False, now=START)
    following.follow(begin(ola, now=START), gina, now=START)
    before, number = gathered(HOLDINGS, gina.id), gina.id
    mia.email = mia.email_key = "gina@example.org"

    merging.join_address(mia, now=START)
    db.session.expire_all()

    after = gathered(HOLDINGS, mia.person_id)
    lists = {name: held for name, held in before.items() if isinstance(held, list) and held}
    assert {*lists} >= {"about tools behind my texts", "series followed", "answers"}
    assert {name for name, held in lists.items() if after[name] != held} == set()
    assert after["letters I receive"] == before["letters I receive"]
    assert last_said(mia.person) == tool
    assert acceptances.needs_to_accept(mia.person_id, START) is False
    assert db.session.get(Person, number) is None
