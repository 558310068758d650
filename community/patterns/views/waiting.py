"""What waits in the library: suggested edits, one's own, objections, and what asks for a look."""

from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from community import clock
from community.access import guard, viewer
from community.notes.blocks import reader_zone
from community.patterns.held_uses import held_uses
from community.patterns.judgement_queries import objections_waiting
from community.patterns.policies import Permission
from community.patterns.suggestion_queries import suggested_by, waiting_for
from community.patterns.upkeep_queries import dead_links, unchecked
from community.patterns.writing_policies import is_curator

from .blueprint import bp


@bp.get("/patterns/suggestions")
@guard(Permission.READ_SUGGESTIONS)
def list_suggestions() -> ResponseReturnValue:
    """What waits for the reader to be decided, and what became of what they suggested."""
    who, after = viewer(), request.args.get("after")
    me = who.member.person_id
    if "upkeep" in request.args and is_curator(who, None):
        return _upkeep()
    is_mine, curates = "mine" in request.args, is_curator(who, None)
    page = suggested_by(me, after) if is_mine else waiting_for(me, curates=curates, cursor=after)
    more: dict[str, Any] = {"mine": ""} if is_mine else {}
    return render_template(
        "patterns/suggestions.html",
        lines=page.rows,
        is_mine=is_mine,
        curates=curates,
        objections=[] if is_mine or after else objections_waiting(me, curates=curates),
        later=url_for("patterns.list_suggestions", after=page.next, **more) if page.next else None,
        zone=reader_zone(who),
    )


def _upkeep() -> str:
    """What curators look after beside suggestions."""
    return render_template(
        "patterns/upkeep.html",
        held=held_uses(),
        uses=dead_links(),
        patterns=unchecked(clock.now()),
    )
