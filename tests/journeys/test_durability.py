"""Whoever was told that an answer or a note is kept finds it, whenever the program was killed; and
finds it once, however often it was sent again.
"""

import random
import threading
from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256

import pytest
from sqlalchemy import select

from community import clock
from community.attendance.models import Rsvp
from community.notes.models import Note
from tests.attendance.invariants import faults
from tests.factories import make_call, make_community, make_member, make_sitting
from tests.journeys.running import Running, until

PEOPLE = 5
ROUNDS = 3
ANSWERS = ("going", "maybe", "cannot", "going")
NOTE_EVERY = 5  # of what a person sends; within what one may write in a while


class TakingPart(threading.Thread):
    """One person who answers without end, and writes a note now and then: remembers the last answer
    and the notes that were acknowledged. A note that nobody acknowledged is sent again as it was.
    """

    def __init__(self, running: Running, cookie: str, slugs: list[str]) -> None:
        super().__init__()
        self._running, self._cookie, self._slugs = running, cookie, slugs
        self._stopped = threading.Event()
        self.noted: list[str] = []
        self.unheard = ""
        self.sent: dict[str, int] = dict.fromkeys(slugs, 0)
        self.kept: dict[str, int] = dict.fromkeys(slugs, 0)
        self.acknowledged = 0
        self.surprises: list[int] = []

    def run(self) -> None:
        """Answer one call after the other, and write on them, until told to stop."""
        number = 0
        while not self._stopped.is_set():
            number += 1
            slug = self._slugs[number % len(self._slugs)]
            if number % NOTE_EVERY == 0:
                self._write(number)
                continue
            answer = ANSWERS[number % len(ANSWERS)]
            form = {"answer": answer, "details": "1", "note": str(number)}
            self.sent[slug] = number
            status = self._running.post(f"/calls/{slug}/sittings/1/rsvp", form, self._cookie)
            if self._is_taken(status):
                self.kept[slug] = number

    def _write(self, number: int) -> None:
        self.unheard = self.unheard or f"Note {number}, by {self.name}."
        form = {"text": self.unheard, "kind": "note", "disclosure-degree": "none"}
        key = {"once": sha256(self.unheard.encode()).hexdigest()[:20]}
        status = self._running.post(f"/calls/{self._slugs[0]}/notes", form | key, self._cookie)
        if self._is_taken(status):
            self.noted.append(self.unheard)
            self.unheard = ""

    def _is_taken(self, status: int | None) -> bool:
        if status == 303:
            self.acknowledged += 1
        elif status is None:
            self._stopped.wait(0.02)  # nobody is there; the next one is tried soon
        else:
            self.surprises.append(status)
        return status == 303

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


@pytest.mark.long
def test_no_acknowledged_answer_or_note_is_lost_or_doubled_when_the_program_is_killed_at_any_moment(
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
        TakingPart(running, "; ".join(f"{k}={v}" for k, v in cookies_for(m).items()), slugs)
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
            _check_notes(session, member, person)
        assert all(person.noted for person in people)
        assert faults(clock.now()) == []


def _check_what_is_kept(session, member, person: TakingPart, call) -> None:
    of_call = Rsvp.sitting.has(call_id=call.id)
    rows = session.scalars(select(Rsvp).where(Rsvp.person_id == member.person_id, of_call)).all()
    assert len(rows) == 1
    assert person.kept[call.slug] <= int(rows[0].note) <= person.sent[call.slug]


def _check_notes(session, member, person: TakingPart) -> None:
    query = select(Note.text_source).where(Note.by_id == member.id).order_by(Note.id)
    written = session.scalars(query).all()
    assert sorted({*written} - {person.unheard}) == sorted(person.noted)
    assert len(written) == len(set(written))


def _wait_for_more(people: list[TakingPart], count: int) -> None:
    before = sum(person.acknowledged for person in people)
    until(lambda: sum(person.acknowledged for person in people) >= before + count)


def _id_of(calls, slug: str) -> int:
    return next(call.id for call in calls if call.slug == slug)
