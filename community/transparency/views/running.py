"""The page that says to everybody how this place is run: what is done with reports, who can see
what, and what nobody promises.
"""

from flask import render_template
from flask.typing import ResponseReturnValue

from community import clock
from community.access import public, viewer
from community.conduct import queries
from community.conduct.words import DECIDED_BY, closed, lasts
from community.moderation import people_queries
from community.notes.blocks import reader_zone
from community.transparency.queries import last_published

from .blueprint import bp


@bp.get("/how-this-place-is-run")
@public
def show_how_it_is_run() -> ResponseReturnValue:
    """The code that holds, whom to write to, and what happens to a report."""
    holding = queries.version_in_force(clock.now())
    return render_template(
        "transparency/running.html",
        zone=reader_zone(viewer()),
        holding=holding,
        code=queries.text_of(holding.version) if holding else None,
        contacts=queries.contacts(),
        responders=people_queries.number_of_responders(),
        names=[name for _, name in people_queries.public_names()],
        last=last_published(),
        decided_by=DECIDED_BY,
        lasts=lasts,
        closed=closed,
    )
