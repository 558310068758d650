"""Makes the bytes of a feed: reads its rows, composes the entries, writes the file."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain
from uuid import NAMESPACE_URL, uuid5

from sqlalchemy import true

from community.access import VISITOR
from community.accounts.models import Member
from community.accounts.queries import present_community
from community.accounts.sessions import as_reader
from community.attendance.models import Answer
from community.calls.links import links_for, public_links
from community.calls.models import Call, Series, Topic, Visibility
from community.calls.policies import may_see_sitting
from community.calls.queries import series_by_slug
from community.calls.times import Sitting
from community.calls.topics import topic_by_slug
from community.db import db

from . import queries
from .agendas import agendas_in
from .components import Calendar, Event, Header, assemble, calendar
from .composing import Look, called_off, room_for_body, sitting_event
from .feeds import Feed, Kind, window
from .mastering import slot_events, stands_alone
from .queries import Found, Window
from .spans import Span

PRODID = "-//Community Calls//Calendars 1//EN"
COLOR = "teal"
_OPEN = frozenset({Visibility.PUBLIC})
_BY_LINK = frozenset({Visibility.PUBLIC, Visibility.LINK})


@dataclass(frozen=True, slots=True)
class _Content:
    """What one feed holds, what it is called, its page, its zone, and how entries look."""

    found: Found
    name: str
    page: str
    zone: str
    look: Look


def render(feed: Feed, *, base_url: str, now: datetime) -> bytes | None:
    """The whole file; None where what it is of is not there. Links are to pages at `base_url`."""
    look = Look(
        base_url=base_url,
        alarm_minutes=feed.query.alarm_minutes,
        hides_cancelled=feed.query.hides_cancelled,
    )
    content = _CONTENT[feed.kind](feed, look, now)
    if content is None:
        return None
    return _written(feed, content, _events(content, feed.kind), base_url, window(now))


def _written(
    feed: Feed, content: _Content, events: list[Event], base_url: str, span: Window
) -> bytes:
    header = Header(
        name=content.name,
        uid=str(
            uuid5(NAMESPACE_URL, f"{base_url}/#{feed.kind}:{feed.subject_id or feed.slug or ''}")
        ),
        prodid=PRODID,
        zone=content.zone,
        source=base_url + feed.address,
        url=base_url + content.page,
        color=COLOR,
    )
    if not events:  # a calendar needs one component at least (RFC 5545 §3.6)
        return assemble(header, {content.zone: Span(span.since, span.until)}, [])
    fields = {name: getattr(header, name) for name in Header.__slots__}
    return calendar(Calendar(**fields, events=tuple(events)))


def _events(content: _Content, kind: Kind) -> list[Event]:
    found = content.found
    everything = found.every_sitting
    look = replace(
        content.look,
        links=content.look.links if kind is Kind.PERSONAL else public_links(everything),
        sittings_in=queries.sittings_in(everything),
        agendas=agendas_in(everything),
        longest_body=room_for_body(len(everything)),
    )
    alone = [s for s in found.sittings if _is_shown(s, look, kind)]
    masters = chain.from_iterable(slot_events(given, look) for given in found.slots)
    return [*masters, *(sitting_event(sitting, look) for sitting in alone)]


def _is_shown(sitting: Sitting, look: Look, kind: Kind) -> bool:
    """Whether a date is an entry of its own. The file of one call, which somebody has in their
    calendar, also says that a change of the rule took its date out.
    """
    if kind is Kind.CALL:
        return not (look.hides_cancelled and called_off(sitting) is not None)
    return stands_alone(sitting, look)


def _community(feed: Feed, look: Look, now: datetime) -> _Content | None:
    topic = topic_by_slug(feed.query.topic) if feed.query.topic else None
    series = _public_series(feed.query.series) if feed.query.series else None
    if (feed.query.topic and topic is None) or (feed.query.series and series is None):
        return None
    name, zone = _community_name_and_zone()
    parts = [
        each for each in (series.title if series else "", topic.name if topic else "", name) if each
    ]
    found = _public(topic, series, now)
    return _Content(found, " · ".join(parts), "/calls", zone, look)


def _topic(feed: Feed, look: Look, now: datetime) -> _Content | None:
    topic = topic_by_slug(feed.slug or "")
    if topic is None:
        return None
    name, zone = _community_name_and_zone()
    found = _public(topic, None, now)
    return _Content(found, f"{topic.name} · {name}", f"/topics/{topic.slug}", zone, look)


def _series(feed: Feed, look: Look, now: datetime) -> _Content | None:
    series = db.session.get(Series, feed.subject_id)
    if series is None:
        return None
    seen_by = _OPEN if series.visibility is Visibility.PUBLIC else _BY_LINK
    found = queries.whole_series(Series.id == series.id, seen_by, window(now))
    zone = found.slots[-1].slot.zone if found.slots else _community_name_and_zone()[1]
    return _Content(found, series.title, f"/series/{series.slug}", zone, look)


def _call(feed: Feed, look: Look, _now: datetime) -> _Content | None:
    sittings = queries.chosen_sittings(Call.id == feed.subject_id, None)
    if not sittings:
        return None
    call = sittings[0].call
    title = "Removed call" if call.is_removed else call.title
    look = replace(look, is_opaque=True)
    return _Content(Found([], sittings), title, f"/calls/{call.slug}", sittings[0].zone, look)


def _personal(feed: Feed, look: Look, now: datetime) -> _Content | None:
    member = db.session.get(Member, feed.subject_id)
    if member is None:
        return None
    sittings, rsvps = queries.personal_sittings(member.person_id, window(now))
    if as_reader(member, now).member is None:  # then what any visitor sees is in it
        sittings = [sitting for sitting in sittings if may_see_sitting(VISITOR, sitting)]
    going = {each.sitting_id for each in rsvps.values() if each.answer is Answer.GOING}
    links = links_for(member.person_id, sittings, going, now=now)
    look = replace(look, is_personal=True, rsvps=rsvps, links=links)
    name, _zone = _community_name_and_zone()
    return _Content(Found([], sittings), f"My calls · {name}", "/my-calls", feed.zone, look)


_CONTENT: dict[Kind, Callable[[Feed, Look, datetime], _Content | None]] = {
    Kind.COMMUNITY: _community,
    Kind.TOPIC: _topic,
    Kind.SERIES: _series,
    Kind.CALL: _call,
    Kind.PERSONAL: _personal,
}


def _public(topic: Topic | None, series: Series | None, now: datetime) -> Found:
    """Public series whole, and public calls that do not come with one of them."""
    span, open_series = window(now), Series.visibility == Visibility.PUBLIC
    if series is not None:
        open_series &= Series.id == series.id
    strays = queries.stray_public_calls() if series is None else ~true()
    if topic is None:
        whole = queries.whole_series(open_series, _OPEN, span)
        return whole | Found([], queries.chosen_sittings(strays, span))
    about, own = queries.has_topic(topic)
    whole = queries.whole_series(open_series & about, _OPEN, span)
    dates = queries.chosen_sittings(
        (strays & own) | (strays & about) | (open_series & own & ~about), span
    )
    return whole | Found([], [s for s in dates if s.call.visibility in _OPEN])


def _public_series(slug: str) -> Series | None:
    series = series_by_slug(slug)
    return series if series is not None and series.visibility is Visibility.PUBLIC else None


def _community_name_and_zone() -> tuple[str, str]:
    community = present_community()
    return (community.name, community.zone) if community else ("Calls", "UTC")
