"""Safe text: Markdown from people becomes HTML that can do no harm. The only place with bleach."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass, field
from html import escape, unescape
from types import MappingProxyType
from typing import Any

import bleach
import nh3
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from markupsafe import Markup
from mdit_py_plugins.gfm_autolink import gfm_autolink_plugin

from .marks import GONE, KNOWN, MENTIONED, marks_plugin

POLICY_VERSION = 2  # another number for each change of what is rendered, and how
LONGEST_SOURCE = 50_000  # bytes of UTF-8
TOO_LONG = "The text is too long: at most 50,000 bytes are kept."
DEEPEST = 20

_TAGS = frozenset(
    ("a", "blockquote", "br", "code", "del", "em", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p")
) | frozenset(("pre", "s", "span", "strong", "table", "tbody", "td", "th", "thead", "tr", "ul"))
_ATTRIBUTES = {"a": ["href", "rel"], "ol": ["start"], "code": ["class"], "td": ["align"]} | {
    "span": ["class"]
}
_CODE_CLASS = re.compile(r"language-[\w+#.-]{1,30}")
_REL = "nofollow ugc noopener"
_BOX = re.compile(r'<input class="task-list-item-checkbox"[^>]*?( checked="")?[ /]*>')
_CONTROLS = {c: None for c in range(32) if c not in (9, 10)} | {127: None}
_CONTROLS |= {0xFFFE: None, 0xFFFF: None}  # which no XML can hold
_BIDIRECTIONAL = dict.fromkeys(
    [*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C]
)


_ahead: ContextVar[Mapping[str, "Reading"]] = ContextVar("read ahead", default=MappingProxyType({}))


class TextTooLong(ValueError):
    """The source is longer or deeper than we render; the text is a sentence to the person."""


@dataclass(frozen=True, slots=True)
class Reading:
    """Markdown that has been read: the handles after an `@`, each once, in their order."""

    handles: tuple[str, ...]
    _tokens: Sequence[Token]
    _known: dict[frozenset[str], str] = field(default_factory=dict, compare=False)

    def html(self, people: Collection[str] = ()) -> str:
        """Safe HTML: no raw HTML, no images, no foreign loads; handles of `people` are links. Made
        once for the same people.
        """
        named = frozenset(self.handles).intersection(people)
        if named not in self._known:
            self._known[named] = self._made(people)
        return self._known[named]

    def _made(self, people: Collection[str]) -> str:
        html = _markdown.renderer.render(self._tokens, _markdown.options, {KNOWN: people})
        html = _BOX.sub(lambda box: "☑" if box[1] else "☐", html)
        return nh3.clean(
            _cleaner.clean(html),
            tags=set(_TAGS),
            attributes={tag: set(names) - {"rel"} for tag, names in _ATTRIBUTES.items()},
            url_schemes={"http", "https", "mailto"},
            link_rel=_REL,
        )


def read_markdown(source: str) -> Reading:
    """Read `source`, so that whom it mentions can be looked up before it is rendered.

    Raises `TextTooLong` past 50,000 bytes.
    """
    return _ahead.get().get(source) or _read(source)


@contextmanager
def reading_ahead(sources: Iterable[str]) -> Iterator[None]:
    """Read and render `sources` before what follows, in which no time is lost on them. What is too
    long is left to it to refuse.
    """
    known = dict(_ahead.get())
    for source in sources:
        with suppress(TextTooLong):
            known[source] = known.get(source) or _read(source)
            known[source].html()
    token = _ahead.set(known)
    try:
        yield
    finally:
        _ahead.reset(token)


def _read(source: str) -> Reading:
    if len(source.encode()) > LONGEST_SOURCE:
        raise TextTooLong(TOO_LONG)
    found: dict[str, Any] = {}
    tokens = _markdown.parse(clean(source), found)
    return Reading(tuple(found.get(MENTIONED, ())), tokens)


def render_markdown(source: str, people: Collection[str] = ()) -> str:
    """Safe HTML for Markdown `source`: no raw HTML, no images, no foreign loads.

    Rendered once, when it is written. `people` are the handles that lead to somebody. Raises
    `TextTooLong` past 50,000 bytes.
    """
    return read_markdown(source).html(people)


def trusted(html: str) -> Markup:
    """Mark HTML that `render_markdown` made and the database kept as ready for a page."""
    return Markup(html)  # noqa: S704 - the one place


def plain(source: str, *, addresses: bool = True) -> str:
    """`source` as plain text for calendars, previews and letters: links as text, no marks."""
    return plain_of(render_markdown(source), addresses=addresses)


def plain_of(html: str, *, addresses: bool = True) -> str:
    """HTML that `render_markdown` made, as plain text; without `addresses` links are their words
    alone, for labels.
    """
    if not addresses:
        html = re.sub(r"<a [^>]*>(.*?)</a>", r"\1", html, flags=re.DOTALL)
    html = re.sub(r"<li>\s*(?:<p>)?", "• ", html)
    html = re.sub(r'<a href="([^"]*)"[^>]*>(.*?)</a>', _as_text, html, flags=re.DOTALL)
    html = re.sub(r"<(?:br|hr)\s*/?>|</(?:p|h\d|tr|pre|blockquote|ul|ol)>", "\n", html)
    lines = unescape(re.sub(r"<[^>]+>", "", html)).splitlines()
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in lines)).strip()


def flat(text: str) -> str:
    """`text` in one line of Markdown that reads as it stands: no mark, mention or link with
    other words is in it; an address stays one.
    """
    words = _SIGNS.sub(r"\\\g<0>", " ".join(text.split()))
    return _BEGINS.sub(r"\1\\", words)


# What is no mark within a word stays, as addresses have it.
_SIGNS = re.compile(
    r"[\\<*\[`]|#(?!\w)|(?<![^\W_])_|_(?![^\W_])|~(?=~)|(?<![\w@./+-])@|&(?=#?\w+;)"
)
_BEGINS = re.compile(r"^(\d{1,9}(?=[.)](?:\s|$))|(?=[-+=>|]))")


def clean(text: str) -> str:
    """`text` with line ends as newlines and without control characters."""
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(_CONTROLS)


def for_xml(text: str) -> str:
    """A document without what no XML may hold (XML 1.0, 2.2)."""
    return text.translate(_CONTROLS | {13: "\r", 127: "\x7f"})


def line(text: str) -> str:
    """`text` as one line for names and titles: NFKC, no controls, single spaces."""
    flat = unicodedata.normalize("NFKC", text).translate(_BIDIRECTIONAL)
    return " ".join(clean(flat).split())


def can_be_seen(text: str) -> bool:
    """Whether `text` has anything but spaces, controls and marks that stand for nothing."""
    return any(unicodedata.category(c)[0] not in "CZ" for c in text)


def _as_text(link: re.Match[str]) -> str:
    address, words = link[1], re.sub(r"<[^>]+>", "", link[2])
    return (
        words
        if unescape(address) in (unescape(words), f"mailto:{words}")
        else f"{words} ({address})"
    )


def _link_is_fine(address: str) -> bool:
    """Only the web, mail, a path of ours or a place on the page."""
    if any(ord(c) <= 32 or c == "\\" for c in address):  # noqa: PLR2004 - controls and space
        return False
    return bool(re.match(r"(?i)https?://[^/]|mailto:[^/]|/(?!/)|#[\w-]+$", address))


def _image_as_link(
    _self: RendererHTML, tokens: Sequence[Token], idx: int, _options: OptionsDict, _env: EnvType
) -> str:
    address = str(tokens[idx].attrGet("src") or "")
    words = tokens[idx].content or address
    return f'<a href="{escape(address)}">{escape(words)}</a>'


def _lower_headings(state: Any) -> None:
    """Headings in a text stand below those of the page it is on."""
    for token in state.tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(6, int(token.tag[1]) + 2)}"


def _allowed(tag: str, name: str, value: str) -> bool:
    if tag == "a" and name == "href":
        return _link_is_fine(value)
    if tag == "code" and name == "class":
        return bool(_CODE_CLASS.fullmatch(value))
    if tag == "span":
        return name == "class" and value == GONE
    return name in _ATTRIBUTES.get(tag, ())


def _make_markdown() -> MarkdownIt:
    options = {"html": False, "breaks": True, "maxNesting": DEEPEST, "linkify": False}
    markdown = MarkdownIt("commonmark", options).enable(["table", "strikethrough"])
    markdown.options["tasklists"] = True
    markdown.use(gfm_autolink_plugin)
    markdown.use(marks_plugin)
    markdown.validateLink = _link_is_fine  # type: ignore[method-assign,assignment]
    markdown.add_render_rule("image", _image_as_link)
    markdown.core.ruler.push("lower_headings", _lower_headings)
    return markdown


_markdown = _make_markdown()
_cleaner = bleach.Cleaner(
    tags=_TAGS,
    attributes=_allowed,
    protocols=["http", "https", "mailto"],
    strip=True,
)
