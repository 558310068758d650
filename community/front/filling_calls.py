"""The series and calls of bulk data, with their dates."""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Table, insert

from community.calendars import revisions
from community.calls.expansion import dates
from community.calls.grammar import parse_rule, stored_text
from community.calls.models import (
    Call,
    NoteTakers,
    Recording,
    Series,
    Visibility,
    call_topic,
    series_topic,
)
from community.calls.owners import Ownership
from community.calls.scheduling import topics_called
from community.calls.slugs import slug_of
from community.calls.times import Cancellation, Recurrence, Sitting, Slot
from community.calls.walltime import as_shown, instant
from community.calls.writing import HORIZON, LOOKBACK, MOST_AT_ONCE
from community.db import Base, db

from .filling_words import KINDS, REASONS, RULES, TOPICS, ZONES

Row = dict[str, Any]
Tell = Callable[[int], object]
AT_ONCE = 2000  # rows in one go
_HOURS = (9, 12, 15, 16, 17, 18, 19)
_YEAR = 365  # days back and ahead that one-off calls lie


@dataclass(frozen=True, slots=True)
class Written:
    """The numbers of what was written, and the rows of the sittings with theirs."""

    series: list[int]
    calls: list[int]
    sittings: list[Row]

    def add(self, other: "Written") -> None:
        """Take in what else was written."""
        self.series.extend(other.series)
        self.calls.extend(other.calls)
        self.sittings.extend(other.sittings)

    def scopes(self) -> Iterator[str]:
        """What has a revision of its own."""
        yield from map(revisions.of_series_id, self.series)
        yield from map(revisions.of_call, self.calls)


@dataclass(frozen=True, slots=True)
class Chances:
    """What everything is chosen by, and the instant it is written at."""

    by: random.Random
    seed: int
    now: datetime

    def uid(self) -> str:
        """One that looks like those of other rows."""
        return str(UUID(int=self.by.getrandbits(128), version=4))

    def happens(self, share: float) -> bool:
        """Whether something that befalls this `share` of all befalls this one."""
        return self.by.random() < share


@dataclass(frozen=True, slots=True)
class _Hour:
    """A wall-clock time in a zone, how long and for how many."""

    zone: str
    at: time
    minutes: int
    capacity: int | None


def insert_rows(model: type[Base], rows: Sequence[Row]) -> list[int]:
    """Insert `rows`; their numbers, in their order."""
    table = model.__table__
    if not isinstance(table, Table) or not rows:
        return []
    one = insert(table).returning(table.c.id, sort_by_parameter_order=True)
    return list(db.session.scalars(one, rows))


def write_series(number: int, members: Sequence[int], chances: Chances, tell: Tell) -> Written:
    """Series, each with the dates its rule gives."""
    written = Written([], [], [])
    topics = [topic.id for topic in topics_called(TOPICS)] if number else []
    for n in range(1, number + 1):
        written.add(_one_series(n, topics, members, chances))
        tell(1)
    return written


def write_calls(number: int, members: Sequence[int], chances: Chances, tell: Tell) -> Written:
    """One-off calls, a year back and a year ahead."""
    written = Written([], [], [])
    topics = [topic.id for topic in topics_called(TOPICS)] if number else []
    for first in range(0, number, AT_ONCE):
        many = min(AT_ONCE, number - first)
        ids = insert_rows(Call, [_words(f"c{first + n + 1}", chances) for n in range(many)])
        owners = [chances.by.choice(members) for _ in ids]
        owning = zip(ids, owners, strict=True)
        insert_rows(Ownership, [_owner(member, chances, call_id=call) for call, member in owning])
        about = [{"call_id": call_id, "topic_id": chances.by.choice(topics)} for call_id in ids]
        db.session.execute(insert(call_topic), about)
        sittings = [_somewhen(call_id, chances) for call_id in ids]
        written.add(Written([], ids, _write_sittings(sittings, owners, chances)))
        tell(many)
    return written


def _one_series(
    number: int, topics: Sequence[int], members: Sequence[int], chances: Chances
) -> Written:
    words, owner = _words(f"s{number}", chances), chances.by.choice(members)
    [series_id] = insert_rows(Series, [words])
    insert_rows(Ownership, [_owner(owner, chances, series_id=series_id)])
    about = {"series_id": series_id, "topic_id": chances.by.choice(topics)}
    db.session.execute(insert(series_topic), [about])
    hour, today = _hour(chances), chances.now.date()
    starts_on = today - timedelta(days=chances.by.randrange(LOOKBACK.days))
    rule, until = parse_rule(chances.by.choice(RULES), starts_on), today + HORIZON
    ruled = {"rule": stored_text(rule), "starts_on": starts_on, "written_until": until}
    [recurrence_id] = insert_rows(Recurrence, [{"series_id": series_id, **ruled}])
    [slot_id] = insert_rows(Slot, [_slot(recurrence_id, hour, chances)])
    days = dates(rule, starts_on, until + timedelta(days=1), MOST_AT_ONCE)
    call_ids = insert_rows(Call, [_date(series_id, words, day, chances) for day in days])
    starts = [datetime.combine(day, hour.at) for day in days]
    sittings = [
        {**_sitting(call_id, start, hour, chances), "slot_id": slot_id, "original_start": start}
        for call_id, start in zip(call_ids, starts, strict=True)
    ]
    owners = [owner] * len(sittings)
    return Written([series_id], call_ids, _write_sittings(sittings, owners, chances))


def _write_sittings(rows: list[Row], owners: Sequence[int], chances: Chances) -> list[Row]:
    """The rows with their numbers; a few of them are called off by their owners."""
    ids = insert_rows(Sitting, rows)
    off = [
        {"sitting_id": sitting_id, "by_id": owner, "at": chances.now, "reason": reason}
        for sitting_id, owner in zip(ids, owners, strict=True)
        if chances.happens(0.03)
        for reason in [chances.by.choice(REASONS)]
    ]
    insert_rows(Cancellation, off)
    return [{**row, "id": sitting_id} for row, sitting_id in zip(rows, ids, strict=True)]


def _words(number: str, chances: Chances) -> Row:
    """What a series or a call says of itself; most are for everybody."""
    title = f"{chances.by.choice(TOPICS)}: {chances.by.choice(KINDS)}"
    visibility = chances.by.choices(tuple(Visibility), (17, 2, 1))[0]
    open_slug = f"{slug_of(title)}-{chances.seed}-{number}"
    said = "What are you working on, and where could you use a hand? Come as you are."
    return {
        "slug": _secret_slug(chances) if visibility is Visibility.LINK else open_slug,
        "title": title,
        "description_source": said,
        "description_html": f"<p>{said}</p>\n",
        "visibility": visibility,
        "recording": Recording.NO,
        "note_takers": NoteTakers.ASK,
        "language": "en",
        "captions": "",
        "created_at": chances.now,
        "updated_at": chances.now,
    }


def _date(series_id: int, series: Row, day: date, chances: Chances) -> Row:
    is_open = series["visibility"] is Visibility.PUBLIC
    return {
        "series_id": series_id,
        "slug": f"{series['slug']}-{day}" if is_open else _secret_slug(chances),
        "rule_date": day,
        "created_at": chances.now,
        "updated_at": chances.now,
    }


def _owner(member_id: int, chances: Chances, **subject: int) -> Row:
    return {"member_id": member_id, "since": chances.now, **subject}


def _hour(chances: Chances) -> _Hour:
    capacity = chances.by.randrange(6, 30) if chances.happens(0.2) else None
    minutes = chances.by.choice((45, 60, 90))
    return _Hour(chances.by.choice(ZONES), time(chances.by.choice(_HOURS)), minutes, capacity)


def _slot(recurrence_id: int, hour: _Hour, chances: Chances) -> Row:
    return {
        "recurrence_id": recurrence_id,
        "position": 0,
        "zone": hour.zone,
        "time": hour.at,
        "minutes": hour.minutes,
        "capacity": hour.capacity,
        "uid": chances.uid(),
        "created_at": chances.now,
        "updated_at": chances.now,
    }


def _somewhen(call_id: int, chances: Chances) -> Row:
    hour = _hour(chances)
    day = chances.now.date() + timedelta(days=chances.by.randrange(-_YEAR, _YEAR))
    return _sitting(call_id, datetime.combine(day, hour.at), hour, chances)


def _sitting(call_id: int, start: datetime, hour: _Hour, chances: Chances) -> Row:
    """One time, as `community.calls.writing` derives it from the wall clock."""
    starts_at = instant(start, hour.zone)
    return {
        "call_id": call_id,
        "position": 0,
        "local_start": as_shown(starts_at, hour.zone),
        "zone": hour.zone,
        "minutes": hour.minutes,
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(minutes=hour.minutes),
        "capacity": hour.capacity,
        "uid": chances.uid(),
        "created_at": chances.now,
        "updated_at": chances.now,
    }


def _secret_slug(chances: Chances) -> str:
    """As `community.calls.slugs` makes it, by the seed."""
    return f"x-{chances.by.getrandbits(120):030x}"
