"""The page of all series: each as a few lines."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from community import clock, keeping
from community.access import Viewer, permitted, public, viewer
from community.calls.overview import SeriesOverview, overview
from community.calls.policies import Permission
from community.calls.rhythm import rhythms
from community.calls.when import When, when_of
from community.calls.words import day_words
from community.front.changes import next_change
from community.front.queries import samples

from .blueprint import bp
from .lines import reader_zone


@dataclass(frozen=True, slots=True)
class SeriesLine:
    """One series: its rule in words, its next date, or the day it was held last, in words."""

    href: str
    title: str
    words: Sequence[str]
    next: When | None
    last: str | None
    led_by: Sequence[str]
    topics: Sequence[tuple[str, str]]
    is_sample: bool


@bp.get("/series")
@public
@keeping.for_visitors(next_change)
def list_series() -> ResponseReturnValue:
    """Every series: those with dates to come first."""
    who = viewer()
    now = clock.now()
    found = overview(now, for_member=who.member is not None)
    marked = samples("series")
    lines = [(one.next is not None, _line(one, who, marked, now)) for one in found]
    return render_template(
        "front/all_series.html",
        held=[line for is_held, line in lines if is_held],
        ended=[line for is_held, line in lines if not is_held],
        can=permitted(who, None, [Permission.START_SERIES]),
    )


def _line(one: SeriesOverview, who: Viewer, marked: set[int], now: datetime) -> SeriesLine:
    series, zone = one.series, reader_zone(who)
    last = one.last.local_start.date() if one.last else None
    return SeriesLine(
        href=url_for("front.show_series", slug=series.slug),
        title=series.title,
        words=rhythms(one.slots, now.date()),
        next=when_of(one.next, zone) if one.next else None,
        last=day_words(last) if last else None,
        led_by=one.led_by,
        topics=[(t.name, url_for("front.show_topic", slug=t.slug)) for t in series.topics],
        is_sample=series.id in marked,
    )
