"""The page of the search, the same as data, and the palette."""

from dataclasses import replace

import pytest

from community.access import VISITOR, may
from community.calls import changing
from community.calls.models import Call, Visibility
from community.calls.queries import sittings_of
from community.db import db
from community.notes import removing
from community.patterns import adapting, inviting, staging
from community.patterns.models import Pattern
from community.patterns.naming import take_name_off
from community.patterns.note_source_models import PatternNoteSource
from community.patterns.queries import standing_of
from community.search.policies import Permission
from tests.agendas.build import make_evening, proposed
from tests.factories import START, make_community, make_member
from tests.notes.saying import say
from tests.patterns.build import draft, invited, revised
from tests.patterns.build import proposed as pattern_proposed

pytestmark = [pytest.mark.engines("sqlite"), pytest.mark.usefixtures("in_january")]


@pytest.fixture
def scene(writing):
    """An evening about licences with many notes, a proposal, and one for members."""
    with writing():
        make_community()
        ola, mia = make_member("Ola"), make_member("Mia")
        call = make_evening(ola, title="Licences in the evening")
        other = make_evening(ola, title="Licences among us")
        other.own_visibility = Visibility.MEMBERS
        proposed(call, mia, "Which <b>licence</b>?")
        for number in range(23):
            say(call, mia, f"Note {number} on licences & more.")
    return ola, mia, call


def test_everybody_may_look_things_up(app):
    with app.app_context():
        assert may(VISITOR, Permission.FIND)


def test_the_page_shows_some_of_each_kind_and_all_of_one_in_pieces(scene, client, signed_in):
    _, mia, call = scene
    page = client.get("/search?q=licen").text

    assert 'value="licen"' in page
    assert "<mark>Licences</mark> in the evening" in page
    assert "Which &lt;b&gt;<mark>licence</mark>&lt;/b&gt;?" in page
    assert "on <mark>licences</mark> &amp; more." in page
    assert page.count("Note on Licences in the evening") == 5
    assert 'Notes <span class="found-count">23</span>' in page
    assert "Licences</mark> among us" not in page
    assert f"/calls/{call.slug}/agenda#item-1" in page
    notes = client.get("/search?q=licen&kind=note").text
    assert (notes.count("Note on"), "Which" in notes) == (20, False)
    following = notes.partition('rel="next" href="')[2].partition('"')[0].replace("&amp;", "&")
    assert client.get(following).text.count("Note on") == 3
    assert "Licences</mark> among us" in signed_in(mia).get("/search?q=licen").text
    assert client.get("/search?q=licen&kind=none&after=t99&after=&x=1").status_code == 200
    assert client.get("/search?q=licen&kind=note&after=w" + "9" * 40).status_code == 200


def test_the_page_says_what_it_is_for_and_that_nothing_was_found(scene, client):
    assert "beginning is enough" in client.get("/search").text
    assert "Nothing here says that" in client.get("/search?q=zebra").text


def test_it_can_be_had_as_data(scene, client, signed_in):
    _, mia, _ = scene
    told = client.get("/search.json?q=licen").json
    found = [(one["kind"], one["title"]) for one in told["results"][:2]]

    assert found == [("call", "Licences in the evening"), ("item", "Which <b>licence</b>?")]
    assert told["results"][1]["call"]["title"] == "Licences in the evening"
    assert told["results"][2]["url"].startswith("http://localhost")
    assert signed_in(mia).get("/search.json?q=among").json["results"][0]["kind"] == "call"
    assert client.get("/search.json?q=among").json["results"] == []
    assert "after=" in client.get("/search.json?q=licen&kind=note").json["next"]


def test_nobody_keeps_what_is_for_members_and_made_up_queries_fill_nothing(
    scene, client, signed_in, app
):
    before = len(app.extensions["kept"])
    theirs = signed_in(scene[1])
    for path in ("/search?q=licen", "/palette?q=licen", "/search.json?q=licen"):
        given = client.get(path)
        assert "public" in given.headers["Cache-Control"]
        again = client.get(path, headers={"If-None-Match": given.headers["ETag"]})
        assert again.status_code == 304
        assert theirs.get(path).headers["Cache-Control"] == "private, no-store"
    assert len(app.extensions["kept"]) == before


def test_what_was_asked_before_is_found_anew_once_anything_of_it_is_other(
    scene, writing, client, queries
):
    ola, *_ = scene
    with writing():
        one = pattern_proposed(db.session.merge(ola), title="Licences before work")
    asked = "/palette?q=licences+bef"
    assert "Licences before work" in client.get(asked).text
    with queries() as sent:
        assert "Licences before work" in client.get(asked).text
    assert sent == []
    with writing():
        revised(db.session.merge(one), by=db.session.merge(ola), title="Licences beforehand")
    assert "Licences beforehand" in client.get(asked).text
    with writing():
        take_name_off(db.session.merge(one), by=db.session.merge(ola).person, now=START)
    assert f"{ola.name}," not in client.get(asked).text


def test_a_credit_is_found_anew_once_those_it_goes_back_to_are_not_named(scene, writing, client):
    ola, mia, call = scene
    with writing() as session:
        noa = make_member("Noa")
        note = say(session.merge(call), noa, "Ask the okapi first.")
        source = pattern_proposed(session.merge(ola), title="Source")
        begun = {"pattern_id": source.id, "note_id": note.id, "by_id": ola.person_id}
        session.add(PatternNoteSource(**begun, at=START))
        at, his = "https://example.org", {"by": session.merge(mia).person, "now": START}
        mine = adapting.adapt(source, f"{at}/patterns/source/revisions/{{}}".format, **his)
        first, *rest = standing_of(mine).content.sources
        told = {"sources": (replace(first, changes="Shorter."), *rest)}
        revised(mine, session.merge(mia), title="Licences before work", **told)
        staging.propose(mine, **his)
    asked = "/palette?q=licences+bef"
    assert "“Source” by Noa and Ola (CC" in client.get(asked).text

    with writing() as session:
        removing.remove(session.merge(note), by=session.merge(noa), now=START)
    assert "“Source” by Ola and others (CC" in client.get(asked).text
    with writing() as session:
        take_name_off(session.merge(source), by=session.merge(ola).person, now=START)
    assert "“Source” by people who are not named (CC" in client.get(asked).text


def test_a_draft_is_found_by_whom_its_author_invites_as_long_as_they_are(
    scene, writing, client, signed_in
):
    with writing():
        ada, ben, cyd = (make_member(name) for name in ("Ada", "Ben", "Cyd"))
        row = invited(draft(ada, title="Ask the Okapi"), ben)
    his, others = signed_in(ben), signed_in(cyd)
    paths = "/palette?q=okapi", "/search?q=okap", "/search?q=okapi&kind=pattern"
    for path in paths:
        assert "Ask the <mark>Okapi</mark>" in his.get(path).text
        assert "Okapi</mark>" not in client.get(path).text + others.get(path).text
    with writing() as session:
        inviting.withdraw(session.merge(row), now=START)
    assert [path for path in paths if "Okapi</mark>" in his.get(path).text] == []


def test_the_palette_gives_three_results_patterns_first(scene, writing, client, signed_in):
    ola, *_ = scene
    with writing():
        one = draft(db.session.merge(ola), title="Licences before work")
    page = client.get("/palette?q=licen").text
    begun = signed_in(ola).get("/palette?q=licen").text

    assert ("3 results" in page, page.count("<li>"), page.count("<time ")) == (True, 3, 3)
    assert ("before work" in page, "before work" in begun) == (False, True)
    assert begun.index("before work") < begun.index("in the evening")
    assert "data-put" not in begun  # nobody cites a draft
    with writing():
        staging.propose(
            db.session.get_one(Pattern, one.id), by=db.session.merge(ola).person, now=START
        )
    shown = client.get("/palette?q=licen").text
    assert 'data-put="[[licences-before-work]]"' in shown
    assert "Name them, and ask them before the date.</span>" in shown
    assert "by Ola, Open Source Practitioners: http" in shown
    assert "Nothing here says that" in client.get("/palette?q=zebra").text
    assert "<ul" not in client.get("/palette").text


def test_what_was_cancelled_says_so(scene, writing, client):
    _, _, call = scene
    with writing():
        held = db.session.get_one(Call, call.id)
        changing.cancel(
            sittings_of(held)[0], by=db.session.merge(scene[0]), reason="Ill.", now=START
        )
    assert "Cancelled" in client.get("/search?q=evening&kind=call").text
