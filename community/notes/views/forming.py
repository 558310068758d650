"""The forms of notes as they are opened, sent back, and sent once."""

from typing import Any

from flask import request

from community.text import render_markdown

PREVIEW, DRAFT, DISCARD = "preview", "draft", "discard"


def is_live() -> bool:
    """Whether the form stood on the page of a call while it is held, or was led to from there."""
    return request.values.get("back") == "live"


def asked_for() -> str:
    """What the button that was pressed asks for; empty: to send the form."""
    given = request.form.get("do", "")
    return given if given in {PREVIEW, DRAFT, DISCARD} else ""


def base_given() -> int | None:
    """The version of a note that what was typed was written over, where it says one."""
    given = request.form.get("version", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 9 else None  # noqa: PLR2004


def previewed(form: Any) -> str | None:
    """The text as it will look, where that was asked for and the form is valid."""
    if asked_for() != PREVIEW or form.errors:
        return None
    return render_markdown(form.text.data or "")


def refused(form: Any, wrong: Exception) -> Any:
    """The form with what was typed in it, and why that is not kept."""
    form.text.errors = [str(wrong)]
    return form
