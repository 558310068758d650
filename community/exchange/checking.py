"""Whether values keep to a JSON Schema: the part of draft 2020-12 that our schemas are written in.

Pure. What is wrong is said in a sentence that begins with where.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

Schema = Mapping[str, Any]
_TYPES: Mapping[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "integer": (int,),
    "boolean": (bool,),
    "null": (type(None),),
}
_WORDS = {
    "object": "an object",
    "array": "a list",
    "string": "a text",
    "integer": "a whole number",
    "boolean": "true or false",
    "null": "null",
}
KEYWORDS = (
    frozenset(
        (
            "$defs",
            "$ref",
            "$schema",
            "additionalProperties",
            "anyOf",
            "const",
            "description",
            "enum",
        )
    )
    | frozenset(
        ("format", "items", "maxItems", "maxLength", "maximum", "minItems", "minLength", "minimum")
    )
    | frozenset(("pattern", "properties", "required", "title", "type"))
)
"""All that is understood; a test holds the schemas to it."""


def problem(value: Any, schema: Schema) -> str | None:
    """The first thing about `value` that `schema` does not allow; None where it fits."""
    return next(_problems(value, schema, schema, ""), None)


def _problems(value: Any, schema: Schema, whole: Schema, at: str) -> Iterator[str]:
    if "$ref" in schema:
        yield from _problems(value, whole["$defs"][schema["$ref"].rpartition("/")[2]], whole, at)
        return
    if "anyOf" in schema:
        yield from _of_any(value, schema["anyOf"], whole, at)
        return
    if "const" in schema and (value != schema["const"] or type(value) is not int):
        yield _say(at, f"is not {schema['const']}")
    if "enum" in schema and not (isinstance(value, str) and value in schema["enum"]):
        yield _say(at, f"is none of {', '.join(map(repr, schema['enum']))}")
    kind = schema.get("type")
    if kind is None:
        return
    if not isinstance(value, _TYPES[kind]) or (kind == "integer" and isinstance(value, bool)):
        yield _say(at, f"is not {_WORDS[kind]}")
        return
    yield from _CHECKS.get(kind, _nothing)(value, schema, whole, at)


def _of_any(value: Any, choices: Sequence[Schema], whole: Schema, at: str) -> Iterator[str]:
    """What is wrong with it by the choice it comes nearest to: that which is wrong deepest."""
    found = [list(_problems(value, choice, whole, at))[:1] for choice in choices]
    if all(found):
        deepest = max(
            (one[0] for one in found), key=lambda said: said.partition(": ")[0].count(".")
        )
        not_null = [one[0] for choice, one in zip(choices, found, strict=True) if not _null(choice)]
        yield not_null[0] if len(not_null) == 1 else deepest


def _null(schema: Schema) -> bool:
    return schema.get("type") == "null"


def _object(value: Mapping[str, Any], schema: Schema, whole: Schema, at: str) -> Iterator[str]:
    known = schema["properties"]
    for name in schema["required"]:
        if name not in value:
            yield _say(at, f"“{name}” is missing")
    for name, each in value.items():
        if name not in known:
            yield _say(at, f"“{name[:40]}” is not known")
        else:
            yield from _problems(each, known[name], whole, f"{at}.{name}" if at else name)


def _array(value: Sequence[Any], schema: Schema, whole: Schema, at: str) -> Iterator[str]:
    if len(value) > schema["maxItems"]:
        yield _say(at, f"has more than {schema['maxItems']} entries")
    elif len(value) < schema.get("minItems", 0):
        yield _say(at, f"has fewer than {schema['minItems']} entries")
    else:
        for place, each in enumerate(value, start=1):
            yield from _problems(each, schema["items"], whole, f"{at}[{place}]")


def _string(value: str, schema: Schema, _whole: Schema, at: str) -> Iterator[str]:
    if len(value) > schema.get("maxLength", len(value)):
        yield _say(at, f"is longer than {schema['maxLength']} characters")
    elif len(value) < schema.get("minLength", 0):
        yield _say(at, "is empty")
    elif any("\ud800" <= c <= "\udfff" or c == "\0" for c in value):
        yield _say(at, "holds what is no character")
    elif "pattern" in schema and not re.search(schema["pattern"].replace("$", r"\Z"), value):
        yield _say(at, "is not written as it should be")
    elif "format" in schema and not _reads(value, schema["format"]):
        yield _say(at, "is no date or time of this form")


def _integer(value: int, schema: Schema, _whole: Schema, at: str) -> Iterator[str]:
    if not schema["minimum"] <= value <= schema["maximum"]:
        yield _say(at, f"is not between {schema['minimum']} and {schema['maximum']}")


def _nothing(_value: Any, _schema: Schema, _whole: Schema, _at: str) -> Iterator[str]:
    yield from ()


def _reads(text: str, form: str) -> bool:
    """Whether a text is a day, a time of day, an instant or what a clock on a wall shows."""
    try:
        if form == "time":
            return time.fromisoformat(text).tzinfo is None
        found = datetime.fromisoformat(text) if form != "date" else None
        day = found.date() if found else date.fromisoformat(text)
        if not 1900 <= day.year <= 2300:  # noqa: PLR2004 - no date overflows on its way
            return False
    except ValueError:
        return False
    return found is None or (found.utcoffset() is not None) == (form == "date-time")


def _say(at: str, what: str) -> str:
    return f"{at}: {what}" if at else what


_CHECKS: Mapping[str, Callable[[Any, Schema, Schema, str], Iterator[str]]] = {
    "object": _object,
    "array": _array,
    "string": _string,
    "integer": _integer,
}
