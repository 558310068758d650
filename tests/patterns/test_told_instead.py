"""Whoever may know is told what became of a draft or an invitation; to others nothing is there."""

import pytest

from community.patterns import staging
from community.patterns.invitation_models import MayDo
from tests.factories import START, make_community, make_member
from tests.patterns.build import DAY, draft, here, invited

pytestmark = pytest.mark.engines("sqlite")


@pytest.fixture
def scene(writing):
    """A draft, its author, whom they invited to write it, and somebody else."""
    with writing():
        make_community()
        ada, ben, dot = (make_member(name) for name in ("Ada", "Ben", "Dot"))
        pattern = draft(ada)
        invited(pattern, ben, MayDo.WRITE)
        return pattern, ada, ben, dot


def test_every_page_of_a_draft_says_that_an_invitation_is_over(scene, signed_in):
    pattern, ada, ben, dot = scene
    at = f"/patterns/{pattern.slug}"
    mine, his, strange = signed_in(ada), signed_in(ben), signed_in(dot)
    mine.post(f"{at}/invitations/1/withdrawal")

    for page in (at, f"{at}/revisions", f"{at}/suggestions/new", f"{at}/notes/solution"):
        over = his.get(page)
        assert (over.status_code, "Not shared with you any more" in over.text) == (410, True)
        assert "Ask Who Is Missing" not in over.text
        assert strange.get(page).status_code == 404
    said = {"text": "Did anybody ask?", "kind": "note", "disclosure-degree": "none"}
    noted = his.post(f"{at}/notes/solution", data=said)
    assert (noted.status_code, "Did anybody ask?" in noted.text) == (410, True)
    mine.post(f"{at}/sharing")  # which gives it another address
    assert (his.get(at).status_code, strange.get(at).status_code) == (410, 404)


def test_who_may_know_is_told_that_a_pattern_is_a_draft_again(scene, signed_in, writing):
    pattern, ada, ben, dot = scene
    with writing():
        row = here(pattern)[0]
        staging.propose(row, by=here(ada)[0].person, now=START + 2 * DAY)
        at = f"/patterns/{row.slug}"
        staging.take_back(row, by=here(ada)[0].person, now=START + 3 * DAY)
    said = {"interest": "I have none.", "words": "It helps me.", "verdict": "ready"}

    for who in (ada, ben):
        for path in ("reviews", "known-uses"):
            sent = signed_in(who).post(f"{at}/{path}", data=said)
            told = "is a draft again" in sent.text, "It helps me." in sent.text
            assert (sent.status_code, *told) == (409, True, True)
    for path in (at, "/patterns/nothing-here"):
        sent = signed_in(dot).post(f"{path}/reviews", data=said)
        assert (sent.status_code, "draft" in sent.text) == (404, False)
