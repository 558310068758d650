"""Whoever was writing of a pattern as it was retired is told so, and has their words back."""

import pytest

from community.accounts.models import Role
from community.patterns import curating, objecting
from tests.factories import START, make_community, make_member
from tests.patterns.build import proposed, used

WORDS = "What I had typed."


@pytest.mark.engines("sqlite")
def test_nothing_typed_is_lost_where_a_pattern_was_retired_meanwhile(signed_in, writing):
    with writing():
        make_community()
        ada, ben, kim = make_member("Ada"), make_member("Ben"), make_member("Kim", Role.CURATOR)
        pattern = proposed(ada)
        used(pattern, ben)
        objecting.object_to(pattern, "Too early.", by=ben.person, now=START)
        curating.retire(pattern, why="Old.", successor=None, by=kim.person, now=START)
        page = f"/patterns/{pattern.slug}"
    hers, his, curators = signed_in(ada), signed_in(ben), signed_in(kim)
    sent = (
        (hers, f"{page}/revisions", "solution"),
        (hers, "/pattern-objections/1/answer", "words"),
        (his, f"{page}/reviews", "words"),
        (his, f"{page}/objections", "words"),
        (his, f"{page}/known-uses", "limits"),
        (his, "/known-uses/1", "limits"),
        (his, f"{page}/suggestions", "solution"),
        (curators, f"{page}/curator-word", "word"),
        (curators, "/known-uses/1/verification", "word"),
    )
    for who, path, name in sent:
        answer = who.post(path, data={name: WORDS})
        told = "it is kept as it is, for the record" in answer.text
        assert (path, answer.status_code, told) == (path, 409, True)
        assert (path, WORDS in answer.text) == (path, True)
    review = {"words": "Outdated.", "interest": "nothing", "verdict": "concern"}
    told = his.post(f"{page}/reviews", data=review).text
    assert [one in told for one in ("Outdated.</", "nothing</", "I have a concern</")] == [True] * 3
    assert his.get(f"{page}/reviews/new").status_code == 403
