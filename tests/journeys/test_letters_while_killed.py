"""The letters of a moved, a cancelled and a full call arrive, however often the worker is killed.

None is lost. A second copy comes only of a letter that the mail server had taken when the worker
died before it could note that, and has the same Message-ID.
"""

import random
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, update

from community import clock
from community.attendance import rsvps
from community.attendance.models import Answer
from community.calls import changing
from community.calls.times import Sitting
from community.db import db
from community.outbox.models import Letter, Outcome
from tests.attendance.crowd import at_once
from tests.factories import make_call, make_community, make_member, make_sitting
from tests.journeys.running import Worker, until
from tests.mailbox import Arrived, Mailbox

PEOPLE = 30
FIRST_IN_LINE = 2
REASON = "The speaker is ill."
MOVED_TO = "Thursday 20 May 2027, 19:30–20:30 Berlin time"


class Calls:
    """Three calls that many people answered, and what happened to them a while ago."""

    def __init__(self) -> None:
        make_community()
        self.now = clock.now()
        self.ola = make_member("Ola")
        self.people = [make_member(f"Person{n}") for n in range(PEOPLE)]
        start = datetime(2027, 5, 14, 17)
        self.moved, self.cancelled, self.full = (
            make_sitting(make_call(self.ola, title=title), starts=start, capacity=capacity)
            for title, capacity in (("Tea", None), ("Coffee", None), ("Soup", FIRST_IN_LINE))
        )
        for n in range(PEOPLE):
            said = (Answer.GOING, Answer.MAYBE)[n % 2]
            self._answer(self.moved, n, said)
            self._answer(self.cancelled, n, said)
        for n in range(3 * FIRST_IN_LINE):
            self._answer(self.full, n, Answer.GOING)

    def change(self) -> None:
        """Move one, cancel one, give places at the full one back."""
        ago = self.now - timedelta(minutes=11)
        there = datetime(2027, 5, 20, 19, 30)
        moved, cancelled = (db.session.get_one(Sitting, s.id) for s in (self.moved, self.cancelled))
        changing.move(moved, local_start=there, zone="Europe/Berlin", minutes=60, now=ago)
        changing.cancel(cancelled, by=self.ola, reason=REASON, now=ago)
        for n in range(FIRST_IN_LINE):
            self._answer(self.full, n, Answer.CANNOT, now=ago)

    def subjects(self) -> dict[tuple[str, str], str]:
        """What everybody is to receive: the words that must stand in it, by address and subject."""
        letters = {}
        for member in self.people:
            letters[member.email, "Moved: Tea, now Thu 20 May 19:30"] = MOVED_TO
            letters[member.email, "Cancelled: Coffee, Fri 14 May 17:00"] = REASON
        for member in self.people[FIRST_IN_LINE : 2 * FIRST_IN_LINE]:
            letters[member.email, "A place is free for you: Soup, Fri 14 May 17:00"] = "kept for"
        return letters

    def _answer(self, sitting, n: int, said: Answer, now: datetime | None = None) -> None:
        before = self.now - timedelta(hours=1) + timedelta(seconds=n)
        sitting = db.session.get_one(Sitting, sitting.id)
        rsvps.answer(sitting, self.people[n].person, answer=said, now=now or before)


@pytest.fixture
def calls(writing) -> Calls:
    """The calls, changed."""
    with writing():
        calls = Calls()
    with writing():
        calls.change()
    return calls


@pytest.fixture
def worker(environ, mailbox) -> Iterator[Worker]:
    """A worker that posts into the mailbox."""
    program = Worker({**environ, "COMMUNITY_SMTP_URL": mailbox.url})
    yield program
    program.kill()


class Killing:
    """Kills the worker at its n-th letter: `asked` while the server is asked, `taken` when it has
    the letter and the worker does not know yet, `after` at some moment after that.
    """

    def __init__(self, worker: Worker, mailbox: Mailbox) -> None:
        self._worker, self._mailbox = worker, mailbox
        self.in_hand: list[Arrived] = []
        self.last: list[Arrived] = []  # before each start: what a worker may have died over

    def start(self) -> None:
        """Start the worker."""
        self.last += self._mailbox.letters[-1:]
        self._worker.start()

    def go(self, moment: str, number: int) -> None:
        """Let the worker post, and kill it."""
        enough = len(self._mailbox.letters) + number
        if moment == "asked":
            self._mailbox.refuse_recipient = lambda _address: self._kill_at(enough - 1)
        elif moment == "taken":
            self._mailbox.on_taken = lambda letter: self._kill_with(letter, enough)
        self.start()
        if moment == "after":
            until(lambda: len(self._mailbox.letters) >= enough)
            self._worker.kill()
        until(lambda: not self._worker.is_alive)
        self._mailbox.refuse_recipient = lambda _address: None
        self._mailbox.on_taken = lambda _letter: None

    def _kill_at(self, enough: int) -> None:
        if len(self._mailbox.letters) >= enough:
            self._worker.kill()

    def _kill_with(self, letter: Arrived, enough: int) -> None:
        if len(self._mailbox.letters) >= enough:
            self._worker.kill()
            self.in_hand.append(letter)


_MOMENTS = {"sqlite": ("taken",), "postgresql": ("taken", "after", "asked", "taken")}


def test_none_is_lost_and_none_comes_twice_that_was_noted(
    calls, worker, mailbox, writing, is_done, engine
):
    killing, chance = Killing(worker, mailbox), random.Random(20)
    for moment in _MOMENTS[engine]:
        killing.go(moment, chance.randint(2, 12))
        with writing():
            let_leases_end()
    killing.start()
    until(is_done)

    expected = calls.subjects()
    assert len(killing.in_hand) == _MOMENTS[engine].count("taken")
    assert {(one.recipient, one.subject) for one in mailbox.letters} == set(expected)
    for letter in mailbox.letters:
        words = expected[letter.recipient, letter.subject]
        assert words in letter.text
        assert words in letter.html
    copies = Counter(letter.id for letter in mailbox.letters)
    assert len(copies) == len(expected)  # a copy has the Message-ID of what it is a copy of
    twice = {number for number, count in copies.items() if count > 1}
    in_hand, last = ({one.id for one in some} for some in (killing.in_hand, killing.last))
    assert in_hand <= twice <= last
    assert max(copies.values()) == 2


def test_two_workers_at_once_send_each_letter_once(calls, post, mailbox, is_done):
    counts = at_once(post, post)

    assert is_done()
    assert sum(counts) == len(mailbox.letters) == len(calls.subjects())
    assert all(counts)
    assert set(Counter(one.id for one in mailbox.letters).values()) == {1}


@pytest.fixture
def is_done(reading) -> Callable[[], bool]:
    """A function that tells whether every letter has been sent."""

    def ask() -> bool:
        with reading() as session:
            return set(session.scalars(select(Letter.outcome))) == {Outcome.SENT}

    return ask


def let_leases_end() -> None:
    """As if the time had passed after which a letter is taken out of a dead worker's hand."""
    held = update(Letter).where(Letter.leased_until.is_not(None))
    db.session.execute(held.values(leased_until=clock.now() - timedelta(seconds=1)))
