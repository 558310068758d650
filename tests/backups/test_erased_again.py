"""Whoever was erased is here no more, whatever became of a restore and of the list beside it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from app import HOLDINGS
from community import condition
from community.accounts import erasing_again, guests, leaving
from community.accounts.guests import Caller
from community.accounts.models import Guest, Member, Person
from community.attendance import leaving as guests_leaving
from community.calls import sharing
from community.condition import Weight
from community.db import db
from community.erasures import FILE, Erasure, Was, erasures_in, note
from community.outbox import posting
from community.work import Unfinished
from tests.factories import START, make_call, make_community, make_member

pytestmark = pytest.mark.engines("sqlite")
GINA = Caller("Gina", "gina@example.org", "gina@example.org", "UTC")
SOON = START + timedelta(minutes=5)


@pytest.fixture
def folder(app):
    """Where the list lies."""
    return app.config["SETTINGS"].instance_path


@pytest.fixture
def zed(writing):
    """A member who is here, as after a restore."""
    with writing():
        make_community()
        return make_member("Zed")


@pytest.fixture
def unreadable(folder):
    """In place of the list, what not even whoever may read every file can read."""
    (folder / FILE).mkdir()
    yield
    (folder / FILE).rmdir()


def noted(member: Member, was: Was = Was.MEMBER, at=START) -> Erasure:
    return Erasure(member.person_id, member.person.created_at, at, was)


def written(folder) -> str:
    return "".join(file.read_text() for file in sorted((folder / "letters").iterdir()))


def are_here(reading) -> list[str]:
    with reading():
        here = select(Person.name).join(Member, Member.person_id == Person.id)
        return list(db.session.scalars(here.where(Member.erased_at.is_(None)).order_by(Person.id)))


def test_letters_to_others_have_neither_the_name_nor_the_handle_of_who_is_erased_again(
    zed, app, writing, at, folder
):
    with writing():
        ben, zed = make_member("Ben"), db.session.get_one(Member, zed.id)
        zed.person.name = zed.handle
        sharing.invite(make_call(zed, title="A call"), ben, by=zed, now=START)
    with app.app_context(), at(START):
        posting.post_due()
    assert zed.handle in written(folder)
    with writing():
        db.session.get_one(Person, zed.person_id).name = "Somebody Else"
    note([noted(zed)], folder)

    with app.app_context():
        erasing_again.erase_again(SOON)

    assert zed.handle not in written(folder)


def test_a_restore_that_broke_off_is_finished_within_the_hour_and_at_the_start(
    zed, app, writing, reading, folder
):
    with writing():
        yan = make_member("Yan")
    note([noted(zed)], folder)
    with app.app_context():
        leaving.finishing(HOLDINGS).run(SOON)
    assert are_here(reading) == ["Yan"]

    note([noted(yan)], folder)
    done = app.test_cli_runner().invoke(args=["upgrade"])
    assert (done.exit_code, are_here(reading)) == (0, [])


def test_one_who_cannot_be_erased_stops_nobody_else(
    zed, app, writing, reading, folder, monkeypatch
):
    with writing():
        yan = make_member("Yan")
    note([noted(zed), noted(yan)], folder)

    class Broken(Exception):
        """What a part of the place raises for one person."""

    first, *others = HOLDINGS

    def erase(person_id, now):
        if person_id == zed.person_id:
            raise Broken
        first.erase(person_id, now)

    monkeypatch.setitem(app.extensions, "holdings", [replace(first, erase=erase), *others])
    with app.app_context(), pytest.raises(Unfinished):
        erasing_again.erase_again(SOON)

    assert are_here(reading) == ["Zed"]


def test_a_line_cut_within_its_date_is_passed_over(zed, app, folder):
    with app.app_context():
        note([noted(zed, at=SOON)], folder)
        with (folder / FILE).open("a") as file:
            file.write(f"\n7 {START.isoformat()} 2026-02-02\n8 {START.isoformat()}")
            file.write(f"\n9 {START.isoformat()} {START.isoformat()} memb")

        assert [one.number for one in erasures_in(folder)] == [zed.person_id]
        assert erasing_again.erase_again(SOON, is_restored=True) == 1


def test_who_was_forgotten_as_a_guest_is_erased_as_a_guest_alone(
    app, writing, reading, folder, zed
):
    with writing():
        gina = guests.person_of(GINA, now=START)
        guest = guests.guest_of(gina.id)
        back = Erasure(gina.id, gina.created_at, START, Was.GUEST)
        assert guests_leaving.forget(guest, now=SOON)
    with writing():
        again = guests.person_of(GINA, now=START)
        again.created_at = back.came_at
        note([Erasure(again.id, back.came_at, START, Was.GUEST)], folder)
        note([noted(zed, Was.GUEST)], folder)  # who had been a guest until a moment before
        note([noted(zed, Was.EITHER)], folder)  # of before it was written down
    with app.app_context():
        erasing_again.erase_again(SOON)

    with reading():
        assert db.session.scalars(select(Guest)).all() == []
    assert are_here(reading) == ["Zed"]


def test_a_list_that_cannot_be_read_is_said_and_stops_neither_the_start_nor_whoever_leaves(
    zed, app, writing, reading, unreadable, caplog
):
    with writing():
        yan = make_member("Yan")
        leaving.erase(yan, HOLDINGS, typed_handle=yan.handle, now=START)
        yan.pronouns = "came/through"
        gina = guests.person_of(GINA, now=START)

    done = app.test_cli_runner().invoke(args=["upgrade"])
    with app.app_context():
        with pytest.raises(Unfinished):
            leaving.finishing(HOLDINGS).run(SOON)
        erasing_again.note_guest(gina.id, START, SOON)
        (finding,) = [one for one in condition.examine(SOON) if one.about == "Erased for good"]

    assert done.exit_code == 0
    assert "The list of who was erased cannot be read or written (Is a directory)" in done.output
    assert "The list of who was erased cannot be read or written (Is a directory)" in caplog.text
    assert finding.weight is Weight.BAD
    assert finding.sentence.startswith(
        "The list of who was erased cannot be read or written (Is a directory)"
    )
    with reading():
        assert db.session.get_one(Member, yan.id).pronouns is None


def test_of_a_list_that_is_damaged_what_can_be_read_is_done_and_the_rest_is_said(
    zed, app, reading, folder
):
    with app.app_context():
        assert [one for one in condition.examine(SOON) if one.about == "Erased for good"] == []
        (folder / FILE).write_bytes(b"\xff\xfe\x00 9\n")
        note([noted(zed)], folder)
        erasing_again.erase_again(SOON)
        (finding,) = [one for one in condition.examine(SOON) if one.about == "Erased for good"]

    assert are_here(reading) == []
    assert (finding.weight, "1 line of the list" in finding.sentence) == (Weight.WORRY, True)
