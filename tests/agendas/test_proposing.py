"""Proposing items, voting for them, and what the facilitators make of them."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from community.agendas import proposing, states, writing
from community.agendas.drafts import ItemDraft
from community.agendas.models import Item, ItemState, State, Vote
from community.agendas.proposing import NotAProposal, TooLateToPropose
from community.agendas.queries import Tally, items_of, owners_of, tallies_of
from community.agendas.states import NeedsAWord, NotFromHere
from community.agendas.versions import ChangedMeanwhile
from community.errors import TooMany
from tests.agendas.build import declined, make_evening, on_agenda, proposed, titles
from tests.factories import START, make_member

AFTERWARDS = START + timedelta(days=100)


@pytest.fixture
def people(db_session):
    """A facilitator and two members."""
    return make_member("Ola"), make_member("Mia"), make_member("Pia")


def test_a_proposal_is_led_by_who_says_so_and_keeps_its_words_rendered(people):
    ola, mia, _ = people
    call = make_evening(ola)
    draft = ItemDraft(title="Licences", body="*Which* one?", is_off_record=True)

    item = proposing.propose(call, draft, leads=True, by=mia, now=START)

    assert (item.state, item.body_html) == (State.PROPOSED, "<p><em>Which</em> one?</p>\n")
    assert [owner.name for owner in owners_of([item])[item.id]] == ["Mia"]
    assert not item.is_off_record  # that is for the facilitators to say


def test_nobody_floods_an_agenda(people):
    ola, mia, pia = people
    call = make_evening(ola)
    for number in range(proposing.MOST_OPEN):
        proposed(call, mia, f"Item {number}")

    with pytest.raises(TooMany):
        proposed(call, mia, "One more")

    assert proposed(call, pia).state is State.PROPOSED


def test_nobody_heaps_up_what_they_have_withdrawn(people):
    ola, mia, _ = people
    call = make_evening(ola)
    first, *_ = [withdrawn(proposed(call, mia), mia) for _ in range(proposing.MOST_A_DAY // 2)]
    for number in range(proposing.MOST_OPEN):
        proposed(call, mia, f"Item {number}")

    with pytest.raises(TooMany):
        states.undo(first, state_id=first.standing.id, by=mia, now=START)
    for item in items_of(call.id, {State.PROPOSED}):
        withdrawn(item, mia)
    with pytest.raises(TooMany):
        proposed(call, mia, "One more")


def withdrawn(item, by) -> Item:
    states.withdraw(item, by=by, now=START)
    return item


def test_a_call_that_is_over_takes_neither_proposals_nor_votes(people):
    ola, mia, pia = people
    call = make_evening(ola)
    item = proposed(call, mia)

    with pytest.raises(TooLateToPropose):
        proposing.propose(call, ItemDraft(title="Late"), leads=False, by=mia, now=AFTERWARDS)
    with pytest.raises(TooLateToPropose):
        proposing.vote(item, by=pia, would_join=False, now=AFTERWARDS)


def test_everybody_has_one_vote_for_an_item(people, db_session):
    ola, mia, pia = people
    item = proposed(make_evening(ola), mia)

    for joins in (False, False, True):
        proposing.vote(item, by=mia, would_join=joins, now=START)
    proposing.vote(item, by=pia, would_join=False, now=START)

    assert tallies_of([item]) == {item.id: Tally(2, 1)}
    for _ in range(2):
        proposing.take_vote_back(item, by=mia, now=START)
    assert db_session.scalars(select(Vote.member_id)).all() == [pia.id]


def test_there_is_no_vote_on_what_is_accepted(people):
    ola, mia, pia = people
    item = proposed(make_evening(ola), mia)
    states.accept(item, by=ola, now=START)

    with pytest.raises(NotAProposal):
        proposing.vote(item, by=pia, would_join=False, now=START)


def test_each_state_is_a_row_and_the_one_before_has_ended(people, db_session):
    ola, mia, _ = people
    call = make_evening(ola)
    item = proposed(call, mia)

    states.park(item, by=ola, now=START)
    for _ in range(2):
        states.accept(item, by=ola, now=START)
    declined(item, ola, "Too much already.")

    query = select(ItemState).where(ItemState.item_id == item.id).order_by(ItemState.id)
    rows = db_session.scalars(query).all()
    assert [(row.state, row.by_id, row.why, row.ended_at is None) for row in rows] == [
        (State.PROPOSED, mia.id, "", False),
        (State.PARKED, ola.id, "", False),
        (State.ACCEPTED, ola.id, "", False),
        (State.DECLINED, ola.id, "Too much already.", True),
    ]


def test_who_declines_says_why(people, db_session):
    ola, mia, _ = people
    item = proposed(make_evening(ola), mia)

    with pytest.raises(NeedsAWord):
        states.decline(item, by=ola, why="", now=START)
    with pytest.raises(IntegrityError):
        states.stand(item, State.DECLINED, by_id=ola.id, now=START)


def test_what_is_accepted_is_not_withdrawn_any_more(people):
    ola, mia, _ = people
    item = proposed(make_evening(ola), mia)
    states.accept(item, by=ola, now=START)

    with pytest.raises(NotFromHere):
        states.withdraw(item, by=mia, now=START)


def test_undoing_brings_the_state_before_back_once(people):
    ola, mia, _ = people
    item = declined(proposed(make_evening(ola), mia), ola)
    looked_at = item.standing.id

    for _ in range(2):  # the button pressed twice
        assert states.undo(item, state_id=looked_at, by=ola, now=START) is State.PROPOSED

    assert item.state is State.PROPOSED


def test_what_comes_back_to_the_agenda_stands_at_its_end(people):
    ola, *_ = people
    call = make_evening(ola)
    first, _second = on_agenda(call, ola, "First", "Second")
    states.park(first, by=ola, now=START)

    states.undo(first, state_id=first.standing.id, by=ola, now=START)

    assert titles(call) == ["Second", "First"]


def test_two_who_reword_an_item_at_once_lose_nothing(people):
    ola, *_ = people
    (item,) = on_agenda(make_evening(ola), ola, "Licences")
    seen = item.version
    writing.change(item, ItemDraft(title="Which licence?"), version=seen, now=START)

    with pytest.raises(ChangedMeanwhile):
        writing.change(item, ItemDraft(title="Licensing"), version=seen, now=START)

    assert item.title == "Which licence?"
    writing.change(item, ItemDraft(title="Which licence?"), version=seen, now=START)  # the same
    assert item.version == seen + 1


def test_who_rewords_sees_first_what_became_of_it(people):
    ola, mia, _ = people
    item = proposed(make_evening(ola), mia)
    seen = item.version

    states.accept(item, by=ola, now=START)

    with pytest.raises(ChangedMeanwhile):
        writing.change(item, ItemDraft(title="Mine again"), version=seen, now=START)
