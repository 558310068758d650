"""Taking emergency measures in a call, lifting them, and saying that they were right."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from community.accounts.models import Member, Person
from community.db import db, locked
from community.errors import Refusal

from .emergency_models import (
    DAY,
    LASTS,
    Act,
    ActingRole,
    Emergency,
    EmergencyAdmission,
    EmergencyLeftOut,
    EmergencyLifting,
    EmergencyMeasure,
    EmergencyRatification,
)
from .emergency_queries import leaves_waiting, standing_ones
from .measure_models import BAN
from .measure_models import Measure as Imposed


class OwnMeasure(Refusal):
    """Somebody else looks at it."""


class TooLate(Refusal):
    """It has ended."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """An emergency measure to be taken; `clause` is a version of the code and a key in it.
    `admitted` are the people who have a new link though somebody is left out, by their numbers.
    """

    act: Act
    call_id: int
    why: str
    role: ActingRole
    person: Person | None = None
    note_id: int | None = None
    left_out: Sequence[Person] = ()
    admitted: Collection[int] = ()
    clause: tuple[int, str] | None = None


def take(given: Measure, *, by: Member, now: datetime) -> tuple[Emergency, bool]:
    """Let a measure stand from now on; gives it, and whether it is a new one: where the same
    stands already nothing changes. A changed link is a new one each time.
    """
    person_id = given.person.id if given.person else None
    same = [
        one
        for one in standing_ones(given.call_id, now)
        if (one.act, one.person_id, one.note_id) == (given.act, person_id, given.note_id)
        and (given.act is not Act.PAGE or one.by_id == by.id)  # each says something else
    ]
    if same and given.act is not Act.CHANGE_LINK:
        return same[0], False
    version_id, clause_key = given.clause or (None, None)
    row = Emergency(
        act=given.act,
        call_id=given.call_id,
        note_id=given.note_id,
        person_id=person_id,
        by_id=by.id,
        role=given.role,
        why=given.why,
        version_id=version_id,
        clause_key=clause_key,
        at=now,
        ends_at=now + LASTS.get(given.act, DAY),
        ratify_by=now + DAY,
    )
    db.session.add(row)
    db.session.flush()
    people = {one.id for one in given.left_out}
    db.session.add_all(EmergencyLeftOut(emergency_id=row.id, person_id=one) for one in people)
    if people:
        _admit(row, set(given.admitted) - people, by=None, now=now)
    db.session.flush()
    return row, True


def admit(call_id: int, person_id: int, *, by: Member, now: datetime) -> Sequence[Emergency]:
    """Let somebody have the join link of a call though another is left out of it; gives the
    measures for which that is new. Twice changes nothing.
    """
    query = select(Emergency).where(Emergency.call_id == call_id, leaves_waiting(person_id, now))
    rows = db.session.scalars(query.order_by(Emergency.id)).unique().all()
    for one in rows:
        _admit(one, {person_id}, by=by, now=now)
    db.session.flush()
    return rows


def join_people(gone_id: int, kept_id: int, *, now: datetime) -> None:
    """Let what keeps a link from one person keep it from another who turns out to be the same, and
    whoever was let in has it still.
    """
    for model in (EmergencyLeftOut, EmergencyAdmission):
        theirs = select(model.emergency_id).where(model.person_id == gone_id)
        known = select(model.emergency_id).where(model.person_id == kept_id)
        for number in db.session.scalars(theirs.where(model.emergency_id.not_in(known))).all():
            told = {"at": now} if model is EmergencyAdmission else {}
            db.session.add(model(emergency_id=number, person_id=kept_id, **told))
    db.session.flush()


def _admit(row: Emergency, people: Collection[int], *, by: Member | None, now: datetime) -> None:
    by_id = by.id if by is not None else None
    db.session.add_all(
        EmergencyAdmission(emergency_id=row.id, person_id=one, by_id=by_id, at=now)
        for one in sorted(people)
    )


def lift(row: Emergency, *, by: Member, now: datetime) -> bool:
    """End a measure; gives whether it stood. Lifting twice changes nothing."""
    row = locked(Emergency, row.id)
    if not row.stands(now):
        return False
    db.session.add(EmergencyLifting(emergency_id=row.id, by_id=by.id, at=now))
    db.session.flush()
    db.session.refresh(row, ["lifting"])
    return True


def let_stand(row: Emergency, imposed: Imposed, *, by: Member, now: datetime) -> None:
    """Let a measure stand as long as one does that a ruling imposed on somebody it is about, and
    say that it was right; short of a ban, only with an end. What has ended stays so, but where a
    ruling lets it stand already. Twice changes nothing.
    """
    if imposed.ends_at is None and imposed.level < BAN:
        return
    row = locked(Emergency, row.id)
    known = {one.measure_id for one in row.kept if one.person_id == imposed.person_id}
    is_over = row.lifting is not None or now >= row.ratify_by
    if imposed.id in known or (is_over and not known):
        return
    which = {"emergency_id": row.id, "person_id": imposed.person_id, "measure_id": imposed.id}
    db.session.add(EmergencyMeasure(**which, at=now))
    db.session.flush()
    db.session.refresh(row, ["kept"])
    if not is_over and row.by_id != by.id:
        ratify(row, by=by, now=now)


def confirm_hiding(note_id: int, *, by: Member, now: datetime) -> None:
    """Say of what hides a note at once that it was right, where another sets the note aside."""
    query = select(Emergency).where(Emergency.note_id == note_id, Emergency.by_id != by.id)
    query = query.where(Emergency.at <= now, Emergency.ratify_by > now)
    for row in db.session.scalars(query.order_by(Emergency.id)).unique().all():
        if row.lifting is None:
            ratify(row, by=by, now=now)


def ratify(row: Emergency, *, by: Member, now: datetime) -> bool:
    """Say that a measure was right; it ends by itself all the same. Gives whether that is new.

    Raises `OwnMeasure`, and `TooLate` where it has ended.
    """
    row = locked(Emergency, row.id)
    if row.ratification is not None:
        return False
    if row.by_id == by.id:
        raise OwnMeasure("You did this yourself. Another responder looks at it.")
    if row.lifting is not None or now >= row.ratify_by:
        raise TooLate("This has ended.")
    kept = {"taken_by_id": row.by_id, "ratify_by": row.ratify_by}
    db.session.add(EmergencyRatification(emergency_id=row.id, by_id=by.id, at=now, **kept))
    db.session.flush()
    db.session.refresh(row, ["ratification"])
    return True
