"""What whoever was invited to a draft is told once its author has taken that back."""

from flask import abort, make_response, render_template, request
from werkzeug.datastructures import MultiDict

from community.access import may, viewer
from community.notes.blocks import reader_zone
from community.patterns import drafting
from community.patterns.comparing import HEADINGS
from community.patterns.content import LINES, SECTIONS
from community.patterns.invitation_queries import taken_back_at
from community.patterns.models import Pattern
from community.patterns.policies import Permission

from .kept_addresses import pattern_to_show


def pattern_to_write(slug: str) -> Pattern | None:
    """The pattern at this address, or that was there when a form was opened; whoever was invited to
    write it and is no more is told so, with the words they had typed.
    """
    pattern = pattern_to_show(slug)
    if pattern is not None and not may(viewer(), Permission.SEND_REVISION, pattern):
        tell_if_over(pattern)
    return pattern


def tell_if_over(pattern: Pattern) -> None:
    """Answer with that, where it is so, and with nothing of the draft."""
    member = viewer().member
    if member is None or pattern.is_listed or may(viewer(), Permission.READ_PATTERN, pattern):
        return
    at = taken_back_at(pattern, member.person_id)
    if at is None:
        return
    kept = drafting.draft_in(member, drafting.place_of(pattern.id))
    typed = request.form or MultiDict(drafting.typed_in(kept) if kept else ())
    words = [(HEADINGS[name], typed[name]) for name in (*LINES, *SECTIONS) if typed.get(name)]
    zone = reader_zone(viewer())
    page = render_template("patterns/invitation_over.html", at=at, words=words, zone=zone)
    response = make_response(page, 410)
    response.headers["Cache-Control"] = "private, no-store"
    abort(response)
