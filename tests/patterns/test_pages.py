"""The library to read: lists by facets, patterns, their revisions; drafts for nobody else."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from community.db import db
from community.patterns import seeding, staging
from community.patterns.content import Audience, Check, missing
from community.patterns.facets import Door, Effort, Moment, People, Stage
from community.patterns.listing_queries import counts
from community.patterns.models import Pattern
from tests.factories import START, make_community, make_member
from tests.patterns.build import CONTENT, draft, proposed, revised


@pytest.fixture
def library(writing):
    with writing():
        make_community()
        seeding.write(now=START)


def test_the_library_begins_with_sixteen_patterns_once(library, client, writing):
    with writing():
        assert seeding.write(now=START) == 0

    page = client.get("/patterns").text

    assert page.count('class="pattern-row"') == 16
    for door in (
        *(f"role={one.value}" for one in Door),
        *(f"moment={one.value}" for one in Moment),
    ):
        assert page.count(f'href="/patterns?{door}"') == 2, (
            door
        )  # at the top, and where one narrows
    inside = client.get("/patterns?role=funder").text
    assert inside.count("At this moment") + inside.count("For your work as") == 0
    assert 0 < inside.count('class="pattern-row"') < 16
    pattern = client.get("/patterns/both-columns").text
    assert "Written up, with few confirmed uses" in pattern
    assert "A draft was" not in pattern
    assert "Drafted mostly with a tool" in pattern
    assert "Fork-Ready Governance" in pattern


def test_facets_narrow_the_list_and_tell_how_much_there_is(library, client, app):
    page = client.get("/patterns?dimension=environment&stage=emerging&role=nonsense").text

    assert 'href="/patterns/carbon-line"' in page
    assert 'href="/patterns/both-columns"' not in page
    with app.app_context():
        found = counts({"dimension": "environment"})["stage"]["emerging"]
    assert page.count('class="pattern-row"') == found > 0
    nothing = client.get("/patterns?dimension=environment&stage=proven").text
    assert "No pattern has all of that yet" in nothing


@pytest.mark.engines("sqlite")
def test_what_a_visitor_narrowed_is_sent_again_and_puts_nothing_else_out(
    library, client, app, queries, writing
):
    before = len(app.extensions["kept"])
    path = "/patterns?dimension=environment&stage=emerging"
    first = client.get(path)
    with queries() as sent:
        assert client.get(path).data == first.data
    assert (sent, len(app.extensions["kept"])) == ([], before)

    with writing():
        carbon = db.session.scalars(select(Pattern).where(Pattern.slug == "carbon-line")).one()
        staging.move(carbon, Stage.RETIRED, by=None, now=START, why="Old.")

    assert 'href="/patterns/carbon-line"' not in client.get(path).text


@pytest.mark.engines("sqlite")
def test_a_draft_is_read_by_its_author_alone_unless_it_is_shared(client, signed_in, writing):
    with writing():
        make_community()
        ada, ben = make_member("Ada"), make_member("Ben")
        pattern = draft(ada, title="Secret canary")
    paths = [f"/patterns/{pattern.slug}{more}" for more in ("", "/revisions", "/revisions/1")]
    mine, his = signed_in(ada), signed_in(ben)

    def answers(reader):
        return {reader.get(path).status_code for path in paths}

    assert (answers(mine), answers(his), answers(client)) == ({200}, {404}, {404})
    assert "canary" not in client.get("/patterns").text + his.get("/patterns").text
    assert "no-store" in mine.get(paths[0]).headers["Cache-Control"]
    with writing():
        db.session.get_one(Pattern, pattern.id).shared_at = START
    assert (answers(his), answers(client)) == ({200}, {200})
    assert "canary" not in client.get("/patterns").text


@pytest.mark.engines("sqlite")
def test_the_address_of_a_draft_leads_to_what_it_became(client, writing):
    with writing():
        make_community()
        pattern = proposed(make_member())

    answer = client.get(f"/patterns/{pattern.drafted_as}")

    assert answer.location == "/patterns/ask-who-is-missing"


@pytest.mark.engines("sqlite")
def test_the_business_reads_the_same_facts_from_its_side(client, writing):
    checks = (
        Check("Asked by all?"),
        Check("Asked by people?", audience=Audience.COMMUNITY),
        Check("Asked by payers?", audience=Audience.BUSINESS),
    )
    words = {"tension": "Slower for us.", "business_tension": "Slower for you."}
    with writing():
        make_community()
        ada = make_member()
        proposed(ada, checks=checks, for_people="Heard.", for_business="Kept.", **words)

    as_community = client.get("/patterns/ask-who-is-missing").text
    as_business = client.get("/patterns/ask-who-is-missing?for=business").text

    for page, mine, others in (
        (as_community, ("Asked by people?", "Slower for us."), ("payers", "for you")),
        (as_business, ("Asked by payers?", "Slower for you."), ("by people?", "for us.")),
    ):
        assert all(word in page for word in (*mine, "Asked by all?", "Heard.", "Kept."))
        assert not any(word in page for word in others)
    for page in (as_community, as_business):
        assert "Written for" not in page
    with writing():
        proposed_for = replace(CONTENT, checks=checks[1:2])
        ada = db.session.merge(ada)
        pattern = draft(ada, title="One Side")
        assert missing(proposed_for) == ["checks"]
        assert missing(replace(CONTENT, checks=checks[1:])) == []
        staging.propose(pattern, by=ada.person, now=START)
        revised(pattern, ada, checks=checks[1:2])
    borrowed = client.get("/patterns/one-side?for=business").text
    assert "Asked by people?" in borrowed
    assert "Written for the community" in borrowed
    assert "Written for the community" not in client.get("/patterns/one-side").text
    assert "deserve equal mention" not in as_community
    assert as_community.index("Heard.") < as_community.index("Kept.")
    assert as_business.index("Kept.") < as_business.index("Heard.")


@pytest.mark.engines("sqlite")
def test_a_visitor_is_sent_what_was_kept_until_the_pattern_changes(client, writing, app):
    with writing():
        make_community()
        ada = make_member()
        pattern = proposed(ada)
    path = "/patterns/ask-who-is-missing"
    first = client.get(path)
    again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304

    with writing():
        revised(db.session.get_one(Pattern, pattern.id), ada, solution="Ask them twice.")
    later = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert "Ask them twice." in later.text

    with writing():
        staging.move(
            db.session.get_one(Pattern, pattern.id), Stage.RETIRED, by=None, now=START, why="Old."
        )
    assert "Kept for the record" in client.get(path).text
    assert CONTENT.title not in client.get("/patterns").text
    assert CONTENT.title in client.get("/patterns?stage=retired").text
    assert CONTENT.solution in client.get(f"{path}/revisions/1").text
    assert client.get(f"{path}/revisions/9").status_code == 404


@pytest.mark.engines("sqlite")
def test_a_pattern_leads_to_others_by_every_facet_it_has(client, writing):
    with writing():
        make_community()
        given = {"effort": Effort.HOURS, "people": People.FEW}
        proposed(make_member("Ada"), moments=(Moment.STARTING,), **given)
    page = client.get("/patterns/ask-who-is-missing").text

    for facet in ("dimension=trust", "infrastructure=governance", "role=facilitator"):
        assert f'href="/patterns?{facet}"' in page
    for facet in ("moment=starting", "effort=hours", "people=few", "tag=meetings"):
        assert f'href="/patterns?{facet}"' in page


@pytest.mark.engines("sqlite")
def test_tags_are_offered_with_their_counts_and_narrow_with_the_rest(client, writing):
    with writing():
        make_community()
        ada = make_member()
        for number, tags in enumerate((("one", "both"), ("both",), ("two",)), start=1):
            proposed(ada, title=f"Number {number}", tags=tags)
    shown = client.get("/patterns").text
    assert 'href="/patterns?tag=both"' in shown
    assert shown.index("?tag=both") < shown.index("?tag=one") < shown.index("?tag=two")
    narrowed = client.get("/patterns?tag=one").text
    assert 'href="/patterns?tag=one" aria-current="true"' in narrowed
    assert "Number 2" not in narrowed
