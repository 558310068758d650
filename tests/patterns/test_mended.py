"""What was once wrong about patterns that are half private, merged, or brought in."""

import pytest

from app import HOLDINGS
from community.db import db
from community.holdings import erase_all
from community.patterns import comparing, naming, settling, sharing, staging
from community.patterns.content import Check, Content
from community.patterns.facets import Stage
from community.patterns.importing import found_in
from community.patterns.models import Pattern
from community.patterns.queries import standing_of
from tests.factories import START, make_community, make_member
from tests.hanging import ends_within
from tests.patterns.build import DAY, draft, emerging, proposed, revised

pytestmark = pytest.mark.engines("sqlite")


def test_every_field_has_a_heading_where_revisions_are_compared():
    assert set(comparing.HEADINGS) == set(Content.__dataclass_fields__)


def test_a_line_of_blanks_does_not_hold_the_program():
    with ends_within(20):
        found_in(b"# x" + b" " * 50_000 + b"y", url="https://example.org/x", licence="CC0")


def test_what_is_private_again_is_named_nowhere_and_stays_by_a_former_member(client, writing):
    with writing():
        make_community()
        ada, ben = make_member("Ada"), make_member("Ben")
        old, new = emerging(ada), proposed(ben, title="Title canary")
        why = {"why": "Use the other.", "successor": new, "by": None, "now": START}
        staging.move(old, Stage.RETIRED, **why)
        slug = old.slug
    assert "Title canary" in client.get(f"/patterns/{slug}").text

    with writing():
        new = db.session.get_one(Pattern, new.id)
        staging.take_back(new, by=ben.person, now=START)
        naming.take_name_off(new, by=db.session.merge(ben).person, now=START)
    assert "canary" not in client.get(f"/patterns/{slug}").text
    with writing():
        erase_all(HOLDINGS, ben.person_id, now=START)
        assert db.session.get_one(Pattern, new.id).stage is Stage.DRAFT
    assert "canary" not in client.get(f"/patterns/{slug}").text


def test_a_proposal_of_nobody_who_is_here_stays_one(writing):
    with writing():
        make_community()
        ada = make_member("Ada")
        left = proposed(ada)
        ada.erased_at = START
    with writing():
        left = db.session.get_one(Pattern, left.id)
        settling.settle(left, now=START + 90 * DAY)
        assert left.stage is Stage.PROPOSED


def test_what_was_merged_past_the_limits_can_still_be_changed(signed_in, writing):
    with writing():
        make_community()
        ada = make_member("Ada")
        pattern = draft(ada, checks=tuple(Check(f"Is {n} asked?") for n in range(8)))
        slug = pattern.slug

    page = signed_in(ada).get(f"/patterns/{slug}/edit")

    assert (page.status_code, page.text.count('value="Is ')) == (200, 8)


def test_a_draft_that_holds_no_choice_opens(signed_in, writing):
    with writing():
        make_community()
        ada = make_member("Ada")
    mine = signed_in(ada)
    mine.post("/patterns/drafts", data={"place": "new", "effort": "bogus", "title": "Kept"})

    page = mine.get("/patterns/new")

    assert (page.status_code, 'value="Kept"' in page.text) == (200, True)


def test_a_draft_that_was_proposed_once_is_shared_at_an_address_nobody_knows(client, writing):
    with writing():
        make_community()
        ada = make_member("Ada")
        pattern = proposed(ada)
        before, public = pattern.drafted_as, pattern.slug
        staging.take_back(pattern, by=ada.person, now=START)
        sharing.share(pattern, now=START)
        revised(pattern, ada, solution="Ask twice.")
        now = pattern.slug
        assert standing_of(pattern) is not None

    assert now not in {before, public}
    assert {path: client.get(f"/patterns/{path}").status_code for path in (now, public)} == {
        now: 200,
        public: 404,
    }


def test_two_proposed_at_once_under_one_name_are_told_so(db_session, monkeypatch):
    ada = make_member("Ada")
    first, second = proposed(ada), draft(ada)
    monkeypatch.setattr(staging, "free_address", lambda *_: first.slug)  # as the other had read it

    with pytest.raises(staging.AddressTaken, match="at the same moment"):
        staging.propose(second, by=ada.person, now=START)
