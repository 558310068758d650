"""Suggesting an edit over HTTP: two taps, a queue, an answer."""

import html

import pytest

from community.accounts.models import Role
from community.db import db
from community.patterns.content import Training
from community.patterns.facets import Dimension
from community.patterns.models import Pattern
from community.patterns.queries import standing_of
from community.patterns.suggestion_models import Suggestion
from community.patterns.suggestion_queries import sections_of
from tests.factories import make_community, make_member
from tests.patterns.build import CONTENT, proposed, revised, suggested
from tests.patterns.test_writing_pages import typed

pytestmark = [pytest.mark.engines("sqlite"), pytest.mark.usefixtures("in_january")]
NEW = "Name them aloud, and ask them before the date."


@pytest.fixture
def place(writing):
    with writing():
        make_community()
        people = make_member("Ada"), make_member("Ben"), make_member("Kim", Role.CURATOR)
        pattern = proposed(people[0])
    return people, f"/patterns/{pattern.slug}"


def test_two_taps_from_a_section_to_the_queue_of_author_and_curators(place, client, signed_in):
    (ada, ben, kim), page = place
    bens, adas, kims = signed_in(ben), signed_in(ada), signed_in(kim)
    link = f"{page}/suggestions/new?section=solution"
    assert f'href="{link}"' in bens.get(page).text
    assert f'href="{page}/edit#solution"' in adas.get(page).text
    for name in ("title", "summary"):
        head = bens.get(page).text.partition("<article")[2].partition("</header>")[0]
        assert f'href="{page}/suggestions/new?section={name}"' in head
        assert f'href="{page}/edit#{name}"' in adas.get(page).text
    assert not {CONTENT.forces, CONTENT.avoid} - {""}  # what is not said yet is two taps away, too
    unsaid = f'<a href="{page}/suggestions/new?section=forces">Forces</a>, '
    assert unsaid in bens.get(page).text.partition("Not said yet: ")[2]
    assert f'<a href="{page}/edit#avoid">Don’t do this</a>' in adas.get(page).text
    assert "Not said yet" not in client.get(page).text
    assert "Suggest an edit" not in client.get(page).text
    form = {"section": "solution", "solution": NEW, "over": "1", "once": "k"}
    assert CONTENT.solution in bens.get(link).text

    same = bens.post(f"{page}/suggestions", data=form | {"solution": CONTENT.solution})
    assert (same.status_code, "Nothing is different yet" in same.text) == (422, True)
    first, again = (bens.post(f"{page}/suggestions", data=form) for _ in range(2))

    assert (first.status_code, first.location) == (303, again.location)
    assert "1 suggested edit waits for you" in adas.get(page).text
    assert "1 suggested edit waits for you" in kims.get("/patterns").text
    queue = kims.get("/patterns/suggestions").text
    assert "Ask Who Is Missing: Solution" in queue
    assert "Your suggestions wait" in bens.get(page).text
    assert "Waiting" in bens.get("/patterns/suggestions?mine=").text
    shown = kims.get("/pattern-suggestions/1").text
    assert "<ins>" in shown
    assert "aloud, " in shown


def test_several_sections_much_that_is_new_and_a_draft(place, signed_in):
    (_, ben, _), page = place
    bens = signed_in(ben)
    form = {"section": ["solution", "title"], "solution": "Quite other words.", "title": "Ask"}
    form |= {"over": "1", "once": "k", "place": "suggest 1"}
    more = bens.post(f"{page}/suggestions", data=form | {"do": "add", "more": "checks"}).text
    assert "Quite other words." in more
    assert "Does each decision name who was asked?" in more
    long = bens.post(f"{page}/suggestions", data=form | {"title": "a b c d e f g"})
    assert (long.status_code, "Use six words at most" in long.text) == (422, True)

    much = bens.post(f"{page}/suggestions", data=form)
    assert (much.status_code, "say whether a tool was involved" in much.text) == (422, True)
    bens.post("/patterns/drafts", data=form)
    kept = bens.get(f"{page}/suggestions/new?section=problem").text
    assert "Quite other words." in kept
    assert CONTENT.problem in kept
    sent = bens.post(f"{page}/suggestions", data=form | {"disclosure-degree": "none"})

    assert sent.status_code == 303
    assert "Quite other words." not in bens.get(f"{page}/suggestions/new?section=problem").text
    shown = bens.get("/pattern-suggestions/1").text
    assert "Title" in shown
    assert "Take" not in shown


def test_what_it_is_found_by_and_made_from_is_suggested_and_taken(
    place, client, signed_in, reading
):
    (ada, ben, _), page = place
    bens, adas = signed_in(ben), signed_in(ada)
    for section in ("language", "training"):
        assert f'href="{page}/suggestions/new?section={section}"' in bens.get(page).text
    at = bens.get(page).text.partition('id="facets-title"')[2].partition('href="')[2]
    facets = bens.get(html.unescape(at.partition('"')[0])).text
    assert facets.count('<input type="hidden" name="section"') == 7
    asked = ["tags", "also_known_as", "language", "training", "dimensions", "effort", "sources"]
    shown = bens.get(f"{page}/suggestions/new", query_string={"section": asked}).text
    assert 'value="meetings"' in shown
    assert 'value="A talk"' in shown
    form = {"section": asked, "tags": "Meetings, calls", "also_known_as": "Empty Chair"}
    form |= {"dimensions": ["trust", "labour"], "effort": "weeks", "over": "1", "once": "k"}
    form |= {"language": "de", "training": "ask us first"}
    form |= {"sources-0-text": "A talk", "sources-0-url": "https://example.org/talk"}
    wrong = bens.post(f"{page}/suggestions", data=form | {"sources-0-url": "ftp://x"})
    assert (wrong.status_code, "begins with https://" in wrong.text) == (422, True)
    wrong = bens.post(f"{page}/suggestions", data=form | {"language": ""})
    assert (wrong.status_code, "Write a language tag" in wrong.text) == (422, True)

    assert bens.post(f"{page}/suggestions", data=form).status_code == 303
    shown = adas.get("/pattern-suggestions/1").text
    for words in ("Tags", "Also known as", "What it keeps", "Time to begin", "Sources"):
        assert words in shown
    for words in ("Language", "Training models on it"):
        assert words in shown
    given = {"sections": asked[:5], "over": "1", "reason": "It takes weeks."}
    assert adas.post("/pattern-suggestions/1/acceptance", data=given).status_code == 303

    with reading():
        content = standing_of(db.session.query(Pattern).one()).content
    assert (content.tags, content.also_known_as) == (("meetings", "calls"), ("Empty Chair",))
    assert content.dimensions == (Dimension.LABOUR, Dimension.TRUST)
    assert content.effort is CONTENT.effort
    assert (content.language, content.training) == ("de", Training.ASK)
    assert content.sources == CONTENT.sources
    assert "by Ada and Ben, " in client.get(page).text


def test_it_is_taken_in_part_with_a_reason_and_everything_names_both(
    place, client, signed_in, writing
):
    (ada, ben, _), page = place
    with writing():
        pattern = db.session.query(Pattern).one()
        suggested(pattern, db.session.merge(ben), solution=NEW, context="Else.")
    adas = signed_in(ada)
    acceptance = "/pattern-suggestions/1/acceptance"
    form = {"sections": ["solution"], "over": "1"}

    missing = adas.post(acceptance, data=form)
    assert (missing.status_code, "Say why the rest is left out" in missing.text) == (422, True)
    assert adas.post(acceptance, data={"over": "1"}).status_code == 422
    with writing():
        revised(db.session.query(Pattern).one(), db.session.merge(ada), problem="Moved on.")
    moved = adas.post(acceptance, data=form | {"reason": "Not here."})
    assert (moved.status_code, "has changed since you looked" in moved.text) == (409, True)
    assert adas.post(acceptance, data=form | {"reason": "No.", "over": "2"}).status_code == 303

    shown = client.get(page).text
    assert "Name them aloud" in shown
    assert "Moved on." in shown
    assert "Else." not in shown
    assert "by Ada and Ben, " in shown
    assert "suggested by Ben" in client.get(f"{page}/revisions").text
    assert "suggested by Ben" in client.get(f"{page}/revisions/3").text
    for ending in (".md", ".json", ".jsonld", ".bib", ".cff"):
        assert "Ben" in client.get(f"{page}{ending}").text, ending
    told = signed_in(ben).get("/pattern-suggestions/1").text
    assert "Taken in part" in told
    assert "Left out" in told


def test_a_suggestion_is_reworded_in_the_form_of_the_pattern(place, client, signed_in, writing):
    (_, ben, kim), page = place
    with writing():
        suggested(db.session.query(Pattern).one(), db.session.merge(ben), solution=NEW)
    kims = signed_in(kim)
    shown = kims.get("/pattern-suggestions/1/wording").text
    assert NEW in shown
    assert "Suggested by Ben." in shown
    form = typed(solution=NEW.replace("aloud", "out loud"), over="1", why="In other words.")
    nothing = kims.post("/pattern-suggestions/1/wording", data=typed(over="1", why="All as it is"))
    assert (nothing.status_code, "All as it is" in nothing.text) == (409, True)
    far = kims.post(f"{page}/suggestions", data={"section": "solution", "over": str(10**30)})
    assert far.status_code == 422
    assert kims.post("/pattern-suggestions/1/wording", data=form).status_code == 303

    assert "Name them out loud" in client.get(page).text
    assert "by Ada, Ben and Kim, " in client.get(page).text
    assert "In other words." in client.get(f"{page}/revisions").text


def test_it_is_declined_with_a_reason_talked_about_and_withdrawn(place, signed_in, writing):
    (ada, ben, _), page = place
    with writing():
        for text in (NEW, "Ask."):
            suggested(db.session.query(Pattern).one(), db.session.merge(ben), solution=text)
    adas, bens = signed_in(ada), signed_in(ben)
    assert adas.post("/pattern-suggestions/1/refusal", data={"why": " "}).status_code == 422
    for _ in range(2):
        adas.post("/pattern-suggestions/1/messages", data={"words": "By post?", "once": "m"})
    bens.post("/pattern-suggestions/1/messages", data={"words": "By hand.", "once": "n"})
    assert adas.post("/pattern-suggestions/1/refusal", data={"why": "Too late."}).location
    assert bens.post("/pattern-suggestions/2/withdrawal").status_code == 303

    told = bens.get("/pattern-suggestions/1").text
    assert told.count("By post?") == 1
    assert "By hand." in told
    assert "Too late." in told
    assert "waits for you" not in adas.get(page).text
    assert "Withdrawn" in bens.get("/patterns/suggestions?mine=").text
    with writing():
        assert db.session.query(Suggestion).count() == 2


@pytest.mark.engines("sqlite")
def test_what_one_suggests_is_looked_at_before_it_is_sent(signed_in, writing):
    with writing():
        make_community()
        pattern = proposed(make_member("Ada"))
        ben = make_member("Ben")
    his, at = signed_in(ben), f"/patterns/{pattern.slug}/suggestions"
    assert 'value="preview"' in his.get(f"{at}/new?section=solution").text
    sent = {"section": "solution", "solution": "Name **all** of them.", "over": "1", "once": "k"}
    shown = his.post(at, data=sent | {"do": "preview"})
    assert shown.status_code == 200
    assert '<div class="prose" lang="en"><p>Name <strong>all</strong> of them.' in shown.text
    assert "<ins>" in shown.text
    assert "data-fresh" in shown.text
    with writing():
        assert db.session.query(Suggestion).count() == 0


def test_a_summary_is_seen_whole_where_it_is_changed_and_stays_one_line(place, signed_in, reading):
    (_, ben, _), page = place
    client = signed_in(ben)
    shown = client.get(f"{page}/suggestions/new?section=summary").text
    form = {"section": "summary", "summary": "Nobody asks.\nAsk first.", "over": "1", "once": "k"}
    client.post(f"{page}/suggestions", data=form | {"disclosure-degree": "none"})

    assert "<textarea" in shown.partition('for="summary"')[2].partition("</div>")[0]
    with reading():
        row = db.session.query(Suggestion).one()
        assert [one.value for one in sections_of(row)] == ['"Nobody asks. Ask first."']
