"""What guests proposed, once they are members or whoever took it leaves."""

import pytest
from sqlalchemy import select

from community.access import Viewer, may, may_see
from community.accounts import joining
from community.accounts.events import MemberJoined
from community.accounts.joining import Joiner
from community.accounts.models import Member
from community.agendas import guest_proposing, states
from community.agendas.guest_models import GuestProposal
from community.agendas.holdings import erase, export
from community.agendas.lines import shown_to
from community.agendas.models import State
from community.agendas.policies import Permission
from community.agendas.queries import owners_of
from community.attendance import merging
from community.db import db
from community.events import announce
from tests.agendas.build import make_evening, proposed
from tests.agendas.test_guests import as_guest, suggested
from tests.factories import START, make_community, make_member

pytestmark = pytest.mark.engines("sqlite")


def test_what_a_guest_proposed_stays_when_whoever_took_it_leaves(db_session):
    make_community()
    ola = make_member("Ola")
    call = make_evening(ola)
    gina, _ = as_guest(call)
    item = guest_proposing.take_up(suggested(call, gina), by=ola, now=START)
    proposed(call, ola, "Own")

    told = export(ola.person_id)["agenda items proposed"]
    erase(ola.person_id, START)

    assert [one["title"] for one in told] == ["Own"]
    assert (item.title, item.state) == ("A round of names", State.PROPOSED)


def test_a_guest_who_turns_out_to_be_a_member_keeps_what_they_proposed(db_session):
    make_community()
    ola, mia = make_member("Ola"), make_member("Mia")
    call = make_evening(ola)
    gina, _ = as_guest(call)
    mia.email = mia.email_key = "gina@example.org"
    one, two = suggested(call, gina, "One"), suggested(call, gina, "Two")
    item = guest_proposing.take_up(one, by=ola, now=START)

    merging.join_address(mia, now=START)
    db.session.expire_all()

    rows = db.session.scalars(select(GuestProposal).order_by(GuestProposal.id)).all()
    assert [(row.id, row.person_id) for row in rows] == [
        *((one.id, mia.person_id), (two.id, mia.person_id)),
    ]
    assert (item.title, item.state, two.title) == ("One", State.PROPOSED, "Two")
    told = export(mia.person_id)
    assert [each["title"] for each in told["agenda items proposed as a guest"]] == ["One", "Two"]
    assert (may_see(Viewer(mia), two), may_see(Viewer(make_member("Stu")), two)) == (True, False)
    can = Permission.WITHDRAW_GUEST_PROPOSAL
    assert [may(Viewer(who), can, two) for who in (mia, ola)] == [True, False]


def test_who_signs_up_reads_what_they_proposed_as_a_guest_and_takes_it_back(
    writing, reading, signed_in, at
):
    with writing():
        make_community()
        ola = make_member("Ola")
        call = make_evening(ola)
        gina, _ = as_guest(call)
        left, waits = suggested(call, gina, "One"), suggested(call, gina, "Two")
        guest_proposing.leave(left, by=ola, now=START)
        joiner = Joiner("Gina", "gina@example.org", "gina@example.org", "Asia/Tokyo")
        joining.sign_up(joiner, password_hash="-", now=START)
        keys = [left.key, waits.key]
    agenda = f"/calls/{call.slug}/agenda"
    with reading():
        gina = db.session.scalars(select(Member).where(Member.handle == "gina")).one()

    with at(START):
        page, others = signed_in(gina).get(agenda).text, signed_in(ola).get(agenda).text
        paths = [f"/guest-proposals/{key}/withdrawal" for key in keys]
        refused = signed_in(ola).post(paths[1]).status_code
        done = [signed_in(gina).post(path) for path in paths]
        after = signed_in(gina).get(agenda).text

    assert "One: it was not taken this time." in page
    assert "Two: it waits to be read." in page
    assert (paths[0] in page, paths[1] in page) == (False, True)
    assert "it waits to be read." not in others
    assert refused == 403
    assert [(each.status_code, each.location) for each in done] == [(303, f"{agenda}#as-guest")] * 2
    assert ("One: it was" in after, "it waits to be read." in after) == (True, False)


def test_what_was_taken_from_a_guest_is_theirs_once_they_are_a_member(db_session):
    make_community()
    ola, mia = make_member("Ola"), make_member("Mia")
    call = make_evening(ola)
    gina, _ = as_guest(call)
    item = guest_proposing.take_up(suggested(call, gina), by=ola, now=START)
    late = suggested(call, gina, "Two")
    theirs = (Permission.WITHDRAW_PROPOSAL, Permission.REWORD_ITEM)

    def told(member):
        viewer = Viewer(member)
        line = next(one for one in shown_to(viewer, call, holds=False) if one.number == item.id)
        return line.mine, [may(viewer, can, item) for can in theirs]

    of_facilitator = told(ola)
    joiner = Joiner("Gina", "gina@example.org", "gina@example.org", "Asia/Tokyo")
    joining.sign_up(joiner, password_hash="-", now=START)
    gina = db.session.scalars(select(Member).where(Member.handle == "gina")).one()
    announce(MemberJoined(gina))
    second = guest_proposing.take_up(late, by=ola, now=START)

    assert of_facilitator == (False, [False, True])  # who holds the call changes any item
    assert told(ola) == of_facilitator
    assert told(gina) == (True, [True, True])
    assert told(mia) == (False, [False, False])
    assert [one.proposed_by_id for one in (item, second)] == [gina.id, gina.id]
    assert second.standing.by_id == ola.id
    led = owners_of([item, second])  # they said that they would lead what they propose
    assert [[one.id for one in led[each.id]] for each in (item, second)] == [[gina.id]] * 2
    (line, _), (name, _) = ([*shown_to(Viewer(who), call, holds=False)] for who in (mia, ola))
    assert (line.is_by_guest, line.proposed_by, name.proposed_by) == (True, None, "Gina")
    states.decline(item, by=ola, why="Not now.", now=START)
    assert told(gina)[0] is True
    assert told(ola)[0] is False


def test_who_turns_out_to_be_the_guest_has_what_was_taken(db_session):
    make_community()
    ola, mia = make_member("Ola"), make_member("Mia")
    gina, _ = as_guest(call := make_evening(ola))
    item = guest_proposing.take_up(suggested(call, gina), by=ola, now=START)
    mia.email = mia.email_key = "gina@example.org"

    merging.join_address(mia, now=START)

    db.session.expire_all()
    assert item.proposed_by_id == mia.id


def test_what_was_left_is_brought_back_and_whoever_proposed_it_told_where(
    writing, reading, signed_in, at
):
    with writing():
        make_community()
        ola, mia = make_member("Ola"), make_member("Mia")
        call = make_evening(ola)
        gina, _ = as_guest(call)
        one = suggested(call, gina)
        joiner = Joiner("Gina", "gina@example.org", "gina@example.org", "Asia/Tokyo")
        two = suggested(call, as_guest(call, "Hal Guest")[0], "Two")
        joining.sign_up(joiner, password_hash="-", now=START)
        keys = [one.key, two.key]
    draft, ways = f"/calls/{call.slug}/agenda/draft", [f"/guest-proposals/{key}" for key in keys]
    client = signed_in(ola)
    with at(START):
        flashed = []
        for way in ways:
            client.post(f"{way}/refusal")
            flashed.append(client.get(draft).text)
        refused = signed_in(mia).post(f"{ways[0]}/refusal/withdrawal").status_code
        back = [client.post(f"{ways[0]}/refusal/withdrawal") for _ in range(2)]
        after = client.get(draft).text
        with reading():
            found = {row.key: row.outcome for row in db.session.scalars(select(GuestProposal))}

    assert "reads so on the page of the agenda." in flashed[0]
    assert "reads so behind their link." in flashed[1]
    assert f"{ways[0]}/refusal/withdrawal" in flashed[0]
    assert f"{ways[0]}/acceptance" not in flashed[0]
    assert refused == 404
    assert {(one.status_code, one.location) for one in back} == {(303, f"{draft}#guests")}
    assert (f"{ways[0]}/acceptance" in after, f"{ways[1]}/acceptance" in after) == (True, False)
    assert found == {keys[0]: None, keys[1]: "left"}
