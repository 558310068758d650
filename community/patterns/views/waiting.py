"""What waits in the library: suggested edits, one's own, objections, what asks for a look, and what
has a first link.
"""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from community import clock
from community.access import guard, viewer
from community.agreement import agreed_first
from community.db import transaction
from community.fields import counted
from community.notes.blocks import reader_zone
from community.patterns import letting_through
from community.patterns.held_models import Held, LibraryHold
from community.patterns.held_queries import waiting_for as held_for
from community.patterns.held_queries import waiting_numbered, waiting_of
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
        return _upkeep(me)
    is_mine, curates = "mine" in request.args, is_curator(who, None)
    page = suggested_by(me, after) if is_mine else waiting_for(me, curates=curates, cursor=after)
    more: dict[str, Any] = {"mine": ""} if is_mine else {}
    return render_template(
        "patterns/suggestions.html",
        lines=page.rows,
        is_mine=is_mine,
        curates=curates,
        held=waiting_of(me) if is_mine else [],
        objections=[] if is_mine or after else objections_waiting(me, curates=curates),
        later=url_for("patterns.list_suggestions", after=page.next, **more) if page.next else None,
        zone=reader_zone(who),
    )


@bp.post("/first-links/<int:number>/showing")
@guard(Permission.READ_HELD, load=waiting_numbered)
@agreed_first()
def show_held(held: LibraryHold) -> ResponseReturnValue:
    """Let everybody read what waited."""
    by, seen = viewer().member.person, counted(request.form.get("seen"))
    with transaction():
        row = letting_through.show(held, seen=seen, by=by, now=clock.now())
        location = _page_of(held.about, row)
    flash("Everybody whom it is for can read it now.")
    return redirect(location, 303)


@bp.post("/first-links/<int:number>/leaving")
@guard(Permission.READ_HELD, load=waiting_numbered)
@agreed_first()
def leave_held(held: LibraryHold) -> ResponseReturnValue:
    """Show it to nobody."""
    with transaction():
        letting_through.end(held, by=viewer().member.person, now=clock.now())
    return redirect(url_for("patterns.list_suggestions", upkeep=""), 303)


@bp.post("/first-links/<int:number>/withdrawal")
@guard(Permission.WITHDRAW_HELD, load=waiting_numbered)
def take_held_back(held: LibraryHold) -> ResponseReturnValue:
    """Whoever wrote it shows it to nobody any more."""
    with transaction():
        letting_through.end(held, by=viewer().member.person, now=clock.now())
    flash("It is taken back: nobody sees it but you.")
    return redirect(url_for("patterns.list_suggestions", mine=""), 303)


def _page_of(about: Held, row: Any) -> str:
    if about is Held.SUGGESTION:
        return url_for("patterns.show_suggestion", number=row.id)
    if about is Held.MESSAGE:
        number = row.suggestion_id
        return url_for("patterns.show_suggestion", number=number, _anchor="messages")
    if about is Held.COLLECTION:
        return url_for("patterns.show_collection", slug=row.slug)
    anchors = {
        Held.USE: f"use-{row.id}",
        Held.REVIEW: "reviews",
        Held.OBJECTION: "objections",
        Held.ANSWER: "objections",
    }
    slug = letting_through.pattern_of(row).slug
    return url_for("patterns.show_pattern", slug=slug, _anchor=anchors.get(about))


def _upkeep(me: int) -> str:
    """What curators look after beside suggestions."""
    return render_template(
        "patterns/upkeep.html",
        held=held_for(me),
        uses=dead_links(),
        patterns=unchecked(clock.now()),
    )
