"""Whoever was told that an answer is kept finds it, whenever the program was killed."""

import random
import threading
from collections.abc import Iterator
from datetime import datetime

import pytest
from sqlalchemy import select

from community import clock
from community.attendance.models import Rsvp
from tests.attendance.invariants import faults
from tests.factories import make_call, make_community, make_member, make_sitting
from tests.journeys.running import Running, until

PEOPLE = 5
ROUNDS = 3
ANSWERS = ("going", "maybe", "cannot", "going")


class Answering(threading.Thread):
    """One person who answers without end and remembers the last answer that was acknowledged."""

    def __init__(self, running: Running, cookie: str, slugs: list[str]) -> None:
        super().__init__()
        self._running, self._cookie, self._slugs = running, cookie, slugs
        self._stopped = threading.Event()
        self.sent: dict[str, int] = dict.fromkeys(slugs, 0)
        self.kept: dict[str, int] = dict.fromkeys(slugs, 0)
        self.acknowledged = 0
        self.surprises: list[int] = []

    def run(self) -> None:
        """Answer one call after the other until told to stop."""
        number = 0
        while not self._stopped.is_set():
            number += 1
            slug = self._slugs[number % len(self._slugs)]
            answer = ANSWERS[number % len(ANSWERS)]
            form = {"answer": answer, "details": "1", "note": str(number)}
            self.sent[slug] = number
            status = self._running.post(f"/calls/{slug}/sittings/1/rsvp", form, self._cookie)
            if status == 303:
                self.kept[slug] = number
                self.acknowledged += 1
            elif status is None:
                self._stopped.wait(0.02)  # nobody is there; the next one is tried soon
            else:
                self.surprises.append(status)

    def stop(self) -> None:
        """Send no more."""
        self._stopped.set()
        self.join()


@pytest.fixture
def running(environ) -> Iterator[Running]:
    """The program in processes of its own, on the database of this test."""
    program = Running(environ)
    yield program
    program.kill()


def test_no_acknowledged_answer_is_lost_when_the_program_is_killed_at_any_moment(
    running, writing, reading, cookies_for
):
    with writing():
        make_community()
        members = [make_member(f"Person{n}") for n in range(PEOPLE)]
        calls = [make_call(members[0]) for _ in range(3)]
        for call in calls:
            make_sitting(call, starts=datetime(2027, 5, 14, 17), capacity=2)
    slugs = [call.slug for call in calls]
    people = [
        Answering(running, "; ".join(f"{k}={v}" for k, v in cookies_for(m).items()), slugs)
        for m in members
    ]
    ends = []

    for person in people:
        person.start()
    try:
        for number in range(ROUNDS):
            running.start()
            _wait_for_more(people, random.Random(number).randint(12, 60))
            if number % 2:
                ends.append(running.kill_the_server())
            else:
                running.kill()
    finally:
        for person in people:
            person.stop()
    running.start()

    assert all(ends)  # a program whose server was killed says that it did not end well
    assert [person.surprises for person in people] == [[]] * PEOPLE
    with reading() as session:
        for member, person in zip(members, people, strict=True):
            for call in calls:
                _check_what_is_kept(session, member, person, call)
        assert faults(clock.now()) == []


def _check_what_is_kept(session, member, person: Answering, call) -> None:
    of_call = Rsvp.sitting.has(call_id=call.id)
    rows = session.scalars(select(Rsvp).where(Rsvp.person_id == member.person_id, of_call)).all()
    assert len(rows) == 1
    assert person.kept[call.slug] <= int(rows[0].note) <= person.sent[call.slug]


def _wait_for_more(people: list[Answering], count: int) -> None:
    before = sum(person.acknowledged for person in people)
    until(lambda: sum(person.acknowledged for person in people) >= before + count)


def _id_of(calls, slug: str) -> int:
    return next(call.id for call in calls if call.slug == slug)
