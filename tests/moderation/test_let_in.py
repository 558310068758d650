"""Where somebody is left out of a join link, whoever answers since has it once they are let in."""

import pytest
from sqlalchemy import select

from community.accounts.guests import Caller
from community.accounts.models import Person
from community.attendance import merging, rsvps
from community.attendance.guest_answers import Wish, answer_address, ask, confirm
from community.attendance.models import Answer
from community.calls.links import links_for, may_come
from community.calls.times import Sitting
from community.conduct import emergencies
from community.conduct.emergency_models import EmergencyAdmission
from community.conduct.holdings import erase_emergencies, export_emergencies
from community.db import db
from community.outbox.models import Letter
from tests.factories import START
from tests.moderation.shouting import DAY, NEW, SOON

AGAIN = Caller("A friend", "other@example.org", "other@example.org", "Europe/Berlin")


@pytest.fixture
def other(scene, do, writing):
    """Max is left out of the new link, and answers with a second address; so does Kim, a member."""
    left_out = [str(scene.people["Max"].person_id)]
    given = {"sitting": str(scene.sitting_id), "url": NEW, "left_out": left_out}
    assert do("link", **given).status_code == 303
    with writing():
        sitting = _sitting(scene)
        asked = ask(sitting, AGAIN, Wish(answer=Answer.GOING), now=SOON)
        rsvps.answer(sitting, scene.people["Kim"].person, answer=Answer.GOING, now=SOON)
        return confirm(asked, now=SOON).person_id


def _sitting(scene):
    return db.session.get_one(Sitting, scene.sitting_id)


def _has_link(scene, person_id, now=SOON):
    sitting = _sitting(scene)
    found = links_for(person_id, [sitting], {sitting.id}, now=now)
    assert may_come(person_id, sitting, now) is bool(found)
    return found == {sitting.id: NEW}


def test_who_answered_before_and_who_holds_the_call_have_it_and_after_a_day_all_do(
    scene, other, reading
):
    with reading():
        everybody = {name: one.person_id for name, one in scene.people.items()}
        everybody |= {"Gina": scene.guest, "other": other}
        has = {name for name, person in everybody.items() if _has_link(scene, person)}
        later = {n for n, person in everybody.items() if _has_link(scene, person, START + DAY)}
    assert (has, later) == ({"Fay", "Mia", "Gina"}, set(everybody))


def test_a_second_address_has_no_link_until_it_is_let_in(
    scene, other, signed_in, app, at, post, mailbox, reading
):
    people, safety = scene.people, f"{scene.page}/safety"
    feed = f"/calendar/{scene.feeds['Kim']}.ics"
    with reading():
        page = answer_address(other, _sitting(scene)).split("://", 1)[1].partition("/")[2]
    with at(SOON):
        guest, kim, fay = app.test_client(), signed_in(people["Kim"]), signed_in(people["Fay"])
        held = {"If-None-Match": guest.get(feed).headers["ETag"]}
        seen = [guest.get(f"/{page}").text, kim.get(scene.page).text]
        assert [(NEW in one, "has let you in" in one) for one in seen] == [(False, True)] * 2
        listed = fay.get(safety).text
        answers = f"{scene.page}/sittings/1/answers"
        assert "2 people wait for you to let them" in fay.get(answers).text
        names = ("A friend, a guest", f"@{people['Kim'].handle}", f"@{people['Max'].handle}")
        waiting = listed.split('id="waiting"')[1].split("</section>")[0]
        assert [name in waiting for name in names] == [True, True, False]
        for who in ("Max", "Mia"):
            refused = signed_in(people[who]).post(f"{safety}/admissions", data={"person": other})
            assert refused.status_code == 403
        kim.post(f"{safety}/admissions", data={"person": people["Kim"].person_id})
        assert NEW not in kim.get(scene.page).text
        for person in (people["Kim"].person_id, people["Max"].person_id, "x"):
            assert fay.post(f"{safety}/admissions", data={"person": person}).status_code == 303
        post()
        assert NEW in kim.get(scene.page).text
        assert NEW.encode() in guest.get(feed, headers=held).data
        assert NEW not in guest.get(f"/{page}").text
        assert NEW not in signed_in(people["Max"]).get(scene.page).text
        fay.post(f"{safety}/admissions", data={"person": other})
        post()
        assert NEW in guest.get(f"/{page}").text
        assert "Who waits for the link" not in fay.get(safety).text
        assert "for you to let them" not in fay.get(answers).text
    sent = [NEW in one.text for name in ("Kim", "Mia") for one in mailbox.to(people[name].email)]
    assert sent.count(True) == 2
    assert any(NEW in one.text for one in mailbox.to("other@example.org"))


def test_who_turns_out_to_be_the_same_is_left_out_or_let_in_with_them(scene, do, writing):
    left_out = [str(scene.guest)]
    assert do("link", sitting=str(scene.sitting_id), url=NEW, left_out=left_out).status_code == 303
    with writing():
        asked = ask(_sitting(scene), AGAIN, Wish(answer=Answer.GOING), now=SOON)
        other = confirm(asked, now=SOON).person_id
        emergencies.admit(scene.call_id, other, by=scene.people["Fay"], now=SOON)
        for gone, kept in ((scene.guest, "Rue"), (other, "Kim")):
            person = db.session.get_one(Person, scene.people[kept].person_id)
            merging.merge(db.session.get_one(Person, gone), person, now=SOON)
        has = {name: _has_link(scene, scene.people[name].person_id) for name in ("Rue", "Kim")}
        emergencies.admit(
            scene.call_id, scene.people["Rue"].person_id, by=scene.people["Fay"], now=SOON
        )
        assert has == {"Rue": False, "Kim": True}
        assert not _has_link(scene, scene.people["Rue"].person_id)


def test_what_is_held_of_it_is_given_and_goes(scene, other, do, writing, at, signed_in):
    with at(SOON):
        signed_in(scene.people["Fay"]).post(
            f"{scene.page}/safety/admissions", data={"person": other}
        )
    with writing():
        mine = select(EmergencyAdmission).where(EmergencyAdmission.person_id == other)
        assert db.session.scalar(mine).by_id == scene.people["Fay"].id
        told = export_emergencies(other)["let in where a join link was changed at once"]
        assert told == [SOON.date()]  # days alone
        fays = export_emergencies(scene.people["Fay"].person_id)
        assert fays["people I let in"] == [SOON]
        erase_emergencies(other, SOON)
        assert db.session.scalar(mine) is None
        assert db.session.query(Letter).filter_by(kind="join_link", person_id=other).count() == 1
