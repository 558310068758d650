"""Mentions and links to patterns: whom a text names, and where its marks lead."""

import pytest
from flask import url_for

from community import text
from community.marks import PATTERNS, PEOPLE

REL = 'rel="nofollow ugc noopener"'


def test_a_handle_of_somebody_is_a_link_and_another_is_a_word():
    read = text.read_markdown("@ada and (@Bo-b), not @carl.")

    assert read.handles == ("ada", "bo-b", "carl")
    assert read.html({"ada", "bo-b"}) == (
        f'<p><a href="/people/ada" {REL}>@ada</a> and '
        f'(<a href="/people/bo-b" {REL}>@Bo-b</a>), not @carl.</p>\n'
    )


@pytest.mark.parametrize(
    "source",
    [
        "write to bo@ada.org",
        "@ada@example.org",
        "@ada.example.org",
        "`@ada`",
        "```\n@ada\n```",
        "\\@ada",
        "[@ada](https://example.org)",
        "https://example.org/@ada",
        "@a",
        "@" + "a" * 61,
    ],
)
def test_what_is_no_mention_names_nobody(source):
    read = text.read_markdown(source)

    assert read.handles == ()
    assert PEOPLE not in read.html({"ada", "a"})


def test_a_slug_in_double_brackets_leads_to_its_pattern():
    assert text.render_markdown("see [[name-the-labour]]: good") == (
        f'<p>see <a href="/patterns/name-the-labour" {REL}>name the labour</a>: good</p>\n'
    )


@pytest.mark.parametrize(
    "source", ["[[Not a slug]]", "`[[a-b]]`", "[[a-b]](https://example.org)", "[[a--b]]", "[[]]"]
)
def test_what_is_no_slug_leads_to_no_pattern(source):
    assert PATTERNS not in text.render_markdown(source)


def test_a_mention_leads_where_a_person_has_their_page(app):
    with app.test_request_context():
        assert url_for("accounts.show_person", handle="ada") == f"{PEOPLE}ada"
