"""The page of a call while it is held, as it stands now.

It is read again and again. For visitors it is kept in memory as other pages are; a member's carries
a tag made of the revisions it shows, so that an unchanged page is neither gathered nor rendered.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask import abort, make_response, render_template, request
from flask.typing import ResponseReturnValue

from community import clock, keeping
from community.access import Viewer, guard, permitted, viewer
from community.agendas.folding import folds_item
from community.calls.models import Call, Visibility
from community.calls.queries import call_by_slug, sittings_of
from community.calls.when import times_held
from community.conduct.emergency_models import Act
from community.conduct.emergency_queries import standing_act
from community.disclosures.queries import last_said
from community.distance.queries import folded_by
from community.facilitation.blocks import LiveBlock, live_block
from community.facilitation.forms import HandForm, NewItemForm
from community.facilitation.noting import Beside, DraftElsewhere, begun_elsewhere, beside, shown_of
from community.facilitation.policies import Permission
from community.facilitation.queries import opening_of
from community.facilitation.resuming import ended_just_now
from community.facilitation.telling import LIVE
from community.facilitation.timing import next_minute
from community.notes.blocks import block_of, left_block, reader_zone
from community.notes.drafting import place_in
from community.notes.open_queries import open_at
from community.notes.opening_forms import form_for
from community.notes.queries import ThreadPage, end_of_thread
from community.origin import keep_from_shared_caches
from community.patterns.telling import LIBRARY
from community.sent import once_key

from .blueprint import bp
from .remembering import known_of, remember, remembered_first, tag_of, tagged, unchanged

CAN = (
    *(Permission.STEER, Permission.END_CALL, Permission.RAISE_HAND, Permission.BE_HERE),
    Permission.ACT_AT_ONCE,
)


@bp.get("/calls/<slug>/live")
@remembered_first
@guard(Permission.READ_LIVE, load=call_by_slug)
@keeping.for_visitors(next_minute)
def show_live(call: Call) -> ResponseReturnValue:
    """What is spoken about and for how long, who speaks next, who is there, the notes."""
    if call.is_removed:
        abort(404)
    who, now, found = viewer(), clock.now(), beside(call)
    scopes = (LIVE, *found.scopes)
    if who.member is None:
        if call.visibility is not Visibility.PUBLIC:
            keep_from_shared_caches()
        keeping.shows(LIBRARY, *scopes)
        return page(call, found, who, now)
    known = known_of(who, scopes)
    remember(who, call.slug, scopes, known)
    tag = tag_of(who, now, known)
    if tag and request.if_none_match.contains_weak(tag):
        return unchanged(who, now, tag, known)
    response = make_response(page(call, found, who, now))
    return tagged(response, tag) if tag else response


def page(
    call: Call,
    found: Beside,
    who: Viewer,
    now: datetime,
    *,
    form: HandForm | None = None,
    new_item: NewItemForm | None = None,
) -> str:
    """The page for one reader; `form` is a hand, `new_item` an item, that could not be taken."""
    sittings = sittings_of(call)
    member, opening = who.member, opening_of(call)
    can = permitted(who, call, CAN if opening and opening.is_on else (*CAN, Permission.START_CALL))
    steers, leads = Permission.STEER.value in can, Permission.END_CALL.value in can
    given: dict[str, Any] = {"steers": steers, "leads": leads, "now": now}
    number = member.id if member else None
    block = live_block(call, opening, sittings, member_id=number, **given)
    notes = _notes(call, found, who, now)
    return render_template(
        "facilitation/live.html",
        slug=call.slug,
        title=call.title,
        visibility=call.visibility.value,
        times=times_held(sittings, member.zone if member else None),
        live=block,
        item_is_folded=block.current is not None and folds_item(folded_by(who), block.current.item),
        zone=reader_zone(who),
        may_resume=leads and ended_just_now(opening, now),
        left=left_block(call, found.left, who),
        decisions_open=open_at(sittings, now),
        hand_form=form or HandForm(),
        new_item=new_item
        or (_new_item(who, notes["note_form"]) if leads and block.is_on else None),
        item_is_late=new_item is not None and not block.is_on,
        once_key=once_key(),
        drafts=_drafts(call, block, who, is_of_item=notes["notes_are_of_item"]),
        can=can,
        frozen_until=standing_act(Act.FREEZE_NOTES, call.id, now),
        **notes,
    )


def _new_item(who: Viewer, note_form: Any) -> NewItemForm:
    """The form for an item that comes up; what was said of tools last time is known to the form for
    a note, where there is one.
    """
    if note_form is None:
        return NewItemForm(last=last_said(who.member.person))
    return NewItemForm(last=note_form.disclosure.form.last)


def _drafts(
    call: Call, block: LiveBlock, who: Viewer, *, is_of_item: bool
) -> Sequence[DraftElsewhere]:
    """What the reader has begun to write in the call beside what is shown: on other items, whose
    notes are theirs to read, and on the call.
    """
    if who.member is None:
        return ()
    shown = block.current.item.id if block.current and is_of_item else None
    places = {stop.number: stop for stop in block.stops if stop.notes and stop.number != shown}
    titles = {number: (stop.title, stop.notes) for number, stop in places.items()}
    return begun_elsewhere(who.member, call if is_of_item else None, titles)


def _notes(call: Call, found: Beside, who: Viewer, now: datetime) -> dict[str, Any]:
    shown = shown_of(call, found, who)
    lines = end_of_thread(shown.thread) if shown.thread else ThreadPage()
    asked = request.args.get("draft")
    return {
        "notes": block_of(shown.thread, shown.subject, lines, who, now),
        "notes_are_of_item": shown.is_of_item,
        "note_form": form_for(who, shown.subject, asked=asked, is_from_kept=True)
        if shown.takes_notes
        else None,
        "note_place": place_in(shown.subject, None),
    }
