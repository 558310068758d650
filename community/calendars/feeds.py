"""What feeds there are: how each is addressed, what it depends on, and the tag of its bytes."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from urllib.parse import urlencode

from sqlalchemy import select

from community.accounts.models import Member
from community.calls.models import Call, Series, Visibility
from community.conduct.coming import marks_against
from community.db import db

from . import revisions
from .components import fingerprint
from .models import FeedSecret
from .queries import Window

LONGEST_ALARM = 24 * 60  # minutes
_MONTHS_BACK, _MONTHS_AHEAD = 12, 18


class BadQuery(ValueError):
    """The address asks for something a feed cannot do; the text is a sentence to the person."""


class Kind(StrEnum):
    """Which feed it is."""

    COMMUNITY = "community"
    SERIES = "series"
    TOPIC = "topic"
    CALL = "call"
    PERSONAL = "personal"


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """The part of a feed's address behind the question mark, read and in one order."""

    topic: str | None = None
    series: str | None = None
    hides_cancelled: bool = False
    alarm_minutes: int | None = None

    @classmethod
    def read(cls, given: Mapping[str, str], *, filters: bool = False) -> "Query":
        """From the parameters of a request; those no feed knows are left aside. `filters` takes
        topic and series too. Raises `BadQuery`.
        """
        alarm = given.get("alarm") or None
        if alarm is not None and not _is_alarm(alarm):
            raise BadQuery(
                f"An alarm is a number of minutes up to {LONGEST_ALARM}, as in alarm=15."
            )
        return cls(
            topic=(given.get("topic") or None) if filters else None,
            series=(given.get("series") or None) if filters else None,
            hides_cancelled=given.get("cancelled") == "hide",
            alarm_minutes=None if alarm is None else int(alarm),
        )

    @property
    def canonical(self) -> str:
        """As it stands in an address: "?alarm=15&cancelled=hide", or nothing."""
        pairs = {
            "alarm": self.alarm_minutes,
            "cancelled": "hide" if self.hides_cancelled else None,
            "series": self.series,
            "topic": self.topic,
        }
        given = urlencode({name: value for name, value in pairs.items() if value is not None})
        return f"?{given}" if given else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """One calendar file: its address on our host, whom or what it is of, what its bytes follow."""

    kind: Kind
    path: str
    query: Query
    scopes: tuple[str, ...]
    visibility: Visibility
    filename: str
    subject_id: int | None = None  # of the series, call or member
    slug: str | None = None  # of the topic
    zone: str = ""  # the reader's, in a personal feed

    @property
    def address(self) -> str:
        """Path and canonical query."""
        return self.path + self.query.canonical

    @property
    def is_personal(self) -> bool:
        """Whether it is one member's alone."""
        return self.kind is Kind.PERSONAL


def community_feed(query: Query) -> Feed:
    """Every public series and call, or those of a topic or series."""
    return Feed(
        kind=Kind.COMMUNITY,
        path="/calendar.ics",
        query=query,
        scopes=(revisions.CALLS, revisions.COMMUNITY),
        visibility=Visibility.PUBLIC,
        filename="calendar.ics",
    )


def topic_feed(slug: str, query: Query) -> Feed:
    """The public calls about a topic; whether there is one shows when it is rendered."""
    return Feed(
        kind=Kind.TOPIC,
        path=f"/topics/{slug}/calendar.ics",
        query=query,
        scopes=(revisions.CALLS, revisions.COMMUNITY),
        visibility=Visibility.PUBLIC,
        filename="topic.ics",
        slug=slug,
    )


def series_feed(slug: str, query: Query) -> Feed | None:
    """One series that is public or seen by link; None for any other. One read."""
    found = db.session.execute(
        select(Series.id, Series.visibility).where(Series.slug == slug)
    ).one_or_none()
    if found is None or found.visibility is Visibility.MEMBERS:
        return None
    return Feed(
        kind=Kind.SERIES,
        path=f"/series/{slug}/calendar.ics",
        query=query,
        scopes=(f"series:{found.id}", revisions.COMMUNITY),
        visibility=found.visibility,
        filename="series.ics",
        subject_id=found.id,
    )


def call_feed(slug: str, query: Query) -> Feed | None:
    """The sittings of one call, whoever may see it; None where there is no such call. One read."""
    found = db.session.execute(
        select(Call.id, Call.series_id, Call.own_visibility, Series.visibility.label("inherited"))
        .outerjoin(Series, Call.series_id == Series.id)
        .where(Call.slug == slug)
    ).one_or_none()
    if found is None:
        return None
    series = () if found.series_id is None else (f"series:{found.series_id}",)
    return Feed(
        kind=Kind.CALL,
        path=f"/calls/{slug}/call.ics",
        query=query,
        scopes=(revisions.of_call(found.id), revisions.COMMUNITY, *series),
        visibility=found.own_visibility or found.inherited,
        filename="call.ics",
        subject_id=found.id,
    )


def personal_feed(secret: FeedSecret, text: str, query: Query) -> Feed:
    """What one member goes to and follows, at the address with the secret `text`."""
    person = secret.member.person
    return Feed(
        kind=Kind.PERSONAL,
        path=f"/calendar/{text}.ics",
        query=query,
        scopes=(revisions.of_person(person.id), revisions.CALLS, revisions.COMMUNITY),
        visibility=Visibility.MEMBERS,
        filename="my-calls.ics",
        subject_id=secret.member_id,
        zone=person.zone,
    )


def own_calls(member: Member) -> Feed:
    """The same calls as a file to take along, without the secret of any address."""
    return Feed(
        kind=Kind.PERSONAL,
        path="/my-calls",
        query=Query(),
        scopes=(),
        visibility=Visibility.MEMBERS,
        filename="calendar.ics",
        subject_id=member.id,
        zone=member.zone,
    )


def window(now: datetime) -> Window:
    """From the beginning of the month a year before `now` to the end of the 18th month after."""
    month = now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return Window(_months_on(month, -_MONTHS_BACK), _months_on(month, _MONTHS_AHEAD + 1))


def next_month(now: datetime) -> datetime:
    """When the window moves on, and with it the tag of every feed."""
    return _months_on(now.replace(day=1, hour=0, minute=0, second=0, microsecond=0), 1)


def tag(feed: Feed, *, base_url: str, now: datetime) -> str:
    """The entity tag of a feed's bytes, without quotes: the same from every process. One read; of
    a member's own feed also what they may not come to, which is another with the time alone.
    """
    mine = feed.is_personal and feed.subject_id is not None
    marks = marks_against(feed.subject_id or 0, now) if mine else ()
    return tag_of(feed, revisions.numbers(feed.scopes, marks), base_url=base_url, now=now)


def tag_of(feed: Feed, numbers: Mapping[str, int], *, base_url: str, now: datetime) -> str:
    """The tag of a feed whose scopes have these `numbers`."""
    parts = [
        feed.kind,
        feed.address,
        str(feed.subject_id),
        feed.visibility,
        feed.zone,
        base_url,
        fingerprint(),
        f"{now:%Y-%m}",
        *(f"{scope}={number}" for scope, number in sorted(numbers.items())),
    ]
    return sha256("\n".join(parts).encode()).hexdigest()[:32]


def _is_alarm(text: str) -> bool:
    return re.fullmatch(r"[0-9]{1,4}", text) is not None and int(text) <= LONGEST_ALARM


def _months_on(month: datetime, number: int) -> datetime:
    years, index = divmod(month.month - 1 + number, 12)
    return month.replace(year=month.year + years, month=index + 1)
