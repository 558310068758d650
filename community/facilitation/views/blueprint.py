"""The blueprint that the page of a call while it is held hangs on, and the way back to it."""

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue

bp = Blueprint("facilitation", __name__)
HAD_CHANGED = "The item had changed already, so nothing was changed again."


def back_to(slug: str, anchor: str | None = None) -> ResponseReturnValue:
    """Go to the page of the call, to one part of it."""
    return redirect(url_for("facilitation.show_live", slug=slug, _anchor=anchor), 303)
