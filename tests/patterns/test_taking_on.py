"""A draft whose author has left is taken on by somebody who was invited to it."""

import pytest

from app import HOLDINGS
from community.accounts.models import Role
from community.accounts.stewardship import grant_role
from community.errors import Refusal
from community.holdings import erase_all
from community.patterns import inviting, known_uses, staging
from community.patterns.invitation_models import MayDo
from community.patterns.stage_queries import evidence_of
from tests.factories import START, make_community, make_member
from tests.patterns.build import DAY, here, invited, proposed, revised, revised_draft, used

pytestmark = pytest.mark.engines("sqlite")


def test_whoever_was_invited_takes_a_left_draft_on_and_proposes_it(client, signed_in, writing):
    with writing():
        make_community()
        pattern, ada, ben, cyd = revised_draft()
        invited(pattern, ben, MayDo.WRITE)
        invited(pattern, cyd)
        revised(pattern, ben, now=START + 2 * DAY, forces="Time.", sources=())
    at, his, hers = f"/patterns/{pattern.slug}", signed_in(ben), signed_in(cyd)
    assert his.post(f"{at}/authorship").status_code == 403
    with writing():
        erase_all(HOLDINGS, ada.person_id, now=START + 3 * DAY)
    assert his.get(f"{at}/proposal").status_code == 403
    assert ("Take it on" in his.get(at).text, "Take it on" in hers.get(at).text) == (True, False)
    assert hers.post(f"{at}/authorship").status_code == 403  # who was asked to read it alone
    with writing():
        grant_role(here(cyd)[0], Role.CURATOR, by=None, now=START)
    assert "Take it on" in hers.get(at).text

    assert his.post(f"{at}/authorship").location == at
    assert "Take it on" not in hers.get(at).text
    assert hers.post(f"{at}/authorship").status_code == 403
    with writing():
        (row,), (second,) = here(pattern), here(cyd)
        for _twice in range(2):
            inviting.take_on(row, by=here(ben)[0].person, now=START + 4 * DAY)
        with pytest.raises(Refusal, match="Somebody else looks after it"):
            inviting.take_on(row, by=second.person, now=START + 4 * DAY)
    assert "Cyd" in his.get(f"{at}/invitations").text
    seen = his.get(f"{at}/proposal").text.partition('name="seen" value="')[2].partition('"')[0]
    sent = his.post(f"{at}/proposal", data={"agreed": "yes", "seen": seen})
    assert (sent.status_code, client.get(sent.location).status_code) == (303, 200)
    with writing():
        assert here(pattern)[0].author_id == ben.person_id


def test_what_somebody_said_of_it_before_they_took_it_on_confirms_it_no_more(writing):
    with writing():
        make_community()
        ada, ben = make_member("Ada"), make_member("Ben")
        pattern = proposed(ada)
        use = used(pattern, make_member("Cyd"))
        known_uses.verify_use(use, by=ben.person, now=START)
        before = evidence_of(pattern)
        staging.take_back(pattern, by=ada.person, now=START + DAY)
        invited(pattern, ben, MayDo.WRITE)
    with writing():
        erase_all(HOLDINGS, ada.person_id, now=START + 3 * DAY)
    with writing():
        (row,), (author,) = here(pattern), here(ben)
        inviting.take_on(row, by=author.person, now=START + 4 * DAY)
        after = evidence_of(row)
    assert (before.verified_uses, after.verified_uses) == (1, 0)
