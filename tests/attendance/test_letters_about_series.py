"""A series that changes in many dates is one letter for each person."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from community.accounts.guests import Caller
from community.attendance import guest_answers, rsvps, series_answers
from community.attendance.guest_answers import Wish
from community.attendance.models import Answer
from community.calls import changing, removing, rescheduling
from community.calls.queries import sittings_of_series
from tests.calls.build import begin, hour, times
from tests.factories import make_community, make_member

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
KATHMANDU = "Asia/Kathmandu"


@pytest.fixture
def series(writing):
    """A weekly series on Tuesdays from 3 March, answered by two people."""
    with writing():
        make_community()
        ola = make_member("Ola")
        found = begin(ola, times("FREQ=WEEKLY;COUNT=40", "2026-03-03"), now=NOW)
        people = make_member("Mia"), make_member("Max", zone=KATHMANDU)
        for member in people:
            series_answers.answer_series(found, member.person, answer=Answer.GOING, now=NOW)
    return found, ola, people


@pytest.mark.real_horizon
def test_a_series_changed_in_forty_dates_is_one_letter_for_each_person(
    series, writing, pass_on, mailbox
):
    found, ola, people = series
    with writing():
        rescheduling.change_times(
            found,
            times("FREQ=WEEKLY;COUNT=40", "2026-03-03", hour("18:00")),
            since=None,
            version=1,
            by=ola,
            now=NOW,
        )
    assert pass_on() == 2

    letter = mailbox.only(people[1].email)
    assert letter.subject == "Moved: 40 dates of Practitioners Call"
    assert "Tue 3 March, 21:45–22:45 Kathmandu time" in letter.html
    assert "Tue 3 March, 22:45–23:45 Kathmandu time" in letter.html
    assert "and 30 more dates" in letter.html
    assert "and 30 more dates" in letter.text


@pytest.mark.real_horizon
def test_dates_that_the_rule_gives_no_more_are_cancelled_with_the_reason(
    series, writing, pass_on, mailbox
):
    found, ola, people = series
    with writing():
        rescheduling.change_times(
            found,
            times("FREQ=WEEKLY;COUNT=39", "2026-03-03"),
            since=None,
            version=1,
            by=ola,
            now=NOW,
        )
    pass_on()

    letter = mailbox.only(people[0].email)
    assert letter.subject.startswith("Cancelled: Practitioners Call, Tue 1 December")
    assert "it is no longer held on this date" in letter.text


def test_who_answered_a_date_after_its_change_is_not_told_of_it(series, writing, pass_on, mailbox):
    found, ola, people = series
    late = NOW + timedelta(minutes=1)
    with writing():
        first, second, *_ = sittings_of_series(found, NOW)
        changing.cancel(first, by=ola, reason="Ill", now=NOW)
        moved = datetime(2026, 3, 11, 17)
        changing.move(second, local_start=moved, zone="Europe/Berlin", minutes=60, now=NOW)
        rsvps.answer(second, people[0].person, answer=Answer.MAYBE, now=late)
    pass_on()

    assert mailbox.only(people[0].email).subject.startswith("Cancelled: Practitioners Call")
    assert mailbox.only(people[1].email).subject.startswith("Changed: 2 dates")


def test_a_series_deleted_and_restored_within_the_quiet_time_is_no_letter(series, writing, pass_on):
    found, ola, _people = series
    with writing():
        removing.remove_series(found, by=ola, reason="Enough", now=NOW)
    with writing():
        removing.restore_series(found, by=ola, now=NOW)

    assert pass_on() == 0


@pytest.mark.real_horizon
def test_a_deleted_series_is_one_letter(series, writing, pass_on, mailbox):
    found, ola, people = series
    with writing():
        removing.remove_series(found, by=ola, reason="Enough", now=NOW)
    pass_on()

    letter = mailbox.only(people[0].email)
    assert letter.subject == "Cancelled: 40 dates of Practitioners Call"
    assert "Enough" in letter.text


def test_a_guest_is_led_to_their_own_answer_for_each_date(
    series, writing, pass_on, mailbox, client, at
):
    found, ola, people = series
    gina = Caller("Gina", "gina@example.net", "gina@example.net", "UTC")
    with writing():
        for sitting in sittings_of_series(found, NOW)[1:3]:
            asked = guest_answers.ask(sitting, gina, Wish(Answer.GOING), now=NOW)
            guest_answers.confirm(asked, now=NOW)
        removing.remove_series(found, by=ola, reason="Enough", now=NOW)
    pass_on()

    letter = mailbox.to("gina@example.net")[-1]
    pages = re.findall(r"/answers/[\w-]+", letter.text)
    assert len(set(pages)) == 2
    assert [page for page in pages if f'{page}"' not in letter.html] == []
    with at(NOW):
        first, second = (client.get(page).text for page in pages)
    assert "10 March" in first
    assert "17 March" in second
    assert "/answers/" not in mailbox.to(people[0].email)[-1].text


def test_several_kinds_of_change_are_told_in_one_letter(series, writing, pass_on, mailbox):
    found, ola, people = series
    with writing():
        first, second, third, *_ = sittings_of_series(found, NOW)
        changing.cancel(third, by=ola, reason="Away", now=NOW - timedelta(days=1))
    pass_on(NOW)
    with writing():
        first, second, third, *_ = sittings_of_series(found, NOW)
        changing.cancel(first, by=ola, reason="Ill", now=NOW)
        moved = datetime(2026, 3, 11, 17)
        changing.move(second, local_start=moved, zone="Europe/Berlin", minutes=60, now=NOW)
        changing.uncancel(third, by=ola, now=NOW)
    pass_on()

    letter = mailbox.to(people[0].email)[-1]
    assert letter.subject == "Changed: 3 dates of Practitioners Call"
    for words in ("Cancelled:", "Moved:", "Held after all:", "Ill"):
        assert words in letter.text
        assert words in letter.html
