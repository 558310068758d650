"""Ways past the reading of first links: what is said again, taken, put back, or leads nowhere."""

import pytest
from sqlalchemy import select

from community.accounts.models import Role
from community.db import db, locked
from community.first_links import are_known
from community.patterns import collecting, staging
from community.patterns.collecting import CollectionDraft, EntryDraft
from community.patterns.collection_models import Openness
from community.patterns.held_models import LibraryHold
from community.patterns.models import Pattern, Relation
from community.patterns.relating import relate
from community.patterns.suggesting_relations import Saying
from community.patterns.suggestion_models import SuggestedRelation
from tests.factories import START, make_community, make_member
from tests.patterns.build import (
    DAY,
    collected,
    draft,
    proposed,
    revised,
    suggested,
    suggested_relation,
    used,
)
from tests.patterns.test_links_mended import OLD, fail
from tests.patterns.test_writing_pages import typed

pytestmark = pytest.mark.usefixtures("in_january")

LINK = "https://spam.example/x"
WORDS = {"title": "Riverside", "about": f"See {LINK} first.", "openness": "public"}
NOT_YET = "Nobody has read a link of yours before."


@pytest.fixture
def people(writing):
    with writing():
        make_community()
        return {name: make_member(name) for name in ("Ben", "Ada", "Zoe")} | {
            "Cleo": make_member("Cleo", Role.CURATOR)
        }


@pytest.fixture
def waits(reading):
    """A function that says how much waits or waited."""

    def look():
        with reading() as session:
            return len(session.scalars(select(LibraryHold)).all())

    return look


def _propose(person, at, seen=1):
    return person.post(f"{at}/proposal", data={"agreed": "yes", "seen": str(seen), "why": "x"})


@pytest.mark.parametrize(
    "words",
    [
        "Write scheme:// and so on.",
        "See {here}/notes/abc.",
        "See {here}.",
    ],
)
def test_what_leads_nowhere_else_makes_no_links_known(
    people, signed_in, writing, waits, settings, client, words
):
    here, secure = settings.base_url, settings.base_url.replace("http:", "https:")
    with writing():
        at = draft(people["Ben"], title="Mine", sources=(), solution=words.format(here=here)).slug
        used(
            proposed(people["Zoe"], sources=()),
            people["Ben"],
            url=f"{secure}/patterns",
        )
    his = signed_in(people["Ben"])
    assert (_propose(his, f"/patterns/{at}").status_code, waits()) == (303, 0)
    with writing():
        assert not are_known(people["Ben"].id)
    sent = his.post("/collections", data=WORDS)
    assert (sent.status_code, waits()) == (303, 1)
    assert "spam.example" not in client.get("/collections").text


@pytest.mark.engines("sqlite")
@pytest.mark.parametrize(
    "words",
    [
        "<mailto:spam@evil.example?body={here}/x>",
        "[Here](https://evil.example/?{here}/)",
        "[Here]({here}@evil.example/x)",
        "```\nAn example",  # and what follows is no part of it
    ],
)
def test_what_only_names_this_place_leads_elsewhere(
    people, signed_in, writing, waits, settings, words
):
    said = words.format(here=settings.base_url)
    more = {} if "evil" in said else {"problem": f"See {LINK}."}
    with writing():
        row = draft(people["Ben"], title="Mine", sources=(), context=said, **more)
        at = f"/patterns/{row.slug}"
    _propose(signed_in(people["Ben"]), at)

    assert waits() == 1


def test_no_first_link_comes_in_with_other_words_for_a_suggestion(
    people, signed_in, client, writing
):
    with writing():
        row = proposed(people["Ben"], title="Mine", sources=())
        number = suggested(row, people["Ada"], summary="Another summary.").id
        page = f"/patterns/{row.slug}"
    words = {"title": "Mine", "summary": "Another summary.", "solution": f"See {LINK} and ask."}
    words |= {"sources-0-url": ""}
    at = f"/pattern-suggestions/{number}/wording"
    his = signed_in(people["Ben"])
    answer = his.post(at, data=typed(**words) | {"over": "1"})
    assert (answer.status_code, NOT_YET in answer.text, LINK in answer.text) == (409, True, True)
    assert "spam.example" not in client.get(page).text
    assert his.post(at, data=typed(**words | {"solution": "Ask."}) | {"over": "1"}).location


@pytest.mark.parametrize("is_known", [False, True])
def test_what_was_suggested_in_a_draft_is_taken_where_links_are_known(
    people, signed_in, client, writing, is_known
):
    with writing():
        if is_known:
            proposed(people["Ada"], title="With sources")
        row, other = (
            draft(people["Ben"], title="Mine", sources=()),
            proposed(people["Zoe"], sources=()),
        )
        number = suggested(row, people["Ada"], summary=f"As {LINK} says.").id
        saying = Saying(Relation.COMPLEMENTS, other, f"See {LINK}")
        relation = suggested_relation(row, people["Ada"], saying).id
        part = db.session.scalars(select(SuggestedRelation.id)).one()
        staging.propose(row, by=people["Ben"].person, now=START)
        at = f"/patterns/{row.slug}"
    his = signed_in(people["Ben"])
    for one, taken, refused in ((number, "summary", 422), (relation, f"relation-{part}", 409)):
        data = {"sections": taken, "over": "1"}
        answer = his.post(f"/pattern-suggestions/{one}/acceptance", data=data)
        assert answer.status_code == (303 if is_known else refused)
        assert (NOT_YET in answer.text) is not is_known
    for page in (at, f"{at}/relations"):
        assert ("spam.example" in client.get(page, follow_redirects=True).text) is is_known, page


def test_what_was_said_between_two_proposals_is_read_first(
    people, signed_in, client, writing, waits
):
    with writing():
        row, ben = draft(people["Ben"], title="Mine", sources=()), people["Ben"]
        staging.propose(row, by=ben.person, now=START)
        staging.take_back(row, by=ben.person, now=START, why="x")
        revised(row, ben, solution=f"See {LINK}.")
        revised(row, ben, solution="Ask again.")
        at = f"/patterns/{row.slug}"
    assert (_propose(signed_in(ben), at, 3).status_code, waits()) == (303, 1)
    assert "spam.example" not in client.get(f"{at}/revisions/2", follow_redirects=True).text
    upkeep = signed_in(people["Cleo"]).get("/patterns/suggestions?upkeep").text
    assert f"In its history: {LINK}" in upkeep


def test_no_first_link_is_put_back_into_what_others_read(
    people, signed_in, client, writing, reading
):
    ben = people["Ben"]
    with writing():
        row = collected(ben, title="Open", openness=Openness.PRIVATE)
        pattern, why = proposed(people["Zoe"], sources=()), EntryDraft(f"See {LINK}")
        entry = collecting.put_in(row, pattern, why, by=ben.person, now=START)
        collecting.take_out(entry, by=ben.person, now=START)
        opened = CollectionDraft("Open", "", Openness.PUBLIC)
        collecting.change(row, opened, version=row.version, by=ben.person, now=START)
        slug, number = row.slug, entry.id
    answer = signed_in(ben).post(f"/collections/{slug}/entries/{number}/removal/withdrawal")
    assert (answer.status_code, NOT_YET in answer.text) == (409, True)
    assert "spam.example" not in client.get(f"/collections/{slug}").text


@pytest.mark.engines("sqlite")
def test_no_first_link_comes_in_as_the_mended_one_of_another(
    people, signed_in, client, writing, app, at
):
    with writing():
        row = proposed(people["Ben"], title="Mine", sources=())
        number, page = used(row, people["Ada"], url=OLD).id, f"/patterns/{row.slug}"
    fail(app, at)
    data = {"url": LINK}
    with at(START + 4 * DAY):
        answer = signed_in(people["Ben"]).post(f"/known-uses/{number}/link", data=data)
        assert (answer.status_code, NOT_YET in answer.text) == (422, True)
        assert "spam.example" not in client.get(page).text


def test_what_is_opened_at_the_same_moment_is_looked_at_as_it_is_then(
    people, signed_in, client, writing, monkeypatch
):
    ben, put_in = people["Ben"], collecting.put_in
    with writing():
        slug = collected(ben, openness=Openness.PRIVATE).slug
        page = f"/patterns/{proposed(people['Zoe'], sources=()).slug}"

    def open_first(row, *given, **said):
        opened = CollectionDraft("Open", "", Openness.PUBLIC)
        collecting.change(row, opened, version=row.version, by=ben.person, now=START)
        return put_in(row, *given, **said)

    monkeypatch.setattr(collecting, "put_in", open_first)
    data = {"pattern": page, "why": f"See {LINK}"}
    answer = signed_in(ben).post(f"/collections/{slug}/entries", data=data)
    assert (answer.status_code, NOT_YET in answer.text) == (422, True)
    assert "spam.example" not in client.get("/collections/open").text


def test_what_is_said_beside_a_draft_at_the_same_moment_is_read_first(
    people, signed_in, writing, waits, monkeypatch
):
    ben = people["Ben"]
    with writing():
        row, other = draft(ben, title="Mine", sources=()), proposed(people["Zoe"], sources=())
        number, at = other.id, f"/patterns/{row.slug}"

    def relate_first(model, row_id):
        row, other = locked(model, row_id), db.session.get_one(Pattern, number)
        relate(row, Relation.COMPLEMENTS, other, f"See {LINK}", by=ben.person, now=START)
        return row

    monkeypatch.setattr("community.patterns.holding_proposals.locked", relate_first)
    assert (_propose(signed_in(ben), at).status_code, waits()) == (303, 1)
