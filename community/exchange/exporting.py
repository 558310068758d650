"""Taking a series along: everything its reader may read, as a ZIP of Markdown, JSON and calendars.

Nobody gets what is private, whoever they are: no join link, no answer, no address of anybody, no
draft, and not a word of what is off the record. The bytes are the same as long as the content is.
Some dozens of queries for each `_AT_ONCE` calls, however many notes they have; only those calls are
in memory.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from community.access import Viewer
from community.agendas.content import short_lines
from community.agendas.exports import LICENCE
from community.calls.listing import shown_in_series
from community.calls.models import Call, Series
from community.calls.policies import is_facilitator_of
from community.calls.queries import facilitators_of
from community.calls.times import Sitting
from community.calls.when import times_held
from community.db import db

from . import gathering_calls, reading_matter
from .calendar_files import Dates, call_calendar, dates_of, series_calendar
from .gathering import Rows, Whole, call_values, read_calls
from .gathering_agendas import agenda_texts, hours_of_empty_rule
from .gathering_left import left_notes
from .items import items_in
from .layout import CALL_FILE, FORMAT, SCHEMAS, SERIES_FILE, folder_of, schema
from .packing import Package
from .people import People
from .record_matter import record

_AT_ONCE = 50  # calls in memory at the same time
_IN_MEMORY = 8 * 1024 * 1024  # bytes; a larger file waits on disk


def export_series(series: Series, who: Viewer, *, base_url: str, now: datetime) -> IO[bytes]:
    """A file with the ZIP of `series` for `who`, open at its beginning."""
    calls = _calls(series, who)
    whole = Whole(
        series=series,
        items=items_in(calls, now),
        slugs={call.id: call.slug for call in calls},
        slots=gathering_calls.slot_uids(series),
        people=People(),
        agendas={},
        folders={},
        base_url=base_url,
        now=now,
    )
    file: IO[bytes] = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - whoever asked closes it
    with Package(file) as package:
        for first in range(0, len(calls), _AT_ONCE):
            _add_calls(package, calls[first : first + _AT_ONCE], whole)
        dates = dates_of(series, whole.slugs.keys(), whole.agendas, base_url)
        _add_calendars(package, calls, dates, whole)
        _add_series(package, calls, whole)
    file.seek(0)
    return file


def _calls(series: Series, who: Viewer) -> Sequence[Call]:
    """The calls of a series that the reader may see on its page, in the order of their dates;
    those with a date.
    """
    starts = select(func.min(Sitting.starts_at)).where(Sitting.call_id == Call.id)
    first = starts.correlate(Call).scalar_subquery()
    shown = shown_in_series(
        for_member=who.member is not None, for_owner=is_facilitator_of(who, series)
    )
    query = (
        select(Call)
        .options(selectinload(Call.own_topics))
        .where(Call.series_id == series.id, shown, first.is_not(None))
        .order_by(first, Call.slug)
    )
    return db.session.scalars(query).unique().all()


def _add_calls(package: Package, calls: Sequence[Call], whole: Whole) -> None:
    rows = read_calls([call.id for call in calls], whole)
    for call in calls:
        first = rows.sittings[call.id][0]
        folder = whole.folders[call.id] = folder_of(first.local_start.date(), call.slug)
        facts = call_values(call, rows, whole)
        package.add_json(f"{folder}/{CALL_FILE}", facts)
        _add_reading_matter(package, call, facts, rows, whole)


def _add_reading_matter(
    package: Package,
    call: Call,
    facts: Mapping[str, Any],
    rows: Rows,
    whole: Whole,
) -> None:
    folder = whole.folders[call.id]
    texts = [text for _, text in agenda_texts(rows.agendas, call.id, whole.items, whole.people)]
    if texts:
        page = f"{whole.base_url}/calls/{call.slug}/agenda"
        times = times_held(rows.sittings[call.id], None)
        words = reading_matter.agenda(texts, title=call.title, page=page, times=times)
        package.add(f"{folder}/agenda.md", words)
        lines = short_lines(texts[-1].items)
        said = f"Agenda (edition {texts[-1].number}):"
        whole.agendas[call.id] = "\n".join([said, *lines])
    names = {one["ref"]: one["name"] for one in whole.people.listed()}
    if facts["record"]:
        left = left_notes(rows.left, call.id, whole.people)
        words = record(facts, left, title=call.title, names=names)
        package.add(f"{folder}/record.md", words)
    if facts["threads"]:
        titles = {one["ref"]: one["title"] for one in facts["items"]}
        words = reading_matter.notes(facts["threads"], title=call.title, titles=titles, names=names)
        package.add(f"{folder}/notes.md", words)


def _add_calendars(package: Package, calls: Sequence[Call], dates: Dates, whole: Whole) -> None:
    sittings: dict[int, list[Sitting]] = {}
    for sitting in dates.found.every_sitting:
        sittings.setdefault(sitting.call_id, []).append(sitting)
    for call in calls:
        times = sorted(sittings.get(call.id, ()), key=lambda sitting: sitting.position)
        content = call_calendar(dates, call, times)
        if content is not None:
            package.add(f"{whole.folders[call.id]}/call.ics", content)
    content = series_calendar(dates)
    if content is not None:
        package.add("series.ics", content)


def _add_series(package: Package, calls: Sequence[Call], whole: Whole) -> None:
    series, people = whole.series, whole.people
    owners = [member.id for member in facilitators_of(series)]
    people.learn(owners)
    facts = {
        "format": FORMAT,
        "licence": LICENCE,
        "series": gathering_calls.series_facts(series),
        "empty_agenda_hours": hours_of_empty_rule(series.id),
        "recurrences": gathering_calls.recurrences_of(series),
        "calls": [whole.folders[call.id] for call in calls],
        "facilitators": people.refs(owners),
        "people": people.listed(),
    }
    package.add_json(SERIES_FILE, facts)
    for name in SCHEMAS:
        package.add(f"schemas/{name}", schema(name))
    names = sorted({one["name"] for one in people.listed()})
    page = f"{whole.base_url}/series/{series.slug}"
    package.add(
        "README.md", reading_matter.readme(series.title, page=page, names=names, calls=len(calls))
    )
