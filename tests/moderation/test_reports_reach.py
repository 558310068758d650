"""Whom a report reaches, and what it tells of who made it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from community.accounts import stewardship
from community.accounts.models import Credit, Member, Person, Role
from community.accounts.queries import zone_of_place
from community.conduct import contacts as conduct_contacts
from community.conduct.contacts import ContactDraft
from community.db import db
from community.moderation import answering
from community.moderation.case_models import Answer
from community.moderation.case_queries import view_of
from community.moderation.desk_queries import desk_of
from community.moderation.report_models import Report
from community.moderation.sight_queries import who_can
from community.outbox.models import Letter
from tests.factories import START, make_community, make_member
from tests.moderation.build import case_of

pytestmark = pytest.mark.usefixtures("in_january")


def test_a_visitor_leaves_out_responders_by_their_public_names_and_all_who_have_none(
    place, client, send, writing, reading
):
    with writing() as session:
        for name, credit in (("Rue", Credit.OTHER), ("Kim", Credit.NOBODY)):
            person = session.get(Person, place[name].person_id)
            person.credit = credit
        session.get(Person, place["Rue"].person_id).credit_name = "R. of the choir"
        make_member("Lou", Role.RESPONDER)
    form, run = (client.get(page).text for page in ("/report", "/how-this-place-is-run"))
    for page in (form, run):
        assert ("R. of the choir" in page, "Lou" in page, "Kim" in page) == (True, True, False)
    assert send(client, excluded=["0", str(place["Rue"].id)]).status_code == 201
    with reading() as session:
        case = case_of(session.scalars(select(Report)).one())
        assert [one.name for one in who_can(case, START)] == ["Lou"]


@pytest.mark.engines("sqlite")
def test_an_anonymous_report_tells_nothing_of_where_its_reporter_is(
    place, signed_in, send, writing, reading
):
    with writing():
        mia = make_member("Mia")
        mia.person.zone = "Pacific/Auckland"
    client = signed_in(mia)
    assert send(client, happened_on=f"{START:%Y}-01-02").status_code == 201
    with reading() as session:
        row = session.scalars(select(Report)).one()
        view = view_of(case_of(row), START).reports[0]
        community = zone_of_place()
    there = row.happened_at.astimezone(community)
    assert (there.hour, there.minute, there.day) == (12, 0, 2)
    assert (view.happened_at, view.happened_on) == (None, there.date())


@pytest.mark.engines("sqlite")
def test_where_nobody_responds_it_is_said_and_the_first_who_do_are_asked(
    client, signed_in, send, writing, reading
):
    with writing():
        make_community()
        stu = make_member("Stu", Role.STEWARD)
    asked = client.get("/report").text
    received = send(client, words="Bob shouted at me.")
    home = signed_in(stu).get("/").text
    health = signed_in(stu).get("/health").text

    assert "nobody here responds to reports" in asked
    assert "within 48 hours" not in asked + received.text
    assert "Yours is kept" in received.text
    for page in (home, health):
        assert "Nobody responds to reports" in page
        assert "No contact is named" in page
    with writing():
        rue, ada, bob = make_member("Rue"), make_member("Ada"), make_member("Bob")
        stewardship.grant_role(bob, Role.RESPONDER, by=stu, now=START + timedelta(hours=30))
        stewardship.grant_role(rue, Role.RESPONDER, by=stu, now=START + timedelta(days=1))
        stewardship.grant_role(ada, Role.RESPONDER, by=stu, now=START + timedelta(days=1))
        draft = ContactDraft("Noor", "noor@example.net", "", None)
        conduct_contacts.add(draft, by=stu, now=START)
    with reading() as session:
        row = session.scalars(select(Report)).one()
        later = START + timedelta(days=2)
        assert [one.name for one in who_can(case_of(row), later)] == ["Rue", "Ada"]
        letters = session.scalars(select(Letter).where(Letter.facts["leads"].as_string() == "desk"))
        assert [one.person_id for one in letters.all()] == [rue.person_id, ada.person_id]
    with writing():
        made = case_of(db.session.scalars(select(Report)).one())
        answering.answer(made, Answer.CAN, by=db.session.get(Member, rue.id), now=later)
        answering.answer(made, Answer.CAN, by=db.session.get(Member, ada.id), now=later)
        late = make_member("Lea")
        stewardship.grant_role(late, Role.RESPONDER, by=stu, now=later)
    with reading():  # what others have by now is asked of a new one by hand alone
        assert desk_of(late, later).asked == []
    assert "Nobody responds" not in signed_in(stu).get("/").text
    assert "within 48 hours" in client.get("/report").text
