"""What the library holds of a person is taken along, and their drafts go with them."""

import pytest
from sqlalchemy import func, select

from community.db import db
from community.patterns import staging
from community.patterns.collecting import entries_in_order
from community.patterns.collection_queries import entries_of
from community.patterns.content import from_json
from community.patterns.holdings import erase, export
from community.patterns.models import Pattern, PatternRelation, PatternRevision, Relation
from community.patterns.suggested import with_values
from community.patterns.suggestion_models import Suggestion
from community.patterns.suggestion_queries import values_of_suggestion
from tests.factories import START, make_member
from tests.patterns.build import collected, draft, proposed, revised, suggested

pytestmark = [pytest.mark.usefixtures("db_session"), pytest.mark.engines("sqlite")]


def test_everything_somebody_wrote_is_taken_along_and_drafts_go():
    ada, ben = make_member("Ada"), make_member("Ben")
    mine, theirs = proposed(ada), proposed(ben, title="Of Ben")
    draft(ada, title="My draft")
    revised(theirs, ada, solution="Ada's words")
    given = {"kind": Relation.TENSION, "note": "They pull.", "by_id": ada.person_id, "at": START}
    db.session.add(PatternRelation(pattern_id=mine.id, other_id=theirs.id, **given))
    db.session.flush()

    taken = export(ada.person_id)

    assert [row["title"] for row in taken["patterns begun"]] == ["Ask Who Is Missing", "My draft"]
    assert taken["revisions of patterns"][1]["solution"] == "Ada's words"
    assert [row["note"] for row in taken["relations of patterns added"]] == ["They pull."]
    assert [row["became"] for row in taken["stages of patterns"]] == ["draft", "proposed", "draft"]

    erase(ada.person_id, START)
    erase(ada.person_id, START)
    titles = set(db.session.scalars(select(Pattern.title)))
    assert titles == {"Ask Who Is Missing", "Of Ben"}
    assert db.session.scalar(select(func.count()).select_from(PatternRevision)) == 3


def test_what_was_theirs_alone_goes_and_what_refers_to_it_stays_readable():
    ada, ben = make_member("Ada"), make_member("Ben")
    pattern = draft(ada, problem="A secret.", solution="A secret way.")
    row = suggested(pattern, ben)
    revised(pattern, ada, problem="Open.", solution="An open way.")
    staging.propose(pattern, by=ada.person, now=START)
    shelf = collected(ben, pattern)
    entries_in_order(shelf)[0].pinned = 1

    for _ in range(2):
        erase(ada.person_id, START)
    db.session.expire_all()

    texts = select(PatternRevision.content, PatternRevision.html)
    assert ["ecret" in str(row) for row in db.session.execute(texts)] == [False, False]
    assert [entry.content.problem for entry in entries_of(shelf)] == ["Open."]
    old = from_json(db.session.get_one(PatternRevision, (pattern.id, row.number)).content)
    suggestion = with_values(old, values_of_suggestion(db.session.get_one(Suggestion, row.id)))
    assert suggestion.solution.startswith("Name them, write")
    assert pattern.revision == 2
