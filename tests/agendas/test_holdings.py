"""What agendas hand over about a person, and take out when they leave."""

import pytest
from sqlalchemy import select

from community.agendas import proposing, states
from community.agendas.drafts import ItemDraft
from community.agendas.guest_holdings import GONE
from community.agendas.holdings import erase, export
from community.agendas.models import Item, ItemOwner, State, Vote
from tests.agendas.build import declined, make_evening, proposed
from tests.factories import START, make_member

pytestmark = pytest.mark.engines("sqlite")


def test_who_leaves_takes_their_words_along_and_what_was_taken_up_stays(db_session):
    ola, mia = make_member("Ola"), make_member("Mia")
    call = make_evening(ola)
    led = ItemDraft(title="Led", body="Words of mine")
    open_one = proposing.propose(call, led, leads=True, by=mia, now=START)
    taken = proposed(call, mia, "Taken up", body="On the agenda")
    states.accept(taken, by=ola, now=START)
    proposing.vote(open_one, by=mia, would_join=True, now=START)
    proposing.vote(open_one, by=ola, would_join=False, now=START)
    naming = ItemDraft(title="Naming", body=f"@{mia.handle}")
    proposing.propose(call, naming, leads=False, by=ola, now=START)
    other = declined(proposed(call, ola, "Of somebody else"), ola)

    told = export(mia.person_id)
    for _ in range(2):
        erase(mia.person_id, START)

    assert [(key, len(rows)) for key, rows in told.items()] == [
        *(("agenda items proposed as a guest", 0), ("agenda items proposed", 2)),
        ("agenda items led", 1),
        ("votes for agenda items", 1),
        ("decided about agenda items", 2),
        ("named by agenda items", 1),
        ("roles at calls", 0),
        ("templates kept", 0),
        ("words taken out of agenda items", 0),
        ("rules for empty agendas set", 0),
        ("agendas published", 0),
    ]
    assert told["agenda items proposed"][0]["what it is about"] == "Words of mine"
    assert db_session.scalars(select(Vote.member_id)).all() == [ola.id]
    assert db_session.scalars(select(ItemOwner.id)).all() == []
    found = db_session.execute(select(Item.title, Item.body_source).order_by(Item.id)).all()
    assert found == [
        (GONE, ""),
        ("Taken up", "On the agenda"),
        ("Naming", "a former member"),
        ("Of somebody else", ""),
    ]
    assert (open_one.state, other.state) == (State.WITHDRAWN, State.DECLINED)
