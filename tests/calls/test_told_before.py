"""Before something is done that would mail many people, the page says how many they are."""

from datetime import datetime, timedelta

import pytest

from community import clock
from community.attendance import rsvps, series_answers
from community.attendance.models import Answer
from community.calls import changing, removing, scheduling
from community.calls.drafts import Details
from community.calls.models import Call
from community.calls.queries import sittings_of
from community.db import db
from community.outbox import choices
from community.outbox.models import Group
from tests.calls.build import begin, sitting_at, times
from tests.factories import make_community, make_member

NOW = datetime.fromisoformat("2026-03-01T12:00+00:00")
NOBODY = "Nobody is written to"
FORM = {
    "version": "1",
    "frequency": "weekly",
    "interval": "1",
    "monthly_by": "day",
    "nth": "1",
    "starts_on": "2026-03-03",
    "ends": "never",
    "weekdays": "TU",
    "hours-0-time": "18:00",
    "hours-0-zone": "Europe/Berlin",
    "hours-0-minutes": "60",
    "intent": "preview",
}


@pytest.fixture(autouse=True)
def _today(at):
    with at(NOW):
        yield


@pytest.fixture
def scene(writing):
    """Ola's call: two people come, one cannot, one wants no letters."""
    with writing():
        make_community()
        ola = make_member("Ola")
        people = [make_member(name) for name in ("Mia", "Max", "Gus", "Pia")]
        call = scheduling.schedule_call(
            Details(title="One evening"), [sitting_at("2026-03-12T18:00")], by=ola, now=NOW
        )
        answers = (Answer.GOING, Answer.MAYBE, Answer.CANNOT, Answer.GOING)
        for member, said in zip(people, answers, strict=True):
            rsvps.answer(sittings_of(call)[0], member.person, answer=said, now=NOW)
        choices.choose(people[3].person_id, Group.CHANGES, is_wanted=False, now=NOW)
    return ola, call


def sitting_of(call):
    """The sitting of a call, in the present transaction."""
    return sittings_of(db.session.get_one(Call, call.id))[0]


@pytest.mark.parametrize(
    ("page", "button"),
    [
        ("sittings/1/move", "Move the call and write to 2 people"),
        ("sittings/1/cancel", "Cancel the call and write to 2 people"),
        ("delete", "Delete the call and write to 2 people"),
    ],
)
def test_moving_cancelling_and_deleting_say_how_many_are_written_to(scene, signed_in, page, button):
    ola, call = scene
    text = signed_in(ola).get(f"/calls/{call.slug}/{page}").text

    assert "This mails 2 people." in text
    assert button in text


def test_holding_after_all_and_bringing_back_say_so_too(scene, signed_in, writing):
    ola, call = scene
    with writing():
        changing.cancel(sitting_of(call), by=ola, reason="Ill", now=NOW)
    text = signed_in(ola).get(f"/calls/{call.slug}").text
    assert "Hold it after all and write to 2 people" in text

    with writing():
        changing.uncancel(sitting_of(call), by=ola, now=NOW)
        removing.remove_call(db.session.get_one(Call, call.id), by=ola, reason="No", now=NOW)
    text = signed_in(ola).get(f"/calls/{call.slug}").text
    assert "Bring it back and write to 2 people" in text


def test_where_nobody_has_answered_it_says_that_nobody_is_written_to(scene, signed_in, writing):
    ola, _ = scene
    with writing():
        call = scheduling.schedule_call(
            Details(title="Empty"), [sitting_at("2026-03-12T18:00")], by=ola, now=NOW
        )
    text = signed_in(ola).get(f"/calls/{call.slug}/sittings/1/move").text

    assert NOBODY in text
    assert "Move this call" in text


def test_only_who_leads_a_call_learns_how_many_they_are(scene, signed_in, writing):
    ola, call = scene
    with writing():
        other = make_member("Eve")
        removing.remove_call(db.session.get_one(Call, call.id), by=ola, reason="No", now=NOW)

    assert "write to" not in signed_in(other).get(f"/calls/{call.slug}").text


def test_the_number_is_how_many_letters_there_will_be(scene, signed_in, writing, post, at, mailbox):
    ola, call = scene
    with writing():
        changing.cancel(sitting_of(call), by=ola, reason="Ill", now=NOW)
    with at(NOW + timedelta(minutes=10)):
        assert post() == 2


def test_new_times_of_a_series_say_how_many_are_written_to(signed_in, writing):
    with writing():
        make_community()
        ola = make_member("Ola")
        series = begin(ola, times("FREQ=WEEKLY", "2026-03-03"), now=NOW)
        for name in ("Mia", "Max"):
            person = make_member(name).person
            series_answers.answer_series(series, person, answer=Answer.GOING, now=clock.now())
    client = signed_in(ola)
    deleting = client.get(f"/series/{series.slug}/delete").text
    shown = client.post(f"/series/{series.slug}/times", data=FORM).text
    same = client.post(f"/series/{series.slug}/times", data=FORM | {"hours-0-time": "17:00"}).text

    assert "Delete the series and write to 2 people" in deleting
    assert "This mails 2 people." in shown
    assert "Change the times and write to 2 people" in shown
    assert NOBODY in same
