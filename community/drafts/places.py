"""Names of the forms whose drafts are kept: one for each thing that is written, in one place."""

from collections.abc import Mapping
from types import MappingProxyType

from sqlalchemy import ColumnElement
from sqlalchemy.orm import InstrumentedAttribute

NEW_SERIES = "new-series"
"""The form for a new series."""

_NOTE = "on "


def of_proposal(call_id: int) -> str:
    """The form that proposes an item for a call."""
    return f"proposal-for {call_id}"


def of_item(call_id: int) -> str:
    """The form that puts an item on the agenda of a call."""
    return f"item-for {call_id}"


def of_item_change(item_id: int) -> str:
    """The form that changes an item."""
    return f"item-change {item_id}"


def of_summary(call_id: int) -> str:
    """The form for what the record of a call says in its own words."""
    return f"summary-of {call_id}"


def of_correction(call_id: int, about: Mapping[str, str] = MappingProxyType({})) -> str:
    """The form that asks for a correction of the record of a call, or of what it is `about`, by the
    name and the value with which the form says so.
    """
    return " ".join((f"correction-of {call_id}", *(f"{name} {one}" for name, one in about.items())))


def corrected_in(place: str) -> dict[str, str]:
    """What the form for a correction at `place` is about, as `of_correction` was told."""
    _, _, *told = place.split(" ", 3)
    return dict(zip(told[::2], told[1::2], strict=True))


def of_call(call_id: int) -> str:
    """The form for what a call says of itself."""
    return f"words-of-call {call_id}"


def of_series(series_id: int) -> str:
    """The same for a series."""
    return f"words-of-series {series_id}"


def of_new_call(like_id: int | None) -> str:
    """The form for a new call, or for one like another."""
    return f"new-call-like {like_id}" if like_id else "new-call"


def of_note(about: str) -> str:
    """The form for a note; `about` tells what it is said of, as "item 5", from all else."""
    return f"{_NOTE}{about}"


def of_answer(key: str) -> str:
    """The form that answers a note."""
    return f"answer {key}"


def of_note_change(key: str) -> str:
    """The form that changes a note."""
    return f"change {key}"


def is_of_note(place: InstrumentedAttribute[str]) -> ColumnElement[bool]:
    """Whether a draft, in a query, is of a note on something."""
    return place.startswith(_NOTE)


def beside_call(call_id: int) -> list[str]:
    """Every form in which something about a call may be told again, but for its notes; corrections
    of single things in its record are within the one of the whole.
    """
    forms = (of_proposal, of_item, of_summary, of_correction, of_call)
    return [form(call_id) for form in forms]
