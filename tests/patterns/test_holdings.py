"""What the library holds of a person is taken along, and their drafts go with them."""

import pytest
from sqlalchemy import func, select

from community.db import db
from community.patterns.holdings import erase, export
from community.patterns.models import Pattern, PatternRelation, PatternRevision, Relation
from tests.factories import START, make_member
from tests.patterns.build import draft, proposed, revised

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
