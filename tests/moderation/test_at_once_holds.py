"""What is done at once in a call has no way around it."""

import pytest
from sqlalchemy import insert, select

from community.attendance import expiry, rsvps
from community.attendance.models import Answer, Offer
from community.calls.models import Call
from community.calls.times import Sitting
from community.conduct import emergencies
from community.conduct.emergencies import Measure
from community.conduct.emergency_models import Act, ActingRole, Emergency, EmergencyRatification
from community.db import db
from community.moderation import answering, at_once, handling
from community.moderation.case_models import Answer as CaseAnswer
from community.moderation.case_models import Case, State
from community.moderation.desk_queries import desk_of
from community.notes import removing
from community.notes.models import Kind
from tests.factories import START
from tests.moderation.shouting import DAY, OLD, SOON, WHY
from tests.notes.saying import say


def test_its_case_owes_nobody_an_answer_and_once_it_is_over_what_is_done_next_is_another(
    scene, do, signed_in, at, writing, reading
):
    """Nobody has the code of a report that was made by itself: nobody reads an answer to it."""
    rue = scene.people["Rue"]
    do("notes")
    do("page", now=SOON)
    with at(SOON), writing():
        (case,) = db.session.scalars(select(Case)).unique()
        answering.answer(case, CaseAnswer.CAN, by=rue, now=SOON)
        page, number = f"/desk/cases/{case.key}", case.id
        (line,) = desk_of(rue, SOON + 3 * DAY).lines
        assert (line.due, line.due_at, line.is_late) == ("", None, False)
    with at(SOON):
        assert "Who made report" not in signed_in(rue).get(page).text
    with writing():
        handling.move_to(db.session.get_one(Case, number), State.REDIRECTED, by=rue, now=SOON)
    do("answers", now=SOON)
    with reading():
        states = {one.standing.state for one in db.session.scalars(select(Case)).unique()}
        assert states == {State.REDIRECTED, State.RECEIVED}


def test_while_answers_are_paused_no_place_is_passed_on(
    scene, do, signed_in, app, at, reading, writing
):
    with writing():
        sitting = db.session.get_one(Sitting, scene.sitting_id)
        sitting.capacity = 3
        _say(scene, "Kim", Answer.GOING)
        _say(scene, "Mia", Answer.CANNOT)
    with reading():
        assert _kept() == [scene.people["Kim"].person_id]
    do("answers")
    with at(SOON):
        kim = signed_in(scene.people["Kim"])
        refused = kim.post(f"{scene.page}/sittings/1/offer/acceptance")
        assert refused.status_code == 409
        assert "Answers to this call are paused" in refused.text
    with writing():
        _say(scene, "Max", Answer.CANNOT)
        assert _kept() == []
    with app.app_context(), at(START + DAY):  # who waited is still the first in line
        expiry.expire_offers(START + DAY)
    with reading():
        assert _kept() == [scene.people["Kim"].person_id]


def test_what_is_kept_from_somebody_is_not_in_their_feed_though_all_others_see_it(
    scene, app, at, writing
):
    with writing():
        left_out = [scene.people["Max"].person]
        mia = scene.people["Mia"].person_id
        _taken(scene, Act.CHANGE_LINK, left_out=left_out, admitted=[mia])
    with at(SOON):
        feeds = {
            name: app.test_client().get(f"/calendar/{scene.feeds[name]}.ics").text
            for name in ("Max", "Mia")
        }
    assert OLD in feeds["Mia"]
    assert "One evening" in feeds["Max"]
    assert OLD not in feeds["Max"]


def test_notes_that_are_frozen_take_no_words_by_other_ways(scene, do, signed_in, at, writing):
    with writing():
        call, mia = db.session.get_one(Call, scene.call_id), scene.people["Mia"]
        todo = say(call, mia, "Book a room.", kind=Kind.ACTION).key
        note = say(call, mia, "A word.")
        removing.remove(note, by=mia, now=START)
        gone = note.key
    do("notes")
    with at(SOON):
        client = signed_in(scene.people["Mia"])
        refused = client.post(f"/notes/{todo}/completion", data={"how": "More words."})
        assert refused.status_code == 409
        assert "More words." in refused.text
        assert client.post(f"/notes/{gone}/removal/withdrawal").status_code == 409


def test_what_was_called_right_meanwhile_is_not_lifted_alone(scene, writing):
    fay, rue = scene.people["Fay"], scene.people["Rue"]
    with writing():
        row = _taken(scene, Act.PAUSE_ANSWERS)
        assert row.ratification is None  # as it was read, before somebody else says so
        kept = {"emergency_id": row.id, "taken_by_id": fay.id, "ratify_by": row.ratify_by}
        db.session.execute(insert(EmergencyRatification).values(by_id=rue.id, at=SOON, **kept))
        with pytest.raises(at_once.NotAlone):
            at_once.lift_alone(row, by=fay, now=SOON)


def _taken(scene, act, **given) -> Emergency:
    measure = Measure(act=act, call_id=scene.call_id, why=WHY, role=ActingRole.FACILITATOR, **given)
    return emergencies.take(measure, by=scene.people["Fay"], now=START)[0]


def _say(scene, name, answer) -> None:
    sitting = db.session.get_one(Sitting, scene.sitting_id)
    rsvps.answer(sitting, scene.people[name].person, answer=answer, now=START)


def _kept() -> list[int]:
    query = select(Offer).where(Offer.closed_at.is_(None)).order_by(Offer.id)
    return [one.rsvp.person_id for one in db.session.scalars(query)]
