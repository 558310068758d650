"""Reminders come a day and an hour before, to who comes then, with the join link if they go."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from community.attendance import reminders, rsvps
from community.attendance.models import Answer
from community.calls import changing, scheduling
from community.calls.drafts import Details
from community.calls.queries import sittings_of
from community.calls.times import Sitting
from community.conduct.content import Effect
from community.db import db
from community.outbox import choices
from community.outbox.models import Group, Letter
from tests.calls.build import sitting_at
from tests.conduct.build import restrict
from tests.factories import make_community, make_member

LINK = "https://meet.example.org/canary-of-the-link"
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
STARTS = datetime(2026, 3, 12, 17, tzinfo=UTC)
DAY_BEFORE, HOUR_BEFORE = STARTS - timedelta(hours=24), STARTS - timedelta(hours=1)


class Scene:
    """A call on Thursday 12 March at 18:00 in Berlin; Mia is going, Max may come, Gus cannot."""

    def __init__(self) -> None:
        make_community()
        self.ola = make_member("Ola")
        self.mia = make_member("Mia", zone="Asia/Kathmandu")
        self.max, self.gus = make_member("Max"), make_member("Gus")
        draft = sitting_at("2026-03-12T18:00", join_url=LINK)
        call = scheduling.schedule_call(Details(title="One evening"), [draft], by=self.ola, now=NOW)
        self.sitting_id = sittings_of(call)[0].id
        for member, said in (
            (self.mia, Answer.GOING),
            (self.max, Answer.MAYBE),
            (self.gus, Answer.CANNOT),
        ):
            self.answer(member, said, NOW)

    @property
    def sitting(self) -> Sitting:
        """The sitting, in the present transaction."""
        return db.session.get_one(Sitting, self.sitting_id)

    def answer(self, member, said: Answer, now: datetime) -> None:
        """Somebody answers."""
        rsvps.answer(self.sitting, member.person, answer=said, now=now)


@pytest.fixture
def scene(writing) -> Scene:
    with writing():
        return Scene()


@pytest.fixture
def remind(post, at, app):
    """A function that lets a worker look for reminders and post, at a time; posts nothing else."""

    def go(now: datetime) -> int:
        with at(now):
            with app.app_context():
                reminders.owe_reminders(now)
            return post()

    return go


def test_a_reminder_comes_a_day_before_and_not_sooner_or_twice(scene, remind, mailbox):
    assert remind(DAY_BEFORE - timedelta(seconds=1)) == 0
    assert remind(DAY_BEFORE) == 2
    assert remind(DAY_BEFORE + timedelta(minutes=1)) == 0

    letter = mailbox.only(scene.mia.email)
    assert letter.subject == "Tomorrow at 22:45: One evening"
    assert "Thursday 12 March 2026, 22:45–23:45 Kathmandu time" in letter.text
    assert "18:00 Berlin time" in letter.text


def test_the_join_link_is_for_who_is_going_and_nobody_else(scene, remind, mailbox):
    remind(DAY_BEFORE)

    for form in ("text", "html"):
        assert LINK in getattr(mailbox.only(scene.mia.email), form)
        assert LINK not in getattr(mailbox.only(scene.max.email), form)
        policy = getattr(mailbox.only(scene.mia.email), form).partition(LINK)[
            0
        ]  # ahead of the link
        assert "This call is not recorded." in " ".join(policy.split())
    assert "You said maybe." in mailbox.only(scene.max.email).text
    assert mailbox.to(scene.gus.email) == []


def test_who_may_not_come_any_more_is_sent_no_link(scene, writing, remind, mailbox):
    with writing():
        restrict(scene.mia.person, Effect.READING_ONLY, by=scene.ola, now=DAY_BEFORE)

    assert remind(DAY_BEFORE) == 1
    assert mailbox.to(scene.mia.email) == []


def test_an_hour_before_only_those_are_reminded_who_chose_it(scene, writing, remind, mailbox):
    with writing():
        choices.choose(scene.max.person_id, Group.HOUR_BEFORE, is_wanted=True, now=NOW)
        choices.choose(scene.gus.person_id, Group.HOUR_BEFORE, is_wanted=True, now=NOW)

    assert remind(HOUR_BEFORE - timedelta(minutes=1)) == 0
    assert remind(HOUR_BEFORE) == 1
    assert mailbox.only(scene.max.email).subject == "At 18:00: One evening"


def test_who_does_not_want_reminders_gets_none(scene, writing, remind, mailbox):
    with writing():
        choices.choose(scene.mia.person_id, Group.DAY_BEFORE, is_wanted=False, now=NOW)

    assert remind(DAY_BEFORE) == 1
    assert mailbox.to(scene.mia.email) == []


def test_who_answers_when_a_reminder_is_due_already_gets_none(scene, writing, remind, mailbox):
    with writing():
        bea, cem = make_member("Bea"), make_member("Cem")
        scene.answer(bea, Answer.GOING, DAY_BEFORE)
        scene.answer(cem, Answer.GOING, STARTS - timedelta(hours=5))
    remind(STARTS - timedelta(hours=4))

    assert mailbox.only(bea.email)
    assert mailbox.to(cem.email) == []


def test_after_a_time_without_a_worker_only_what_is_still_of_use_is_sent(scene, remind, mailbox):
    assert remind(STARTS - timedelta(hours=3)) == 0
    assert remind(STARTS - timedelta(hours=3, minutes=1)) == 2
    assert mailbox.only(scene.max.email).subject == "Today at 18:00: One evening"


def test_a_reminder_that_waited_too_long_is_not_sent(scene, remind, mailbox, at, app):
    with app.app_context():
        reminders.owe_reminders(DAY_BEFORE)

    assert remind(STARTS - timedelta(hours=2)) == 0


def test_nobody_is_reminded_of_a_call_that_is_off(scene, writing, remind):
    with writing():
        changing.cancel(scene.sitting, by=scene.ola, reason="Ill", now=NOW)
        for letter in db.session.scalars(select(Letter)):
            db.session.delete(letter)

    assert remind(DAY_BEFORE) == 0


def test_a_moved_call_has_new_reminders_and_the_old_ones_are_stale(
    scene, writing, remind, mailbox, app
):
    with app.app_context():
        reminders.owe_reminders(DAY_BEFORE)
    with writing():
        local = datetime(2026, 3, 14, 18)
        changing.move(
            scene.sitting, local_start=local, zone="Europe/Berlin", minutes=60, now=DAY_BEFORE
        )
    remind(DAY_BEFORE + timedelta(minutes=10))
    assert [one.subject[:6] for one in mailbox.to(scene.max.email)] == ["Moved:"]

    assert remind(DAY_BEFORE + timedelta(days=2)) == 2
    assert mailbox.to(scene.max.email)[-1].subject == "Tomorrow at 18:00: One evening"


def test_what_was_off_or_elsewhere_for_minutes_is_reminded_of_once(scene, writing, remind, mailbox):
    """Cancelled and held after all, then moved away and back, each ahead of the letters."""

    def at(minutes: int) -> datetime:
        return DAY_BEFORE + timedelta(minutes=minutes)

    berlin = datetime(2026, 3, 12, 18)
    with writing():
        changing.cancel(scene.sitting, by=scene.ola, reason="Ill", now=at(-5))
    remind(at(0))
    with writing():
        changing.uncancel(scene.sitting, by=scene.ola, now=at(2))
    for minutes in (20, 40):
        remind(at(minutes))
    assert [one.subject for one in mailbox.to(scene.max.email)] == [
        "Tomorrow at 18:00: One evening"
    ]
    with writing():
        move(scene, datetime(2026, 3, 14, 18), at(50))
        move(scene, berlin, at(55))
    for minutes in (60, 80):
        remind(at(minutes))
    assert [one.subject for one in mailbox.to(scene.max.email)] == [
        "Tomorrow at 18:00: One evening"
    ]


def test_who_left_since_is_not_reminded(scene, writing, remind, mailbox, app):
    with app.app_context():
        reminders.owe_reminders(DAY_BEFORE)
    with writing():
        scene.answer(scene.mia, Answer.CANNOT, DAY_BEFORE)

    assert remind(DAY_BEFORE) == 1
    assert mailbox.to(scene.mia.email) == []


def test_looking_for_reminders_when_nothing_is_near_is_a_read_for_each_kind(scene, app, queries):
    with app.app_context(), queries() as sent:
        reminders.owe_reminders(NOW)

    assert [statement.split()[0] for statement in sent] == ["SELECT", "SELECT"]


def test_the_letter_about_a_move_goes_first_and_alone_where_the_call_is_near_by_then(
    scene, writing, remind, mailbox
):
    """To 22 hours ahead: the move reminds. To 24 hours and 5 minutes: the reminder waits for it."""
    now = STARTS - timedelta(hours=40)
    with writing():
        choices.choose(scene.gus.person_id, Group.CHANGES, is_wanted=False, now=NOW)
        scene.answer(scene.gus, Answer.GOING, NOW)
        move(scene, datetime(2026, 3, 12, 0), now)  # in 22 hours

    remind(now + timedelta(minutes=1))  # the letter about the move is owed, not posted
    remind(now + timedelta(minutes=10))

    assert [one.subject[:6] for one in mailbox.to(scene.mia.email)] == ["Moved:"]
    (alone,) = mailbox.to(scene.gus.email)  # who hears of no changes is reminded
    assert "Moved" not in alone.subject

    with writing():
        move(scene, datetime(2026, 3, 14, 18), now + timedelta(minutes=20))
        later = scene.sitting.starts_at - timedelta(hours=24, minutes=5)
        move(scene, datetime(2026, 3, 14, 18, 1), later)
    remind(later + timedelta(minutes=8))
    remind(later + timedelta(minutes=10))
    remind(later + timedelta(minutes=11))

    told = [one.subject.partition(":")[0] for one in mailbox.to(scene.mia.email)]
    assert told == ["Moved", "Moved", "Tomorrow at 22"]


def move(scene, local, now):
    changing.move(scene.sitting, local_start=local, zone="Europe/Berlin", minutes=60, now=now)
