"""The library as a picture, which says what the table and the list below it say."""

import re

import pytest
from playwright.sync_api import expect

from community.db import db
from community.patterns import staging
from community.patterns.facets import Dimension, Infrastructure, Stage
from community.patterns.models import PatternRelation, Relation
from community.patterns.picturing import matrix, star
from tests.browser import DESKTOP, PHONE
from tests.factories import START, make_community, make_member
from tests.patterns.build import draft, emerging, proposed


def test_a_bar_is_as_long_as_there_are_patterns():
    counts = {("trust", "governance", "proven"): 1, ("trust", "governance", "proposed"): 3}
    cells = {(c.dimension, c.infrastructure): c for _, row in matrix(counts).rows for c in row}

    full = cells[Dimension.TRUST, Infrastructure.GOVERNANCE]
    assert (full.count, [(p.stage, p.count) for p in full.parts]) == (
        4,
        [("proven", 1), ("proposed", 3)],
    )
    assert full.parts[1].width == 3 * full.parts[0].width
    assert full.parts[1].x == full.parts[0].x + full.parts[0].width
    assert sum(cell.count for cell in cells.values()) == 4
    assert len(cells) == 24


def test_no_two_patterns_of_a_star_stand_at_one_place():
    drawn = star("A", [("uses", f"b{n}", "B" * 80) for n in range(12)])

    assert len({line.y for line in drawn.lines}) == 12
    assert max(line.y for line in drawn.lines) < drawn.height
    assert all(len(line.short) <= 40 for line in drawn.lines)
    assert star("A", []).lines == ()


def test_no_title_runs_out_of_the_picture():
    plain = "Ask Everybody Who Is Missing in the Room"
    titles = [plain, "足りない人を尋ねる" * 4, "W" * 40, "e" * 80]
    drawn = star("W" * 40, [("uses", f"b{number}", title) for number, title in enumerate(titles)])

    assert [len(line.short) for line in drawn.lines[1:]] == [20, 20, 38]
    assert (drawn.lines[0].short, drawn.short) == (plain, "W" * 13 + "…")
    assert star("足りない人を尋ねる" * 4, []).short == "足りない人を尋ねる足りない…"


@pytest.mark.engines("sqlite")
def test_what_is_drawn_is_said_below_and_nothing_hidden_is(client, writing):
    with writing():
        make_community()
        ada = make_member("Ada")
        first, other = emerging(ada), proposed(ada, title="Decide Without Them")
        gone, hidden = proposed(ada, title="Gone"), draft(ada, title="Hidden")
        staging.move(gone, Stage.RETIRED, by=ada.person, now=START, why="Old.")
        for to, kind in ((other, Relation.CONTRADICTS), (hidden, Relation.USES)):
            said = {"note": "One asks.", "by_id": ada.person_id, "at": START}
            row = PatternRelation(pattern_id=first.id, other_id=to.id, kind=kind, **said)
            db.session.add(row)
    page = client.get("/patterns/picture").text
    drawn = re.findall(r'aria-label="(\w+), governance: (\d) patterns"', page)
    assert drawn == [("Intention", "2"), ("Trust", "2")]
    below = page[page.index("<table") :]
    assert below.count("2 patterns</a><br>1 emerging<br>1 proposed") == 2
    assert "/patterns?dimension=trust&amp;infrastructure=governance" in page

    around = client.get(f"/patterns/picture?relations={first.slug}").text
    assert around.count("Decide Without Them") == 2
    assert "One asks." in around
    assert "Hidden" not in around
    wrong = client.get("/patterns/picture?relations=Hidden").text
    assert "No pattern of the library is called that" in wrong


@pytest.mark.engines("sqlite")
def test_on_a_phone_the_list_stands_alone_and_it_says_how_to_see_the_rest(open_page, writing):
    with writing() as session:
        make_community()
        ada = make_member("Ada")
        one, other = proposed(ada), proposed(ada, title="Other")
        said = {"kind": Relation.USES, "other_id": other.id, "by_id": ada.person_id, "at": START}
        session.add(PatternRelation(pattern_id=one.id, **said))
        slug = one.slug
    page = open_page(f"/patterns/picture?relations={slug}", look=PHONE)
    lines, hint = page.locator(".picture-star"), page.locator(".picture-hint")

    expect(page.locator(".picture-related")).to_contain_text("Other")
    expect(lines).to_be_hidden()
    expect(hint).to_be_visible()
    page.set_viewport_size(DESKTOP.context["viewport"])
    expect(lines).to_be_visible()
    expect(hint).to_be_hidden()
