"""Adapting a pattern: one button, and a draft to go on with."""

from functools import partial

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from community import clock
from community.access import guard, viewer
from community.agreement import agreed_first
from community.db import transaction
from community.patterns import adapting
from community.patterns.importing import Found
from community.patterns.models import Pattern
from community.patterns.policies import Permission
from community.patterns.queries import pattern_by_slug

from .blueprint import address_of, bp
from .writing import show_imported


@bp.post("/patterns/<slug>/adaptations")
@guard(Permission.ADAPT_PATTERN, load=pattern_by_slug)
@agreed_first()
def adapt_pattern(pattern: Pattern) -> ResponseReturnValue:
    """Write it down as a draft and open that; where its licence forbids it, offer one that links
    to it.
    """
    try:
        with transaction():
            by, now = viewer().member.person, clock.now()
            slug = adapting.adapt(pattern, partial(address_of, pattern), by=by, now=now).slug
    except adapting.NotAllowed as refused:
        return show_imported(Found(refused.link, is_link_only=True))
    flash("This is a draft of yours now, with its words. Say what you change, where it is from.")
    return redirect(url_for("patterns.edit_pattern", slug=slug), 303)
