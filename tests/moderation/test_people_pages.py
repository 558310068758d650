"""Whom a report is about and who is asked, by the page of a case."""

import re

import pytest
from sqlalchemy import select

from community.accounts import stewardship
from community.accounts.models import Role
from community.db import db
from community.moderation import opening
from community.moderation.case_models import CaseMessage
from community.moderation.report_models import Mode, Report
from tests.factories import make_community, make_member
from tests.moderation.build import case_of, days, report, take

pytestmark = pytest.mark.usefixtures("in_january")


@pytest.fixture
def place(writing):
    """A case about somebody whom nobody has named, that Rue and Kim have; Stu responds later."""
    with writing():
        make_community()
        people = {name: make_member(name, Role.RESPONDER) for name in ("Rue", "Kim", "Lou")}
        people["Stu"] = make_member("Stu", Role.STEWARD)
        row = report(about_words="the host")[0]
        case = take(case_of(row), people["Rue"], people["Kim"])
        stewardship.grant_role(people["Stu"], Role.RESPONDER, by=people["Stu"], now=days(1))
        page = f"/desk/cases/{case.key}"
        return {**people, "case": page, "name": case.name, "report": f"{page}/reports/{row.key}"}


def test_whom_a_report_is_about_is_said_by_handle(place, signed_in):
    rue, kim, case = signed_in(place["Rue"]), signed_in(place["Kim"]), place["case"]
    wrong = rue.post(f"{place['report']}/person", data={"handle": "@nobody-here"})
    assert (wrong.status_code, "Nobody has this handle." in wrong.text) == (422, True)
    assert 'value="@nobody-here"' in wrong.text
    assert rue.post(f"{case}/reports/999/person", data={"handle": "x"}).status_code == 404

    given = {"handle": f"@{place['Kim'].handle}"}
    assert rue.post(f"{place['report']}/person", data=given).status_code == 303

    assert "<dd>Kim</dd>" in rue.get(case).text
    team = rue.get(case).text.partition('id="team"')[2]
    assert ("Rue" in team, "Kim" in team) == (True, False)
    assert (kim.get(case).status_code, place["name"] in kim.get("/desk").text) == (404, False)
    # Who names themselves is led to the desk.
    given = {"handle": place["Rue"].handle}
    assert rue.post(f"{place['report']}/person", data=given).headers["Location"] == "/desk"


def test_who_is_new_is_asked_by_hand(place, signed_in):
    rue, stu, case = signed_in(place["Rue"]), signed_in(place["Stu"]), place["case"]
    assert place["name"] not in stu.get("/desk").text
    assert "Stu <span" in rue.get("/desk").text
    assert "Ask a responder who is new" in rue.get(case).text
    assert rue.post(f"{case}/colleagues", data={"member": "0"}).status_code == 422

    assert rue.post(f"{case}/colleagues", data={"member": place["Stu"].id}).status_code == 303

    assert place["name"] in stu.get("/desk").text
    assert "Ask a responder who is new" not in rue.get(case).text


def test_an_answer_goes_to_whoever_it_was_written_for_whatever_joins_the_case_meanwhile(
    place, signed_in, writing, reading
):
    """A report that lay in escrow is older, and comes before those that are there."""
    rue = signed_in(place["Rue"])
    with writing():
        waiting = report(mode=Mode.ESCROWED, person=place["Stu"].person)[0]
        other = report(about_words="the other host", now=days(1))[0]
        case = take(case_of(other), place["Rue"], now=days(1))
        page, number, earlier = f"/desk/cases/{case.key}", other.id, waiting.id
        reference = other.key
    shown = rue.get(page).text
    assert f'value="reporter {reference}"' in shown
    # Nothing counts the reports there are, nor those that are kept from whoever reads.
    numbers = r'(?:reporter |report-|handle-)\d{1,6}"|reports/\d{1,6}/'  # a key has sixteen letters
    assert re.findall(numbers, shown) == []
    with writing():
        opening.take_in(case_of(db.session.get_one(Report, number)), waiting, now=days(1))

    given = {"to": f"reporter {reference}", "text": "We have read it."}
    assert rue.post(f"{page}/messages", data=given).status_code == 303

    with reading() as session:
        (said,) = session.scalars(select(CaseMessage)).unique()
        assert (said.report_id, said.report_id == earlier) == (number, False)
    given = {"to": "reporter 1000", "text": "We have read it."}
    assert rue.post(f"{page}/messages", data=given).status_code == 422


def test_nobody_unticks_what_another_has_ticked_and_nothing_is_taken_for_a_conflict(
    place, signed_in
):
    rue, kim, lou = (signed_in(place[name]) for name in ("Rue", "Kim", "Lou"))
    case, boxes = place["case"], re.compile(r'name="step" value="([a-z ]+)" checked')
    steps = f"{case}/steps"
    kim.post(steps, data={"step": ["safe now", "context"]})
    rue.post(steps, data={"step": ["reasons"]})  # whose page was opened before
    assert boxes.findall(rue.get(case).text) == ["safe now", "context", "reasons"]
    rue.post(steps, data={"step": ["context"], "was": ["context", "reasons"]})
    assert boxes.findall(rue.get(case).text) == ["safe now", "context"]

    assert lou.post(f"{case}/answer", data={"answer": "Can"}).status_code == 422
    assert place["name"] in lou.get("/desk").text
    assert "Close it to me for good" in rue.get(case).text
    wrong = rue.post(f"{case}/holder", data={"member": "²"})
    assert (wrong.status_code, "Choose somebody who has" in wrong.text) == (422, True)


def test_a_message_sent_twice_is_one(place, signed_in, reading):
    rue = signed_in(place["Rue"])
    for _ in range(2):
        given = {"to": "responders", "text": "Who knows more?", "once": "k"}
        assert rue.post(f"{place['case']}/messages", data=given).status_code == 303
    with reading() as session:
        assert len(session.scalars(select(CaseMessage.id)).all()) == 1
