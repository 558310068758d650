"""A call that is cancelled takes no proposals and no votes; what was proposed stays readable."""

from datetime import datetime, timedelta

import pytest

from community.agendas import guest_proposing, proposing, states
from community.agendas.drafts import ItemDraft
from community.agendas.proposing import TooLateToPropose
from community.calls import changing
from community.calls.queries import sittings_of
from community.db import db
from tests.agendas.build import make_evening, proposed
from tests.agendas.test_guests import TYPED, as_guest, suggested
from tests.factories import START, make_community, make_member, make_sitting

SENTENCE = "This call is cancelled, so nothing is proposed for it or voted on."


def call_off(call, by):
    for sitting in sittings_of(call):
        changing.cancel(sitting, by=by, reason="Ola is ill", now=START)


@pytest.fixture
def off(db_session):
    """A cancelled call with a proposal of Mia's, one she withdrew, and one of a guest."""
    make_community()
    ola, mia = make_member("Ola"), make_member("Mia")
    call = make_evening(ola)
    item, withdrawn = proposed(call, mia, "Lamps"), proposed(call, mia, "Chairs")
    states.withdraw(withdrawn, by=mia, now=START)
    gina, _ = as_guest(call)
    given = suggested(call, gina)
    proposing.vote(item, by=ola, would_join=True, now=START)
    call_off(call, ola)
    return ola, mia, gina, call, item, withdrawn, given


def test_it_takes_nothing(off):
    ola, mia, gina, call, item, withdrawn, given = off
    ways = (
        lambda: proposing.propose(call, ItemDraft(title="X"), leads=False, by=mia, now=START),
        lambda: proposing.vote(item, by=mia, would_join=False, now=START),
        lambda: proposing.take_vote_back(item, by=ola, now=START),
        lambda: states.undo(withdrawn, state_id=withdrawn.standing.id, by=mia, now=START),
        lambda: suggested(call, gina, "Another"),
        lambda: guest_proposing.take_up(given, by=ola, now=START),
    )

    for way in ways:
        with pytest.raises(TooLateToPropose, match="is cancelled"):
            way()

    for sitting in sittings_of(call):
        changing.uncancel(sitting, by=ola, now=START)
    proposing.vote(item, by=mia, would_join=False, now=START)
    proposing.propose(call, ItemDraft(title="X"), leads=False, by=mia, now=START)


@pytest.mark.engines("sqlite")
@pytest.mark.usefixtures("in_january")
def test_its_pages_say_so_and_show_what_was_proposed(scene, writing, signed_in, client):
    ola, mia, call = scene
    with writing():
        item = proposed(db.session.merge(call), db.session.merge(mia), "Lamps")
        _, behind = as_guest(db.session.merge(call))
    page = signed_in(mia)
    agenda, form = f"/calls/{call.slug}/agenda", f"/calls/{call.slug}/agenda/proposals/new"
    answer = behind.removesuffix("/proposals")
    assert behind in client.get(answer).text
    assert "Propose an item" in page.get(agenda).text
    assert all(">Propose it<" in one for one in (page.get(form).text, client.get(behind).text))
    with writing():
        call_off(db.session.merge(call), db.session.merge(ola))

    shown, before = page.get(agenda).text, page.get(f"/calls/{call.slug}").text
    for said in (shown, client.get(agenda).text):
        assert SENTENCE in said
        assert "Lamps" in said
        assert "Propose an item" not in said
        assert "Sign in to propose" not in said
        assert f"/agenda-items/{item.key}/vote" not in said
    assert behind not in client.get(answer).text
    assert "It is cancelled, so nothing is proposed" in before
    assert "Propose an item" not in before
    begun = page.get(form).text
    assert SENTENCE in begun
    assert ">Propose it<" not in begun
    assert SENTENCE in client.get(behind).text
    assert ">Propose it<" not in client.get(behind).text
    refused = page.post(f"/calls/{call.slug}/agenda/proposals", data=TYPED)
    assert (refused.status_code, SENTENCE in refused.text) == (409, True)
    assert client.post(behind, data=TYPED).status_code in {409, 422}
    assert page.post(f"/agenda-items/{item.key}/vote").status_code == 409


def test_a_call_that_was_held_once_and_is_called_off_after_takes_nothing_either(db_session):
    make_community()
    ola, mia = make_member("Ola"), make_member("Mia")
    call = make_evening(ola)
    first = sittings_of(call)[0]
    later = make_sitting(call, starts=datetime(2026, 4, 20, 17), position=2)
    changing.cancel(later, by=ola, reason="Ola is ill", now=START)
    during, after = first.starts_at, first.starts_at + timedelta(days=2)
    given = {"leads": False, "by": mia}

    proposing.propose(call, ItemDraft(title="X"), now=during - timedelta(days=1), **given)
    with pytest.raises(TooLateToPropose, match="is over"):
        proposing.propose(call, ItemDraft(title="Y"), now=after, **given)
