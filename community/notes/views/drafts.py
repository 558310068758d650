"""Drafts that a page keeps by itself while somebody writes."""

import re

from flask import request
from flask.typing import ResponseReturnValue

from community import clock, once
from community.access import guard, viewer
from community.db import transaction
from community.drafts.sent import sent_tab
from community.errors import Refusal
from community.notes.drafting import beside_of, keep_draft
from community.notes.models import Kind
from community.notes.policies import Permission
from community.text import LONGEST_SOURCE, clean

from .blueprint import bp
from .forming import base_given

_PLACE = re.compile(r"(answer|change) [\w-]{1,16}|on [a-z_]{1,20} [0-9]{1,12}( [a-z_]{1,20})?")


@bp.post("/notes/drafts")
@guard(Permission.WRITE_NOTE)
def keep() -> ResponseReturnValue:
    """Keep what is written so far in one form."""
    place, source = request.form.get("place", ""), request.form.get("text", "")
    kind = request.form.get("kind", "")
    if not _PLACE.fullmatch(place) or len(clean(source).encode()) > LONGEST_SOURCE:
        raise Refusal("This cannot be kept as a draft.")
    with transaction():
        if once.was_sent(request.form.get("once", "")[:38], by_id=viewer().member.id):
            return "", 204  # it comes late: the form it is of has arrived meanwhile
        keep_draft(
            viewer().member,
            place,
            source,
            Kind(kind) if kind in set(Kind) else Kind.NOTE,
            beside=beside_of(request.form),
            base=base_given(),
            tab=sent_tab(),
            now=clock.now(),
        )
    return "", 204
