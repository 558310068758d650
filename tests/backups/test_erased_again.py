"""Whoever was erased is here no more, whatever became of a restore and of the list beside it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from app import HOLDINGS
from community.accounts import erasing_again, guests, leaving
from community.accounts.guests import Caller
from community.accounts.models import Guest, Member, Person
from community.attendance import leaving as guests_leaving
from community.db import db
from community.erasures import FILE, Erasure, Was, erasures_in, note
from community.work import Unfinished
from tests.factories import START, make_community, make_member

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


def noted(member: Member, was: Was = Was.MEMBER, at=START) -> Erasure:
    return Erasure(member.person_id, member.person.created_at, at, was)


def are_here(reading) -> list[str]:
    with reading():
        here = select(Person.name).join(Member, Member.person_id == Person.id)
        return list(db.session.scalars(here.where(Member.erased_at.is_(None)).order_by(Person.id)))


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
