"""Who is named or answered gets a letter as they chose, and nobody gets a flood."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from community.calls.models import Call
from community.calls.removing import remove_call
from community.db import db
from community.notes import editing, muting, removing
from community.notes.models import Note
from community.notes.notices import DAILY
from community.notes.telling_queries import AT_ONCE
from community.outbox import choices
from community.outbox.models import Group, Letter
from community.outbox.pacing import MOST
from tests.factories import make_call, make_community, make_member
from tests.letters import link_in
from tests.notes.saying import say

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
IN_A_WHILE = NOW + timedelta(minutes=6)


class Scene:
    """A call; Mia has written a note in its thread."""

    def __init__(self) -> None:
        make_community()
        self.ola, self.mia = make_member("Ola"), make_member("Mia", zone="Asia/Tokyo")
        self.call = make_call(self.ola, title="One evening")
        self.note = say(self.call, self.mia, "Who brings tea?", now=NOW - timedelta(days=9))

    def say(self, text: str, *, by=None, now=NOW, answers=False) -> Note:
        """Somebody says something, as an answer to Mia where that is wanted."""
        parent = db.session.get_one(Note, self.note.id) if answers else None
        call = db.session.get_one(Call, self.call.id)
        return say(call, by or self.ola, text, parent=parent, now=now)


@pytest.fixture
def scene(writing) -> Scene:
    with writing():
        return Scene()


@pytest.fixture
def posted(post, at):
    """A function that lets a worker post what is due at a time."""

    def go(now: datetime = IN_A_WHILE) -> int:
        with at(now):
            return post()

    return go


def owed(reading) -> list[str]:
    with reading():
        return list(db.session.scalars(select(Letter.kind).order_by(Letter.id)))


def test_who_is_mentioned_hears_of_it_soon_and_once(scene, writing, posted, mailbox):
    with writing():
        scene.say(f"@{scene.mia.handle} brings **tea**.")

    assert posted(NOW + timedelta(minutes=4)) == 0
    assert (posted(), posted()) == (1, 0)

    letter = mailbox.only(scene.mia.email)
    assert letter.subject == "Ola mentions you: One evening"
    assert f"@{scene.mia.handle}" in letter.text
    assert "brings tea." in letter.text
    assert link_in(letter, "/notes/")


def test_who_is_answered_hears_of_it(scene, writing, posted, mailbox):
    with writing():
        scene.say("I do.", answers=True)

    posted()

    assert mailbox.only(scene.mia.email).subject == "Ola answers you: One evening"


def test_nobody_is_written_to_about_what_they_said_themselves(scene, writing, reading):
    with writing():
        scene.say(f"@{scene.mia.handle} is me.", by=scene.mia, answers=True)

    assert owed(reading) == []


def test_what_is_said_within_minutes_is_one_letter(scene, writing, posted, mailbox):
    with writing():
        scene.say("I do.", answers=True)
        scene.say(f"Thank you, @{scene.mia.handle}.", now=NOW + timedelta(minutes=1))

    posted()

    letter = mailbox.only(scene.mia.email)
    assert letter.subject == "2 notes for you: One evening"
    assert "I do." in letter.text
    assert "Thank you" in letter.text


def test_what_was_told_is_not_told_again(scene, writing, posted, mailbox):
    with writing():
        scene.say("The first.", answers=True)
    posted()
    with writing():
        scene.say("The second.", answers=True, now=NOW + timedelta(minutes=20))

    posted(NOW + timedelta(minutes=30))

    first, second = mailbox.to(scene.mia.email)
    assert "The first." in first.text
    assert "The first." not in second.text
    assert "The second." in second.text


def test_what_is_taken_out_before_the_letter_goes_is_not_told(scene, writing, posted, mailbox):
    with writing():
        note = scene.say("Not for here.", answers=True)
        removing.remove(note, by=scene.ola, now=NOW)

    assert posted() == 0
    assert mailbox.to(scene.mia.email) == []


def test_about_a_call_that_was_deleted_meanwhile_nothing_is_told(scene, writing, posted):
    with writing():
        scene.say("I do.", answers=True)
        call = db.session.get_one(Call, scene.call.id)
        remove_call(call, by=scene.ola, reason="", now=NOW)

    assert posted() == 0


@pytest.mark.parametrize(
    ("at_once", "daily", "kinds"),
    [
        (True, False, [AT_ONCE]),
        (True, True, [AT_ONCE]),
        (False, True, [DAILY]),
        (False, False, []),
    ],
)
def test_letters_come_as_they_were_chosen(scene, writing, reading, at_once, daily, kinds):
    with writing():
        person = scene.mia.person_id
        choices.choose(person, Group.NOTES, is_wanted=at_once, now=NOW)
        choices.choose(person, Group.NOTES_DAILY, is_wanted=daily, now=NOW)
        scene.say("I do.", answers=True)

    assert owed(reading) == kinds


def test_the_daily_letter_comes_in_the_morning_of_its_reader(scene, writing, posted, mailbox):
    with writing():
        choices.choose(scene.mia.person_id, Group.NOTES, is_wanted=False, now=NOW)
        choices.choose(scene.mia.person_id, Group.NOTES_DAILY, is_wanted=True, now=NOW)
        scene.say("I do.", answers=True)
        scene.say("And I.", answers=True, now=NOW + timedelta(hours=2))

    assert posted(datetime(2026, 3, 2, 21, 59, tzinfo=UTC)) == 0
    assert posted(datetime(2026, 3, 2, 22, 0, tzinfo=UTC)) == 1  # 07:00 in Tokyo
    letter = mailbox.only(scene.mia.email)
    assert "I do." in letter.text
    assert "And I." in letter.text


def test_a_flood_ends_in_the_daily_letter(scene, writing, reading, posted):
    for number in range(MOST + 3):
        now = NOW + number * timedelta(hours=2)
        with writing():
            scene.say(f"Number {number}.", answers=True, now=now)
        posted(now + timedelta(minutes=61))

    kinds = owed(reading)

    assert kinds.count(AT_ONCE) == MOST
    assert kinds.count(DAILY) == 1


def test_a_note_with_many_mentions_sends_few_letters(scene, writing, reading):
    with writing():
        scene.ola.joined_at = NOW - timedelta(days=30)
        db.session.merge(scene.ola)
        people = [make_member(f"P{n}") for n in range(40)]
        scene.say(" ".join(f"@{one.handle}" for one in people) * 3)

    assert len(owed(reading)) == 10


def test_a_change_that_names_more_people_tells_those_alone(scene, writing, reading):
    with writing():
        bo = make_member("Bo")
        note = scene.say(f"@{scene.mia.handle} brings tea for all of us on Friday evening.")
        text = note.text_source.replace("us", f"us and @{bo.handle}")
        editing.change(note, text, base=1, said=None, by=scene.ola, now=NOW)

    with reading():
        people = db.session.scalars(select(Letter.person_id).order_by(Letter.id)).all()
    assert people == [scene.mia.person_id, bo.person_id]


def test_no_letters_about_a_thread_that_is_muted(scene, writing, reading):
    with writing():
        muting.mute(scene.note.thread_id, scene.mia.person_id, now=NOW)
        scene.say("I do.", answers=True)
    assert owed(reading) == []

    with writing():
        muting.unmute(scene.note.thread_id, scene.mia.person_id)
        scene.say("And I.", answers=True)
    assert owed(reading) == [AT_ONCE]


def test_one_click_in_a_letter_mutes_its_thread(scene, writing, posted, mailbox, client, reading):
    with writing():
        scene.say("I do.", answers=True)
    posted()
    letter = mailbox.only(scene.mia.email)
    link = link_in(letter, "/threads/letters/")

    assert letter.message["List-Unsubscribe"].endswith(f"{link}>")
    assert client.get(link).status_code == client.get(link).status_code == 200
    with reading():
        assert not muting.is_muted(scene.note.thread_id, scene.mia.person_id)
    assert client.post(link, data={"List-Unsubscribe": "One-Click"}).status_code == 200
    with reading():
        assert muting.is_muted(scene.note.thread_id, scene.mia.person_id)
    assert "You receive no letters about these notes." in client.get(link).text


def test_the_token_of_a_thread_is_good_for_nothing_else(scene, client, writing, app):
    with app.app_context():
        other = choices.token_for(scene.mia.person_id, Group.NOTES)
        own = muting.token_for(scene.note.thread_id, scene.mia.person_id)

    assert client.post(f"/threads/letters/{other}").status_code == 404
    assert client.post(f"/letters/choices/{own}").status_code == 404
