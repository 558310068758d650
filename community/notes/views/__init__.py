"""The pages of threads, notes, decisions and actions."""

from flask import Flask

from community import access, first_links, limits
from community.agendas import carrying, off_record
from community.agendas.beginnings import begin_with
from community.agendas.redaction_queries import count_with
from community.notes import policies, telling
from community.notes.blocks import left_for
from community.notes.left_queries import leaves_actions
from community.notes.repeat_queries import number_on_item
from community.notes.spoken_queries import spoken_about, spoken_of
from community.notes.waiting_queries import shows_links_of

from . import (
    blueprint,
    changing,
    distancing,
    drafts,
    muting,
    parts,
    reading,
    redacting,
    settling,
    taking_along,
    tasks,
    writing,
)

__all__ = [
    "changing",
    "distancing",
    "drafts",
    "init_app",
    "muting",
    "parts",
    "reading",
    "redacting",
    "settling",
    "taking_along",
    "tasks",
    "writing",
]


def init_app(app: Flask) -> None:
    """Add the rules and the pages of notes."""
    access.register(policies.RULES, policies.SIGHT)
    limits.declare(policies.STOPPED, series_of=policies.SERIES)
    telling.connect()
    count_with(number_on_item)
    first_links.shown_by(notes=shows_links_of)
    carrying.look_for(leaves_actions)
    carrying.count_as_discussed(spoken_about)
    off_record.look_for_words(spoken_of)
    begin_with(left_for)
    app.register_blueprint(blueprint.bp)
