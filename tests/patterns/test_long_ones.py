"""Patterns that are longer than one may be, from when more was kept."""

import pytest

from community.patterns.content import LONGEST_IN_ALL, TOO_MUCH
from tests.factories import make_community, make_member
from tests.patterns.build import draft
from tests.patterns.test_writing_pages import standing, typed

pytestmark = pytest.mark.engines("sqlite")


def test_what_is_longer_than_a_pattern_may_be_by_now_is_changed_as_long_as_it_does_not_grow(
    signed_in, writing, app
):
    names = ["context", "problem", "solution", "seen"]
    long = dict.fromkeys(names, "word " * (LONGEST_IN_ALL // 19))
    with writing():
        make_community()
        ada = make_member("Ada")
        slug = draft(ada, **long).slug
    mine, at = signed_in(ada), f"/patterns/{slug}"

    grown = mine.post(f"{at}/revisions", data=typed(**long, avoid="More of it.", over=1))
    changed = mine.post(f"{at}/revisions", data=typed(**long, title="Ask Early", over=1))
    suggested = mine.post(
        f"{at}/suggestions",
        data=long | {"section": names, "seen": long["seen"][5:], "over": 2},
    )

    assert grown.status_code == 422
    assert TOO_MUCH in grown.text
    assert (changed.status_code, suggested.status_code) == (303, 303)
    assert standing(slug, app).content.title == "Ask Early"
