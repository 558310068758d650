"""Patterns are begun, revised and proposed; nothing that was said is lost."""

import pytest
from sqlalchemy import select

from community.db import db
from community.patterns import staging, writing
from community.patterns.facets import Stage
from community.patterns.models import PatternFacet, StageChange
from community.patterns.queries import read, revision_at, revisions_of, standing_of
from community.patterns.staging import NotReady, WrongStage
from tests.factories import START, make_member
from tests.patterns.build import CONTENT, DAY, draft, emerging, proposed, revised

pytestmark = [pytest.mark.usefixtures("db_session")]


def facets(pattern):
    query = select(PatternFacet.value).where(PatternFacet.pattern_id == pattern.id)
    return set(db.session.scalars(query))


def test_a_draft_is_found_by_nothing_and_has_an_address_nobody_guesses():
    pattern = draft(make_member())

    assert facets(pattern) == set()
    assert pattern.slug.startswith("x-")
    assert standing_of(pattern).html["problem_html"] == (
        "<p>Those who are not there learn of it <strong>afterwards</strong>.</p>\n"
    )


def test_what_is_proposed_has_an_address_in_words_that_stays():
    ada = make_member()
    first, second = proposed(ada), proposed(ada)

    assert (first.slug, second.slug) == ("ask-who-is-missing", "ask-who-is-missing-2")
    revised(first, ada, title="Another Title")
    assert first.slug == "ask-who-is-missing"
    assert proposed(ada, title="New").slug != "new"


def test_a_revision_keeps_what_was_said_before():
    ada = make_member()
    pattern = proposed(ada)

    revised(pattern, ada, now=START + DAY, solution="Ask them twice.", tags=("asking",))

    assert (pattern.revision, pattern.changed_at) == (2, START + DAY)
    assert read(revision_at(pattern.slug, 1)).content == CONTENT
    assert standing_of(pattern).content.solution == "Ask them twice."
    assert [row.number for row in revisions_of(pattern).rows] == [2, 1]
    assert facets(pattern) >= {"asking", "proposed"}
    assert "meetings" not in facets(pattern)


def test_the_same_again_is_no_revision_and_what_is_late_is_refused():
    ada = make_member()
    pattern = proposed(ada)
    said = standing_of(pattern).row.disclosure
    given = {"by": ada.person, "disclosure": said, "now": START}
    writing.revise(pattern, CONTENT, over=0, **given)
    assert pattern.revision == 1

    revised(pattern, ada, solution="Other.")
    with pytest.raises(writing.RevisedMeanwhile):
        writing.revise(pattern, CONTENT, over=1, **given)
    assert standing_of(pattern).content.solution == "Other."


def test_what_lacks_something_is_not_proposed():
    ada = make_member()

    with pytest.raises(NotReady, match="it needs the context and how to check"):
        proposed(ada, context="", checks=())


def test_every_change_of_stage_is_a_row():
    ada = make_member()
    pattern = emerging(ada)
    staging.propose(pattern, by=ada.person, now=START)  # says nothing new

    rows = db.session.scalars(select(StageChange).order_by(StageChange.id)).all()
    assert [(row.was, row.became, row.by_id) for row in rows] == [
        (None, Stage.DRAFT, ada.person_id),
        (Stage.DRAFT, Stage.PROPOSED, ada.person_id),
        (Stage.PROPOSED, Stage.EMERGING, None),
    ]
    with pytest.raises(WrongStage):
        staging.take_back(pattern, by=ada.person, now=START)


def test_what_is_taken_back_is_private_again():
    ada = make_member()
    pattern = proposed(ada)

    staging.take_back(pattern, by=ada.person, now=START)

    assert (pattern.stage, facets(pattern)) == (Stage.DRAFT, set())
