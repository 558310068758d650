"""Relations of patterns are suggested as edits are: in the same queue, taken in part, credited."""

import pytest
from sqlalchemy import select

from community.access import Viewer, may
from community.accounts.models import Role
from community.db import db
from community.errors import Refusal
from community.patterns import naming, relating, suggestion_holdings
from community.patterns.facets import Stage
from community.patterns.models import PatternRelation, Relation
from community.patterns.policies import Permission
from community.patterns.queries import pattern_by_slug
from community.patterns.redaction_queries import spots_of
from community.patterns.relation_queries import relations_of
from community.patterns.stage_queries import has_written
from community.patterns.suggesting import NothingTaken, SuggestionClosed, decline, withdraw
from community.patterns.suggesting_relations import (
    AlreadySaid,
    Saying,
    accept_relations,
)
from community.patterns.suggestion_models import SuggestedRelation, Suggestion
from community.patterns.suggestion_queries import state_of
from tests.factories import START, make_community, make_member
from tests.patterns.build import draft, proposed
from tests.patterns.build import suggested_relation as suggested


@pytest.fixture
def scene(writing):
    """Two listed patterns of Ada's, one of which uses the other; Ben suggests, Kim curates."""
    with writing():
        make_community()
        ada, ben, kim = make_member("Ada"), make_member("Ben"), make_member("Kim", Role.CURATOR)
        mine, other = proposed(ada), proposed(ada, title="Decide in the Open")
        relating.relate(mine, Relation.USES, other, by=ada.person, now=START)
        return mine.slug, other.slug, (ada, ben, kim)


@pytest.mark.engines("sqlite")
@pytest.mark.usefixtures("in_january")
def test_two_taps_to_the_queue_and_one_of_two_is_taken_with_a_reason(scene, signed_in):
    mine, other, (ada, ben, kim) = scene
    bens, kims, at = signed_in(ben), signed_in(kim), f"/patterns/{mine}/relations"
    assert "Suggest an edit<span" in bens.get(f"/patterns/{mine}").text
    assert "Uses Decide in the Open" in bens.get(at).text
    form = {"kind": "part of", "other": "Decide in the Open", "once": "k", "why": "It is a part."}
    wrong = (
        {"kind": "uses"},
        form | {"kind": "uses"},  # it is said already
        form | {"kind": "contradicts"},  # without a word how
        form | {"other": "zzz"},
        form | {"other": mine},
    )
    answers = [bens.post(f"{at}/suggestions", data=data) for data in wrong]
    assert [one.status_code for one in answers] == [422] * 5
    assert "That is said already." in answers[1].text
    assert 'value="It is a part."' in answers[1].text
    sent = [bens.post(f"{at}/suggestions", data=form | {"away": "1"}) for _ in range(2)]
    assert {one.location for one in sent} == {"/pattern-suggestions/1"}

    line = "Ask Who Is Missing: What stands beside it"
    assert line in kims.get("/patterns/suggestions").text
    assert "1 suggested edit waits for you" in signed_in(ada).get(f"/patterns/{mine}").text
    shown = kims.get("/pattern-suggestions/1").text
    wanted = ("It is a part.", "To be taken away", "To be said on both", "Part of")
    assert [said in shown for said in wanted] == [True] * 4
    assert kims.get("/pattern-suggestions/1/wording").status_code == 404
    assert bens.post("/pattern-suggestions/1/acceptance").status_code == 403
    take = {"over": "1", "sections": "relation-2"}
    unsaid = kims.post("/pattern-suggestions/1/acceptance", data=take)
    assert (unsaid.status_code, "Say why the rest is left out" in unsaid.text) == (422, True)
    taken = kims.post("/pattern-suggestions/1/acceptance", data=take | {"reason": "Both hold."})

    assert taken.location == f"{at}?sent=take+1"
    page = kims.get(at).text
    assert [said in page for said in ("Part of", "Uses", "Ben, taken by Kim")] == [True] * 3
    done = bens.get("/pattern-suggestions/1").text
    assert [said in done for said in ("Taken in part", "Both hold.", "Left out")] == [True] * 3
    assert "Has as a part" in kims.get(f"/patterns/{other}").text


@pytest.fixture
def place(db_session):
    make_community()
    ada, ben, kim = make_member("Ada"), make_member("Ben"), make_member("Kim", Role.CURATOR)
    return ada, ben, kim, proposed(ada), proposed(ada, title="Two")


def test_what_is_said_anew_takes_the_place_of_what_was_and_names_both_unless_taken_off(place):
    ada, ben, kim, one, two = place
    given = {"by": ada.person, "now": START}
    before = relating.relate(one, Relation.TENSION, two, "One waits.", **given)
    saying = Saying(Relation.TENSION, two, "One asks.")
    with pytest.raises(AlreadySaid):
        suggested(one, ben, saying)
    with pytest.raises(AlreadySaid):
        suggested(two, ben, Saying(Relation.TENSION, one, "It says so there."))
    row = suggested(one, ben, saying, before)
    taken = {part.id for part in db.session.scalars(select(SuggestedRelation))}
    take = {"by": kim.person, "now": START}
    accept_relations(row, taken, **take)
    accept_relations(row, taken, **take)  # twice changes nothing

    standing, ended = relations_of(one, None)
    assert (standing.note, standing.by, standing.taken_by) == ("One asks.", "Ben", "Kim")
    assert (ended.note, ended.withdrawn_by, ended.withdrawal_taken_by) == (
        "One waits.",
        "Ben",
        "Kim",
    )
    assert (ended.by, ended.is_taken) == ("Ada", False)
    assert not has_written(ben.person_id, one)  # so that they may still review it
    assert may(Viewer(kim), Permission.TAKE_NAME_OFF, two)
    for who in (ben, kim):
        naming.take_name_off(two, by=who.person, now=START)
    assert {(told.by, told.is_taken, told.taken_by) for told in relations_of(one, None)[:1]} == {
        (None, True, None)
    }
    for late in (
        lambda: accept_relations(row, {max(taken)}, **take),
        lambda: decline(row, "No.", **take),
        lambda: withdraw(row, now=START),
    ):
        with pytest.raises(SuggestionClosed):
            late()


def test_what_is_so_by_then_or_cannot_be_any_more_is_not_taken(place):
    ada, ben, kim, one, two = place
    given, take = {"by": ada.person, "now": START}, {"by": kim.person, "now": START}
    before = relating.relate(one, Relation.PART_OF, two, **given)
    said, gone = suggested(one, ben, Saying(Relation.USES, two)), suggested(one, ben, None, before)
    relating.relate(one, Relation.USES, two, "In each call.", **given)
    relating.take_away(before, **given)
    for row in (said, gone):
        part = db.session.scalars(select(SuggestedRelation).filter_by(suggestion_id=row.id)).one()
        with pytest.raises(NothingTaken):
            accept_relations(row, {part.id}, **take)
    with pytest.raises(SuggestionClosed):
        suggested(one, ben, None, before)
    third = proposed(ada, title="Three")
    row = suggested(one, ben, Saying(Relation.USES, third, "How."))
    third.stage = Stage.DRAFT
    part = db.session.scalars(select(SuggestedRelation).filter_by(suggestion_id=row.id)).one()
    with pytest.raises(Refusal):
        accept_relations(row, {part.id}, **take)
    decline(row, "Not so.", **take)
    assert not part.is_taken
    assert len(db.session.scalars(select(PatternRelation)).all()) == 2


def test_it_is_exported_redacted_and_goes_with_who_suggested_it_unless_it_was_taken(place):
    ada, ben, kim, one, two = place
    taken = suggested(one, ben, Saying(Relation.USES, two, "As Kay Moss did."))
    part = db.session.scalars(select(SuggestedRelation)).one()
    accept_relations(taken, {part.id}, by=kim.person, now=START)
    suggested(one, ben, Saying(Relation.PART_OF, two))
    own = draft(ben, title="Ours", now=START)
    suggested(own, ada, Saying(Relation.USES, two))
    assert suggestion_holdings.export(ben.person_id)["edits suggested"][0]["relations"] == [
        {"kind": "uses", "note": "As Kay Moss did.", "to be taken away": False}
    ]
    for pattern in (one, two):
        spots = [spot for spot in spots_of(pattern) if spot.text == "As Kay Moss did."]
        assert len(spots) == 2  # what was suggested, and what stands
    suggestion_holdings.erase(ben.person_id, START)
    left = db.session.scalars(select(Suggestion)).all()
    assert left == [taken]
    decision = taken.pattern, taken.number
    assert decision == (one, 1)


@pytest.mark.engines("sqlite")
def test_a_suggestion_with_nothing_left_in_it_can_still_be_answered(scene, signed_in, writing):
    mine, _, (ada, ben, kim) = scene
    with writing():
        one = pattern_by_slug(mine)
        theirs = draft(db.session.merge(kim), title="Theirs")
        row = suggested(one, db.session.merge(ben), Saying(Relation.USES, theirs))
        suggestion_holdings.erase(kim.person_id, START)
        assert db.session.scalars(select(SuggestedRelation)).all() == []
        assert state_of(row, None, []) == "open"
    shown = signed_in(ada).get("/pattern-suggestions/1").text
    assert "What it was about is no longer here." in shown
    assert "Take it" not in shown
