"""Bulk data, to see the place at size: believable, and the same again for the same seed.

Written below the models, in a few large statements; the constraints and triggers of the database
hold for it as for anything else. Nobody is told, and nothing takes it away again: it is for a
database of its own.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

from sqlalchemy import insert, select

from community.accounts.handles import skeleton
from community.accounts.models import Member, Person
from community.attendance.models import Answer, Follow, Rsvp
from community.calendars import revisions
from community.db import db
from community.errors import Refusal

from .filling_calls import (
    AT_ONCE,
    Chances,
    Row,
    Tell,
    Written,
    insert_rows,
    write_calls,
    write_series,
)
from .filling_words import FIRST_NAMES, LAST_NAMES, NEEDS, NOTES, ZONES

_AHEAD = timedelta(days=90)  # how early people answer


class FilledBefore(Refusal):
    """The database holds what this seed gives already."""


class TooManyAnswers(Refusal):
    """Nobody answers twice for the same date."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """How much to write, and the seed by which it is chosen."""

    members: int
    series: int
    calls: int
    rsvps: int
    seed: int

    @property
    def steps(self) -> int:
        """How many rows of progress are told of."""
        return self.members + self.series + self.calls + self.rsvps


def fill(amount: Amount, *, now: datetime, tell: Tell = lambda _rows: None) -> None:
    """Write `amount` beside what is there, and tell after each step how many rows it was.

    Raises `FilledBefore`, `TooManyAnswers`.
    """
    chances = Chances(random.Random(amount.seed), amount.seed, now)  # noqa: S311 - no secret
    people, members = _write_people(amount.members, chances, tell)
    held = write_series(amount.series, members, chances, tell)
    held.add(write_calls(amount.calls, members, chances, tell))
    for rows in _chunks(_follows(people, held, chances)):
        db.session.execute(insert(Follow.__table__), rows)  # type: ignore[arg-type]
    for rows in _chunks(_answers(amount.rsvps, people, held, chances)):
        db.session.execute(insert(Rsvp.__table__), rows)  # type: ignore[arg-type]
        tell(len(rows))
    revisions.bump(revisions.CALLS, *held.scopes(), *map(revisions.of_person, people))


def _write_people(number: int, chances: Chances, tell: Tell) -> tuple[list[int], list[int]]:
    """The numbers of the new people and of their memberships."""
    place = f"seed{chances.seed}.invalid"  # letters to it go nowhere (RFC 2606)
    earlier = select(Member.id).where(Member.email_key.endswith(f"@{place}")).limit(1)
    if db.session.scalar(earlier) is not None:
        raise FilledBefore("What this seed gives is there already. Choose another seed.")
    people: list[int] = []
    members: list[int] = []
    for persons in _chunks(_persons(number, chances)):
        ids = insert_rows(Person, persons)
        rows = [
            _membership(person_id, row, f"{chances.seed}-{len(people) + n}", place)
            for n, (person_id, row) in enumerate(zip(ids, persons, strict=True), start=1)
        ]
        members += insert_rows(Member, rows)
        people += ids
        tell(len(rows))
    return people, members


def _persons(number: int, chances: Chances) -> Iterator[Row]:
    for _ in range(number):
        name = f"{chances.by.choice(FIRST_NAMES)} {chances.by.choice(LAST_NAMES)}"
        joined = chances.now - timedelta(minutes=chances.by.randrange(3 * 365 * 24 * 60))
        yield {"name": name, "zone": chances.by.choice(ZONES), "created_at": joined}


def _membership(person_id: int, person: Row, number: str, place: str) -> Row:
    handle = f"{person['name'].split()[0].lower()}-{number}"
    return {
        "person_id": person_id,
        "email": f"{handle}@{place}",
        "email_key": f"{handle}@{place}",
        "password_hash": "!",  # no password fits it
        "handle": handle,
        "handle_skeleton": f"{skeleton(handle)}#{number}",  # digits look like letters, by the lot
        "joined_at": person["created_at"],
    }


def _follows(people: Sequence[int], held: Written, chances: Chances) -> Iterator[Row]:
    """Each person follows up to three series."""
    for person_id in people:
        many = min(len(held.series), chances.by.randrange(4))
        for series_id in chances.by.sample(held.series, many):
            yield {"series_id": series_id, "person_id": person_id, "since": chances.now}


def _answers(number: int, people: Sequence[int], held: Written, chances: Chances) -> Iterator[Row]:
    """Answers, some sittings having many more than others; who comes first has the place."""
    asked = [row for row in held.sittings if row["starts_at"] < chances.now + _AHEAD]
    if number > len(asked) * len(people):
        raise TooManyAnswers(
            f"At most {len(asked) * len(people)} answers fit: each member answers once for each"
            " date up to three months ahead."
        )
    weights = [chances.by.paretovariate(1.5) for _ in asked]
    for sitting, many in zip(asked, _shares(number, weights, len(people)), strict=True):
        latest = min(chances.now, sitting["starts_at"])
        early = sorted((chances.by.randrange(1, 28 * 24 * 60) for _ in range(many)), reverse=True)
        going = 0
        for person_id, minutes in zip(chances.by.sample(people, many), early, strict=True):
            is_full = sitting["capacity"] is not None and going >= sitting["capacity"]
            row = _answer(person_id, latest - timedelta(minutes=minutes), chances, is_full=is_full)
            going += row["answer"] is Answer.GOING
            yield {"sitting_id": sitting["id"], **row}


def _answer(person_id: int, at: datetime, chances: Chances, *, is_full: bool) -> Row:
    answer = chances.by.choices((Answer.GOING, Answer.MAYBE, Answer.CANNOT), (7, 2, 1))[0]
    if answer is Answer.GOING and is_full:
        answer = Answer.WAITING
    return {
        "person_id": person_id,
        "answer": answer,
        "waiting_since": at if answer is Answer.WAITING else None,
        "by_series": False,
        "note": chances.by.choice(NOTES) if chances.happens(0.05) else "",
        "access_needs": chances.by.choice(NEEDS) if chances.happens(0.03) else "",
        "shows_name": chances.happens(0.4),
        "answered_at": at,
        "updated_at": at,
    }


def _shares(number: int, weights: Sequence[float], most: int) -> list[int]:
    """`number` dealt out by `weights`, none getting more than `most`."""
    whole = sum(weights)
    shares = [min(most, int(number * weight / whole)) for weight in weights]
    left = number - sum(shares)
    while left > 0:
        for place, share in enumerate(shares):
            if left > 0 and share < most:
                shares[place], left = share + 1, left - 1
    return shares


def _chunks(rows: Iterator[Row]) -> Iterator[list[Row]]:
    while chunk := list(islice(rows, AT_ONCE)):
        yield chunk
