"""The pages of the library, gathered under one name, and what their views share."""

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue

from community.origin import keep_from_shared_caches
from community.patterns.models import Pattern

bp = Blueprint("patterns", __name__)


def keep_drafts_private(pattern: Pattern) -> None:
    """What not everybody may see is kept by the browser that asked alone."""
    if not pattern.is_listed:
        keep_from_shared_caches()


def address_of(pattern: Pattern, number: int) -> str:
    """The whole address of a revision, which stays."""
    return url_for("patterns.show_revision", slug=pattern.slug, number=number, _external=True)


def to_pattern(pattern: Pattern, anchor: str | None = None) -> ResponseReturnValue:
    """Go to a pattern."""
    return redirect(url_for("patterns.show_pattern", slug=pattern.slug, _anchor=anchor), 303)
