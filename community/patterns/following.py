"""Which pattern somebody means who names one, and what a query tells of it to everybody."""

import re
from typing import Any

from flask import current_app
from sqlalchemy import ColumnElement, exists, or_, select, update

from community.db import db
from community.notes.followed_queries import Library, tie_library
from community.notes.tasks import Decision

from .facets import LISTED
from .models import Pattern
from .queries import only_called

_ADDRESS = re.compile(r"(?:\[\[|/patterns/)?([a-z0-9-]+)(?:\]\]|[/?#]\S*)?")


def connect() -> None:
    """Let decisions name the pattern they follow."""
    tie_library(Library(meant_by, title_at, is_kept_at))


def meant_by(typed: str) -> str | None:
    """The address of the pattern that is named: by that, as `[[address]]`, by a whole address
    here, or by its title, where one alone has that. Drafts are not found.
    """
    here = current_app.config["SETTINGS"].base_url
    found = _ADDRESS.fullmatch(re.sub(rf"^{re.escape(here)}(?=/)", "", typed.strip()))
    at = [Pattern.slug == found[1], Pattern.drafted_as == found[1]] if found else []
    query = select(Pattern.slug).where(Pattern.stage.in_(LISTED))
    slug = db.session.scalar(query.where(or_(*at))) if at else None
    return slug or only_called(typed)


def lead_on(old: str, new: str | None) -> None:
    """Let decisions that follow the pattern at an address do so at its new one, or follow none."""
    with db.session.no_autoflush:  # whether the new one is free, whoever gives it asks
        db.session.execute(update(Decision).where(Decision.follows == old).values(follows=new))


def title_at(address: Any) -> ColumnElement[str | None]:
    """The title of the pattern at an address that a query has, where everybody may see it."""
    query = select(Pattern.title).where(Pattern.slug == address, Pattern.stage.in_(LISTED))
    return query.correlate_except(Pattern).scalar_subquery()


def is_kept_at(address: Any) -> ColumnElement[bool]:
    """Whether there is one at it that not everybody may see."""
    return exists().where(Pattern.slug == address, Pattern.stage.not_in(LISTED))
