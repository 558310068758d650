"""Reads about people and the community."""

from community.db import db

from .models import Community


def present_community() -> Community | None:
    """The community of this installation; None before it is set up."""
    return db.session.get(Community, 1)
