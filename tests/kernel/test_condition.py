"""What the place finds about itself, in sentences for stewards and in numbers for machines."""

from datetime import date, timedelta

import pytest
from sqlalchemy import text, update

from community import condition
from community.accounts.models import Role
from community.backups.models import Backup, Reason
from community.calls.times import Recurrence
from community.condition import Weight, in_words
from community.outbox.models import Letter, Outcome
from community.outbox.owing import owe
from community.work import Turn
from tests.calls.build import begin
from tests.factories import START, make_community, make_member

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
NO_SERVER = "No mail server is set: letters are written into a folder and reach nobody."


@pytest.fixture
def ada(writing):
    with writing():
        make_community()
        return make_member("Ada", Role.STEWARD)


@pytest.fixture
def found(app):
    """A function that gives the findings about a part, as (how much it matters, sentence)."""

    def look(about: str, now=START) -> list[tuple[Weight, str]]:
        with app.app_context():
            return [(f.weight, f.sentence) for f in condition.examine(now) if f.about == about]

    return look


def note(session, at, *, fault=None, reason=Reason.ASKED) -> None:
    whole = None if fault else 1
    session.add(
        Backup(
            at=at,
            reason=reason,
            name="a.zip",
            size=whole,
            sha256=whole and "0" * 64,
            fault=fault,
        )
    )


def a_worker_was_here(session, at, **done) -> None:
    session.add(Turn(name="worker", seen_at=at))
    for name, when in done.items():
        session.add(Turn(name=name.replace("_", " "), done_at=when))


def test_without_a_worker_it_says_so_and_how_to_start_one(found, writing):
    assert found("Background work") == [(Weight.BAD, "No worker has ever been seen.")]

    with writing() as session:
        a_worker_was_here(session, START - timedelta(minutes=12))

    [(weight, words)] = found("Background work")
    assert weight is Weight.BAD
    assert words.startswith("No worker has been seen for 12 minutes:")


def test_a_job_that_is_late_is_named_and_one_in_time_is_not(found, writing):
    with writing() as session:
        a_worker_was_here(
            session, START, write_the_dates_ahead=START - 7 * HOUR, forget_sent_forms=START - DAY
        )

    assert found("Background work") == [
        (
            Weight.BAD,
            "“write the dates ahead” has not been done since 15 January 2026 at 05:00 UTC.",
        )
    ]


def test_with_a_worker_that_keeps_up_all_is_well(found, writing):
    with writing() as session:
        a_worker_was_here(session, START, write_the_dates_ahead=START - 6 * HOUR)

    [(weight, words)] = found("Background work")
    assert (weight, words.startswith("A worker is there")) == (Weight.WELL, True)


def test_a_job_that_has_failed_since_the_beginning_is_named(found, writing):
    with writing() as session:
        a_worker_was_here(session, START, write_the_dates_ahead=START - 3 * HOUR)
        session.add(Turn(name="owe reminders", seen_at=None))

    assert found("Background work") == [
        (Weight.BAD, "“owe reminders” has never been done."),
    ]


@pytest.mark.parametrize(
    ("age", "weight", "words"),
    [
        (HOUR, Weight.WELL, "The last backup, “a.zip”, is 60 minutes old and was read back whole."),
        (2 * DAY, Weight.WELL, "The last backup, “a.zip”, is 2 days old and was read back whole."),
        (3 * DAY, Weight.WORRY, "The last backup, “a.zip”, is 3 days old and was read back whole."),
        (9 * DAY, Weight.BAD, "The last backup, “a.zip”, is 9 days old and was read back whole."),
    ],
)
def test_a_backup_gets_old(found, writing, age, weight, words):
    with writing() as session:
        note(session, START - age)

    assert found("Backups") == [(weight, words)]


def test_a_copy_from_before_an_upgrade_is_no_backup(found, writing):
    with writing() as session:
        note(session, START - HOUR, reason=Reason.UPGRADE)

    [(weight, words)] = found("Backups")
    assert (weight, words.startswith("There is no backup:")) == (Weight.BAD, True)


def test_no_backup_and_one_that_failed_since_the_last_are_bad(found, writing):
    assert [weight for weight, _ in found("Backups")] == [Weight.BAD]
    with writing() as session:
        note(session, START - 2 * HOUR)
        note(session, START - HOUR, fault="OSError")

    assert found("Backups")[0] == (
        Weight.BAD,
        "The backup of 15 January 2026 at 11:00 UTC failed (OSError).",
    )


def test_letters_that_wait_fail_or_were_given_up_are_counted(found, writing, ada):
    with writing() as session:
        for number, minutes in enumerate((1, 20, 40)):
            then = START - timedelta(minutes=minutes)
            owe("role_granted", about=str(number), now=then, person_id=ada.person_id)
        session.execute(update(Letter).where(Letter.about == "0").values(fault="no connection"))
        ended = {"outcome": Outcome.GIVEN_UP, "closed_at": START}
        owe("role_granted", about="gone", now=START, person_id=ada.person_id)
        session.execute(update(Letter).where(Letter.about == "gone").values(**ended))

    assert found("Letters") == [
        (Weight.BAD, "3 letters wait, the first for 40 minutes."),
        (Weight.WORRY, "1 letter could not be posted yet."),
        (Weight.WORRY, "1 letter was given up in the last 30 days."),
        (
            Weight.WORRY,
            "No mail server is set: letters are written into a folder and reach nobody.",
        ),
    ]


def test_a_letter_that_was_to_wait_is_not_late_when_its_hour_has_come(found, writing, ada):
    with writing() as session:
        owe("role_granted", about="x", now=START - 19 * HOUR, person_id=ada.person_id)
        session.execute(update(Letter).values(due_at=START - timedelta(seconds=2)))

    assert [weight for weight, _ in found("Letters")] == [Weight.WORRY]  # no mail server is set


def test_a_series_that_is_not_written_far_enough_is_named(found, writing, ada):
    with writing():
        begin(ada, title="Office hours", now=START)
    [(well, words)] = found("Dates ahead")
    assert (well, words.startswith("Every series is written until ")) == (Weight.WELL, True)

    with writing() as session:
        session.execute(update(Recurrence).values(written_until=date(2026, 3, 1)))

    assert found("Dates ahead") == [
        (Weight.BAD, "1 series is not written far enough ahead: “Office hours”.")
    ]


def test_the_database_and_the_disk_say_how_they_are(found, engine):
    [(weight, words)] = found("Database")
    name = "PostgreSQL " if engine == "postgresql" else "SQLite "
    assert (weight, words.startswith(name), "revision" in words) == (Weight.WELL, True, True)
    [(_, room)] = found("Disk")
    assert room.endswith("free where the program keeps its data.")


def test_a_part_that_cannot_be_looked_at_does_not_hide_the_others(found, writing):
    with writing() as session:
        session.execute(text("ALTER TABLE backup RENAME TO elsewhere"))
    try:
        assert [weight for weight, _ in found("Backups")] == [Weight.BAD]
        assert "could not be looked at" in found("Backups")[0][1]
        assert len(found("Dates ahead")) == 1
    finally:
        with writing() as session:
            session.execute(text("ALTER TABLE elsewhere RENAME TO backup"))


@pytest.mark.engines("sqlite")
def test_the_page_shows_the_worst_first_to_stewards(ada, signed_in):
    page = signed_in(ada).get("/health")

    order = [page.text.index(heading) for heading in ("Needs you now", "Worth a look", ">Well<")]
    assert (page.status_code, order) == (200, sorted(order))
    assert "flask --app app backup FILE" in page.text
    assert "How it is doing" in signed_in(ada).get("/calls").text  # the footer leads there


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (timedelta(seconds=-5), "0 minutes"),
        (timedelta(minutes=1), "1 minute"),
        (timedelta(minutes=119), "119 minutes"),
        (timedelta(hours=2), "2 hours"),
        (timedelta(hours=47), "47 hours"),
        (timedelta(days=2, hours=5), "2 days"),
    ],
)
def test_a_span_is_said_in_the_largest_unit_that_says_enough(span, words):
    assert in_words(span) == words
