"""The page of a call while it is held."""

from flask import Flask

from community import access, limits
from community.agendas import carrying, removing
from community.agendas.redaction_queries import tell_beside
from community.facilitation import policies, queries, telling
from community.facilitation.redaction_queries import spots_of_look_backs
from community.notes.role_queries import sort_while
from community.notes.sight_queries import ask_who_was_there

from . import agenda, blueprint, looking_back, reading, steering, taking_part

__all__ = ["agenda", "init_app", "looking_back", "reading", "steering", "taking_part"]


def init_app(app: Flask) -> None:
    """Add the rules and the pages of facilitation."""
    access.register(policies.RULES, policies.SIGHT)
    limits.declare(policies.STOPPED)
    telling.connect()
    carrying.wait_while(queries.is_on)
    carrying.count_as_discussed(queries.discussed_in)
    removing.keep_where(queries.was_taken_up)
    sort_while(queries.was_started)
    ask_who_was_there(queries.were_there)
    tell_beside(spots_of_look_backs)
    app.register_blueprint(blueprint.bp)
