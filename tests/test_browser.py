"""The browser harness: it opens pages, and it fails a test where a page misbehaves."""

import pytest
from flask import Flask, Response

from tests.browser import (
    LOOKS,
    _watch,
    assert_accessible,
    assert_fits,
    assert_right_on_every_screen,
    every_look,
    wrong_on_any_screen,
)


@pytest.fixture
def say(live_server):
    """Put a page of the test's own at `/page`."""

    def put(html: str) -> None:
        site = Flask("site")
        site.add_url_rule("/page", "page", lambda: Response(html, mimetype="text/html"))
        live_server.app.wsgi_app = site.wsgi_app

    return put


GOOD = """<!doctype html><html lang=en><title>Page</title>
<link rel=icon href=data:,><main><h1>Calls</h1></main>"""


@every_look
def test_a_page_opens_on_every_screen_in_both_schemes(open_page, say, look):
    say(GOOD)
    page = open_page("/page", look=look)

    assert page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches") == look.dark
    assert page.evaluate("window.innerWidth") == (375 if look.phone else 1280)
    assert_accessible(page)
    assert_fits(page)


def test_there_are_four_looks():
    assert [str(look) for look in LOOKS] == [
        "phone-light",
        "phone-dark",
        "desktop-light",
        "desktop-dark",
    ]


def test_without_javascript_no_script_runs(open_page, say):
    say(GOOD + "<p>plain</p><script>document.querySelector('p').textContent = 'run'</script>")
    page = open_page("/page", javascript=False)

    assert page.locator("p").text_content() == "plain"


def test_axe_objects_to_an_image_without_words(open_page, say):
    say(GOOD + "<img src=data:,>")
    page = open_page("/page")

    with pytest.raises(AssertionError, match="not accessible"):
        assert_accessible(page)


def test_a_page_wider_than_the_screen_is_seen(open_page, say):
    say(GOOD + "<div style='width: 5000px'>wide</div>")
    page = open_page("/page")

    with pytest.raises(AssertionError, match="wider than the screen"):
        assert_fits(page)


def test_what_scrolls_inside_a_box_of_its_own_fits(open_page, say):
    say(GOOD + "<div style='overflow-x: auto'><p style='width: 5000px'>wide</p></div>")
    page = open_page("/page")

    assert_fits(page)


PALE = "<p>Here we are</p><style>@media %s {p {color: #ddd; background: #fff}}</style>"
ON_PHONES = "<style>@media (width > 400px) {p {display: none}}</style>"
BLACK = "<div style='background: #222; height: 4em'></div>"
TROUBLES = (
    (PALE % "(prefers-color-scheme: light)", "color-contrast: p"),
    (PALE % "(prefers-color-scheme: dark)", "by night: color-contrast: p"),
    (PALE % "(prefers-color-scheme: light)" + ON_PHONES, "on a phone: color-contrast: p"),
    (PALE % "(width < 400px)", "on a phone by night: color-contrast: p"),
    # Ink that was dark enough before, on other paper, under a veil, and where it does not stand.
    ("<div style='background: #222'><p>Here we are</p></div>", "color-contrast: p"),
    ("<p style='opacity: .3'>Here we are</p>", "color-contrast: p"),
    (
        BLACK + "<p style='position: absolute; margin-top: -3em'>Here we are</p>",
        "color-contrast: p",
    ),
    ("<p style='width: 600px'>wide</p>", "sticks out on a phone: p"),
    ("<p style='width: 2000px'>wide</p>", "sticks out: p"),
)


def test_what_is_wrong_on_one_screen_alone_is_seen(open_page, say):
    say(GOOD.replace("</main>", "<p>Here we are</p></main>"))
    page = open_page("/page")
    assert_right_on_every_screen(page)
    missed = []
    for trouble, complaint in TROUBLES:
        say(GOOD + trouble)
        page.reload()
        if not [text for text in wrong_on_any_screen(page) if text.startswith(complaint)]:
            missed.append((trouble, complaint))

    assert missed == []
    assert page.viewport_size == {"width": 1280, "height": 800}


@pytest.mark.parametrize(
    ("trouble", "complaint"),
    [
        ("<script>console.error('broken')</script>", "console error: broken"),
        ("<script>throw new Error('broken')</script>", "script error: broken"),
        ("<img alt=x src=http://127.0.0.2:9/x.png>", "asked another host"),
        ("<img alt=x src=/nowhere.png>", "404 for "),
    ],
)
def test_what_a_page_does_wrong_is_noted(open_page, live_server, say, trouble, complaint):
    problems: list[str] = []
    say(GOOD)
    page = open_page("/page")
    other = page.context.new_page()
    _watch(other, live_server.url, problems)
    say(GOOD + trouble)
    other.goto("/page")

    assert [text for text in problems if complaint in text]
