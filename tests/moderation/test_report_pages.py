"""Reporting by the pages: with an account and without, and the way back with the code."""

import re
from io import BytesIO

import pytest
from sqlalchemy import select

from community.access import VISITOR, may
from community.db import db
from community.moderation import talking
from community.moderation.case_models import CaseMessage
from community.moderation.policies import Permission
from community.moderation.report_models import Report, ReportFile
from community.outbox.models import Letter
from tests.factories import START
from tests.moderation.build import case_of
from tests.moderation.everywhere import make_place
from tests.records.build import again, held
from tests.records.build import publish as records_publish

pytestmark = pytest.mark.usefixtures("in_january")


def code_in(answer) -> str:
    """The code that a receipt shows."""
    return re.search(r"<code>([0-9a-z-]+)</code>", answer.text)[1]


def test_anybody_reports_and_comes_back_with_the_code_alone(place, client, send, reading, writing):
    assert may(VISITOR, Permission.REPORT)
    form = client.get(f"/report?about=note:{place['note']}")
    assert "About a note by Ada." in form.text
    assert form.headers["Cache-Control"] == "private, no-store"

    file = (BytesIO(b"\x89PNG\r\n\x1a\nbroken"), "a.png")
    broken = send(client, about=f"note:{place['note']}", file=file)
    assert broken.status_code == 422
    assert "Send images as PNG, JPEG, WebP or HEIC" in broken.text

    given = {"about": f"note:{place['note']}", "once": "once", "hope": "That it stops."}
    answers = [send(client, file=(BytesIO(b"<script>"), "a.html"), **given) for _ in range(2)]
    assert [one.status_code for one in answers] == [201, 201]
    code, again = map(code_in, answers)
    assert code == again  # what was sent twice, as the answer was lost, shows the same receipt
    with reading() as session:
        row = session.scalars(select(Report)).one()
        assert row.copy.text_source == "You people again."
        assert session.scalars(select(ReportFile.content)).one() == b"<script>"
        assert code not in repr(row.__dict__)

    with writing():
        row = db.session.scalars(select(Report)).one()
        rue = db.session.merge(place["Rue"])
        talking.say_to_reporter(case_of(row), row, "Are you safe?", by=rue, now=START)
    back = client.post("/report/return", data={"code": code.upper()})
    assert "Are you safe?" in back.text
    assert "Rue" not in back.text
    said = client.post("/report/messages", data={"code": code, "text": "Yes, I am."})
    assert "Yes, I am." in said.text
    assert client.post("/report/return", data={"code": "no-such-code"}).status_code == 422


def test_what_a_report_was_about_may_be_gone_and_it_says_so(place, client, send, reading):
    lost = send(client, about="note:gone", hope="That it stops.")
    assert lost.status_code == 422
    assert "is not there any more" in lost.text
    assert "That it stops." in lost.text
    with reading() as session:
        assert session.scalars(select(Report)).all() == []


def test_the_same_message_sent_twice_is_one(place, client, send, writing, reading):
    code = code_in(send(client))
    for _ in range(2):
        given = {"code": code, "text": "I am safe.", "once": "k"}
        assert client.post("/report/messages", data=given).status_code == 200
    with reading() as session:
        assert len(session.scalars(select(CaseMessage.id)).all()) == 1


def test_what_one_may_not_see_a_report_is_not_about(place, client, signed_in):
    """The address of a form says nothing of what is there."""
    seen = signed_in(place["Rue"]).get(f"/report?about=person:{place['ada'].handle}")
    hidden = client.get(f"/report?about=person:{place['ada'].handle}")
    absent = client.get("/report?about=person:nobody-here")

    assert "About Ada." in seen.text
    strip = re.compile(r'value="[^"]*"')
    assert strip.sub("", hidden.text) == strip.sub("", absent.text)


def test_whoever_says_who_they_are_gets_a_letter_that_says_nothing(place, client, send, reading):
    send(client, mode="confidential", name="Vera", email="Vera@example.org", words="He shouted.")

    with reading() as session:
        letters = session.scalars(select(Letter).order_by(Letter.id)).all()
        rows = [(one.kind, one.address, dict(one.facts)) for one in letters]
    assert ("discreet", "vera@example.org", {"leads": "return", "name": "Vera"}) in rows
    assert {kind for kind, *_ in rows} == {"discreet"}
    assert "shouted" not in repr([letter.__dict__ for letter in letters])


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"words": ""}, "Write in a few words what happened."),
        ({"mode": "confidential"}, "Write how to call you"),
        ({"mode": "escrowed", "name": "Vera"}, "Not a valid choice"),
        ({"happened_on": "2999-01-01"}, "Choose a day that has been."),
        ({"email": "nowhere"}, "e-mail address"),
    ],
)
def test_what_is_wrong_is_said_beside_what_was_typed(place, client, send, reading, wrong, said):
    answer = send(client, **({"about_words": "Somebody I know"} | wrong))

    assert answer.status_code == 422
    assert said in answer.text
    assert "Somebody I know" in answer.text
    with reading() as session:
        assert session.scalars(select(Report)).all() == []


def test_an_escrow_needs_a_member_to_wait_for(place, signed_in, send, reading):
    client = signed_in(place["Kim"])

    lost = send(client, mode="escrowed", about_words="somebody")
    kept = send(client, mode="escrowed", about_words=f"@{place['ada'].handle}")

    assert (lost.status_code, kept.status_code) == (422, 201)
    assert "It stays shut." in kept.text


def test_a_visitor_learns_by_no_escrow_who_is_here(place, client, send):
    stamps = re.compile(r'name="(stamp|once)"[^>]*|ada[^<"]*|nobody-here')
    asked = [
        send(client, mode="escrowed", name="Vera", about_words=f"@{handle}", once="k")
        for handle in (place["ada"].handle, "nobody-here")
    ]

    assert [one.status_code for one in asked] == [422, 422]
    assert stamps.sub("", asked[0].text) == stamps.sub("", asked[1].text)


def test_a_robot_learns_nothing_and_many_reports_are_too_many(place, client, send, reading):
    assert send(client, website="x").status_code == 201
    for number in range(10):
        assert send(client, once=str(number)).status_code == 201
    assert send(client).status_code == 429
    with reading() as session:
        assert len(session.scalars(select(Report.id)).all()) == 10


def test_each_thing_leads_to_a_report_about_it(place, signed_in):
    client, ada = signed_in(place["Rue"]), place["ada"]
    about = {
        f"/calls/{place['call']}/notes": f"note:{place['note']}",
        f"/people/{ada.handle}": f"person:{ada.handle}",
        f"/calls/{place['call']}": f"call:{place['call']}",
    }

    for page, thing in about.items():
        shown = client.get(page, follow_redirects=True).text.replace("%3A", ":")
        assert f"/report?about={thing}" in shown


def test_from_each_kind_of_thing_a_report_begins_without_an_account(writing, client, send, reading):
    with writing():
        made = make_place()
        call = held(made["Ola"], made["Mia"])
        records_publish(again(call), made["Ola"])
        at = made["at"] | {"past": call.slug}
    begins = {
        "/threads/{thread}": "note:{note}",
        "/threads/{on_pattern}": "note:{noted}",
        "/calls/{call}/agenda": "item:{item}",
        "/calls/{call}/agenda#": "item:{proposal}",
        "/patterns/{pattern}": "pattern:{pattern}",
        "/calls/{call}": "call:{call}",
        "/calls/{past}/record": "call:{past}",
    }
    for number, (page, about) in enumerate(begins.items()):
        given = about.format_map(at)
        assert f"/report?about={given}" in client.get(page.format_map(at)).text, page
        assert client.get(f"/report?about={given}").status_code == 200
        assert send(client, about=given, once=str(number)).status_code == 201
    with reading() as session:
        rows = session.scalars(select(Report).order_by(Report.id))
        kept = [(one.about.value, one.reporter_id) for one in rows]
    assert kept == [(about.partition(":")[0], None) for about in begins.values()]
