"""The pages of the library, gathered under one name, and what their views share."""

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue

from community.origin import keep_from_shared_caches
from community.outbox.addresses import absolute
from community.patterns.models import Pattern

bp = Blueprint("patterns", __name__)


def revision_address(slug: str, number: int) -> str:
    """The whole address of a revision, which stays."""
    return absolute("patterns.show_revision", slug=slug, number=number)


def keep_drafts_private(pattern: Pattern) -> None:
    """What not everybody may see is kept by the browser that asked alone."""
    if not pattern.is_listed:
        keep_from_shared_caches()


def address_of(pattern: Pattern, number: int) -> str:
    """The whole address of a revision, which stays."""
    return revision_address(pattern.slug, number)


def page_of(pattern: Pattern, anchor: str | None = None, sent: str | None = None) -> str:
    """Where a pattern stands; `sent` is the place of what the browser kept and has sent now."""
    return url_for("patterns.show_pattern", slug=pattern.slug, sent=sent, _anchor=anchor)


def to_pattern(
    pattern: Pattern, anchor: str | None = None, sent: str | None = None
) -> ResponseReturnValue:
    """Go to a pattern."""
    return redirect(page_of(pattern, anchor, sent), 303)
