"""The library over HTTP: lists, patterns, their revisions."""

from flask import Flask

from community import access, first_links, limits
from community.patterns import (
    following,
    held_queries,
    link_queries,
    note_findable,
    policies,
    sight,
    telling,
    threads,
)

from . import (
    adapting,
    cards,
    collecting,
    comparing,
    curating,
    feed,
    from_notes,
    importing,
    invitation_over,
    inviting,
    known_uses,
    listing,
    naming,
    objecting,
    picture,
    proposing,
    reading,
    redacting,
    relating,
    rewording,
    shelves,
    shelves_along,
    suggesting,
    suggestions,
    taking_along,
    using,
    waiting,
    writing,
)
from .blueprint import bp

__all__ = [
    "adapting",
    "cards",
    "collecting",
    "comparing",
    "curating",
    "feed",
    "from_notes",
    "importing",
    "init_app",
    "invitation_over",
    "inviting",
    "known_uses",
    "listing",
    "naming",
    "objecting",
    "picture",
    "proposing",
    "reading",
    "redacting",
    "relating",
    "rewording",
    "shelves",
    "shelves_along",
    "suggesting",
    "suggestions",
    "taking_along",
    "using",
    "waiting",
    "writing",
]


def init_app(app: Flask) -> None:
    """Add the rules and the pages of the library."""
    access.register(policies.RULES, sight.SIGHT)
    limits.declare(policies.STOPPED)
    first_links.shown_by(patterns=held_queries.shows_links_of)
    first_links.read_by(patterns=link_queries.have_links_that_stand)
    telling.connect()
    threads.connect()
    following.connect()
    note_findable.connect()
    app.register_blueprint(bp)
