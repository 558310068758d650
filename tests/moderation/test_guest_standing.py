"""A guest whom a ruling is about: a letter leads to the reasons and to an appeal."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import insert, select, update

from community import audit_rows
from community.access import Viewer, may
from community.accounts.guests import Caller, person_of
from community.accounts.models import Person, Role
from community.agendas import guest_proposing
from community.agendas.drafts import ItemDraft
from community.attendance import merging
from community.conduct.content import Effect
from community.conduct.joining_models import PersonJoining
from community.conduct.measure_models import Measure
from community.conduct.standing import measures_of
from community.conduct.state_models import Content, ContentAppeal, ContentReading, Standing
from community.db import db
from community.disclosures.wording import Degree, Said
from community.moderation import (
    deciding,
    guest_links,
    second_reading,
    setting_aside,
    talking,
)
from community.moderation.appeal_models import Appeal
from community.moderation.case_models import Audience, CaseMessage
from community.moderation.content_spans import Aside
from community.moderation.deciding import RulingDraft
from community.moderation.policies import Permission
from community.moderation.report_models import Mode
from community.moderation.sight_queries import who_can
from community.moderation.standing_queries import heard_by
from community.moderation.subject_queries import subject_numbered
from community.outbox.models import Letter
from tests.agendas.build import make_evening
from tests.conduct.build import KIND, publish
from tests.factories import START, make_community, make_member
from tests.moderation.build import LETTER, case_of, refuses, report, take
from tests.notes.saying import say

pytestmark = pytest.mark.usefixtures("in_january")


@pytest.fixture
def place(writing):
    """Gus, a guest, may not write notes for ten days; a reporter is Mia."""
    with writing():
        make_community()
        people = {name: make_member(name, Role.RESPONDER) for name in ("Rue", "Kim", "Lou", "Pat")}
        publication = publish(make_member("Stella", Role.STEWARD))
        who = Caller("Gus", "gus@example.org", "gus@example.org", "Europe/Berlin")
        gus = person_of(who, now=START)
        row, _ = report(person=gus, by=make_member("Mia"), words="He shouted, says Mia.")
        case = take(case_of(row), *people.values())
        given = {"level": 2, "clauses": [KIND.key], "effects": [Effect.NO_NOTES], "lasts_days": 10}
        draft = RulingDraft(rationale="-", person=gus, publication=publication, **given, **LETTER)
        ruling = deciding.draft(case, draft, by=people["Rue"], now=START)
        deciding.agree(ruling, by=people["Kim"], now=START)
        deciding.notify(ruling, by=people["Kim"], now=START)
        message = talking.say_to_person(case, gus.id, "We listen.", by=people["Rue"], now=START)
        talking.read_second(message, by=people["Kim"], now=START)
        return {**people, "gus": gus.id, "ruling": ruling.key, "case": case}


@pytest.fixture
def link(place, app, reading):
    """The address that the letter to Gus leads to."""
    with reading() as session:
        letters = select(Letter).where(Letter.person_id == place["gus"]).order_by(Letter.id)
        letter = session.scalars(letters).first()
        desk = app.extensions["outbox"]
        kind = desk.kinds[letter.kind]
        draft = kind.write(letter, desk.recipient_of(letter.person_id), START)
        assert draft.values["leads"] == "guest"
        return "/" + draft.values["page"].split("/", 3)[3]


def test_a_guest_reads_the_reasons_writes_and_appeals_by_the_link_of_a_letter(
    place, link, client, signed_in, reading
):
    answer = client.get(link)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert "You shouted." in answer.text
    assert "We listen." in answer.text
    title = re.search(r"<title>(.*?)</title>", answer.text, re.DOTALL)
    assert title is not None
    assert "tanding" not in title[1]
    for secret in ("Mia", "Rue", "Kim"):
        assert secret not in answer.text.partition("<main")[2]
    with reading() as session:
        assert session.scalars(select(Appeal.id)).all() == []  # a mail scanner changes nothing

    assert client.post(f"{link}/messages", data={"text": ""}).status_code == 422
    assert client.post(f"{link}/messages", data={"text": "It was the wind."}).status_code == 303
    appeal = f"{link}/rulings/{place['ruling']}/appeal"
    assert client.post(appeal, data={"text": ""}).status_code == 422
    assert client.post(f"{link}/rulings/none/appeal", data={"text": "No."}).status_code == 404
    assert client.post(appeal, data={"text": "A joke."}).status_code == 303
    assert client.post(appeal, data={"text": "Again."}).status_code == 409
    letting_in = f"{link}/rulings/{place['ruling']}/readmission"
    assert client.post(letting_in, data={"text": "Again?"}).status_code == 409
    assert "People who did not decide look at it." in client.get(link).text
    assert "A joke." in signed_in(place["Lou"]).get(f"/desk/cases/{place['case'].key}").text
    with reading() as session:
        said = select(CaseMessage.text_source).where(
            CaseMessage.audience == Audience.REPORTED, CaseMessage.by_id.is_(None)
        )
        assert session.scalars(said).all() == ["It was the wind."]


def test_a_guest_asks_others_to_look_at_what_was_set_aside_by_the_link_of_a_letter(
    place, writing, client, app, reading
):
    with writing():
        ola, rue, kim = make_member("Ola"), place["Rue"], place["Kim"]
        call = make_evening(ola)
        said = {"leads": False, "said": Said(Degree.NONE), "now": START}
        gus, given = db.session.get_one(Person, place["gus"]), ItemDraft(title="Licences", body="-")
        item = guest_proposing.take_up(
            guest_proposing.propose(call, given, by=gus, **said), by=ola, now=START
        )
        aside = Aside(Standing.HIDDEN, KIND.key, "It is unkind.")
        subject = subject_numbered(Content.ITEM, item.id)
        take(case_of(report(f"item:{item.key}")[0]), kim)
        state = setting_aside.set_aside(subject, aside, by=rue, now=START)
        second_reading.pass_on(db.session.scalars(select(ContentReading)).one(), by=kim, now=START)
        other = setting_aside.set_aside(
            subject_numbered(Content.NOTE, say(call, ola).id), aside, by=rue, now=START
        )
        with app.test_request_context():
            link = f"/standing/letters/{guest_links.token_for(gus.id, START)}"

    form = re.search(r'action="([^"]*/content/[^"]*)"', client.get(link).text)[1]
    empty = client.post(form, data={"text": ""})
    assert (empty.status_code, 'aria-invalid="true"' in empty.text) == (422, True)
    assert (
        client.post(form.replace(state.key, other.key), data={"text": "Mine."}).status_code == 404
    )
    assert client.post(form, data={"text": "It was a joke."}).status_code == 303
    assert "It was a joke." in client.get(link).text
    with reading() as session:
        assert session.get(ContentAppeal, state.id).words_source == "It was a joke."


@pytest.mark.engines("sqlite")
@pytest.mark.usefixtures("app")  # which knows the rules
def test_whoever_has_the_link_reads_it_and_nobody_else():
    assert may(Viewer(None), Permission.READ_AS_GUEST)


def test_the_link_ends_with_the_time_to_appeal_and_is_for_nothing_else(
    place, link, client, app, at
):
    altered = "A" if link[-5] != "A" else "B"  # the last holds bits that say nothing
    assert client.get(link[:-5] + altered + link[-4:]).status_code == 404
    with app.app_context():
        other = guest_links.token_for(place["Lou"].person_id, START)
    assert client.get(f"/standing/letters/{other}").status_code == 404  # a member signs in
    token = link.rpartition("/")[2]
    assert client.get(f"/threads/letters/{token}").status_code == 404
    with at(START + timedelta(days=30)):
        assert client.get(link).status_code == 200
    with at(START + timedelta(days=32)):
        assert client.get(link).status_code == 404
        appeal = f"{link}/rulings/{place['ruling']}/appeal"
        assert client.post(appeal, data={"text": "Late."}).status_code == 404


def test_what_holds_for_a_guest_holds_for_the_member_they_turn_out_to_be(
    place, link, client, signed_in, writing, reading
):
    client.post(f"{link}/rulings/{place['ruling']}/appeal", data={"text": "It was the wind."})
    with writing() as session:
        rue, gus = place["Rue"], session.get(Person, place["gus"])
        other = make_member("Gus by now", Role.RESPONDER)
        with refuses(session, "measure_stays"), session.begin_nested():
            session.execute(update(Measure).values(person_id=other.person_id))
        with refuses(session, "person_joining_of_one_address"), session.begin_nested():
            session.execute(insert(PersonJoining).values(gone_id=gus.id, kept_id=1, at=START))
        other.email = other.email_key = "gus@example.org"
        report(by=rue, person=gus, words="He shouts.", mode=Mode.ESCROWED, now=START)
        session.flush()
        merging.join_address(other, now=START)
        session.refresh(other)
    with reading() as session:
        assert session.get(Person, place["gus"]) is None
        (measure,) = measures_of(other.person_id)
        assert measure.facts != ""
        assert [one.text_html for one in heard_by(other.person_id)] == ["<p>We listen.</p>\n"]
        assert other.id not in {one.id for one in who_can(place["case"], START)}
        assert session.scalars(select(PersonJoining)).all() == []
        found = audit_rows.compare()
        assert (found.changed, found.gone) == ([], [])
    page = signed_in(other).get("/standing").text
    for said in ("You shouted.", "It was the wind.", "We listen."):
        assert said in page
