"""What an import makes: the dates that every reader finds in the file, the changed ones too."""

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from community.accounts.models import Role
from community.calendars.reading import parse
from community.calls.models import Call
from community.calls.times import Sitting
from community.calls.writing import HORIZON
from community.db import db
from tests.calendars.files import TODAY, a_file, an_event
from tests.calendars.imports import (
    NOW,
    TRAITS,
    WEEKLY,
    an_import,
    exported,
    found,
    held,
    read,
    with_zones,
)
from tests.calendars.readers import READERS
from tests.factories import make_community, make_member

pytestmark = pytest.mark.real_horizon
SHARED = Path(__file__).parents[3] / "shared" / "data" / "calendars"


@pytest.fixture
def ada(db_session):
    """A facilitator in a community."""
    make_community()
    return make_member("Ada", Role.FACILITATOR)


@pytest.mark.parametrize("trait", TRAITS)
def test_the_program_holds_what_every_reader_finds_in_the_file(ada, trait):
    file = a_file(*TRAITS[trait])

    an_import(parse(file, default_zone="Europe/London", today=TODAY), ada)

    assert [found(reader, with_zones(_spread(trait, file))) for reader in READERS] == [held()] * 3


@pytest.mark.engines("sqlite")  # what is compared are files, not databases
@pytest.mark.parametrize("trait", TRAITS)
def test_the_feeds_of_what_was_imported_show_the_same_again(ada, trait):
    imported = an_import(read(*TRAITS[trait]), ada)

    files = [exported(series) for series in imported.series]
    alone = {call.id for call in imported.calls}
    kept = held(but=alone)
    assert [sorted(m for file in files for m in found(reader, file)) for reader in READERS] == [
        kept
    ] * 3
    assert bool(kept) == bool(imported.series)


def test_uids_are_kept_and_no_lower_sequence_is_ever_sent(ada):
    imported = an_import(read(*TRAITS["moved, renamed and cancelled"]), ada)

    feed = exported(imported.series[0]).decode()

    assert set(re.findall(r"\r\nUID:(.*)\r\n", feed)) >= {"one@example.org"}
    sequences = [
        int(number)
        for event in feed.split("BEGIN:VEVENT")[1:]
        for number in re.findall(r"\r\nSEQUENCE:(\d+)", event)
        if "UID:one@example.org" in event
    ]
    assert len(sequences) == 3
    assert min(sequences) >= 4


def test_a_changed_date_keeps_its_title_hour_and_cancellation(ada):
    an_import(read(*TRAITS["moved, renamed and cancelled"]), ada)

    changed = {
        s.original_start: (s.local_start, s.minutes, s.call.title, s.is_cancelled)
        for s in db.session.scalars(select(Sitting)).unique()
        if s.is_moved or s.is_cancelled
    }

    wall = datetime.fromisoformat
    assert changed == {
        wall("2026-12-01T17:00"): (wall("2026-12-02T18:00"), 90, "Tea with guests", False),
        wall("2026-12-08T17:00"): (wall("2026-12-08T17:00"), 60, "Tea", True),
    }


def test_a_date_changed_longer_ago_than_dates_are_written_is_there(ada):
    an_import(read(*TRAITS["changed long ago"]), ada)

    first = db.session.scalars(select(Sitting).order_by(Sitting.starts_at)).unique().first()

    assert first is not None
    assert (first.call.title, first.starts_at) == (
        "The first tea",
        datetime(2021, 1, 5, 17, tzinfo=UTC),
    )


def test_a_daily_series_of_years_is_written_up_to_the_horizon(ada):
    an_import(read(*TRAITS["daily for years"]), ada)

    last = db.session.scalar(select(func.max(Sitting.starts_at)))

    assert last.date() == (NOW + HORIZON - timedelta(days=1)).date()


def test_a_date_cancelled_beyond_the_horizon_is_there_with_all_before_it(ada):
    change = an_event(
        "RECURRENCE-ID;TZID=Europe/Berlin:20290102T170000",
        "STATUS:CANCELLED",
        start="DTSTART;TZID=Europe/Berlin:20290102T170000",
    )
    an_import(read(an_event(WEEKLY), change), ada)

    sittings = db.session.scalars(select(Sitting).order_by(Sitting.starts_at)).unique().all()

    assert [s.local_start.date() for s in sittings if s.is_cancelled] == [date(2029, 1, 2)]
    assert sittings[-1].is_cancelled
    assert len(sittings) == (date(2029, 1, 2) - date(2026, 1, 6)).days // 7 + 1


def test_what_changed_more_than_ten_years_ago_is_left_out_and_said(ada):
    master = an_event(WEEKLY, start="DTSTART;TZID=Europe/Berlin:20100105T170000")
    change = an_event(
        "RECURRENCE-ID;TZID=Europe/Berlin:20110104T170000",
        start="DTSTART;TZID=Europe/Berlin:20110104T180000",
    )

    imported = an_import(read(master, change), ada)

    assert [remark.sentence for remark in imported.remarks] == [
        (
            "Line 4: “Tea”: its change of 4 January 2011 is left out:"
            " it is more than ten years ago or five years ahead."
        )
    ]


def test_a_series_that_ended_before_that_is_left_out_and_said(ada):
    start = "DTSTART;TZID=Europe/Berlin:20100105T170000"

    imported = an_import(read(an_event("RRULE:FREQ=WEEKLY;COUNT=9", start=start)), ada)

    assert imported.series == ()
    assert [remark.what for remark in imported.remarks] == [
        "“Tea” is left out: it ended more than ten years ago."
    ]


@pytest.mark.skipif(not SHARED.is_dir(), reason="the real calendars are not here")
@pytest.mark.parametrize(
    "name", sorted(path.name for path in SHARED.glob("*.ics")) if SHARED.is_dir() else []
)
def test_every_event_of_a_real_calendar_is_imported_or_said(ada, name):
    file = (SHARED / name).read_bytes()
    plan = parse(file, default_zone="UTC", today=TODAY)

    imported = an_import(plan, ada)

    assert len(imported.series) == len(plan.proposed_series)
    assert len(imported.calls) == len(plan.proposed_calls)
    said = {remark.uid for remark in plan.remarks} | {
        proposal.details.source_uid for proposal in plan.proposals
    }
    assert {uid.strip() for uid in re.findall(r"^UID:(.*)$", file.decode(), re.MULTILINE)} <= said
    files = [exported(series) for series in imported.series]
    alone = {call.id for call in imported.calls}
    for reader in READERS:
        assert sorted(m for each in files for m in found(reader, each)) == held(but=alone)
    assert db.session.scalar(select(func.count()).select_from(Call)) > len(imported.calls)


def _spread(trait: str, file: bytes) -> bytes:
    """Readers differ about two rules on one event; as two events they mean the same to all."""
    if trait != "two rules":
        return file
    return a_file(
        *(
            an_event(f"RRULE:{rule}", uid=rule, start=f"DTSTART;TZID=America/New_York:{start}")
            for rule, start in (
                ("FREQ=WEEKLY;BYDAY=TU", "20260106T100000"),
                ("FREQ=MONTHLY;BYDAY=1FR", "20260102T100000"),
            )
        )
    )
