"""The calendars in the files of a series: as its feeds have them, but without any join link."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import chain
from uuid import NAMESPACE_URL, uuid5

from community.calendars import queries
from community.calendars.components import Calendar, calendar
from community.calendars.composing import Look, room_for_body, sitting_event
from community.calendars.mastering import slot_events, stands_alone
from community.calendars.queries import Found, Window
from community.calendars.rendering import COLOR, PRODID
from community.calls.models import Call, Series, Visibility
from community.calls.times import Sitting

_ALWAYS = Window(datetime(1900, 1, 1, tzinfo=UTC), datetime(2300, 1, 1, tzinfo=UTC))


@dataclass(frozen=True, slots=True)
class Dates:
    """A series with those of its dates that are taken along, and how an entry of them looks."""

    series: Series
    found: Found
    look: Look
    zone: str


def dates_of(
    series: Series, call_ids: Collection[int], agendas: Mapping[int, str], base_url: str
) -> Dates:
    """Every date of the calls `call_ids`, past ones too; `agendas` are what they have published."""
    whole = queries.whole_series(Series.id == series.id, frozenset(Visibility), _ALWAYS)
    found = Found(
        [
            replace(slot, sittings=[s for s in slot.sittings if s.call_id in call_ids])
            for slot in whole.slots
        ],
        [s for s in whole.sittings if s.call_id in call_ids],
    )
    everything = found.every_sitting
    look = Look(
        base_url=base_url,
        agendas=agendas,
        sittings_in=queries.sittings_in(everything),
        longest_body=room_for_body(len(everything)),
    )
    return Dates(series, found, look, found.slots[-1].slot.zone if found.slots else "UTC")


def series_calendar(dates: Dates) -> bytes | None:
    """All dates as one calendar; None where there are none."""
    alone = [s for s in dates.found.sittings if stands_alone(s, dates.look)]
    masters = chain.from_iterable(slot_events(slot, dates.look) for slot in dates.found.slots)
    events = (*masters, *(sitting_event(sitting, dates.look) for sitting in alone))
    return _calendar(dates, dates.series, dates.zone, events) if events else None


def call_calendar(dates: Dates, call: Call, sittings: Sequence[Sitting]) -> bytes | None:
    """The sittings of one call as a calendar; None where there are none."""
    events = tuple(sitting_event(sitting, dates.look) for sitting in sittings)
    return _calendar(dates, call, sittings[0].zone, events) if events else None


def _calendar(dates: Dates, of: Series | Call, zone: str, events: tuple[object, ...]) -> bytes:
    page = dates.look.page_of(of)
    source = f"{page}/{'call' if isinstance(of, Call) else 'calendar'}.ics"
    return calendar(
        Calendar(
            name=of.title,
            uid=str(uuid5(NAMESPACE_URL, f"{page}#taken-along")),
            prodid=PRODID,
            zone=zone,
            source=source,
            url=page,
            color=COLOR,
            events=events,  # type: ignore[arg-type]
        )
    )
