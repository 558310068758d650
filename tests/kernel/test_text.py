"""Markdown from people becomes HTML that can do no harm, whatever they send."""

import re
from html.parser import HTMLParser
from urllib.parse import urlsplit

import nh3
import pytest
from bleach._vendor import html5lib  # type: ignore[import-not-found]
from hypothesis import given
from hypothesis import strategies as st

from community import text
from tests.hanging import ends_within
from tests.kernel.attacks import ATTACKS

ALLOWED = {
    "a": {"href", "rel"},
    "ol": {"start"},
    "code": {"class"},
    "td": {"align"},
} | {
    name: set()
    for name in (
        *("blockquote", "br", "del", "em", "h3", "h4", "h5", "h6", "hr", "li", "p", "pre", "s"),
        *("strong", "table", "tbody", "th", "thead", "tr", "ul"),
    )
}


class Reader(HTMLParser):
    """Every tag with its attributes, as a second reader understands them."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note it."""
        self.tags.append((tag, dict(attrs)))


def as_a_browser_reads(html: str) -> list[tuple[str, dict[str, str | None]]]:
    """Every element of a fragment by the parser of HTML 5."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    tree = parser.parseFragment(html)
    return [
        (str(element.tag), dict(element.attrib))
        for element in tree.iter()
        if isinstance(element.tag, str) and element.tag != "DOCUMENT_FRAGMENT"
    ]


def harm_in(html: str) -> list[str]:
    """What is not allowed in `html`, by two readers."""
    reader = Reader()
    reader.feed(html)
    harm = []
    for tag, attributes in (*as_a_browser_reads(html), *reader.tags):
        if tag not in ALLOWED:
            harm.append(f"<{tag}>")
        harm += [f"{tag} {name}" for name in attributes if name not in ALLOWED.get(tag, set())]
        if tag == "a" and "href" in attributes:
            harm += _wrong_target(attributes["href"] or "")
            if attributes.get("rel") != "nofollow ugc noopener":
                harm.append(f"rel={attributes.get('rel')}")
    return harm


def _wrong_target(address: str) -> list[str]:
    parts = urlsplit(address)
    web = parts.scheme in {"http", "https"} and bool(parts.hostname)
    here = not parts.scheme and not parts.netloc and re.match(r"/(?![/\\])|#", address)
    fine = web or parts.scheme == "mailto" or here
    clean = not re.search(r"[\x00-\x20\\]", address)
    return [] if fine and clean else [f"→ {address!r}"]


def test_the_list_of_attacks_is_long_enough_to_mean_something():
    assert len(set(ATTACKS)) >= 400


def test_no_attack_gets_through():
    found = {attack: harm_in(text.render_markdown(attack, {"ada"})) for attack in ATTACKS}

    assert {attack: harm for attack, harm in found.items() if harm} == {}


def test_what_looks_for_harm_finds_it():
    assert harm_in("<p onclick=x>") == ["p onclick"] * 2
    assert harm_in("<script>1</script>")[0] == "<script>"
    assert harm_in('<a href="javascript:1" rel="nofollow ugc noopener">x</a>')
    assert harm_in('<a href="//x" rel="nofollow ugc noopener">x</a>')
    assert harm_in('<a href="https://x">x</a>')


def test_what_was_cleaned_stays_the_same_when_it_is_cleaned_again():
    attributes = {tag: set(names) - {"rel"} for tag, names in text._ATTRIBUTES.items()}
    for attack in ATTACKS:
        html = text.render_markdown(attack)
        again = text._cleaner.clean(html)
        assert html == nh3.clean(
            again, tags=set(text._TAGS), attributes=attributes, link_rel=text._REL
        )


@given(
    st.text(alphabet=st.sampled_from("<>/\"'=&;:#()[]!*_`~-|\\ \n\tax1javscripton"), max_size=80)
)
def test_nothing_made_of_dangerous_pieces_gets_through(source):
    assert harm_in(text.render_markdown(source)) == []


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("**a** *b* ~~c~~ `d`", "<p><strong>a</strong> <em>b</em> <s>c</s> <code>d</code></p>"),
        ("# a\n## b\n##### c", "<h3>a</h3>\n<h4>b</h4>\n<h6>c</h6>"),
        ("a\nb", "<p>a<br>\nb</p>"),
        ("> a", "<blockquote>\n<p>a</p>\n</blockquote>"),
        ("- [x] a\n- [ ] b", "<ul>\n<li>☑ a</li>\n<li>☐ b</li>\n</ul>"),
        ("3. a", '<ol start="3">\n<li>a</li>\n</ol>'),
        ("```py\nx\n```", '<pre><code class="language-py">x\n</code></pre>'),
        ("<b>a</b>", "<p>&lt;b&gt;a&lt;/b&gt;</p>"),
        ("a &amp; b &copy;", "<p>a &amp; b ©</p>"),
        ("\\*a\\*", "<p>*a*</p>"),
        ("***", "<hr>"),
        ("", ""),
        ("   \n\n  ", ""),
    ],
)
def test_markdown_means_what_it_says(source, html):
    assert text.render_markdown(source).strip() == html


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org",
        "HTTP://example.org/a?b=c&d=e#f",
        "mailto:ada@example.org",
        "/calls/one-evening",
        "#notes",
    ],
)
def test_a_good_link_is_kept_and_tells_search_engines_nothing(address):
    [_, (_, link)] = as_a_browser_reads(text.render_markdown(f"[x]({address})"))

    assert link == {"href": address, "rel": "nofollow ugc noopener"}


def test_an_image_becomes_a_link_and_nothing_is_loaded():
    html = text.render_markdown("![a cat](https://example.org/cat.png)")

    assert [tag for tag, _ in as_a_browser_reads(html)] == ["p", "a"]
    assert "a cat" in html


def test_the_longest_text_is_counted_in_bytes():
    assert text.render_markdown("é" * 25_000)
    with pytest.raises(text.TextTooLong, match="at most 50,000 bytes"):
        text.render_markdown("é" * 25_001)


BOMBS = {
    "quotes": ">" * 49_000,
    "brackets": "[" * 49_000,
    "links": "[a](" * 12_000,
    "images": "![[]()" * 8_000,
    "stars": "*a" * 24_000,
    "underscores": "_" * 49_000 + "a",
    "backticks": "".join("`" * n + " " for n in range(1, 300)),
    "lists": "".join(f"{'  ' * n}- a\n" for n in range(200)),
    "tags": "<div>" * 9_900,
    "open tags": "<a href=" * 6_000,
    "addresses": "http://a" * 6_000,
    "mails": "a@" * 24_000,
    "www": "www." * 12_000,
    "rows": "|" * 24_000 + "\n" + "|-" * 12_000,
    "definitions": "".join(f"[{n}]: x\n" for n in range(5_000)),
    "entities": "&amp;" * 9_900,
    "spaces": " " * 49_000 + "a",
    "lines": "\n" * 49_000,
    "emphasis in brackets": "*[" * 24_000,
    "tildes": "~~a" * 16_000,
}


@pytest.mark.parametrize("bomb", BOMBS.values(), ids=BOMBS)
def test_no_text_hangs(bomb):
    with ends_within(30):
        assert harm_in(text.render_markdown(bomb)) == []


def test_plain_text_has_words_and_addresses_and_no_marks():
    source = "**Bring** [the draft](https://example.org/d)\n\n- a\n- b\n\n<b>c</b> & d"

    assert text.plain(source) == (
        "Bring the draft (https://example.org/d)\n\n• a\n• b\n\n<b>c</b> & d"
    )


@pytest.mark.parametrize(
    ("given_line", "clean"),
    [
        (" a \t b \r\n c ", "a b c"),
        ("a\x00b\x07c\x7f", "abc"),
        ("\u202ea\u2066b\u2069\u200f\u061c", "ab"),
        ("Ａ\u00a0ﬁ", "A fi"),
        ("👩\u200d🚀", "👩\u200d🚀"),
        ("می\u200cخواهم", "می\u200cخواهم"),
    ],
)
def test_a_line_is_one_line_that_reads_as_it_is_written(given_line, clean):
    assert text.line(given_line) == clean
    assert text.line(text.line(given_line)) == clean


@pytest.mark.parametrize("nothing", ["", " ", "\u200b\u2060", "\u00ad", "\ufeff", "\u2028"])
def test_what_cannot_be_seen_is_told_apart(nothing):
    assert not text.can_be_seen(nothing)
    assert text.can_be_seen(f"{nothing}a")
