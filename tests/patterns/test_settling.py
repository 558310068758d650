"""Time alone moves patterns, too: the worker looks, and two of them do no harm."""

import pytest

from community.db import db
from community.patterns import curating, settling
from community.patterns.curation_models import Verdict
from community.patterns.facets import Stage
from community.patterns.models import Pattern, StageChange
from tests.factories import START, make_community, make_member
from tests.patterns.build import DAY, proposed


@pytest.mark.engines("sqlite")
def test_sixty_quiet_days_return_a_proposal_to_its_author(app, writing):
    with writing():
        make_community()
        ada, ben = make_member("Ada"), make_member("Ben")
        quiet, heard = proposed(ada).id, proposed(ada, title="Heard").id
        curating.review(
            db.session.get_one(Pattern, heard),
            Verdict.WORK,
            interest="None.",
            by=ben.person,
            now=START + 30 * DAY,
        )

    for now in (START + 60 * DAY, START + 60 * DAY):
        with app.app_context():
            settling.settle_all(now)

    with writing():
        stages = {one.id: one.stage for one in db.session.query(Pattern)}
        assert stages == {quiet: Stage.DRAFT, heard: Stage.PROPOSED}
        rows = db.session.query(StageChange).filter_by(pattern_id=quiet).all()
        assert [row.became for row in rows] == [Stage.DRAFT, Stage.PROPOSED, Stage.DRAFT]
        assert "Thank you" in rows[-1].why
