"""Home, lists, the month, topics: pages made of several features."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from community import clock, keeping
from community.access import may, permitted, public, viewer
from community.accounts.queries import present_community
from community.attendance.blocks import AnswerBlock, answer_blocks
from community.calendars.addresses import subscription, subscription_to_list
from community.calls import listing, topics
from community.calls.models import Series, Topic
from community.calls.policies import Permission
from community.calls.times import Sitting
from community.conduct.policies import Permission as ConductPermission
from community.conduct.queries import latest as latest_code
from community.front.changes import next_change
from community.moderation.condition import lacking

from . import calendar
from .blueprint import bp
from .lines import lines_of, reader_zone, watch_answers
from .mine import free_for, waiting_for_me

SOON = 6
_KEPT = r"(past(=1)?)?|(topic|series)=[a-z0-9-]+"  # lists, and not the pieces they come in
_YEARS = range(1970, 2101)  # that have a page for each month


def page_zone() -> ZoneInfo:
    """The zone days are drawn in: the reader's, else the community's."""
    community = present_community()
    return clock.zone(reader_zone(viewer()) or (community.zone if community else "UTC"))


def is_member() -> bool:
    """Whether whoever looks is signed in."""
    return viewer().member is not None


@bp.get("/")
@public
@keeping.for_visitors(next_change)
def show_home() -> ResponseReturnValue:
    """The page that answers: is there a call this week."""
    who, now, zone = viewer(), clock.now(), page_zone()
    today = now.astimezone(zone).date()
    days = calendar.days_from(today)
    soon = listing.next_sittings(now, for_member=is_member(), most=SOON)
    week = listing.sittings_between(*calendar.window(days, zone), for_member=is_member())
    free = free_for(who, now)
    lines = lines_of([*soon, *free, *week], who, now)
    first, rest = lines[: len(soon)], lines[len(soon) + len(free) :]
    return render_template(
        "front/home.html",
        next=first[0] if first else None,
        lines=first[1:],
        days=calendar.filled(days, rest, zone, today=today),
        is_soon=bool(first) and _day(first[0].when.starts_at, zone) <= days[-1],
        answer=_next_answer(soon),
        zone=zone,
        mine=waiting_for_me(who, now, lines[len(soon) : len(soon) + len(free)]),
        can=permitted(who, None, [Permission.START_SERIES, Permission.SCHEDULE_CALL]),
        lacks_code=may(who, ConductPermission.WRITE_CODE) and latest_code() is None,
        lacks_people=lacking() if may(who, ConductPermission.NAME_CONTACTS) else (),
    )


@bp.get("/calls")
@public
@keeping.for_visitors(next_change, queries=_KEPT)
def list_calls() -> ResponseReturnValue:
    """Calls to come, or past ones, by topic and series."""
    who, now = viewer(), clock.now()
    topic, series = _chosen_topic(), _chosen_series()
    past = "past" in request.args
    page = listing.page_of_sittings(
        for_member=is_member(),
        now=now,
        past=past,
        topic=topic,
        series=series,
        cursor=request.args.get("after"),
    )
    chosen = {"topic": topic.slug if topic else None, "series": series.slug if series else None}
    return render_template(
        "front/calls.html",
        months=calendar.by_month(lines_of(page.rows, who, now), page_zone()),
        past=past,
        topic=topic,
        series=series,
        chosen=chosen,
        next_cursor=page.next,
        is_first=not request.args.get("after"),
        topics=topics.topics_listed(for_member=is_member()),
        all_series=listing.series_listed(for_member=is_member()),
        subscription=subscription_to_list(topic, series),
        can=permitted(who, None, [Permission.START_SERIES, Permission.SCHEDULE_CALL]),
    )


@bp.get("/calls/month/")
@public
def show_month() -> ResponseReturnValue:
    """The present month."""
    today = clock.now().astimezone(page_zone()).date()
    return redirect(url_for("front.show_one_month", month=f"{today:%Y-%m}"), 303)


@bp.get("/calls/month/<month>")
@public
@keeping.for_visitors(next_change)
def show_one_month(month: str) -> ResponseReturnValue:
    """A month as a table; `month` as 2026-03."""
    first = _first_of(month)
    who, now, zone = viewer(), clock.now(), page_zone()
    weeks = calendar.weeks_of_month(first)
    window = calendar.window([weeks[0][0], weeks[-1][-1]], zone)
    lines = lines_of(listing.sittings_between(*window, for_member=is_member()), who, now)
    today = now.astimezone(zone).date()
    return render_template(
        "front/month.html",
        first=first,
        lines=[line for line in lines if _day(line.when.starts_at, zone).month == first.month],
        weeks=[
            calendar.filled(week, lines, zone, today=today, month=first.month) for week in weeks
        ],
        earlier=_months_away(first, -1),
        later=_months_away(first, 1),
        zone=zone,
    )


@bp.get("/topics/<slug>")
@public
@keeping.for_visitors(next_change)
def show_topic(slug: str) -> ResponseReturnValue:
    """Calls about one thing."""
    topic = _listed_topic(slug)
    who, now = viewer(), clock.now()
    page = listing.page_of_sittings(for_member=is_member(), now=now, topic=topic)
    return render_template(
        "front/topic.html",
        topic=topic,
        months=calendar.by_month(lines_of(page.rows, who, now), page_zone()),
        subscription=subscription("topic", slug=topic.slug, name=topic.name),
    )


def _next_answer(soon: Sequence[Sitting]) -> AnswerBlock | None:
    """What the reader can answer to the next call."""
    watch_answers(soon[:1])
    return answer_blocks(soon[:1], viewer(), clock.now())[soon[0].id] if soon else None


def _chosen_topic() -> Topic | None:
    slug = request.args.get("topic")
    return _listed_topic(slug) if slug else None


def _listed_topic(slug: str) -> Topic:
    """The topic at an address, where a call the reader may see is about it."""
    listed = topics.topics_listed(for_member=is_member())
    return next((topic for topic in listed if topic.slug == slug), None) or abort(404)


def _chosen_series() -> Series | None:
    """The series to filter by, where it stands in lists for the reader."""
    slug = request.args.get("series")
    if not slug:
        return None
    all_series = listing.series_listed(for_member=is_member())
    return next((series for series in all_series if series.slug == slug), None) or abort(404)


def _first_of(month: str) -> date:
    try:
        first = date.fromisoformat(f"{month}-01")
    except ValueError:
        abort(404)
    if first.year not in _YEARS or len(month) != 7:  # noqa: PLR2004
        abort(404)
    return first


def _months_away(first: date, step: int) -> date | None:
    """The month before or after; None where we have no page for it."""
    month = (first + timedelta(days=32 * step if step > 0 else -1)).replace(day=1)
    return month if month.year in _YEARS else None


def _day(instant: datetime, zone: ZoneInfo) -> date:
    return instant.astimezone(zone).date()
