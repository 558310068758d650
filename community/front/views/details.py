"""The page of one call, of one series, and a member's own calls."""

from collections.abc import Sequence
from datetime import date, datetime

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from community import clock, keeping
from community.access import Viewer, guard, permitted, viewer
from community.agendas.blocks import agenda_block
from community.attendance import mine
from community.attendance.blocks import series_block
from community.attendance.policies import Permission as AttendancePermission
from community.calendars.addresses import subscription_of
from community.calls import listing
from community.calls.models import Call, Series, Topic, Visibility
from community.calls.policies import Permission, is_facilitator_of
from community.calls.queries import (
    call_by_slug,
    facilitators_of,
    held_ahead,
    owned_by,
    series_by_slug,
    sittings_of,
)
from community.calls.rhythm import rhythms, slots_by_series
from community.calls.rules import Slot as Hour
from community.calls.shifts import Shift, shifts_for
from community.calls.times import Sitting
from community.facilitation.blocks import link_of
from community.facilitation.policies import Permission as LivePermission
from community.front.changes import next_change
from community.front.policies import Permission as FrontPermission
from community.notes.blocks import block_of_call, left_block
from community.notes.drafting import place_in
from community.notes.left_queries import threads_left
from community.notes.opening_forms import form_for
from community.notes.queries import thread_of_call
from community.notes.telling import of_thread, of_thread_id
from community.origin import keep_from_shared_caches
from community.outbox.audience import number_told
from community.patterns.telling import LIBRARY
from community.records.blocks import record_line
from community.records.redacting_calls import redactions_in

from . import call_page
from .blueprint import bp
from .lines import lines_of, reader_zone, series_shown
from .mine import free_for, waiting_for_me

_OWNERS = (
    Permission.EDIT,
    Permission.EDIT_TIMES,
    Permission.REMOVE,
    Permission.SHARE,
    Permission.SCHEDULE_CALL,
    AttendancePermission.SEE_ANSWERS,
)
_AHEAD = 12


@bp.get("/calls/<slug>")
@guard(Permission.READ, load=call_by_slug)
@keeping.for_visitors(next_change)
def show_call(call: Call) -> ResponseReturnValue:
    """One call: when, what, who, and the reader's answer."""
    who, now = viewer(), clock.now()
    can = permitted(who, call, (*_OWNERS, LivePermission.ACT_AT_ONCE))
    _keep_to_its_link(call)
    if call.is_removed:
        return _tombstone(call, can)
    sittings = sittings_of(call)
    before, after = listing.neighbours(
        sittings[0], for_member=who.member is not None, for_owner=is_facilitator_of(who, call)
    )
    return render_template(
        "front/call.html",
        call=call,
        redactions=redactions_in(call, *_said_of(call, sittings)),
        topic_links=_topic_links([*(call.series.topics if call.series else []), *call.own_topics]),
        series=series_shown(call.series, who),
        subscription=subscription_of(call),
        sittings=call_page.sitting_views(sittings, who, now),
        facilitators=facilitators_of(call),
        policies=call_page.policies_of(call),
        agenda=agenda_block(call, who, now),
        live=link_of(call, sittings, now),
        record=record_line(call, sittings, now),
        before=call_page.address_of(before),
        after=call_page.address_of(after),
        is_over=all(s.is_over(now) for s in sittings),
        is_off=all(s.is_cancelled for s in sittings),
        can=can,
        **_notes_of(call, who, now),
    )


@bp.get("/series/<slug>")
@guard(Permission.READ, load=series_by_slug)
@keeping.for_visitors(next_change)
def show_series(series: Series) -> ResponseReturnValue:
    """One series: what it is, its rule in words, its next dates, following and answering it."""
    who, now = viewer(), clock.now()
    can = permitted(who, series, _OWNERS)
    _keep_to_its_link(series)
    if series.is_removed:
        return _tombstone(series, can)
    coming, more = listing.dates_of_series(
        series,
        now,
        for_member=who.member is not None,
        for_owner=is_facilitator_of(who, series),
        most=_AHEAD,
    )
    return render_template(
        "front/series.html",
        series=series,
        words=rhythms(slots_by_series({series.id})[series.id], now.date()),
        lines=lines_of(coming, who, now),
        more=more,
        topic_links=_topic_links(series.topics),
        policies=call_page.policies_of(series),
        subscription=subscription_of(series),
        shifts=_shifts(coming),
        facilitators=facilitators_of(series),
        general=series_block(series, who),
        can=can,
    )


@bp.get("/my-calls")
@guard(FrontPermission.SEE_MY_CALLS)
def list_my_calls() -> ResponseReturnValue:
    """What one goes to, waits for, follows and facilitates."""
    who, now = viewer(), clock.now()
    person, past = who.member.person, "past" in request.args
    find = mine.past_for if past else mine.upcoming_for
    page, free = find(person, now, request.args.get("after")), free_for(who, now)
    lines = lines_of([*free, *page.rows], who, now)
    return render_template(
        "front/my_calls.html",
        lines=lines[len(free) :],
        past=past,
        next_cursor=page.next,
        is_first=not request.args.get("after"),
        mine=waiting_for_me(who, now, lines[: len(free)]),
        followed=mine.followed_by(person),
        general=mine.general_answers_of(person),
        owned=[(isinstance(subject, Series), subject) for subject in owned_by(who.member)],
    )


def _notes_of(call: Call, who: Viewer, now: datetime) -> dict[str, object]:
    """The thread of a call, and for members the form for a note with what it begins with."""
    thread = thread_of_call(call)
    if thread is not None:
        keeping.shows(LIBRARY, of_thread(thread))
    block = block_of_call(call, thread, who, now)
    left = threads_left(call.id)
    keeping.shows(*map(of_thread_id, left))
    return {
        "left": left_block(call, left, who),
        "notes": block,
        "note_form": form_for(who, block.subject, asked=request.args.get("draft")),
        "note_place": place_in(block.subject, None),
    }


def _said_of(call: Call, sittings: Sequence[Sitting]) -> list[str]:
    """What its page says of it in words of its own."""
    why = [one.cancellation.reason for one in sittings if one.cancellation]
    return [call.title, call.description_source, call.captions, call.access, *why]


def _keep_to_its_link(subject: Call | Series) -> None:
    if subject.visibility is not Visibility.PUBLIC:
        keep_from_shared_caches()


def _topic_links(topics: Sequence[Topic]) -> list[tuple[str, str]]:
    return [(topic.name, url_for("front.show_topic", slug=topic.slug)) for topic in topics]


def _shifts(coming: Sequence[Sitting]) -> list[Shift]:
    """Where the reader's clock and the series' change on different days: among the dates that
    are held when their rule says, each by the hour it has.
    """
    zone = reader_zone(viewer())
    dates: dict[Hour, list[date]] = {}
    for sitting in coming:
        slot, given = sitting.slot, sitting.original_start
        if slot and given and not sitting.is_cancelled and not sitting.is_moved:
            hour = Hour(slot.zone, slot.time, slot.minutes)
            dates.setdefault(hour, []).append(given.date())
    return [s for hour, days in dates.items() for s in shifts_for(zone, hour, days)] if zone else []


def _tombstone(subject: Call | Series, can: frozenset[str]) -> ResponseReturnValue:
    series = subject.series if isinstance(subject, Call) else subject
    removal = subject.removal or (series.removal if series else None)
    reason = removal.reason if removal else ""
    own = subject if isinstance(subject, Call) else None
    now, may_restore = clock.now(), Permission.REMOVE.value in can
    page = render_template(
        "front/gone.html",
        title=subject.title,
        slug=subject.slug,
        is_series=isinstance(subject, Series),
        reason=reason,
        redactions=redactions_in(own, own.title, reason) if own else (),
        is_own=subject.removal is not None,
        told=number_told(held_ahead(subject, now), now) if may_restore else 0,
        can=can,
    )
    return page, 410
