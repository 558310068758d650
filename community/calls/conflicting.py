"""What somebody else has saved meanwhile, beside what was typed."""

from collections.abc import Mapping
from typing import Any

from wtforms import Form

_LONGEST = 2000  # characters of a text that are shown beside a field


def lay_beside(form: Form, present: Mapping[str, Any], *, why: str) -> None:
    """Say over `form` why it is shown again, and at each field of it that differs what stands there
    now; what was typed stays.

    `present` fills such a form; its `version` goes into the form, so that sending it once more
    means it.
    """
    form.form_errors.append(why)
    for name, value in ((name, value) for name, value in present.items() if name in form):
        field = form[name]
        if name == "version":
            field.data = value
        elif _compared(name, field.data) != _compared(name, value):
            field.errors = [*field.errors, f"Saved meanwhile: {_shown(field, value)}"]


def _compared(name: str, value: Any) -> object:
    """Nothing is nothing, and topics have no order."""
    if name == "topics":
        return sorted(topic.strip().casefold() for topic in (value or "").split(","))
    return value or ""


def _shown(field: Any, value: Any) -> str:
    if value in (None, ""):
        return "nothing."
    if isinstance(value, bool):
        return "yes." if value else "no."
    if hasattr(value, "hour"):
        return f"{value:%H:%M}"
    named = dict(getattr(field, "choices", None) or ())
    text = str(named.get(value, value))
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]} …"
