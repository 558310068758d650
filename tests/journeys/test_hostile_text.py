"""Whatever people write, nothing of it runs and nothing is loaded from elsewhere."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from flask import Flask, Response

from community.calendars import personal, uploads
from tests.calendars.files import a_file, an_event
from tests.journeys.columns import HTMLS, OURS, SEALED, SOURCES, WORDS
from tests.journeys.forms import FORMS
from tests.journeys.pages import PAGES
from tests.journeys.place import NOW
from tests.journeys.planting import (
    HURTS,
    MARKDOWN,
    SHORT,
    plant,
    plant_code,
    plant_html,
    texts,
)
from tests.patterns.furnishing import plant_patterns


class Elsewhere:
    """Another host: it counts who asks it for something, and answers with a script."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        asked = self.asked

        class Answer(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                asked.append(self.path)
                self.send_response(200)
                self.send_header("Content-Type", "text/javascript")
                self.end_headers()
                self.wfile.write(b"window.hurt = 1")

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        """Go away."""
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def elsewhere() -> Iterator[Elsewhere]:
    """A host that is not ours."""
    host = Elsewhere()
    yield host
    host.close()


@pytest.fixture
def planted(place, writing, settings):
    """The place, with a payload wherever somebody can write."""
    with writing():
        for member in place.people.values():
            personal.make(member, key=settings.secret_key, now=NOW).fetched_at = NOW
        lines = (f"SUMMARY:{HURTS}", f"DESCRIPTION:{HURTS}", f"LOCATION:{HURTS}")
        hostile = a_file(f"X-WR-CALNAME:{HURTS}", an_event(*lines))
        file = uploads.put_up(
            hostile, name=HURTS, zone="UTC", by=place.people["facilitator"], now=NOW
        )
        place.slugs["file"] = str(file.id)
        plant_code(place.people["steward"], NOW)
        plant_patterns(place.people, MARKDOWN, SHORT, NOW)
        plant()
        place.slugs["person"] = f'"><img src=x onerror=hurt={place.people["facilitator"].id}>'
    return place


@pytest.mark.engines("sqlite")
def test_every_text_there_is_is_planted_or_ours(app):
    assert set(texts()) == WORDS | OURS | SEALED | SOURCES | HTMLS


@pytest.mark.long
@pytest.mark.parametrize("who", PAGES)
def test_a_payload_is_shown_and_does_nothing(visit, planted, who):
    page = visit(who)
    page.on("dialog", lambda dialog: dialog.dismiss())
    shown, hurt = [], []
    for address in PAGES[who]:
        page.goto(planted.at(address))
        page.mouse.move(200, 200)
        if SHORT in page.inner_text("body"):
            shown.append(address)
        if page.evaluate("typeof hurt") != "undefined":
            hurt.append(address)

    assert hurt == []
    assert len(shown) > len(PAGES[who]) * 0.7


"""The rest is shown in values of fields."""


@pytest.mark.parametrize("who", FORMS)
def test_a_payload_that_is_typed_comes_back_as_it_was(visit, place, who):
    page = visit(who)
    hurt = []
    for address in FORMS[who]:
        page.goto(place.at(address))
        form = page.locator("form.form").first
        form.evaluate(
            """(form, payload) => {
                 const words = 'input[type=text], input[type=email], input[type=url], textarea';
                 for (const field of form.querySelectorAll(words)) field.value = payload;
               }""",
            HURTS,
        )
        with page.expect_navigation() as answer:
            form.locator("button.button-first, button.button-grave").last.click()
        assert answer.value.status < 500
        if page.evaluate("typeof hurt") != "undefined":
            hurt.append(address)

    assert hurt == []


@pytest.mark.engines("sqlite")
def test_feeds_and_tables_are_files_and_never_pages(planted, signed_in, app):
    facilitator = signed_in(planted.people["facilitator"])
    for address, kind in {
        "/calendar.ics": "text/calendar",
        "/series/{own}/calendar.ics": "text/calendar",
        "/calls/{full}/call.ics": "text/calendar",
        "/calls/{full}/sittings/1/answers.csv": "text/csv",
    }.items():
        answer = facilitator.get(planted.at(address))
        assert (address, answer.status_code, answer.mimetype) == (address, 200, kind)
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert SHORT in answer.text.replace("\r\n ", "").replace('""', '"')


def raw(elsewhere: str) -> str:
    """What a page must survive where nothing has cleaned it."""
    return f"""
      <script>window.hurt = 1</script>
      <script src="{elsewhere}/script.js"></script>
      <script type="module">import "{elsewhere}/module.js"</script>
      <img src="{elsewhere}/image.png" alt="">
      <img src="data:," onerror="window.hurt = 1" alt="">
      <style>body {{ background: url({elsewhere}/style.png) }}</style>
      <link rel="stylesheet" href="{elsewhere}/sheet.css">
      <iframe src="{elsewhere}/frame.html" title="far"></iframe>
      <iframe srcdoc="<script>parent.hurt = 1</script>" title="near"></iframe>
      <object data="{elsewhere}/object.html"></object>
      <video src="{elsewhere}/film.mp4" autoplay></video>
      <svg><script>window.hurt = 1</script></svg>
      <base href="{elsewhere}/base/"><img src="relative.png" alt="">
      <a href="javascript:window.hurt = 1" id="trap">press</a>
    """


@pytest.fixture
def bare_page(browser, live_server):
    """A page of a browser that is not watched: it is meant to be attacked."""
    context = browser.new_context(base_url=live_server.url)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("address", ["/", "/series/{own}", "/calls/{full}"])
def test_the_policy_alone_lets_nothing_run_and_nothing_foreign_load(
    bare_page, place, writing, elsewhere, address
):
    with writing():
        plant_html(raw(elsewhere.url))

    bare_page.goto(place.at(address))
    bare_page.locator("#trap").first.click()
    bare_page.wait_for_load_state("networkidle")

    assert bare_page.evaluate("typeof hurt") == "undefined"
    assert elsewhere.asked == []


def test_without_the_policy_the_same_words_run_and_load(bare_page, live_server, elsewhere):
    site = Flask("site")
    site.add_url_rule(
        "/", "page", lambda: Response(raw(elsewhere.url), mimetype="text/html"), methods=["GET"]
    )
    live_server.app.wsgi_app = site.wsgi_app

    bare_page.goto("/")
    bare_page.wait_for_load_state("networkidle")

    assert bare_page.evaluate("hurt") == 1
    assert {"/script.js", "/image.png", "/frame.html", "/base/relative.png"} <= set(elsewhere.asked)
