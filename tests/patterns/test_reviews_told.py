"""A review is told once, whatever becomes of the letter about the stage that came of it."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from community.accounts.models import Role
from community.db import db
from community.outbox.models import Letter
from community.patterns import curating, staging
from community.patterns.curation_models import Verdict
from community.patterns.facets import Stage
from community.patterns.judgement_queries import STAGE
from tests.factories import START, make_community, make_member
from tests.patterns.build import DAY, here, proposed

HOUR = timedelta(hours=1)
MISSING = "Ask Who Is Missing"


@pytest.mark.engines("sqlite")
@pytest.mark.parametrize("goes_on", [False, True])
def test_a_review_that_waits_for_the_letter_about_its_stage_is_told(
    writing, at, post, mailbox, goes_on
):
    """The mail server takes no letter about the stage for a day."""
    with writing():
        make_community()
        ada, ben, kim = make_member("Ada"), make_member("Ben"), make_member("Kim", Role.CURATOR)
        pattern = proposed(ada)
        said = {"interest": "None.", "words": "We tried it.", "now": START}
        curating.review(pattern, Verdict.READY, by=ben.person, **said)
        later = update(Letter).where(Letter.kind == STAGE).values(due_at=START + DAY)
        db.session.execute(later)
    with at(START + 2 * HOUR):
        post()
    if goes_on:
        with writing():
            row, by = here(pattern, kim)
            moved = {"by": by.person, "now": START + 3 * HOUR, "why": "Used by many."}
            staging.move(row, Stage.PROVEN, **moved)
    with at(START + 2 * DAY):
        post()

    letters = mailbox.to(ada.email)
    assert [one.subject for one in letters] == [
        f"{MISSING} was reviewed",
        f"{MISSING} is {'proven' if goes_on else 'emerging'}",
    ]
    assert ["We tried it." in one.text for one in letters] == [True, False]
