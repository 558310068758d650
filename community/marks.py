"""Marks of our own in Markdown: `@handle` leads to a member, `[[slug]]` to a pattern, and a bar
stands where words were taken out.
"""

import re
from collections.abc import Iterator, Sequence
from html import escape

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

PEOPLE = "/people/"
PATTERNS = "/patterns/"
KNOWN = "people"  # in the environment: the handles that are somebody's
BAR = "█ taken out █"  # in texts without any marks it is read as it stands
GONE = "redacted"  # the class of a bar in HTML
MENTIONED = "mentioned"  # in the environment: the handles that were found, in their order

_HANDLE = re.compile(r"@([A-Za-z0-9](?:-?[A-Za-z0-9]){1,29})(?![\w@/-]|\.\w)")
_SLUG = re.compile(r"\[\[([a-z0-9]+(?:-[a-z0-9]+)*)\]\](?![(\[])")
_LONGEST_SLUG = 80
_BEFORE = re.compile(r"[\w@./+-]")


def marks_plugin(markdown: MarkdownIt) -> None:
    """Read mentions and links to patterns, neither of them within a link."""
    markdown.inline.ruler.before("link", "pattern", _pattern)
    markdown.inline.ruler.push("mention", _mention)
    markdown.core.ruler.push("bars", _bars)
    markdown.add_render_rule("mention", _render_mention)
    markdown.add_render_rule("bar", _render_bar)


def _mention(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - the parser's own shape
    if state.src[state.pos] != "@" or state.linkLevel:
        return False
    if state.pos and _BEFORE.match(state.src[state.pos - 1]):
        return False
    found = _HANDLE.match(state.src, state.pos)
    if found is None or found.end() > state.posMax:
        return False
    if not silent:
        token = state.push("mention", "", 0)
        token.content, token.meta = found[0], {"handle": found[1].lower()}
        state.env.setdefault(MENTIONED, {})[found[1].lower()] = None
    state.pos = found.end()
    return True


def _bars(state: StateCore) -> None:
    """Let a bar in plain text be a token of its own."""
    for block in state.tokens:
        if block.children and BAR in block.content:
            block.children = [part for token in block.children for part in _parted(token)]


def _parted(token: Token) -> Iterator[Token]:
    if token.type != "text" or BAR not in token.content:
        yield token
        return
    for number, words in enumerate(token.content.split(BAR)):
        if number:
            yield Token("bar", "", 0, level=token.level)
        if words:
            yield Token("text", "", 0, content=words, level=token.level)


def _pattern(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - the parser's own shape
    if not state.src.startswith("[[", state.pos) or state.linkLevel:
        return False
    found = _SLUG.match(state.src, state.pos)
    if found is None or found.end() > state.posMax or len(found[1]) > _LONGEST_SLUG:
        return False
    if not silent:
        state.push("link_open", "a", 1).attrs = {"href": f"{PATTERNS}{found[1]}"}
        state.push("text", "", 0).content = found[1].replace("-", " ")
        state.push("link_close", "a", -1)
    state.pos = found.end()
    return True


def _render_mention(
    _self: RendererHTML, tokens: Sequence[Token], idx: int, _options: OptionsDict, env: EnvType
) -> str:
    token = tokens[idx]
    if token.meta["handle"] not in env.get(KNOWN, ()):
        return escape(token.content)
    return f'<a href="{PEOPLE}{token.meta["handle"]}">{escape(token.content)}</a>'


def _render_bar(
    _self: RendererHTML, _tokens: Sequence[Token], _idx: int, _options: OptionsDict, _env: EnvType
) -> str:
    return f'<span class="{GONE}">{BAR.strip("█ ")}</span>'
