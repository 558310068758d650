"""Who has claimed a role at a call steers it through what is published, and gets nothing else."""

import pytest

from community.access import Viewer, may, may_see
from community.agendas import claiming
from community.agendas import writing as agendas_writing
from community.agendas.call_roles import CallRole
from community.agendas.drafts import ItemDraft
from community.agendas.policies import Permission as Agendas
from community.agendas.role_queries import roles_at
from community.attendance.policies import Permission as Attendance
from community.calls.owners import Ownership
from community.calls.policies import Permission as Calls
from community.db import db
from community.facilitation import steering
from community.facilitation.policies import Permission
from community.notes import writing as notes_writing
from community.notes.policies import Permission as Notes
from community.records.policies import Permission as Records
from tests.agendas.build import make_evening, on_agenda, publish_agenda
from tests.facilitation.build import EVENING, address, current, opened, seen, step
from tests.factories import make_community, make_member
from tests.notes.saying import NO_TOOL, say

STEERING = {CallRole.FACILITATOR, CallRole.CO_FACILITATOR, CallRole.QUEUE}
pytestmark = pytest.mark.engines("sqlite")


@pytest.mark.usefixtures("db_session")
def test_three_roles_steer_and_open_nothing_else():
    ola, mia = make_member("Ola"), make_member("Mia")
    call, viewer = make_evening(ola), Viewer(mia)
    open_item, off = (
        *on_agenda(call, ola, "Open"),
        *on_agenda(call, ola, "Between us", is_off_record=True),
    )
    publish_agenda(call, ola)
    note, thread = say(call, ola), notes_writing.thread_for_item(off.id, now=EVENING)
    notes_writing.write(thread, notes_writing.NoteText("Hush", NO_TOOL), by=ola, now=EVENING)
    of_the_call = (
        *(Permission.END_CALL, Agendas.WRITE_AGENDA, Attendance.SEE_ANSWERS),
        *(Calls.EDIT, Calls.EDIT_TIMES, Calls.REMOVE, Calls.SHARE, Records.WRITE_RECORD),
    )
    steers = {}
    for role in CallRole:
        claiming.claim(call, role, by=mia, now=EVENING)
        steers[role] = may(viewer, Permission.STEER, call)
        closed = [
            *(may(viewer, one, call) for one in of_the_call),
            *(may(viewer, one, note) for one in (Notes.REDACT_NOTE, Notes.EDIT_NOTE)),
            *(may(viewer, one, open_item) for one in (Agendas.REWORD_ITEM, Agendas.UNDO_STATE)),
            *(may_see(viewer, one) for one in (thread, open_item)),
        ]
        assert closed == [False] * len(closed)
        claiming.give_up(call, role, by=mia, now=EVENING)

    assert {role for role, does in steers.items() if does} == STEERING
    assert not may(viewer, Permission.STEER, call)


@pytest.mark.usefixtures("db_session")
def test_by_a_role_one_goes_through_what_is_published_and_unchanged():
    ola, mia = make_member("Ola"), make_member("Mia")
    call = make_evening(ola)
    one, two, _ = on_agenda(call, ola, "One", "Two", "Three")
    publish_agenda(call, ola)
    on_agenda(call, ola, "Draft")
    for item, words in ((one, {"is_off_record": True}), (two, {"body": "Draft words"})):
        agendas_writing.fill(item, ItemDraft(title=item.title, **words), now=EVENING)

    steering.start(call, by=mia, now=EVENING, leads=False)
    steering.start(call, by=mia, now=EVENING, leads=False)
    assert current(call) == "Three"
    for way in steering.Step:
        steering.move(call, way, seen=seen(call), by=mia, now=EVENING, leads=False)
        assert current(call) == "Three"

    step(call, ola, steering.Step.BACK)
    step(call, ola)
    steering.move(call, steering.Step.BACK, seen=seen(call), by=mia, now=EVENING, leads=False)
    assert current(call) == "Two"  # everybody has seen it by now


def test_a_call_is_started_by_a_role_that_a_facilitator_gave_or_confirmed(
    writing, signed_in, reading, at
):
    with writing():
        make_community()
        ola, mia = make_member("Ola"), make_member("Mia")
        call = make_evening(ola)
        on_agenda(call, ola, "One")
        publish_agenda(call, ola)
        claiming.claim(call, CallRole.QUEUE, by=mia, now=EVENING)
    page, leader = signed_in(mia), signed_in(ola)
    role = f"/calls/{call.slug}/roles/queue and time"
    with at(EVENING):
        refused = page.post(address(call, "/opening")).status_code
        told = page.get(address(call)).text
        page.post(f"{role}/handover", data={"handle": mia.handle})  # confirms nothing
        still = page.post(address(call, "/opening")).status_code
        offered = "Confirm" in leader.get(f"/calls/{call.slug}/roles").text
        leader.post(f"{role}/handover", data={"handle": mia.handle})
        confirmed = "Confirm" in leader.get(f"/calls/{call.slug}/roles").text
        started = page.post(address(call, "/opening")).status_code

    assert (refused, still, started) == (403, 403, 303)
    assert ("Start the call" in told, "A facilitator starts the call" in told) == (False, True)
    assert (offered, confirmed) == (True, False)
    with reading():
        assert current(db.session.merge(call)) == "One"


def test_who_was_taken_off_a_role_gets_it_again_by_a_facilitator_alone(writing, signed_in, at):
    with writing():
        make_community()
        ola, mia, bob = make_member("Ola"), make_member("Mia"), make_member("Bob")
        call = make_evening(ola)
    roles, page, leader = f"/calls/{call.slug}/roles", signed_in(mia), signed_in(ola)
    queue, co, notes = (f"{roles}/{one}" for one in ("queue and time", "co-facilitator", "notes"))
    other = signed_in(bob)
    with at(EVENING):
        page.post(f"{queue}/claim")
        page.post(f"{queue}/withdrawal")  # given up by oneself
        again = page.post(f"{queue}/claim").status_code
        leader.post(f"{queue}/withdrawal")
        told = page.post(f"{queue}/claim")
        free = page.get(roles).text
        steering_too = page.post(f"{co}/claim").status_code
        other_work = page.post(f"{notes}/claim").status_code
        other.post(f"{queue}/claim")
        passed_on = other.post(f"{queue}/handover", data={"handle": mia.handle}).status_code
        given = leader.post(f"{queue}/handover", data={"handle": mia.handle}).status_code
        taken_over = other.post(f"{co}/claim").status_code  # taken from Bob by handing it over

    assert (again, told.status_code, steering_too, passed_on) == (303, 409, 409, 409)
    assert "A facilitator decides who has this role now" in told.text
    assert (other_work, given, taken_over) == (303, 303, 409)
    assert "I will do it" in free  # the roles that are work of another sort


def test_a_confirmation_is_of_who_was_looked_at(writing, signed_in, reading, at):
    with writing():
        make_community()
        ola, zed, kai = make_member("Ola"), make_member("Zed"), make_member("Kai")
        call = make_evening(ola)
        claiming.claim(call, CallRole.QUEUE, by=zed, now=EVENING)
    role = f"/calls/{call.slug}/roles/queue and time"
    with at(EVENING):
        leader = signed_in(ola)
        shown = leader.get(f"/calls/{call.slug}/roles").text
        seen = shown.partition('name="seen" value="')[2].partition('"')[0]
        with writing():
            claiming.give_up(call, CallRole.QUEUE, by=zed, now=EVENING)
            claiming.claim(call, CallRole.QUEUE, by=kai, now=EVENING)
        late = leader.post(f"{role}/confirmation", data={"seen": seen}, follow_redirects=True)
        with reading():
            held = roles_at(call.id)[CallRole.QUEUE]
            assert (held.member_id, held.confirmed_by_id) == (kai.id, None)
            now_seen = held.id
        own = signed_in(kai).post(f"{role}/confirmation", data={"seen": now_seen})
        sure = leader.post(f"{role}/confirmation", data={"seen": now_seen}, follow_redirects=True)

    assert "Somebody else has this role by now" in late.text
    assert own.status_code == 403
    assert "It is confirmed: Kai starts the call too." in sure.text
    with reading():
        assert roles_at(call.id)[CallRole.QUEUE].confirmed_by_id == ola.id


def test_who_leads_the_call_by_now_takes_a_role_they_were_once_taken_off(
    writing, signed_in, reading, at
):
    with writing():
        make_community()
        ola, pia = make_member("Ola"), make_member("Pia")
        call = make_evening(ola)
        claiming.claim(call, CallRole.QUEUE, by=pia, now=EVENING)
        claiming.give_up(call, CallRole.QUEUE, by=ola, now=EVENING)
        db.session.add(Ownership(call_id=call.id, member_id=pia.id, since=EVENING))
    roles = f"/calls/{call.slug}/roles"
    with at(EVENING):
        page = signed_in(pia)
        offered = page.get(roles).text.count("I will do it")
        claimed = page.post(f"{roles}/facilitator/claim").status_code
        after = page.get(roles).text

    assert (offered, claimed, "Confirm" in after) == (len(CallRole), 303, False)
    with reading():
        held = roles_at(call.id)[CallRole.FACILITATOR]
        assert (held.member_id, held.confirmed_by_id) == (pia.id, pia.id)


def test_the_page_lets_a_role_go_on_and_not_end_and_shows_no_draft(writing, signed_in, reading, at):
    with writing():
        make_community()
        ola, mia = make_member("Ola"), make_member("Mia")
        call = make_evening(ola)
        on_agenda(call, ola, "One", "Two")
        publish_agenda(call, ola)
        on_agenda(call, ola, "Draft canary")
        claiming.claim(call, CallRole.QUEUE, by=mia, now=EVENING)
        claiming.hand_over(call, CallRole.QUEUE, to=mia, by=ola, confirms=True, now=EVENING)
    page = signed_in(mia)
    with at(EVENING):
        started = page.post(address(call, "/opening"))
        first = page.get(address(call)).text
        spell = first.partition('name="spell" value="')[2].partition('"')[0]
        page.post(address(call, "/current-item"), data={"step": "next", "spell": spell})
        last = page.get(address(call)).text
        ended = page.post(address(call, "/ending"), data={"opening": 1})
        with reading():
            assert (current(call), opened(call).is_on) == ("Two", True)
        tag = page.get(address(call)).headers["ETag"]
        with writing():
            claiming.give_up(call, CallRole.QUEUE, by=ola, now=EVENING)
        after = page.get(address(call), headers={"If-None-Match": tag})

    assert (started.status_code, ended.status_code) == (303, 403)
    assert ("Next: Two" in first, "Next: " in last, "Back: One" in last) == (True, False, True)
    assert "Draft canary" not in first + last
    assert "End the call" not in first + last
    assert "/agenda/draft" not in first
    assert "You steer by your role" in first
    assert (after.status_code, "Back: One" in after.text) == (200, False)
