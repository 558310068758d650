"""People and business are told of alike, and each reads a pattern from its own side."""

import pytest

from community.patterns.content import Audience, Check
from tests.factories import make_community, make_member
from tests.patterns.build import draft, proposed
from tests.patterns.test_writing_pages import typed

pytestmark = pytest.mark.engines("sqlite")


def test_whoever_writes_is_told_gently_where_one_contract_is_silent(client, signed_in, writing):
    said = {"for_business": "It saves a quarter of the cost."}
    with writing():
        make_community()
        ada = make_member("Ada")
        slug = proposed(ada, **said).slug
        begun = draft(ada, title="Decide Without Them", **said).slug
    mine = signed_in(ada)
    less, there = "People are mentioned less than the business here.", f"/patterns/{slug}"

    for page in (there, f"{there}/edit", f"/patterns/{begun}/edit", f"/patterns/{begun}/proposal"):
        assert mine.get(page).text.count(less) == 1, page
    previewed = mine.post("/patterns", data=typed(do="preview", **said)).text
    assert previewed.index("How it will look") < previewed.index(less)
    assert less not in mine.post("/patterns", data=typed(do="preview")).text
    suggest = f"{there}/suggestions/new"
    assert less in mine.get(f"{suggest}?section=for_people").text
    assert less not in mine.get(f"{suggest}?section=problem").text
    other = {"section": "for_people", "for_people": "It leaves a quarter of their time."}
    other |= {"do": "preview", "over": "1"}
    assert less not in mine.post(f"{there}/suggestions", data=other).text
    assert "deserve equal mention" not in client.get(f"/patterns/{slug}").text


def test_another_side_to_read_from_is_offered_where_it_says_something_else(client, writing):
    sides = {"for_people": "Heard.", "for_business": "Kept."}
    with writing():
        make_community()
        ada = make_member("Ada")
        told = {"tension": "Slower.", "business_tension": "Dearer."}
        checks = (Check("Who was asked?", audience=Audience.COMMUNITY),)
        one, other, ordered, borrowed = (
            proposed(ada, title=title, **said).slug
            for title, said in (
                ("Plain", {"tension": "Slower.", "business_tension": "Slower."}),
                ("Told", told),
                ("Ordered", sides),
                ("Borrowed", sides | {"checks": (*checks, Check("Who pays?"))}),
            )
        )
    found = {}
    for slug in (one, other, ordered, borrowed):
        page = client.get(f"/patterns/{slug}").text
        found[slug] = ("Read as the business" in page, "Both read the same words" in page)
    assert found == {
        one: (False, False),
        other: (True, False),
        ordered: (True, True),
        borrowed: (True, False),
    }
