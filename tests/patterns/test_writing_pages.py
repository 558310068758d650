"""Writing patterns over HTTP: nothing that was typed is lost, and nothing is written twice."""

import re

import pytest
from sqlalchemy import func, select

from community.accounts.models import Role
from community.db import db
from community.patterns.drafting import NEW, place_of
from community.patterns.facets import Stage
from community.patterns.filling import values_of
from community.patterns.models import Pattern
from community.patterns.queries import standing_of
from tests.factories import make_community, make_member
from tests.patterns.build import CONTENT, draft, proposed, revised

pytestmark = pytest.mark.engines("sqlite")


def typed(**changes: object) -> dict[str, object]:
    """The fields of a form that holds `CONTENT`."""
    values = values_of(CONTENT)
    rows = {
        f"{name}-{number}-{key}": value
        for name in ("checks", "sources")
        for number, row in enumerate(values.pop(name))
        for key, value in row.items()
    }
    return values | rows | {"disclosure-degree": "none"} | changes


@pytest.fixture
def ada(writing):
    with writing():
        make_community()
        return make_member("Ada")


@pytest.fixture
def mine(ada, signed_in):
    return signed_in(ada)


def standing(slug: str, app):
    with app.app_context():
        pattern = db.session.scalar(select(Pattern).where(Pattern.slug == slug))
        return standing_of(pattern)


def test_what_is_typed_becomes_a_draft_once(mine, app):
    form = typed(once="a-key")

    first, again = mine.post("/patterns", data=form), mine.post("/patterns", data=form)

    assert (first.status_code, again.location) == (303, first.location)
    slug = first.location.partition("?")[0].rpartition("/")[2]
    assert standing(slug, app).content == CONTENT
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Pattern)) == 1


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"title": " "}, "Give it a title."),
        ({"title": "one two three four five six seven"}, "Use six words at most"),
        ({"summary": ""}, "Say in one sentence"),
        ({"summary": "x" * 201}, "Use at most 200 characters."),
        ({"solution": "é" * 25_001}, "at most 50,000 bytes"),
        ({"sources-0-url": "javascript:alert(1)"}, "begins with https://"),
        ({"tags": ",".join("abcdefghi")}, "Use eight tags at most."),
        ({"language": "de_DE"}, "Write a language tag such as en, de or pt-BR."),
        ({"disclosure-degree": ""}, "Say whether a tool was involved."),
        ({"dimensions": "beauty"}, "not a valid choice"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_still_there(mine, app, wrong, sentence):
    answer = mine.post("/patterns", data=typed(problem="A problem to keep", **wrong))

    assert answer.status_code == 422
    assert sentence in answer.text
    assert "A problem to keep" in answer.text
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Pattern)) == 0


def test_the_language_it_is_written_in_is_shown_and_kept(ada, mine, app, writing):
    slug = mine.post("/patterns", data=typed(language="de")).location.partition("?")[0]
    slug = slug.rpartition("/")[2]
    page = mine.get(f"/patterns/{slug}").text

    assert ('<h1 lang="de">' in page, "Written in German." in page) == (True, True)
    assert 'name="language" type="text" value="de"' in mine.get(f"/patterns/{slug}/edit").text
    assert 'language: "de"' in mine.get(f"/patterns/{slug}.md").text
    mine.post(f"/patterns/{slug}/revisions", data=typed(over=1, language="", problem="Another."))
    assert (standing(slug, app).row.number, standing(slug, app).content.language) == (2, "de")


def test_a_look_at_it_first_keeps_nothing(mine, app):
    answer = mine.post("/patterns", data=typed(do="preview", solution="**Ask** them"))
    looked = answer.text.partition('id="preview"')[2]
    assert "Does each decision name who was asked?" in looked.partition("<form")[0]

    assert answer.status_code == 200
    assert "<strong>Ask</strong> them" in answer.text
    assert looked.partition("<form")[0].count('lang="en"') == 5  # summary, three sections, a check
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Pattern)) == 0


def test_what_is_half_typed_is_kept_for_nobody_else_and_goes_when_it_is_sent(
    mine, signed_in, writing
):
    half = {"place": "new", "title": "Half canary", "dimensions": "trust", "checks-0-question": "?"}
    assert mine.post("/patterns/drafts", data=half).status_code == 204

    page = mine.get("/patterns/new").text

    assert 'value="Half canary"' in page
    assert "This is your draft of" in page
    with writing():
        other = make_member("Ben")
    assert "canary" not in signed_in(other).get("/patterns/new").text
    mine.post("/patterns", data=typed(once="key"))
    late = mine.post("/patterns/drafts", data={**half, "once": "key"})
    assert late.status_code == 204
    assert "canary" not in mine.get("/patterns/new").text


def test_what_cannot_be_kept_as_a_draft_is_refused(mine):
    assert mine.post("/patterns/drafts", data={"place": "elsewhere"}).status_code == 422
    long = {"place": "new", "title": "x" * 200_001}
    assert mine.post("/patterns/drafts", data=long).status_code == 409


def test_two_who_change_it_at_once_are_merged_or_told(ada, mine, writing, app):
    with writing():
        pattern = proposed(db.session.merge(ada))
        slug = pattern.slug
    form = typed(over=1, problem="A problem of mine.", why="Of mine")
    del form["disclosure-degree"]
    with writing():
        pattern = db.session.get_one(Pattern, pattern.id)
        revised(pattern, db.session.merge(ada), context="A context of theirs.")

    answer = mine.post(f"/patterns/{slug}/revisions", data=form)

    assert answer.status_code == 303
    content = standing(slug, app).content
    assert (content.problem, content.context) == ("A problem of mine.", "A context of theirs.")

    told = {"disclosure-degree": "most", "disclosure-checked": "some"}
    told |= {"disclosure-tools-0-name": "Quill 3", "disclosure-purpose": "A first draft."}
    clash = mine.post(
        f"/patterns/{slug}/revisions", data=form | told | {"context": "Mine instead.", "over": 1}
    )
    assert clash.status_code == 409
    assert ("Quill 3" in clash.text, "A first draft." in clash.text) == (True, True)
    for chosen in ("most", "some"):
        assert re.search(f'<input checked [^>]*value="{chosen}"', clash.text)
    assert "A context of theirs." in clash.text
    assert "Mine instead." in clash.text
    assert standing(slug, app).content.context == "A context of theirs."
    form |= {"context": "Mine instead.", "over": 3}
    assert mine.post(f"/patterns/{slug}/revisions", data=form).status_code == 303
    assert standing(slug, app).content.context == "Mine instead."


def test_a_text_that_is_much_other_asks_again_about_tools(ada, mine, writing, app):
    with writing():
        slug = proposed(db.session.merge(ada)).slug
    form = typed(over=1, solution="Something else entirely, " * 20)
    del form["disclosure-degree"]

    asked = mine.post(f"/patterns/{slug}/revisions", data=form)
    told = mine.post(f"/patterns/{slug}/revisions", data=form | {"disclosure-degree": "some"})

    assert (asked.status_code, told.status_code) == (422, 303)
    assert "Much of it is new" in asked.text
    assert standing(slug, app).row.number == 2
    assert "Drafted partly with a tool" in mine.get(f"/patterns/{slug}").text

    form = typed(over=2, solution=form["solution"])
    form |= {f"checks-{n}-question": "Is every other place asked as well? " * 5 for n in range(6)}
    del form["disclosure-degree"]
    asked = mine.post(f"/patterns/{slug}/revisions", data=form)
    assert (asked.status_code, "Much of it is new" in asked.text) == (422, True)


def test_it_is_proposed_once_it_is_whole_and_the_licence_agreed(ada, mine, client, writing, app):
    with writing():
        bare = draft(db.session.merge(ada), solution="", title="Bare").slug
        whole = draft(db.session.merge(ada)).slug

    assert "the solution" in mine.get(f"/patterns/{bare}/proposal").text
    agreed = {"agreed": "yes", "seen": "1"}
    assert mine.post(f"/patterns/{bare}/proposal", data=agreed).status_code == 422
    assert mine.post(f"/patterns/{whole}/proposal").status_code == 422
    answer = mine.post(f"/patterns/{whole}/proposal", data=agreed | {"why": "It helped us."})
    assert answer.location == "/patterns/ask-who-is-missing"
    assert "It helped us." in client.get(answer.location).text

    again = f"{answer.location}/proposal/withdrawal"
    assert again in mine.get(answer.location).text
    assert "Make this pattern a draft again" in mine.get(again).text
    assert mine.post(again, data={"why": "x" * 301}).status_code == 422
    sent = mine.post(again, data={"why": "Not yet."})
    assert sent.location == f"{answer.location}?sent=draft+again+ask-who-is-missing"
    assert client.get(answer.location).status_code == 404
    assert "Not yet." in mine.get(answer.location).text


def test_a_curator_goes_back_to_what_it_said(ada, signed_in, client, writing, app):
    with writing():
        pattern = proposed(db.session.merge(ada))
        revised(pattern, db.session.merge(ada), solution="Ask them twice.")
        slug, curator = pattern.slug, make_member("Kim", Role.CURATOR)

    page = client.get(f"/patterns/{slug}/changes?from=1&to=2").text
    assert "twice." in page
    assert "before the" in page
    assert client.get(f"/patterns/{slug}/changes?from=1&to=7").status_code == 404
    signed_in(curator).post(f"/patterns/{slug}/revisions/1/restoration", data={"seen": "2"})

    now = standing(slug, app)
    assert (now.row.number, now.content) == (3, CONTENT)
    assert now.row.why == "Back to revision 1."
    assert now.row.pattern_id == pattern.id
    with app.app_context():
        assert db.session.get_one(Pattern, pattern.id).stage is Stage.PROPOSED


def test_what_is_typed_is_kept_under_the_name_of_its_own_form(mine, ada, writing):
    with writing():
        pattern = draft(db.session.merge(ada))
        address, kept_as = f"/patterns/{pattern.slug}/edit", place_of(pattern.id)

    for page, name in (("/patterns/new", NEW), (address, kept_as)):
        text = mine.get(page).text
        assert f'data-draft="{name}"' in text
        assert f'name="place" value="{name}"' in text
