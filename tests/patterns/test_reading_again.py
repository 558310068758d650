"""Whoever judges a pattern judges what they read: once it has changed, they are asked again."""

import pytest

from community.accounts.models import Role
from community.db import db
from community.patterns.curation_models import CuratorWord, PatternCheck, Review
from community.patterns.facets import Stage
from community.patterns.invitation_models import MayDo
from community.patterns.queries import pattern_by_slug
from tests.factories import START, make_community, make_member
from tests.patterns.build import DAY, draft, invited, proposed, revised

pytestmark = [pytest.mark.engines("sqlite"), pytest.mark.usefixtures("in_january")]

ASKED = "It was changed after you had read it"
REVIEW = {"verdict": "ready", "interest": "Nothing.", "words": "Clear.", "once": "k"}


@pytest.mark.parametrize(
    ("what", "given", "row"),
    [
        ("reviews", REVIEW, Review),
        ("curator-word", {"word": "Clear."}, CuratorWord),
        ("check", {}, PatternCheck),
    ],
)
def test_what_was_read_before_a_change_is_asked_again_with_the_change(
    signed_in, client, writing, what, given, row
):
    with writing():
        make_community()
        ada, kim = make_member("Ada"), make_member("Kim", Role.CURATOR)
        slug = proposed(ada).slug
    page, reader = f"/patterns/{slug}", signed_in(kim)
    form = reader.get(f"{page}/reviews/new" if what == "reviews" else page).text
    assert 'name="seen" value="1"' in form
    with writing():
        revised(pattern_by_slug(slug), ada, now=START + DAY, solution="Ask nobody, ever.")

    for seen, told in (({"seen": "1"}, ASKED), ({}, "send this once more")):
        answer = reader.post(f"{page}/{what}", data=given | seen)
        assert (answer.status_code, told in answer.text) == (409, True)
        assert "nobody, ever" in answer.text.replace("</ins>", "").replace("<ins>", "")
        assert 'name="seen" value="2"' in answer.text
        assert ("Clear." in answer.text) == ("Clear." in given.values())
    with writing():
        assert db.session.query(row).count() == 0

    assert reader.post(f"{page}/{what}", data=given | {"seen": "2"}).status_code == 303
    with writing():
        assert db.session.query(row).one().number == 2
    assert "of revision 2" in client.get(page).text


def test_nobody_publishes_or_overwrites_a_revision_they_have_not_seen(signed_in, writing):
    with writing():
        make_community()
        ada, ben = make_member("Ada"), make_member("Ben")
        pattern = draft(ada)
        invited(pattern, ben, MayDo.WRITE)
        slug = pattern.slug
    at, hers = f"/patterns/{slug}", signed_in(ada)
    assert 'name="seen" value="1"' in hers.get(f"{at}/proposal").text
    assert "restoration" not in hers.get(f"{at}/revisions").text
    with writing():
        revised(pattern_by_slug(slug), ben, now=START + DAY, solution="Ask nobody, ever.")
    assert 'name="seen" value="2"' in hers.get(f"{at}/revisions").text
    with writing():
        revised(pattern_by_slug(slug), ben, now=START + DAY, problem="They never learn of it.")

    given = {"agreed": "yes", "why": "It helped us."}
    for path, sent, new in (
        (f"{at}/proposal", given | {"seen": "1"}, "nobody, ever"),
        (f"{at}/revisions/1/restoration", {"seen": "2"}, "never learn"),
    ):
        answer = hers.post(path, data=sent)
        assert (answer.status_code, ASKED in answer.text) == (409, True)
        assert new in answer.text.replace("</ins>", "").replace("<ins>", "")
        assert 'name="seen" value="3"' in answer.text
        assert ("It helped us." in answer.text) == ("why" in sent)
        assert hers.post(path, data=sent | {"seen": ""}).status_code == 409
    assert _stands(writing, slug) == (Stage.DRAFT, 3)

    for _ in range(2):
        back = hers.post(f"{at}/revisions/1/restoration", data={"seen": "3"})
        assert back.location == at
    for _ in range(2):
        sent = hers.post(f"{at}/proposal", data=given | {"seen": "4"})
        assert sent.status_code == 303
        at = sent.location
    assert _stands(writing, at.rpartition("/")[2]) == (Stage.PROPOSED, 4)


def _stands(writing, slug):
    with writing():
        row = pattern_by_slug(slug)
        assert row is not None
        return row.stage, row.revision
