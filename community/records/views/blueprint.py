"""The pages of records, gathered under one name, and what their views share."""

from typing import Any

from flask import Blueprint, abort, redirect, url_for
from flask.typing import ResponseReturnValue

from community.access import viewer
from community.calls.models import Call, Series, Visibility
from community.calls.queries import sittings_of
from community.calls.when import times_held
from community.notes.blocks import reader_zone
from community.origin import keep_from_shared_caches

bp = Blueprint("records", __name__)


def refuse_gone(subject: Call | Series) -> None:
    """What was deleted is read no more: its own page says so, and can bring it back."""
    if subject.is_removed:
        abort(410)


def about(call: Call) -> dict[str, Any]:
    """What every page of a record says of its call; what not everybody may find is kept by the
    browser that asked alone.
    """
    refuse_gone(call)
    if call.visibility is not Visibility.PUBLIC:
        keep_from_shared_caches()
    who = viewer()
    zone = who.member.zone if who.member else None
    return {
        "slug": call.slug,
        "title": call.title,
        "visibility": call.visibility.value,
        "held": times_held(sittings_of(call), zone),
        "zone": reader_zone(who),
    }


def to_record(
    slug: str, anchor: str | None = None, *, sent: str | None = None
) -> ResponseReturnValue:
    """Go to the record. `sent` names the form whose words have arrived."""
    return redirect(url_for("records.show_record", slug=slug, sent=sent, _anchor=anchor), 303)


def to_steps(slug: str) -> ResponseReturnValue:
    """Go to where the steps of the record are taken."""
    return redirect(url_for("records.show_steps", slug=slug), 303)
