"""The rules about what may stand where in the text; each function names what breaks one."""

import ast
import re
from collections.abc import Sequence

from tests.architecture.source import Source

LONGEST_FILE = 250
LONGEST_FUNCTION = 40

# What is done in one place alone, and the place.
_ONCE = {
    # A connection hands it on to the one of its two that is meant.
    "committing": (re.compile(r"(?<!self\._meant)\.commit\("), "community/db.py"),
    "reading the environment": (re.compile(r"\bos\.(environ|getenv)\b"), "community/config.py"),
    "asking for the present": (
        re.compile(r"\b(datetime\.(now|utcnow|today)|date\.today|time\.time(_ns)?)\("),
        "community/clock.py",
    ),
    "importing bleach": (
        re.compile(r"^\s*(import|from) bleach\b", re.MULTILINE),
        "community/text.py",
    ),
    "building whole addresses": (
        re.compile(r"\b(force)?_external\s*=", re.IGNORECASE),
        "community/outbox/addresses.py",
    ),
    "trusting HTML": (re.compile(r"\bMarkup\("), "community/text.py"),
}
_EXPRESSIONS = {
    "marks something safe": re.compile(r"\|\s*safe\b|\bautoescape\s+false\b"),
    "trusts what no renderer made (a name that ends in _html)": re.compile(
        r"(?<!_html)(?<!\s)\s*\|\s*trusted\b"
    ),
}
_MARKUP = {
    "styles in place": re.compile(r"<style\b|\sstyle\s*=", re.IGNORECASE),
    "scripts in place": re.compile(
        r"<script(?![^>]*\bsrc\s*=)|\son[a-z]+\s*=\s*[\"'{]|javascript:|\bhx-on\b", re.IGNORECASE
    ),
    "loads from another host": re.compile(
        r"<(script|img|link|iframe|source|video|audio)\b[^>]*\b(src|href)\s*=\s*[\"'](https?:)?//",
        re.IGNORECASE,
    ),
}
_WORKPLACE = re.compile(r"(?<![\w.~-])/(work|farm|root|home|Users)/[\w.-]")


def done_elsewhere(sources: Sequence[Source]) -> list[str]:
    """What belongs in one place and stands in another."""
    return [
        f"{_place(source, match)} {deed}, which {home} does"
        for deed, (pattern, home) in _ONCE.items()
        for source in sources
        if source.path != home
        for match in pattern.finditer(source.text)
    ]


def times_done(sources: Sequence[Source]) -> dict[str, int]:
    """How often each of those things is done at its own place."""
    texts = {source.path: source.text for source in sources}
    return {deed: len(pat.findall(texts.get(home, ""))) for deed, (pat, home) in _ONCE.items()}


def unsafe_templates(sources: Sequence[Source]) -> list[str]:
    """What the Content-Security-Policy would stop, or what escapes escaping, in a template.

    A letter carries its style sheet with it: nothing may be loaded.
    """
    return [
        f"{_place(source, match)} {fault}"
        for source in sources
        for whole in [_blanked(source.text, r"\{#.*?#\}")]
        for faults, text in (
            (_EXPRESSIONS, whole),
            (_MARKUP, _blanked(whole, r"(?<=\{\{).*?(?=\}\})|(?<=\{%).*?(?=%\})")),
        )
        for fault, pattern in faults.items()
        if not (fault == "styles in place" and source.path == "templates/emails/_layout.html")
        for match in pattern.finditer(text)
    ]


def long_files(sources: Sequence[Source]) -> list[str]:
    """Files past 250 lines."""
    return [
        f"{source.path} has {lines} lines"
        for source in sources
        if (lines := len(source.text.splitlines())) > LONGEST_FILE
    ]


def long_functions(sources: Sequence[Source]) -> list[str]:
    """Functions past 40 lines, their docstrings counted and their decorators not."""
    return [
        f"{source.at(node.lineno)} {node.name} has {lines} lines"
        for source in sources
        for node in ast.walk(source.tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (lines := (node.end_lineno or node.lineno) - node.lineno + 1) > LONGEST_FUNCTION
    ]


def modules_without_a_sentence(sources: Sequence[Source]) -> list[str]:
    """Modules that do not open by saying what they are for."""
    return [
        source.path
        for source in sources
        if not (ast.get_docstring(source.tree) or "").rstrip().endswith((".", "`", ")"))
    ]


def workplace_paths(sources: Sequence[Source]) -> list[str]:
    """Absolute paths of the place where somebody worked."""
    return [
        f"{_place(source, match)} {match[0]}…"
        for source in sources
        for match in _WORKPLACE.finditer(source.text)
    ]


def _place(source: Source, match: re.Match[str]) -> str:
    return source.at(source.text.count("\n", 0, match.start()) + 1)


def _blanked(text: str, pattern: str) -> str:
    """The text with what matches as spaces, every line still where it was."""
    return re.sub(pattern, lambda m: re.sub(r"[^\n]", " ", m[0]), text, flags=re.DOTALL)
