"""Reports of half-years: drafted once they are over, agreed to by two, and never changed."""

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from community.access import VISITOR, may
from community.accounts import stewardship
from community.accounts.models import Role
from community.db import db
from community.moderation.counted_models import KeptCount
from community.moderation.half_years import HalfYear
from community.transparency import drafting, holdings
from community.transparency.drafting import NotOver
from community.transparency.models import TransparencyApproval, TransparencyPublication
from community.transparency.policies import Permission
from tests.factories import START, make_community, make_member
from tests.moderation.build import days, refuses, report

HALF = HalfYear(2026, 1)
LATER = HALF.ends


@pytest.fixture
def people(db_session):
    make_community()
    return [make_member(name, Role.RESPONDER) for name in ("Rue", "Kim", "Lou")]


def test_a_half_year_is_reported_on_once_and_when_it_is_over(people, db_session):
    with pytest.raises(NotOver):
        drafting.draft(HALF, now=days(1))
    draft = drafting.draft(HALF, now=LATER)
    before = {cell.name: (cell.least, cell.most) for cell in draft.cells}
    for day in range(4):
        report(now=days(day))
    again = drafting.draft(HALF, now=LATER)
    db_session.refresh(again)
    assert again.id == draft.id
    assert {cell.name: (cell.least, cell.most) for cell in again.cells} == before


def test_two_different_people_agree_and_the_database_sees_to_it(people, db_session):
    rue, kim, lou = people
    draft = drafting.draft(HALF, now=LATER)
    for _ in range(2):
        drafting.approve(draft, by=rue, now=LATER)
    assert draft.publication is None
    with refuses(db_session, "transparency_"), db_session.begin_nested():
        _publish(draft, rue, rue)
    with refuses(db_session, "(?i)foreign key|transparency_"), db_session.begin_nested():
        _publish(draft, rue, lou)  # who has not agreed
    drafting.approve(draft, by=kim, now=LATER)
    drafting.approve(draft, by=lou, now=LATER)
    out = draft.publication
    assert out is not None
    assert {out.first_id, out.second_id} == {rue.id, kim.id}
    agreed = select(TransparencyApproval.member_id).order_by(TransparencyApproval.member_id)
    assert list(db_session.scalars(agreed)) == [rue.id, kim.id]
    told = holdings.export(rue.person_id)["transparency reports I agreed to"]
    assert [one["half-year"] for one in told] == ["2026-1"]
    assert holdings.export(lou.person_id) == {"transparency reports I agreed to": []}


def test_an_approval_is_taken_back_and_does_not_outlive_the_role(people, db_session):
    rue, kim, lou = people
    draft = drafting.draft(HALF, now=LATER)
    drafting.approve(draft, by=rue, now=LATER)
    for _ in range(2):
        drafting.take_back(draft, by=rue)
    drafting.approve(draft, by=kim, now=LATER)
    stewardship.revoke_role(kim, Role.RESPONDER, by=lou, now=LATER)
    drafting.approve(draft, by=lou, now=LATER)
    assert draft.publication is None
    drafting.approve(draft, by=rue, now=LATER)
    out = db_session.scalars(select(TransparencyPublication)).one()
    assert {out.first_id, out.second_id} == {lou.id, rue.id}
    drafting.take_back(draft, by=rue)  # it is out
    assert len(draft.approvals) == 3


def _publish(draft, one, two):
    row = {"report_id": draft.id, "first_id": one.id, "second_id": two.id, "at": LATER}
    db.session.add(TransparencyPublication(**row))
    db.session.flush()


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE transparency_cell SET least = 9, most = 9 WHERE position = 0",
        "DELETE FROM transparency_cell WHERE position = 0",
        "INSERT INTO transparency_cell (report_id, name, position) VALUES ({id}, 'more', 99)",
        "UPDATE transparency_report SET year = 2025",
        "DELETE FROM transparency_publication",
        "UPDATE transparency_approval SET at = '2026-01-01'",
        "DELETE FROM transparency_approval",
    ],
)
def test_what_is_published_stays_as_it_is(people, db_session, change):
    draft = drafting.draft(HALF, now=LATER)
    for one in people[:2]:
        drafting.approve(draft, by=one, now=LATER)
    with pytest.raises(IntegrityError, match="transparency_"), db_session.begin_nested():
        db_session.execute(text(change.format(id=draft.id)))


@pytest.fixture
def place(writing, signed_in):
    """Clients of a responder, a steward and a member, in a half-year with ten reports."""
    with writing():
        make_community()
        people = make_member("Rue", Role.RESPONDER), make_member("Stu", Role.STEWARD)
        mia = make_member("Mia")
        for what, number in {"named": 5, "confidential": 3, "anonymous": 2}.items():
            row = {"year": 2026, "half": 1, "what": f"received {what}", "took": 0}
            db.session.add(KeptCount(**row, number=number))
    return [signed_in(one) for one in (*people, mia)]


PAGE, DRAFT, APPROVAL = (f"/transparency/2026-1{end}" for end in ("", "/draft", "/approval"))


def test_a_draft_is_there_for_those_who_agree_to_it(client, place, at):
    desk, steward, member = place
    with at(START):  # nothing is drafted of what goes on
        assert desk.post(DRAFT).status_code == 404
    with at(LATER):
        assert "January to June 2026" in desk.get("/transparency").text
        assert "January to June 2026" not in member.get("/transparency").text
        assert member.post(DRAFT).status_code == 403
        assert desk.post(DRAFT).location == PAGE
        assert member.post(APPROVAL).status_code == 403
        for reader in (client, member):
            assert reader.get(PAGE).status_code == reader.get(f"{PAGE}.csv").status_code == 404
            assert "2026" not in reader.get("/transparency").text
        read = steward.get(PAGE)
        assert read.headers["Cache-Control"] == "private, no-store"
        assert "8 to 12" in read.text
    assert not may(VISITOR, Permission.PUBLISH_NUMBERS)


def test_with_the_second_person_everybody_reads_it(client, place, at):
    desk, steward, _ = place
    with at(LATER):
        desk.post(DRAFT)
        assert "You have agreed" in desk.post(APPROVAL, follow_redirects=True).text
        assert client.get(PAGE).status_code == 404
        assert "It is published." in steward.post(APPROVAL, follow_redirects=True).text
        read = client.get(PAGE).text
        assert "8 to 12" in read
        assert read.count("fewer than 3") > 5
        assert "Rue" not in read
        sheet = client.get(f"{PAGE}.csv").text
        assert '"2026-1","received named","5","5","5"' in sheet
        assert '"2026-1","received anonymous","","0","2"' in sheet
        assert '"2026-1","received","","8","12"' in sheet
        for page in ("/transparency", "/how-this-place-is-run"):
            assert "January to June 2026" in client.get(page).text
        assert client.get("/transparency/2026-9").status_code == 404
