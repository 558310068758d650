"""A pattern on paper: that it is retired, why, and what to use in its place."""

import pytest
from playwright.sync_api import expect

from community.accounts.models import Role
from community.patterns import curating
from tests.factories import START, make_community, make_member
from tests.patterns.build import proposed

pytestmark = pytest.mark.engines("sqlite")


def test_what_to_use_in_the_place_of_a_retired_pattern_is_printed(writing, open_page):
    with writing():
        make_community()
        ada, kim = make_member("Ada"), make_member("Kim", Role.CURATOR)
        old, new = proposed(ada, title="The Old Way"), proposed(ada, title="The New Way")
        curating.retire(old, why="It is old.", successor=new, by=kim.person, now=START)
        slug = old.slug
    for path in (f"/patterns/{slug}", f"/patterns/{slug}/revisions/1"):
        page = open_page(path)
        page.emulate_media(media="print")
        expect(page.get_by_text("It is old.").first).to_be_visible()
        expect(page.get_by_role("link", name="The New Way").first).to_be_visible()
        expect(page.get_by_role("button")).to_have_count(0)
