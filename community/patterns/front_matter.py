"""The head of a Markdown file: a small part of YAML, written and read strictly. Pure.

Values are JSON, which is YAML too: texts in quotation marks, numbers, lists and objects. Read are
also plain words, words in single quotation marks, and lists with an entry a line. Tags, anchors,
aliases, block texts and whatever else YAML can do are refused: nobody needs them here.
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from community import strict_json

FENCE = "---"
MOST_LINES = 400
LONGEST = 64 * 1024  # characters of a head

_KEY = re.compile(r"([A-Za-z_][\w $-]{0,39}):(?:[ \t]+(.*))?")
_ENTRY = re.compile(r"[ \t]*-[ \t]+(.*)")
_UNPRINTABLE = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
_STARTS = {
    "&": "an anchor",
    "*": "an alias",
    "!": "a tag",
    "|": "a block text",
    ">": "a block text",
}
_STRANGE = "%@`?,}]#-"


class HeadRefused(ValueError):
    """The head of a file cannot be read; the text is a sentence that says where."""


def write(values: Mapping[str, Any]) -> str:
    """The head with its fences; a list has an entry a line."""
    lines = [FENCE]
    for key, value in values.items():
        if isinstance(value, list | tuple) and value:
            lines += [f"{key}:", *(f"  - {_json(entry)}" for entry in value)]
        else:
            lines.append(f"{key}: {_json(value)}")
    return "\n".join([*lines, FENCE, ""])


def split(text: str) -> tuple[Mapping[str, Any], str]:
    """The values of the head, none where there is no head, and the rest. Raises `HeadRefused`."""
    if not text.startswith(f"{FENCE}\n"):
        return {}, text
    head, fence, rest = text[len(FENCE) + 1 :].partition(f"\n{FENCE}\n")
    if not fence:
        raise HeadRefused("The head begins with --- and does not end.")
    if len(head) > LONGEST or head.count("\n") > MOST_LINES:
        raise HeadRefused("The head is too long.")
    return read(head), rest


def read(head: str) -> Mapping[str, Any]:
    """The values of a head without its fences. Raises `HeadRefused`."""
    values: dict[str, Any] = {}
    entries: list[Any] | None = None
    for number, line in enumerate(head.split("\n"), start=2):
        entry, key = _ENTRY.fullmatch(line), _KEY.fullmatch(line)
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if entry is not None and entries is not None:
            entries.append(_value(entry[1].strip(), number))
        elif key is None:
            raise HeadRefused(f"Line {number} is no “name: value” that is read here.")
        elif key[1] in values:
            raise HeadRefused(f"Line {number}: “{key[1]}” stands twice.")
        else:
            given = (key[2] or "").strip()
            entries = None if given else []
            values[key[1]] = _value(given, number) if given else entries
    return values


def _value(given: str, number: int) -> Any:
    first = given[:1]
    if first in _STARTS:
        raise HeadRefused(f"Line {number} has {_STARTS[first]}, which is not read here.")
    if first in {'"', "[", "{"}:
        return _parsed(given, number)
    if first == "'":
        if len(given) < 2 or given[-1] != "'" or "'" in given[1:-1].replace("''", ""):  # noqa: PLR2004 - both marks
            raise HeadRefused(f"Line {number} does not end its quotation.")
        return given[1:-1].replace("''", "'")
    if first in _STRANGE or ": " in given or " #" in given or given.endswith(":"):
        raise HeadRefused(f"Line {number} needs quotation marks around its value.")
    if re.fullmatch(r"-?\d{1,9}", given):
        return int(given)
    return {"null": None, "~": None, "true": True, "false": False}.get(given, given)


def _parsed(given: str, number: int) -> Any:
    """A JSON value; a list may be of plain words, as YAML writes it."""
    try:
        return _of_signs(strict_json.parse(given))
    except (ValueError, RecursionError) as error:
        if re.fullmatch(r"\[[\w ,./+-]*\]", given):
            return [word for part in given[1:-1].split(",") if (word := part.strip())]
        raise HeadRefused(f"Line {number} is no value that is read here.") from error


def _of_signs(value: Any) -> Any:
    """The value, where its texts can be kept. Raises `ValueError` for half a sign."""
    json.dumps(value, ensure_ascii=False).encode()
    return value


def _json(value: Any) -> str:
    words = json.dumps(value, ensure_ascii=False)
    return "".join(_escaped(words))


def _escaped(words: str) -> Iterator[str]:
    """What readers of YAML take for no text, as JSON writes it too."""
    at = 0
    for found in _UNPRINTABLE.finditer(words):
        yield words[at : found.start()]
        yield f"\\u{ord(found[0]):04x}"
        at = found.end()
    yield words[at:]
