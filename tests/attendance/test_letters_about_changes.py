"""Whoever answered is told once what has changed, before and after, in their own zone."""

from datetime import UTC, datetime, timedelta

import pytest

from community.attendance import rsvps, series_answers
from community.attendance.models import Answer
from community.calls import changing, removing, rescheduling, scheduling
from community.calls.drafts import Details
from community.calls.models import Call
from community.calls.queries import sittings_of, sittings_of_series
from community.calls.times import Sitting
from community.db import db
from community.outbox import choices
from community.outbox.models import Group
from tests.calls.build import begin, hour, sitting_at, times
from tests.factories import make_community, make_member

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
GATHERED = NOW + timedelta(minutes=10)
MARCH = datetime(2026, 3, 12, 18)
KATHMANDU = "Asia/Kathmandu"


class Scene:
    """A one-off call on Thursday 5 March at 17:00 in Berlin, and people who answered it."""

    def __init__(self) -> None:
        make_community()
        self.ola = make_member("Ola")
        self.going = make_member("Mia", zone=KATHMANDU)
        self.maybe = make_member("Max")
        self.gone = make_member("Gus")
        self.call = scheduling.schedule_call(
            Details(title="One evening"), [sitting_at("2026-03-05T17:00")], by=self.ola, now=NOW
        )
        for member, said in (
            (self.going, Answer.GOING),
            (self.maybe, Answer.MAYBE),
            (self.gone, Answer.CANNOT),
        ):
            rsvps.answer(self.sitting, member.person, answer=said, now=NOW)

    @property
    def sitting(self) -> Sitting:
        """The sitting, in the present transaction."""
        return sittings_of(db.session.get_one(Call, self.call.id))[0]

    def move(self, now: datetime, local: datetime = MARCH) -> None:
        """Hold it at another time in Berlin."""
        changing.move(self.sitting, local_start=local, zone="Europe/Berlin", minutes=60, now=now)

    def cancel(self, now: datetime, reason: str = "The room is flooded.") -> None:
        """Call it off."""
        changing.cancel(self.sitting, by=self.ola, reason=reason, now=now)


@pytest.fixture
def scene(writing) -> Scene:
    with writing():
        return Scene()


@pytest.fixture
def pass_on(post, at):
    """A function that lets a worker post what is due at a time."""

    def go(now: datetime = GATHERED) -> int:
        with at(now):
            return post()

    return go


def test_a_moved_call_says_before_and_after_in_the_readers_zone(scene, writing, pass_on, mailbox):
    with writing():
        scene.move(NOW)
    pass_on()

    letter = mailbox.only(scene.going.email)
    assert letter.subject == "Moved: One evening, now Thu 12 March 22:45"
    for words in (
        "Thursday 5 March 2026, 21:45–22:45 Kathmandu time",
        "17:00 Berlin time",
        "Thursday 12 March 2026, 22:45–23:45 Kathmandu time",
        "18:00 Berlin time",
        "Your answer has moved with it.",
        f"/calls/{scene.call.slug}",
    ):
        assert words in letter.text
        assert words in letter.html
    assert mailbox.only(scene.maybe.email)


def test_who_cannot_come_hears_nothing(scene, writing, pass_on, mailbox):
    with writing():
        scene.move(NOW)
    pass_on()

    assert mailbox.to(scene.gone.email) == []


def test_nobody_is_written_to_before_the_changes_are_gathered(scene, writing, pass_on, mailbox):
    with writing():
        scene.move(NOW)

    assert pass_on(GATHERED - timedelta(seconds=1)) == 0
    assert pass_on() == 2


def test_changes_within_ten_minutes_are_one_letter(scene, writing, pass_on, mailbox):
    with writing():
        scene.move(NOW)
    with writing():
        scene.move(NOW + timedelta(minutes=9), datetime(2026, 3, 13, 19))
    pass_on()
    pass_on(NOW + timedelta(hours=1))

    letter = mailbox.only(scene.maybe.email)
    assert letter.subject == "Moved: One evening, now Fri 13 March 19:00"
    assert "Thursday 5 March 2026, 17:00–18:00" in letter.text
    assert "12 March" not in letter.text


def test_a_later_change_is_another_letter_that_starts_from_the_first(
    scene, writing, pass_on, mailbox
):
    with writing():
        scene.move(NOW)
    pass_on()
    with writing():
        scene.move(NOW + timedelta(hours=1), datetime(2026, 3, 13, 19))
    pass_on(NOW + timedelta(hours=2))

    _, second = mailbox.to(scene.maybe.email)
    assert "12 March" in second.text
    assert "5 March" not in second.text


def test_what_is_changed_back_is_not_written_about(scene, writing, pass_on):
    with writing():
        scene.move(NOW)
        scene.move(NOW, datetime(2026, 3, 5, 17))
    with writing():
        scene.cancel(NOW)
        changing.uncancel(scene.sitting, by=scene.ola, now=NOW)

    assert pass_on() == 0


def test_a_cancelled_call_says_why(scene, writing, pass_on, mailbox):
    with writing():
        scene.cancel(NOW)
    pass_on()

    letter = mailbox.only(scene.maybe.email)
    assert letter.subject == "Cancelled: One evening, Thu 5 March 17:00"
    assert "The room is flooded." in letter.text
    assert "The room is flooded." in letter.html


def test_a_call_held_after_all_says_so(scene, writing, pass_on, mailbox):
    with writing():
        scene.cancel(NOW - timedelta(days=1))
    pass_on(NOW)
    with writing():
        changing.uncancel(scene.sitting, by=scene.ola, now=NOW)
    pass_on()

    last = mailbox.to(scene.going.email)[-1]
    assert last.subject == "Held after all: One evening, Thu 5 March 21:45"
    assert "You are still going." in last.text


def test_a_deleted_call_is_cancelled_and_one_brought_back_is_held_after_all(
    scene, writing, pass_on, mailbox
):
    with writing():
        removing.remove_call(scene.call, by=scene.ola, reason="By mistake", now=NOW)
    pass_on()
    with writing():
        removing.restore_call(scene.call, by=scene.ola, now=GATHERED)
    pass_on(GATHERED + timedelta(minutes=10))

    subjects = [letter.subject for letter in mailbox.to(scene.maybe.email)]
    assert subjects == [
        "Cancelled: One evening, Thu 5 March 17:00",
        "Held after all: One evening, Thu 5 March 17:00",
    ]
    assert "By mistake" in mailbox.to(scene.maybe.email)[0].text


def test_who_has_left_by_then_hears_nothing(scene, writing, pass_on, mailbox):
    with writing():
        scene.move(NOW)
        rsvps.withdraw(scene.sitting, scene.going.person, now=NOW)
        rsvps.answer(scene.sitting, scene.maybe.person, answer=Answer.CANNOT, now=NOW)

    assert pass_on() == 0


def test_what_begins_within_two_hours_is_told_at_once(scene, writing, pass_on):
    soon = datetime(2026, 3, 5, 14, 1, tzinfo=UTC)
    with writing():
        scene.cancel(soon)

    assert pass_on(soon) == 2


def test_a_date_brought_forward_to_the_next_hours_is_told_at_once(scene, writing, pass_on):
    with writing():
        scene.move(NOW, datetime(2026, 3, 1, 14))

    assert pass_on(NOW) == 2


def test_what_was_put_off_comes_at_once_when_a_nearer_change_does(scene, writing, pass_on):
    soon = datetime(2026, 3, 5, 13, 59, tzinfo=UTC)
    with writing():
        scene.move(soon, datetime(2026, 3, 5, 18))
        scene.cancel(soon + timedelta(minutes=2))

    assert pass_on(soon + timedelta(minutes=2)) == 0
    with writing():
        changing.uncancel(scene.sitting, by=scene.ola, now=soon + timedelta(minutes=2))
        scene.move(soon + timedelta(minutes=3), datetime(2026, 3, 5, 16))
    assert pass_on(soon + timedelta(minutes=3)) == 2


def test_nothing_is_written_about_what_has_begun(scene, writing, pass_on):
    begun = datetime(2026, 3, 5, 16, 10, tzinfo=UTC)
    with writing():
        scene.cancel(begun)
    assert pass_on(begun + timedelta(minutes=10)) == 0

    with writing():
        changing.uncancel(scene.sitting, by=scene.ola, now=begun)
    assert pass_on(begun + timedelta(minutes=10)) == 0


def test_a_letter_that_waited_until_the_call_began_is_not_sent(scene, writing, pass_on):
    with writing():
        scene.cancel(NOW)

    assert pass_on(datetime(2026, 3, 5, 16, tzinfo=UTC)) == 0


def test_who_wants_no_letters_about_changes_gets_none(scene, writing, pass_on, mailbox):
    with writing():
        choices.choose(scene.going.person_id, Group.CHANGES, is_wanted=False, now=NOW)
        scene.move(NOW)
    pass_on()

    assert mailbox.to(scene.going.email) == []
    assert mailbox.only(scene.maybe.email)


def test_a_letter_tried_again_tells_the_latest_and_the_next_one_does_not_repeat_it(
    scene, writing, pass_on, mailbox
):
    with writing():
        scene.move(NOW)
    mailbox.refuse_letter = lambda _letter: "451 later"
    pass_on()
    with writing():
        scene.move(GATHERED, datetime(2026, 3, 13, 19))
    mailbox.refuse_letter = lambda _letter: None
    pass_on(GATHERED + timedelta(minutes=5))
    pass_on(GATHERED + timedelta(minutes=20))

    letter = mailbox.only(scene.maybe.email)
    assert "5 March" in letter.text
    assert "13 March" in letter.text


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


def test_a_deleted_series_is_one_letter(series, writing, pass_on, mailbox):
    found, ola, people = series
    with writing():
        removing.remove_series(found, by=ola, reason="Enough", now=NOW)
    pass_on()

    letter = mailbox.only(people[0].email)
    assert letter.subject == "Cancelled: 40 dates of Practitioners Call"
    assert "Enough" in letter.text


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
