"""Whoever answered is told once what has changed, before and after, in their own zone."""

from datetime import UTC, datetime, timedelta

import pytest

from community.attendance import rsvps
from community.attendance.models import Answer
from community.calls import changing, removing
from community.outbox import choices
from community.outbox.models import Group
from tests.attendance.evening import GATHERED, NOW, Scene


@pytest.fixture
def scene(writing) -> Scene:
    with writing():
        return Scene()


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


@pytest.mark.parametrize(("changed", "again"), [(0, 300), (30, 60), (59, 60)])
def test_a_letter_tried_again_tells_the_latest_and_the_next_one_does_not_repeat_it(
    scene, writing, pass_on, mailbox, changed, again
):
    with writing():
        scene.move(NOW)
    mailbox.refuse_letter = lambda _letter: "451 later"
    pass_on()
    with writing():
        scene.move(GATHERED + timedelta(seconds=changed), datetime(2026, 3, 13, 19))
    mailbox.refuse_letter = lambda _letter: None
    pass_on(GATHERED + timedelta(seconds=again))
    pass_on(GATHERED + timedelta(minutes=20))

    letter = mailbox.only(scene.maybe.email)
    assert "5 March" in letter.text
    assert "13 March" in letter.text
