"""What a pattern's page says of it stands wherever else it is shown, and as it was written."""

from dataclasses import replace

import feedparser
import jsonschema
import pytest

from community.accounts.models import Member
from community.disclosures import disclosing
from community.patterns import collecting, curating, suggesting, writing
from community.patterns.collecting import EntryDraft, entries_in_order
from community.patterns.collection_models import Collection
from community.patterns.considered_queries import considered
from community.patterns.credit_queries import is_named_with, unnamed
from community.patterns.models import Pattern
from community.patterns.naming import take_name_off
from tests.factories import START, make_community, make_member
from tests.notes.saying import with_tool
from tests.patterns.build import CONTENT, DAY, collected, proposed, revised, suggested
from tests.search.looking import found

HOSTILE = "Ask @ben, *all* of [[them]] in snake_case."
QUIET = r"Ask \@ben, \*all\* of \[\[them]] in snake_case."
TOOLS = "Assisted-by: Okapi Chat Okapi (Okapi) (some parts; the author checked every claim)"
OLD = "/patterns/ask-who-is-missing"


def with_tools(pattern: Pattern, by: Member) -> None:
    """Other words for the problem, with a tool behind them."""
    said = disclosing.disclose(with_tool("Okapi"), by=by.person, now=START)
    given = {"over": 1, "by": by.person, "disclosure": said, "now": START}
    writing.revise(pattern, replace(CONTENT, problem="They hear of it late."), **given)


@pytest.mark.engines("sqlite")
def test_cards_feed_and_collections_tell_of_tools_and_of_what_to_use_instead(client, writing):
    with writing():
        make_community()
        ada, kim = make_member("Ada"), make_member("Kim")
        old, new = proposed(ada), proposed(ada, title="Ask Everybody")
        with_tools(old, ada)
        shelf = f"/collections/{collected(ada, old).slug}"
    for page in (f"{OLD}/card", f"{shelf}.md"):
        assert TOOLS in client.get(page).text
    news = feedparser.parse(client.get("/patterns/feed.atom").data).entries
    assert [TOOLS in one.rights for one in news] == ["Missing" in one.title for one in news]
    page = client.get(shelf).text
    assert "Drafted partly with Okapi Chat Okapi (Okapi); the author checked every claim." in page
    assert "Today:" not in page
    assert "in its place" not in page

    with writing() as session:
        entry = entries_in_order(session.get_one(Collection, 1))[0]
        collecting.change_entry(entry, EntryDraft("", is_pinned=True), now=START)
        old = revised(session.merge(old), session.merge(ada), problem="They hear.")
        given = {"why": "Too narrow.", "by": session.merge(kim).person, "now": START + DAY}
        curating.retire(old, successor=session.merge(new), **given)
    page = " ".join(client.get(shelf).text.split())
    assert 'Use <a href="/patterns/ask-everybody" lang="en">Ask Everybody</a> in its place.' in page
    assert "> Retired: kept for the record. Use http" in client.get(f"{shelf}.md").text
    assert "Today: Retired" in page
    [entry] = client.get(f"{shelf}.json").json["entries"]
    schema = client.get("/schemas/collection.schema.json").json
    jsonschema.validate(client.get(f"{shelf}.json").json, schema)
    assert (entry["assisted_by"], entry["retired"][:30]) == (
        [TOOLS],
        "Retired: kept for the record. ",
    )


@pytest.mark.engines("sqlite")
def test_words_are_no_marks_in_what_is_made_of_them(client, writing):
    with writing():
        make_community()
        pattern = proposed(make_member("Ada"), summary=HOSTILE, solution="1. Ask first.\n2. Go.")
        shelf = collected(make_member("Eve"), pattern, title="A *Shelf*", about=HOSTILE).slug

    lines = client.get(f"/collections/{shelf}.md").text.splitlines()
    assert (lines[0], lines[2]) == (r"# A \*Shelf\*", f"> {QUIET}")
    assert QUIET in lines
    palette = client.get("/palette?q=missing").text
    assert f'data-take="{HOSTILE} Ask first. (' in palette
    assert f'data-mark="{QUIET} Ask first. (' in palette
    assert QUIET in client.get(f"{OLD}.md").text


@pytest.mark.usefixtures("db_session")
def test_whose_edit_was_declined_is_named_too_and_takes_that_off():
    ada, dee, ben = make_member("Ada"), make_member("Dee"), make_member("Ben")
    pattern = proposed(ada)
    first, last = suggested(pattern, dee), suggested(pattern, dee, summary="Ask.")
    suggesting.withdraw(first, now=START)
    suggested(pattern, ben)
    assert considered(pattern, ()) == []
    suggesting.decline(last, "Not here.", by=ada.person, now=START)

    assert considered(pattern, ()) == ["Dee"]
    assert [is_named_with(one.person_id, pattern) for one in (dee, ben)] == [True, False]
    take_name_off(pattern, by=dee.person, now=START)
    assert considered(pattern, unnamed(pattern)) == []


@pytest.mark.engines("sqlite")
def test_the_kept_page_names_them_and_asks_visitors_to_sign_in(client, signed_in, writing):
    with writing():
        make_community()
        ada, dee = make_member("Ada"), make_member("Dee")
        row = suggested(proposed(ada), dee)
    sign_in = f'<a href="/sign-in?next={OLD}">Sign in to suggest an edit, add a note'
    assert sign_in in client.get(OLD).text
    assert "that were considered" not in client.get(OLD).text

    signed_in(ada).post(f"/pattern-suggestions/{row.id}/refusal", data={"why": "Not here."})

    assert "Suggested edits that were considered: Dee" in client.get(OLD).text
    assert "Sign in to suggest" not in signed_in(dee).get(OLD).text


@pytest.mark.engines("sqlite")
def test_where_little_stands_it_is_asked_at_once_whether_a_tool_was_involved(signed_in, writing):
    long = "Name those who are missing, and ask them. " * 6
    with writing():
        make_community()
        proposed(make_member("Ada"), solution=long)
        ben = make_member("Ben")
    his, new = signed_in(ben), f"{OLD}/suggestions/new?section="
    asks = "disclosure-degree"
    assert [asks in his.get(new + one).text for one in ("summary", "solution", "tags")] == [
        *(True, False, False)
    ]
    given = {"section": "summary", "over": "1", "summary": "Quite other words.", asks: "none"}
    assert his.post(f"{OLD}/suggestions", data=given | {"once": "k"}).status_code == 303


def test_a_link_to_this_place_is_found_by_its_words_and_not_by_its_address(writing, reading):
    with writing():
        solution = "See [[terms-end]] and [this](https://zebra.example/)."
        proposed(make_member("Ada"), solution=solution)

    with reading():
        some = [found(words) != [] for words in ("terms end", "zebra", "patterns")]
        assert some == [True, True, False]


@pytest.mark.engines("sqlite")
def test_the_palette_shows_three_in_all_and_says_so(client, writing):
    with writing():
        make_community()
        ada = make_member("Ada")
        for title in ("Okapi Zebra", "Okapi One", "Okapi Two", "Zebra One", "Zebra Two"):
            proposed(ada, title=title)

    page = client.get("/palette?q=okapi+zebra").text

    assert (page.count("<li>"), "3 results" in page) == (3, True)
    assert "Patterns that say part of it" in page
