"""Whoever suggested an edit reads their own words, whatever becomes of the pattern."""

import pytest

from community.db import db
from community.patterns import staging
from community.patterns.models import Pattern
from community.patterns.suggestion_models import Suggestion
from tests.factories import START, make_community, make_member
from tests.patterns.build import DAY, proposed, revised, suggested

MINE = "My long and careful words."


@pytest.mark.engines("sqlite")
def test_what_one_suggested_stays_readable_when_the_pattern_is_a_draft_again(signed_in, writing):
    with writing():
        make_community()
        ada, cyd, eve = make_member("Ada"), make_member("Cyd"), make_member("Eve")
        pattern = proposed(ada)
        row = suggested(pattern, cyd, context=MINE)
        staging.take_back(pattern, by=ada.person, now=START + DAY)
        revised(pattern, ada, title="Now a Secret", context="Nobody may read this.")
    page, hers = f"/pattern-suggestions/{row.id}", signed_in(cyd)

    shown = hers.get(page)
    assert shown.status_code == 200
    assert MINE in shown.text
    assert "Ask Who Is Missing" in shown.text
    for words in (
        "Now a Secret",
        "Nobody may read",
        "A small group",
        "Send this message",
        pattern.slug,
    ):
        assert words not in shown.text
    mine = hers.get("/patterns/suggestions?mine=").text
    assert f"{page}" in mine
    assert "Now a Secret" not in mine
    assert hers.post(f"{page}/messages", data={"words": "Why?"}).status_code == 403
    assert signed_in(eve).get(page).status_code == 404
    assert MINE in signed_in(ada).get(page).text
    assert hers.post(f"{page}/withdrawal").status_code == 303
    with writing():
        assert db.session.get_one(Suggestion, row.id).withdrawn_at is not None
        assert db.session.query(Pattern).one().title == "Now a Secret"
