"""Letters about records: who gets which, once, and nobody for what is no longer so."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from community.accounts.guests import Caller
from community.attendance import guest_answers, rsvps
from community.attendance.guest_answers import Wish
from community.attendance.models import Answer
from community.calls import changing, sharing
from community.calls.models import Visibility
from community.calls.queries import sittings_of
from community.db import db
from community.outbox import choices
from community.outbox.models import Group, Letter
from community.records import correcting, nudging, publishing
from community.records.corrections import Outcome
from community.records.nudging import NUDGE
from tests.agendas.build import make_evening
from tests.facilitation.build import EVENING
from tests.factories import START, make_community, make_member
from tests.letters import letters_to
from tests.records.build import DAY, OVER, again, opened, publish

pytestmark = pytest.mark.engines("sqlite")
TEN = timedelta(minutes=10)
ENDED = EVENING + timedelta(hours=1)


@pytest.fixture
def send(app, at, post, mailbox):
    """Post what is due ten minutes on; gives to whom and about what."""

    def sent(now):
        with at(now + TEN):
            post()
        letters = mailbox.letters
        about = [(str(one.message["To"]).split()[0], one.subject) for one in letters]
        return sorted((to, subject) for to, subject in about if "record" in subject)

    return sent


def test_who_took_part_is_asked_once_however_often_it_is_opened(scene, writing, send):
    ola, *_, call = scene
    with writing():
        opened(again(call), ola)
        publishing.close_to_corrections(again(call), by=ola, now=OVER)
        opened(again(call), ola)

    first = send(OVER)
    with writing():
        publishing.close_to_corrections(again(call), by=ola, now=OVER + DAY)
        publishing.open_for_correction(again(call), days=3, publishes=True, by=ola, now=OVER + DAY)

    assert first == [("Mia", "Is the record of An evening right?")]
    assert send(OVER + DAY) == first


def test_nobody_is_asked_about_what_is_a_draft_again(scene, writing, send):
    ola, *_, call = scene
    with writing():
        opened(again(call), ola)
        publishing.close_to_corrections(again(call), by=ola, now=OVER)

    assert send(OVER) == []


def test_who_was_there_went_or_might_have_hears_once_of_a_published_record(scene, writing, send):
    ola, _, ned, call = scene
    with writing():
        sitting = sittings_of(again(call))[0]
        rsvps.answer(sitting, ned.person, answer=Answer.MAYBE, now=START)
        publish(again(call), ola)
    first = send(OVER)
    with writing():
        publish(again(call), ola, now=OVER + DAY)

    about = "The record of An evening is published"
    assert first == [("Mia", about), ("Ned", about)]
    assert send(OVER + DAY) == first


def test_a_record_that_was_taken_back_is_told_to_nobody(scene, writing, send):
    ola, *_, call = scene
    with writing():
        publish(again(call), ola)
        publishing.take_back(again(call), by=ola, now=OVER)

    assert send(OVER) == []


def nudges(app, now) -> list[str]:
    with app.app_context():
        for _ in range(2):
            nudging.owe_nudges(now)
    with app.app_context():
        query = select(Letter.about).where(Letter.kind == NUDGE).order_by(Letter.id)
        return [about.partition(" ")[2].partition(" ")[2] for about in db.session.scalars(query)]


@pytest.mark.parametrize(
    ("after", "owed"),
    [(2.9, []), (3, ["3 days"]), (6.5, []), (7, ["7 days"]), (10.5, []), (40, [])],
)
def test_a_nudge_comes_after_three_and_seven_days_and_not_much_later(writing, app, after, owed):
    with writing():
        make_community()
        make_evening(make_member("Ola"))

    assert nudges(app, ENDED + timedelta(days=after)) == owed


@pytest.mark.parametrize(("days", "over"), [(8, 8.1), (14, 14.1)])
def test_who_leads_is_reminded_once_when_the_time_for_corrections_is_over(writing, app, days, over):
    with writing():
        make_community()
        ola = make_member("Ola")
        opened(make_evening(ola), ola, days=days, publishes=False)

    for after in (3, 7):
        assert nudges(app, ENDED + timedelta(days=after)) == []
    for after in (over, over + 1, over + 2):
        (owed,) = nudges(app, OVER + timedelta(days=after))
        assert owed.startswith("corrected ")


def test_who_is_reminded_then_reads_that_the_time_for_corrections_is_over(
    writing, app, at, post, mailbox
):
    with writing():
        make_community()
        ola = make_member("Ola")
        opened(make_evening(ola), ola, days=1, publishes=False)
    now = ENDED + timedelta(days=1.5)
    assert len(nudges(app, now)) == 1
    with at(now):
        post()

    (letter,) = [one for one in mailbox.letters if "no record yet" in one.subject]
    for said in (letter.text, letter.html):
        assert "This call ended 1 day ago, and its record is not published." in said
        assert "The time for corrections is over" in said


def cancelled(call, ola) -> None:
    changing.cancel(sittings_of(call)[0], by=ola, reason="Ill.", now=START)


def said_to_be_none(call, ola) -> None:
    publishing.say_there_is_none(call, why="", by=ola, now=OVER)


@pytest.mark.parametrize("settle", [cancelled, said_to_be_none, opened, publish])
def test_nobody_is_nudged_where_it_is_settled(writing, app, settle):
    with writing():
        make_community()
        ola = make_member("Ola")
        settle(make_evening(ola), ola)

    assert nudges(app, ENDED + timedelta(days=3)) == []


@pytest.mark.parametrize("is_for_members", [True, False])
def test_a_guest_hears_of_it_where_they_may_see_the_call(scene, writing, send, is_for_members):
    ola, *_, call = scene
    with writing():
        gina = Caller("Gina", "gina@example.org", "gina@example.org", "Europe/Berlin")
        sitting = sittings_of(again(call))[0]
        asked = guest_answers.ask(sitting, gina, Wish(Answer.GOING), now=START)
        guest_answers.confirm(asked, now=START)
        if is_for_members:
            again(call).own_visibility = Visibility.MEMBERS
        publish(again(call), ola)

    assert [who for who, _ in send(OVER)] == (["Mia"] if is_for_members else ["Gina", "Mia"])


def test_facilitators_hear_once_of_corrections_that_wait_and_not_what_they_say(
    scene, writing, app, at
):
    ola, mia, ned, call = scene
    with writing():
        pia = make_member("Pia")
        for one in (ned, pia):
            sharing.accept(sharing.invite(call, one, by=ola, now=START), now=START)
        choices.choose(pia.person_id, Group.RECORD_NUDGES, is_wanted=False, now=START)
        opened(again(call), ola)
        for by, words in ((mia, "canary"), (mia, "Another"), (ola, "Of her own")):
            correcting.ask(again(call), words, by=by, now=OVER)
        gone, done = (correcting.ask(again(call), "x", by=mia, now=OVER) for _ in range(2))
        correcting.take_back(gone, now=OVER)
        correcting.answer(done, Outcome.DONE, by=ned, now=OVER)

    with at(OVER + TEN):
        for_ola, for_ned = (letters_to(app, one.email)[-1] for one in (ola, ned))
        others = [one.subject for who in (mia, pia) for one in letters_to(app, who.email)]

    assert for_ola.subject == "2 corrections are asked for: An evening"
    assert for_ned.subject == "3 corrections are asked for: An evening"
    assert "canary" not in for_ola.text + for_ola.html
    assert [subject for subject in others if "correction" in subject] == []
