"""Suggested edits: handed in, taken whole or in part, declined, and credited to both."""

from dataclasses import replace

import pytest

from community.access import VISITOR, Viewer, may
from community.accounts.models import Role
from community.db import db
from community.disclosures import disclosing
from community.disclosures.wording import Checked, Degree, Said
from community.patterns import naming, staging, suggesting, suggestion_holdings
from community.patterns.content import Check, from_json
from community.patterns.credit_queries import contributors, unnamed
from community.patterns.facets import Stage
from community.patterns.models import PatternRevision
from community.patterns.policies import Permission
from community.patterns.queries import standing_of
from community.patterns.stage_queries import has_written
from community.patterns.suggested import is_much_of, merged, only, values_between, with_values
from community.patterns.suggesting import (
    NothingTaken,
    SuggestionClosed,
    Taking,
    TooManySuggestions,
)
from community.patterns.suggestion_models import Suggestion, SuggestionDecision
from community.patterns.suggestion_queries import (
    number_waiting,
    suggested_in,
    values_of_suggestion,
)
from community.patterns.writing import RevisedMeanwhile
from tests.factories import START, make_community, make_member
from tests.patterns.build import CONTENT, draft, proposed, revised, suggested

NEW = "Name them aloud, and ask them before the date."


def taking(row: Suggestion, *sections: str, over: int | None = None, **more: object) -> Taking:
    """What taking these sections over the pattern as it stands would be."""
    pattern = row.pattern
    base = db.session.get_one(PatternRevision, (pattern.id, row.number))
    standing = standing_of(pattern)
    whole, _ = merged(from_json(base.content), standing.content, values_of_suggestion(row))
    content = only(standing.content, whole, sections)
    return Taking(content, sections, over or pattern.revision, **more)


def test_a_suggestion_is_its_changed_sections_and_merges_with_what_others_wrote():
    after = replace(CONTENT, solution=NEW, checks=(Check("Who was asked?"),))
    values = values_between(CONTENT, after)

    assert set(values) == {"solution", "checks"}
    assert with_values(CONTENT, values) == after
    moved = replace(CONTENT, solution=CONTENT.solution.replace("date", "day"), context="Else.")
    whole, (first, second) = merged(CONTENT, moved, values)
    assert whole.solution == NEW.replace("date", "day")
    assert whole.context == "Else."
    assert [(part.section, part.clashes) for part in (first, second)] == [
        ("solution", ()),
        ("checks", ()),
    ]
    assert [s.text for s in first.stretches if s.op == "added"] == ["them aloud, "]
    assert only(moved, whole, {"checks"}) == replace(moved, checks=after.checks)
    _, (same, _) = merged(CONTENT, after, values)
    assert same.stretches == ()
    assert not is_much_of(CONTENT, {"solution": values["solution"]})
    _, (clash, _) = merged(CONTENT, replace(CONTENT, solution="Name nobody, and ask them."), values)
    assert clash.clashes


@pytest.fixture
def place(db_session):
    make_community()
    ada, ben, kim = make_member("Ada"), make_member("Ben"), make_member("Kim", Role.CURATOR)
    return ada, ben, kim, proposed(ada)


def test_taking_in_part_makes_a_revision_that_credits_both(place):
    _, ben, kim, pattern = place
    row = suggested(pattern, ben, why="Say how.", solution=NEW, context="Others decide.")
    given = {"by": kim.person, "now": START}

    with pytest.raises(RevisedMeanwhile):
        suggesting.accept(row, taking(row, "solution", over=7), **given)
    with pytest.raises(NothingTaken):
        suggesting.accept(row, taking(row), **given)
    part = taking(row, "solution", reason="Not so.")
    revision = suggesting.accept(row, part, **given)
    assert suggesting.accept(row, part, **given) is revision
    with pytest.raises(SuggestionClosed):  # nobody is told that something else was taken
        suggesting.accept(row, taking(row, "solution", "context", over=2), **given)
    with pytest.raises(SuggestionClosed):
        suggesting.accept(row, part, by=place[0].person, now=START)

    assert (revision.number, pattern.revision, revision.why) == (2, 2, "Say how.")
    assert standing_of(pattern).content == replace(CONTENT, solution=NEW)
    people = contributors([pattern.id])[pattern.id]
    assert [one.name for one in people] == ["Ada", "Ben", "Kim"]
    assert suggested_in(pattern, ()) == {2: "Ben"}
    assert has_written(ben.person_id, pattern)
    assert may(Viewer(ben), Permission.TAKE_NAME_OFF, pattern)
    naming.take_name_off(pattern, by=ben.person, now=START)
    assert suggested_in(pattern, unnamed(pattern)) == {2: None}
    assert [one.name for one in contributors([pattern.id])[pattern.id]] == ["Ada", None, "Kim"]
    for late in (
        lambda: suggesting.decline(row, "No.", **given),
        lambda: suggesting.withdraw(row, now=START),
    ):
        with pytest.raises(SuggestionClosed):
            late()


def test_what_was_said_of_tools_is_what_tells_of_more(place):
    ada, ben, _, pattern = place
    row = suggested(pattern, ben, solution=NEW)
    much = Said(Degree.MOST, checked=Checked.SOME)
    row.disclosure = disclosing.disclose(much, by=ben.person, now=START)
    db.session.flush()

    revision = suggesting.accept(row, taking(row, "solution"), by=ada.person, now=START)

    assert revision.disclosure.degree is Degree.MOST
    mild = suggested(pattern, ben, solution="Ask.")
    revision = suggesting.accept(mild, taking(mild, "solution"), by=ada.person, now=START)
    assert revision.disclosure.degree is Degree.MOST


def test_who_decides_and_who_sees_it(place):
    ada, ben, kim, pattern = place
    row = suggested(pattern, ben)
    curator, other = Viewer(kim, frozenset({"curator"})), Viewer(make_member("Cyd"))

    for who, decides, sees in (
        (Viewer(ada), True, True),
        (curator, True, True),
        (Viewer(ben), False, True),
        (other, False, False),
        (VISITOR, False, False),
    ):
        assert may(who, Permission.DECIDE_SUGGESTION, row) is decides
        assert may(who, Permission.READ_SUGGESTION, row) is sees
        assert may(who, Permission.WRITE_ABOUT_SUGGESTION, row) is sees
    own = suggested(pattern, kim)
    assert not may(curator, Permission.DECIDE_SUGGESTION, own)
    assert may(Viewer(ben), Permission.WITHDRAW_SUGGESTION, row)
    assert not may(Viewer(ada), Permission.WITHDRAW_SUGGESTION, row)
    assert may(other, Permission.SUGGEST_EDIT, pattern)
    assert may(other, Permission.READ_SUGGESTIONS)
    assert number_waiting(ada.person_id, curates=False) == 2
    assert number_waiting(kim.person_id, curates=True) == 1
    assert number_waiting(ben.person_id, curates=False) == 0
    private = draft(ada, title="Yet Private")
    hidden = suggested(private, ben)
    assert not may(curator, Permission.READ_SUGGESTION, hidden)
    assert number_waiting(kim.person_id, curates=True) == 1
    staging.move(pattern, Stage.RETIRED, by=kim.person, now=START, why="Old.")
    assert not may(other, Permission.SUGGEST_EDIT, pattern)


def test_nobody_is_flooded(place, monkeypatch):
    ada, ben, _, pattern = place
    rows = [suggested(pattern, ben, solution=f"Ask {n} times.") for n in range(3)]
    with pytest.raises(TooManySuggestions, match="3 suggestions of yours"):
        suggested(pattern, ben, solution="Ask.")

    suggesting.withdraw(rows[0], now=START)
    suggesting.withdraw(rows[0], now=START)
    suggested(pattern, ben, solution="Ask.")

    for number in range(3):
        suggesting.say(rows[1], f"{number}?", by=ben.person, now=START)
    with pytest.raises(TooManySuggestions, match="Wait for an answer"):
        suggesting.say(rows[1], "Well?", by=ben.person, now=START)
    suggesting.say(rows[1], "Yes.", by=ada.person, now=START)
    suggesting.say(rows[1], "Well?", by=ben.person, now=START)
    dan = make_member("Dan")
    with monkeypatch.context() as patch:
        patch.setattr(suggesting, "MOST_WAITING", 3)
        with pytest.raises(TooManySuggestions, match="would not be read"):
            suggested(pattern, dan)
    suggested(pattern, dan)
    with monkeypatch.context() as patch:
        patch.setattr(suggesting, "MOST_OF_ALL", 1)
        with pytest.raises(TooManySuggestions, match="Withdraw one"):
            suggested(pattern, dan)


def test_what_was_taken_stays_when_its_author_leaves_and_the_rest_goes(place):
    ada, ben, _, pattern = place
    taken, waits = suggested(pattern, ben, solution=NEW), suggested(pattern, ben, context="Else.")
    suggesting.accept(taken, taking(taken, "solution"), by=ada.person, now=START)
    suggesting.say(taken, "Thank you.", by=ben.person, now=START)
    theirs = revised(draft(ben, title="Theirs"), ben)
    suggested(theirs, ada, solution="Hm.")
    told = suggestion_holdings.export(ben.person_id)
    assert [one["in revision"] for one in told["edits suggested"]] == [2, None]
    assert told["edits suggested"][1]["context"] == '"Else."'
    assert [one["words"] for one in told["messages about suggested edits"]] == ["Thank you."]
    assert (
        suggestion_holdings.export(ada.person_id)["suggested edits decided"][0]["in revision"] == 2
    )

    suggestion_holdings.erase(ben.person_id, START)
    db.session.expire_all()

    assert [one.id for one in db.session.query(Suggestion)] == [taken.id]
    assert waits.id not in {one.suggestion_id for one in db.session.query(SuggestionDecision)}
    assert suggestion_holdings.export(ben.person_id)["messages about suggested edits"] == []
