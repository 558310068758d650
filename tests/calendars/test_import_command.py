"""`flask --app app import`: the same verbs from the terminal, every remark on a line of its own."""

import pytest
from sqlalchemy import select

from community.accounts.models import Role
from community.calls.models import Series, Visibility
from tests.calendars.files import a_file, an_event
from tests.calendars.imports import NOW, amounts
from tests.factories import make_community, make_member

FILE = a_file(
    an_event("RRULE:FREQ=WEEKLY"),
    an_event("SUMMARY:All day", uid="day@example.org", start="DTSTART;VALUE=DATE:20261203"),
    an_event("SUMMARY:An evening", uid="evening@example.org", start="DTSTART:20261203T200000"),
)


@pytest.fixture
def ada(writing):
    """A facilitator in a community."""
    with writing():
        make_community()
        return make_member("Ada", Role.FACILITATOR)


@pytest.fixture
def run(app, at, tmp_path):
    """Run the command on a file."""
    path = tmp_path / "calls.ics"

    def invoke(facilitator, *more: str, content: bytes = FILE):
        path.write_bytes(content)
        given = ["import", str(path), "--facilitator", facilitator, *more]
        with at(NOW):
            return app.test_cli_runner().invoke(args=given)

    return invoke


def test_a_file_is_imported_and_each_remark_is_said_on_its_line(ada, run, reading):
    result = run(ada.email)

    assert result.exit_code == 0
    assert result.output.splitlines()[-3:] == [
        "Series: Tea",
        "Call: An evening",
        "Imported: 1 series and 1 call.",
    ]
    assert "left out: Line 15: “All day” is left out: " in result.output
    assert "read in Europe/Berlin" in result.output
    assert amounts(reading) == (1, 1)


def test_a_dry_run_says_what_it_would_import_and_saves_nothing(ada, run, reading):
    result = run(ada.email, "--dry-run")

    assert result.exit_code == 0
    assert result.output.splitlines()[-1] == "This would import 1 series and 1 call."
    assert "left out: Line 15" in result.output
    assert amounts(reading) == (0, 0)


def test_a_second_run_says_that_all_of_it_is_here(ada, run, reading):
    run(ada.email)

    again, dry = run(ada.email), run(ada.email, "--dry-run")

    assert (again.exit_code, dry.exit_code) == (0, 0)
    assert again.output.splitlines()[-1] == "Nothing was imported."
    assert dry.output.splitlines()[-1] == "This would import nothing."
    said = "left out: Line 4: “Tea” is left out: it is here already as “Tea”."
    assert said in again.output
    assert said in dry.output
    assert amounts(reading) == (1, 1)


def test_zone_visibility_and_topics_are_those_asked_for(ada, run, reading):
    result = run(ada.email, "--zone", "Asia/Kathmandu", "--visibility", "members", "--topic", "Tea")

    assert "read in Asia/Kathmandu" in result.output
    with reading() as session:
        series = session.scalars(select(Series)).one()
        assert series.visibility is Visibility.MEMBERS
        assert [topic.name for topic in series.topics] == ["Tea"]


@pytest.mark.parametrize(
    ("given", "answer"),
    [
        ((b"not a calendar",), (1, "This is not a calendar file")),
        ((a_file(),), (1, "Nothing was imported.")),
        ((FILE, "--zone", "Mars/Base"), (2, "“Mars/Base” is not a time zone we know.")),
        ((FILE, "--visibility", "secret"), (2, "'secret' is not one of")),
        ((FILE, "--topic", "x" * 61), (2, "A topic has at most 60 characters.")),
    ],
    ids=["no calendar", "nothing in it", "zone", "visibility", "topic"],
)
def test_what_cannot_be_done_is_refused_with_a_reason(ada, run, reading, given, answer):
    content, *more = given

    result = run(ada.email, *more, content=content)

    code, sentence = answer
    assert result.exit_code == code
    assert sentence in result.output
    assert amounts(reading) == (0, 0)


def test_somebody_unknown_and_somebody_who_may_not_are_named(ada, run, writing, reading):
    with writing():
        mia = make_member("Mia")

    unknown, not_yet, wrong = run("nobody@example.org"), run(mia.email), run("nobody")

    assert (unknown.exit_code, not_yet.exit_code, wrong.exit_code) == (1, 1, 2)
    assert "Nobody has signed up with nobody@example.org." in unknown.output
    assert "Mia may not start series here." in not_yet.output
    assert amounts(reading) == (0, 0)
