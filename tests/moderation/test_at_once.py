"""Done at once in a call: what stands while it stands, ends by itself, and comes to the desk."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.exc import DatabaseError

from community import audit
from community.attendance import rsvps
from community.attendance.models import Answer, Rsvp
from community.calls.times import Sitting
from community.conduct import emergencies
from community.conduct.emergencies import Measure
from community.conduct.emergency_models import Act, ActingRole, Emergency, EmergencyRatification
from community.db import db
from community.moderation import answering
from community.moderation.case_models import Answer as CaseAnswer
from community.moderation.case_models import Case
from community.outbox import ledger
from community.outbox.ledger import Shelf
from community.outbox.models import Letter
from tests.factories import START
from tests.moderation.shouting import DAY, NEW, OLD, SOON, WHY


def assert_told_behind_a_link(visitor, letters) -> None:
    """What was done and why is on a page that the letters lead to, and in none of them."""
    assert not any(WHY in one.text or "kept from you" in one.text for one in letters)
    (link,) = {one for each in letters for one in re.findall(r"/standing/letters/\S+", each.text)}
    page = visitor.get(link).text
    assert "kept from you" in page
    assert WHY in page


def test_a_changed_link_reaches_who_is_going_but_for_those_left_out(
    scene, do, signed_in, app, post, mailbox, at, reading
):
    visitor, max_ = app.test_client(), scene.people["Max"]
    feed = f"/calendar/{scene.feeds['Max']}.ics"
    with at(START):
        held = {"If-None-Match": visitor.get(feed).headers["ETag"]}
        assert OLD in visitor.get(scene.page).text
    left_out = [str(max_.person_id), str(scene.guest)]
    key = {"sitting": str(scene.sitting_id), "url": NEW, "left_out": left_out, "once": "k" * 12}
    assert do("link", **key).status_code == 303
    assert do("link", **key).status_code == 303  # pressed twice
    with at(SOON):
        post()
        pages = [
            client.get(where, headers=held)
            for client in (visitor, signed_in(max_))
            for where in (scene.page, f"{scene.page}/live", "/", "/my-calls", feed, "/calendar.ics")
        ]
        seen = signed_in(scene.people["Mia"]).get(scene.page).text
        assert NEW.encode() in visitor.get(f"/calendar/{scene.feeds['Mia']}.ics").data

    said = "".join(page.text for page in pages)
    assert "canary-new" not in said
    assert "canary-old" not in said
    assert [page.status_code for page in pages if page.status_code == 304] == []
    with reading():  # whom it does not go to stands in no list
        given = db.session.scalars(select(Letter).where(Letter.kind == "join_link")).all()
        assert [one.person_id for one in given] == [scene.people["Mia"].person_id]
        listed = {one.kind for shelf in Shelf for one in ledger.letters_on(shelf).rows}
        assert listed & {"join_link", "discreet"} == set()
    (mias,) = mailbox.to(scene.people["Mia"].email)
    for said in (seen, mias.text, mias.html):  # what is agreed stands first
        assert 0 < said.lower().index("not recorded") < said.index(NEW)
    maxs, guests = mailbox.to(max_.email), mailbox.to("gina@example.org")
    assert "canary" not in "".join(one.text + one.html for one in maxs + guests)
    with at(SOON):
        assert_told_behind_a_link(visitor, guests)
    with at(START + DAY):  # it has ended, and no job has run
        assert NEW.encode() in visitor.get(feed).data


def test_whose_answer_is_taken_away_is_told_and_cannot_answer_while_it_stands(
    scene, do, signed_in, at, reading, writing
):
    mia = scene.people["Mia"]
    for _twice in range(2):
        assert do("answer", person=str(mia.person_id)).status_code == 303
    answer = f"{scene.page}/sittings/1/rsvp"
    with at(SOON):
        client = signed_in(mia)
        page, standing = client.get(scene.page).text, client.get("/standing").text
        refused = client.post(answer, data={"answer": "going"})
    assert refused.status_code == 409
    assert "You cannot answer this call for now" in page
    assert OLD not in page
    assert WHY in standing
    assert "Fay" not in standing
    with reading():
        assert len(db.session.scalars(select(Emergency.id)).all()) == 1
        assert db.session.scalar(select(Rsvp).where(Rsvp.person_id == mia.person_id)) is None
    with at(START + DAY), writing():  # it has ended, and no job has run
        sitting = db.session.get_one(Sitting, scene.sitting_id)
        again = rsvps.answer(sitting, mia.person, answer=Answer.GOING, now=START + DAY)
        assert again.answer is Answer.GOING


def test_notes_are_frozen_for_a_quarter_of_an_hour_and_what_was_typed_comes_back(
    scene, do, signed_in, at
):
    do("notes")
    note = {"text": "A word more.", "kind": "note", "disclosure-degree": "none"}
    with at(START + timedelta(minutes=14)):
        client = signed_in(scene.people["Mia"])
        refused = client.post(f"{scene.page}/notes", data=note)
        assert "The notes are frozen" in client.get(f"{scene.page}/live").text
    assert refused.status_code == 409
    assert "A word more." in refused.text
    with at(START + timedelta(minutes=15)):
        client = signed_in(scene.people["Mia"])
        assert client.post(f"{scene.page}/notes", data=note).status_code == 303
        assert "The notes are frozen" not in client.get(f"{scene.page}/live").text


def test_while_answers_are_paused_nobody_says_that_they_come_but_anybody_that_they_do_not(
    scene, do, signed_in, at
):
    do("answers", by="Rue")  # a responder who has nothing to do with it
    answer = f"{scene.page}/sittings/1/rsvp"
    with at(SOON):
        client = signed_in(scene.people["Kim"])
        assert client.post(answer, data={"answer": "going"}).status_code == 409
        assert client.post(answer, data={"answer": "cannot"}).status_code == 303
        assert "paused" in client.get(scene.page).text
        safety = signed_in(scene.people["Fay"]).get(f"{scene.page}/safety").text
        assert "A responder" in safety
        assert "Rue" not in safety


def test_what_was_written_is_read_here_by_whoever_wrote_it_who_alone_lifts_it_here(
    scene, do, signed_in, at, reading
):
    there = f"{scene.page}/safety"
    do("page", by="Rue")
    do("notes", by="Rue")
    with reading():
        _page, notes = _keys()
    with at(SOON):
        fay = signed_in(scene.people["Fay"])
        seen = fay.get(there).text
        assert "The notes were frozen" in seen
        assert [one for one in (WHY, "were called", "Lift it") if one in seen] == []
        assert fay.post(f"{there}/measures/{notes}/withdrawal").status_code == 409
        rue = signed_in(scene.people["Rue"])
        own = rue.get(there).text
        assert [one for one in (WHY, "were called", "Lift it") if one not in own] == []
        assert rue.post(f"{there}/measures/{notes}/withdrawal").status_code == 303
    with at(START + DAY):
        assert "were called" not in signed_in(scene.people["Rue"]).get(there).text


@pytest.fixture
def case(scene, do, reading):
    """What was done at once to a responder, and that the others were called, as one case."""
    do("answer", person=str(scene.people["Max"].person_id))
    do("page", now=SOON)
    with reading():
        return db.session.scalars(select(Case)).unique().one()


def test_it_opens_one_case_of_which_all_others_are_told_but_whom_it_is_about(
    scene, case, signed_in, at, post, mailbox
):
    with at(SOON):
        post()
        max_ = signed_in(scene.people["Max"])
        assert max_.get(f"/desk/cases/{case.key}").status_code == 404
        assert case.name not in max_.get("/desk").text
        assert max_.get(f"{scene.page}/safety").status_code == 403
    told = {one: mailbox.to(scene.people[one].email) for one in ("Rue", "Kim")}
    assert [len(letters) for letters in told.values()] == [2, 2]
    assert not any(WHY in one.text or "evening" in one.subject for one in told["Rue"])


def test_what_the_responders_call_right_is_lifted_at_their_desk_alone(
    scene, case, signed_in, at, reading, writing
):
    with at(SOON), writing():
        answering.answer(_case(case.key), CaseAnswer.CAN, by=scene.people["Rue"], now=SOON)
        (reference, _paged) = _keys()
    there = f"/desk/cases/{case.key}/at-once/{reference}"
    with at(SOON):
        rue = signed_in(scene.people["Rue"])
        assert "It was right" in rue.get(f"/desk/cases/{case.key}").text
        for _twice in range(2):
            assert rue.post(f"{there}/ratification").status_code == 303
        assert "Called right." in rue.get(f"/desk/cases/{case.key}").text
        seen = signed_in(scene.people["Kim"]).get(f"{scene.page}/safety").text
        assert "An answer was taken away" in seen
        assert "called it right" not in seen
        alone = f"{scene.page}/safety/measures/{reference}/withdrawal"
        assert signed_in(scene.people["Fay"]).post(alone).status_code == 409
        assert rue.post(f"{there}/withdrawal").status_code == 303
        answer = f"{scene.page}/sittings/1/rsvp"
        assert (
            signed_in(scene.people["Max"]).post(answer, data={"answer": "going"}).status_code == 303
        )
    with reading():
        assert audit.verify().broken is None
        acts = set(db.session.scalars(select(audit.AuditEntry.what)))
        done = {one.split()[-1] for one in acts if one.startswith("emergency measure")}
        assert done == {"taken", "ratified", "lifted"}


def test_who_holds_the_call_is_left_as_they_are_and_strangers_do_nothing(scene, do, app, at):
    fay, rue = scene.people["Fay"].person_id, scene.people["Rue"].person_id
    assert do("answer", by="Rue", person=str(fay)).status_code == 422
    assert do("answer", by="Rue", person=str(rue)).status_code == 422
    assert do("page", by="Mia").status_code == 403
    assert do("link", url="http://meet.example", sitting=str(scene.sitting_id)).status_code == 422


@pytest.mark.parametrize(
    ("by", "changes", "promise"),
    [
        ("Fay", {}, "by_somebody_else"),
        ("Rue", {"at": START + DAY}, "in_time"),
        ("Rue", {"ratify_by": START + 2 * DAY}, "fk_emergency|FOREIGN KEY"),
        ("Rue", None, "emergency_stays"),
    ],
)
def test_the_database_refuses_what_is_late_alone_or_changed(
    scene, db_session, by, changes, promise
):
    fay, who = scene.people["Fay"], scene.people[by].id
    one = {"why": WHY, "role": ActingRole.FACILITATOR, "call_id": scene.call_id}
    row, _ = emergencies.take(Measure(act=Act.FREEZE_NOTES, **one), by=fay, now=START)
    given = {"by_id": who, "taken_by_id": fay.id, "at": SOON, "ratify_by": row.ratify_by}
    late = update(Emergency).values(ends_at=START + 2 * DAY)
    kept = insert(EmergencyRatification).values(emergency_id=row.id, **given | (changes or {}))
    with pytest.raises(DatabaseError, match=promise):
        db_session.execute(late if changes is None else kept)


def _case(key):
    return db.session.scalars(select(Case).where(Case.key == key)).unique().one()


def _keys():
    return db.session.scalars(select(Emergency.key).order_by(Emergency.id)).all()
