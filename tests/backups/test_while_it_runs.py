"""A backup taken while people answer holds one moment: what belongs together is there together."""

import threading
from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import func, select

from community import clock
from community.attendance.models import Rsvp
from community.backups import restoring
from community.calls.models import Call
from community.db import db, transaction
from community.front.filling import Amount, fill
from community.work import Turn
from tests.attendance.invariants import faults
from tests.backups.places import content, digests, kept
from tests.factories import START, make_call, make_community, make_member, make_sitting

PEOPLE = 3
ANSWERS = ("going", "maybe", "cannot", "going")


class Writing(threading.Thread):
    """Writes again and again until told to stop; `times` says how often it has."""

    def __init__(self, write) -> None:
        super().__init__()
        self._write = write
        self._stopped = threading.Event()
        self.times = 0
        self.faults: list[object] = []

    def run(self) -> None:
        """Write, and remember what went wrong."""
        while not self._stopped.is_set():
            try:
                self._write(self.times)
            except Exception as error:  # noqa: BLE001 - looked at by the test
                self.faults.append(error)
            self.times += 1

    def stop(self) -> None:
        """Write no more."""
        self._stopped.set()
        self.join()


def answering(client, slugs):
    """Answers one call after the other, as a browser does."""

    def write(number: int) -> None:
        slug = slugs[number % len(slugs)]
        form = {"answer": ANSWERS[number % len(ANSWERS)], "note": str(number)}
        assert client.post(f"/calls/{slug}/sittings/1/rsvp", data=form).status_code == 303

    return write


def counting_twice(app: Flask):
    """Writes one number into two tables, the first and the last that a backup reads."""

    def write(number: int) -> None:
        with app.app_context(), transaction():
            _counted().own_captions = str(number)
            db.session.get_one(Turn, "number").token = str(number)

    return write


def numbers_in(app: Flask) -> tuple[str, str | None]:
    with app.app_context():
        return _counted().own_captions or "", db.session.get_one(Turn, "number").token


def _counted() -> Call:
    """The call that is counted on; calls are among the first tables, turns the last."""
    return db.session.scalars(select(Call).where(Call.slug == "number")).unique().one()


def kept_meanwhile(app: Flask, writers: list[Writing], path):
    """A backup during which every one of `writers` has written at least once."""
    for _ in range(20):
        before = [writer.times for writer in writers]
        backup = kept(app, path)
        if all(w.times > number for w, number in zip(writers, before, strict=True)):
            return backup
    raise AssertionError("Nobody wrote while the backup was made.")


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_it_holds_one_moment(app, writing, signed_in, open_place, tmp_path, kind):
    with writing() as session:
        make_community()
        members = [make_member(f"Person{n}") for n in range(PEOPLE)]
        calls = [make_call(members[0]) for _ in range(2)]
        for call in calls:
            make_sitting(call, starts=datetime(2027, 5, 14, 17), capacity=2)
        make_call(slug="number", own_captions="0")
        session.add(Turn(name="number", token="0"))
        fill(Amount(members=300, series=2, calls=40, rsvps=2000, seed=1), now=START)
    slugs = [call.slug for call in calls]
    writers = [Writing(answering(signed_in(member), slugs)) for member in members]
    writers.append(Writing(counting_twice(app)))
    place = open_place(kind)

    for writer in writers:
        writer.start()
    try:
        backup = kept_meanwhile(app, writers, tmp_path / "kept.zip")
    finally:
        for writer in writers:
            writer.stop()
    with place.app_context():
        restoring.restore(backup.path, place.config["SETTINGS"], replace=False, now=START)

    assert [writer.faults for writer in writers] == [[]] * (PEOPLE + 1)
    assert content(place, tmp_path / "again.zip") == digests(backup.path)
    first, last = numbers_in(place)
    assert first == last
    assert int(first) < writers[-1].times
    with place.app_context():
        assert faults(clock.now()) == []
        assert db.session.scalar(select(func.count(Rsvp.id))) >= 2000
