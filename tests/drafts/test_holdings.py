"""What is begun goes along with whoever wrote it, and with whoever leaves it is gone."""

from datetime import timedelta

import pytest

from app import HOLDINGS
from community.accounts.leaving import erase
from community.db import db
from community.drafts.holdings import HOLDINGS as OURS
from community.drafts.keeping import MOST, keep_draft
from community.drafts.models import Draft
from community.drafts.places import of_item, of_proposal
from tests.drafts.kept import draft_in
from tests.factories import START, make_community, make_member

pytestmark = [pytest.mark.usefixtures("db_session"), pytest.mark.engines("sqlite")]


def test_drafts_go_along_and_go_with_whoever_wrote_them():
    make_community()
    ola, mia = make_member("Ola"), make_member("Mia")
    mine = {"title": "Half", "owners": "@ola"}
    keep_draft(mia, of_proposal(1), "Half a", beside=mine, now=START)
    beside = {"title": f"Ask @{mia.handle}", "owners": f"@{mia.handle}, {ola.handle}"}
    keep_draft(ola, of_item(1), f"For @{mia.handle}.", beside=beside, now=START)
    keep_draft(ola, of_item(2), "An action.", beside={"owner": f"@{mia.handle}"}, now=START)

    told = OURS[0].export(mia.person_id)
    erase(mia, HOLDINGS, typed_handle=mia.handle, now=START)

    one = {"form": "proposal-for 1", "text": "Half a", "beside": mine, "kept": START}
    assert told == {"drafts": [one]}
    assert draft_in(mia, of_proposal(1)) is None
    left, alone = draft_in(ola, of_item(1)), draft_in(ola, of_item(2))
    assert left.text_source == "For a former member."
    assert left.beside == {"title": "Ask a former member", "owners": ola.handle}
    assert (alone.text_source, alone.beside) == ("An action.", {"owner": ""})


def test_what_is_kept_again_takes_the_place_of_nothing_else():
    make_community()
    ola = make_member("Ola")
    for number in range(MOST):
        keep_draft(ola, of_item(number), f"Begun {number}.", now=START)

    keep_draft(ola, of_item(MOST - 1), "Begun anew.", now=START)
    assert draft_in(ola, of_item(0)) is not None
    keep_draft(ola, of_item(MOST), "One more.", now=START + timedelta(minutes=1))
    assert db.session.query(Draft).count() == MOST
