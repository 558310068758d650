"""A file made to hurt is refused with a reason, and a reader that never returns is ended."""

import os
import random
import sys

import pytest

from community.calendars.plan import CalendarRefused
from community.calendars.reading import parse, read_calendar, run_apart
from tests.hanging import ends_within

from .files import TODAY, a_file, an_event, plan_of, sentences

BEGIN = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"
MANY_DATES = ",".join(["20260113T160000Z"] * 5000)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b" \r\n", "This file is empty."),
        (BEGIN * 80_000, "This file is too big: 2.4 MB, and at most 2 MB are read."),
        (BEGIN + b"X\n" * 900_000, "This file has more than 60,000 lines, and is not read."),
        (
            BEGIN + b"X:" + b"a" * 1_000_000,
            "Line 3 is longer than 100 kB, and the file is not read.",
        ),
        (
            BEGIN + b"X:\r\n" + b" aaaaaaaaaaaaaaaaaaaaaaa\r\n" * 50_000,
            "Line 3 is longer than 100 kB",
        ),
        (BEGIN + b"BEGIN:VEVENT\r\n" * 3, "Line 5: parts lie more than 3 deep in each other"),
        (BEGIN + b"BEGIN:VEVENT\r\nEND:VEVENT\r\n" * 2_000, "This file has more than 2,000 parts"),
        (BEGIN + b"A:1\r\n" * 2_001, "Line 2002: one part has more than 2,000 properties"),
        (a_file(an_event(*[f"EXDATE:{MANY_DATES}"] * 2)), "This file lists 10,000 single dates"),
        (a_file(an_event(*[f"RDATE:{MANY_DATES}"] * 2)), "This file lists 10,000 single dates"),
        (
            b"PK\x03\x04" + bytes(200),
            "This is not a calendar file: it does not begin with BEGIN:VCALENDAR.",
        ),
        (
            "BEGIN:VCALENDAR".encode("utf-7") + "ß".encode("utf-16-le") + b"\x81",
            "Line 1 is neither",
        ),
        (b"\xff\xfe" + b"B\0E\0G", "This file says it is UTF-16 text, and is not."),
        (
            BEGIN + "X:ä\r\nX:".encode() + b"\xe4",
            "Line 4 is not UTF-8 text, though other lines are",
        ),
    ],
)
def test_a_hostile_file_is_refused_with_its_reason(data, reason):
    with pytest.raises(CalendarRefused) as refusal:
        read_calendar(data, default_zone="UTC", today=TODAY)

    assert str(refusal.value).startswith(reason)


@pytest.mark.parametrize(
    "part",
    [
        an_event("DESCRIPTION:" + "<script>" * 12_000),
        an_event("DESCRIPTION:" + "<a href=" * 12_000),
        an_event("DESCRIPTION:" + "<!--" * 20_000),
        an_event("LOCATION:" + "https://a(" * 9_000),
        an_event("CATEGORIES:" + "\\" * 99_001),
        an_event("SUMMARY;" + 'A="' * 30_000 + ":x"),
        an_event("RRULE:FREQ=DAILY;BYHOUR=" + ",".join(map(str, range(15_000)))),
        an_event("X" * 99_000),
        an_event("DURATION:P" + "9" * 99_000 + "D"),
        "\r\n".join(an_event("RRULE:FREQ=DAILY;COUNT=500", uid=str(n)) for n in range(900)),
    ],
)
def test_what_is_slow_in_a_careless_reader_is_read_in_time(part):
    with ends_within(30):  # the careless reading takes minutes
        plan_of(part)


def test_a_reader_that_never_returns_is_ended(tmp_path):
    left = tmp_path / "pid"
    endless = f"import os; open({str(left)!r}, 'w').write(str(os.getpid()))\nwhile True: pass"

    with pytest.raises(
        CalendarRefused, match=r"^This file takes too long to read, and was given up\.$"
    ):
        run_apart([sys.executable, "-c", endless], b"", seconds=1)

    with pytest.raises(ProcessLookupError):
        os.kill(int(left.read_text()), 0)


def test_a_reader_ends_itself_when_its_processor_time_is_spent():
    endless = (
        "from community.calendars.reading import limit_work\nlimit_work(0.05)\nwhile True: pass"
    )

    with pytest.raises(
        CalendarRefused, match=r"^This file takes too long to read, and was given up\.$"
    ):
        run_apart([sys.executable, "-c", endless], b"", seconds=60)


def test_a_reader_that_fails_is_a_refusal_and_the_log_has_no_word_of_the_file(caplog):
    with pytest.raises(CalendarRefused, match=r"^This file needs more memory or work than"):
        run_apart([sys.executable, "-c", "raise MemoryError('canary')"], b"", seconds=5)
    assert caplog.messages == ["reading a calendar failed with 1"]


def test_the_reader_inherits_nothing_of_the_environment(monkeypatch):
    monkeypatch.setenv("COMMUNITY_SECRET_KEY", "canary")

    said = run_apart([sys.executable, "-c", "import os; print(dict(os.environ))"], b"", seconds=5)

    assert b"canary" not in said


@pytest.mark.parametrize("end", [b"\r\n", b"\n", b"\r"])
@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
def test_every_encoding_and_line_end_a_program_writes_is_read(encoding, end):
    data = a_file(an_event("SUMMARY:Grüße 🫖")).replace(b"\r\n", end).decode().encode(encoding)

    plan = parse(data, default_zone="UTC", today=TODAY)

    assert [call.details.title for call in plan.proposed_calls] == ["Grüße 🫖"]


def test_a_fold_in_the_middle_of_a_character_is_mended_and_lines_are_still_counted():
    data = a_file(an_event("SUMMARY:Grüße", "DTSTAMP:never"))
    folded = data.replace("ü".encode(), b"\xc3\r\n\t\xbc")

    plan = parse(folded, default_zone="UTC", today=TODAY)

    assert plan.proposed_calls[0].details.title == "Grüße"
    assert "note: Line 11: DTSTAMP “never” is not a date and time" in sentences(plan)


def test_latin_text_and_control_characters_are_read_and_said():
    data = a_file(an_event("SUMMARY:Gr\x00üße")).decode().encode("latin-1")

    plan = parse(data, default_zone="UTC", today=TODAY)

    assert plan.proposed_calls[0].details.title == "Grüße"
    assert "Windows-1252 (Latin-1): look at the accents" in sentences(plan)
    assert "Control characters, such as NUL, were taken out." in sentences(plan)


def test_lower_case_names_and_property_groups_are_read():
    data = a_file(an_event()).replace(b"BEGIN:VEVENT", b"begin:vevent")
    data = data.replace(b"SUMMARY:Tea", b"item1.summary;language=en:Cake")

    assert parse(data, default_zone="UTC", today=TODAY).proposed_calls[0].details.title == "Cake"


def test_a_file_that_is_cut_off_keeps_what_is_whole_and_says_what_is_not():
    data = a_file(an_event(uid="1"), an_event("SUMMARY:Half", uid="2"))

    plan = parse(data[: data.rindex(b"END:VEVENT")], default_zone="UTC", today=TODAY)

    assert [call.details.title for call in plan.proposed_calls] == ["Tea"]
    assert "“Half” is left out: it never ends in the file." in sentences(plan)


def test_lines_that_fit_nowhere_are_said_with_their_numbers():
    plan = plan_of("no colon here", "END:VEVENT", "BEGIN:VEVENT", "BEGIN:VALARM", "END:VEVENT")

    assert [remark.sentence for remark in plan.remarks if remark.line] == [
        "Line 4: “no colon here” is not a property: a name, a colon and a value.",
        "Line 5: “END:VEVENT” ends nothing that was begun.",
        "Line 6: “An event without a title” is left out: it has no start (DTSTART).",
        "Line 7: VALARM begins here and never ends.",
        "Line 7: Reminders are not imported: each person sets their own.",
    ]


def test_a_million_faults_do_not_make_a_million_remarks():
    plan = plan_of(*[f"BEGIN:VEVENT\r\nnothing {n}\r\nEND:VEVENT" for n in range(1_400)])

    assert len(plan.remarks) == 1_001
    assert random.Random(1).choice(plan.remarks).severity == "left out"
