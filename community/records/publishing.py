"""The steps of a record: open for correction, published, or none at all; each can be taken back.

Who takes a step says what they saw; where somebody else was quicker, nothing happens a second time.
"""

from datetime import datetime, timedelta

from community.accounts.models import Member
from community.calls.changing import mark_call
from community.calls.models import Call
from community.calls.queries import sittings_of
from community.db import db, number_of
from community.errors import Refusal
from community.events import announce

from .drafting import hold
from .events import RecordOpened, RecordPublished, RecordTakenBack
from .facilitator_queries import facilitators_kept, facilitators_while_on
from .facilitators import RecordFacilitator
from .models import MOST_DAYS, Absence, Period, Publication
from .queries import Standing, has_ended, number_waiting, standing_of


class NotItsTime(Refusal):
    """A record is published when its call is behind us."""


class IsPublished(Refusal):
    """The record has been published already."""


def open_for_correction(
    call: Call, *, days: int, publishes: bool, by: Member, now: datetime
) -> Period:
    """Let those who took part correct the record for so many days, from 1 to 30; afterwards it
    `publishes` by itself. Where it is open already nothing changes.

    Raises `NotItsTime` and `IsPublished`.
    """
    standing = _begin(call, now)
    if standing.publication is not None:
        raise IsPublished("This record is published. Take that back first, to open it again.")
    if standing.period is not None and standing.period.is_open(now):
        return standing.period
    _end_period(standing, by, now)
    _end_absence(standing, by, now)
    days = max(1, min(days, MOST_DAYS))
    period = Period(
        call_id=number_of(call),
        by_id=by.id,
        at=now,
        until=now + timedelta(days=days),
        publishes=publishes,
    )
    db.session.add(period)
    db.session.flush()
    announce(RecordOpened(call, by, now))
    return period


def close_to_corrections(call: Call, *, by: Member, now: datetime) -> None:
    """It is a draft again. Doing it twice changes nothing."""
    hold(call, now=now)
    _end_period(standing_of(number_of(call)), by, now)


def publish(call: Call, *, seen: int, by: Member, now: datetime) -> bool:
    """Publish the record, or publish it again: what was noted since is part of it then. `seen` is
    the number of the publication that stood, 0 for none; gives whether it was still that one.

    Raises `NotItsTime`.
    """
    standing = _begin(call, now)
    if (standing.publication.id if standing.publication else 0) != seen:
        return False
    if standing.publication is not None:
        _withdraw(standing.publication, by, now)
    _end_absence(standing, by, now)
    _end_period(standing, by, now)
    _stand(call, by, now)
    return True


def publish_when_due(call: Call, *, now: datetime) -> bool:
    """Publish by itself what was open for long enough, unless somebody waits for an answer; gives
    whether it was done.
    """
    if call.is_removed:
        return False
    hold(call, now=now)
    standing = standing_of(number_of(call))
    period = standing.period
    if period is None or not period.publishes or period.is_open(now) or standing.is_published:
        return False
    if standing.absence is not None or number_waiting(number_of(call)):
        return False
    _end_period(standing, None, now)
    _stand(call, None, now)
    return True


def take_back(call: Call, *, by: Member, now: datetime) -> None:
    """The record is a draft again. Doing it twice changes nothing."""
    hold(call, now=now)
    standing = standing_of(number_of(call))
    if standing.publication is not None:
        _withdraw(standing.publication, by, now)
        mark_call(call, now)
        announce(RecordTakenBack(call, now))


def say_there_is_none(call: Call, *, why: str, by: Member, now: datetime) -> None:
    """Say that there is no record, and why. Doing it twice changes nothing.

    Raises `NotItsTime` and `IsPublished`.
    """
    standing = _begin(call, now)
    if standing.publication is not None:
        raise IsPublished("This record is published. Take that back first.")
    if standing.absence is not None:
        return
    _end_period(standing, by, now)
    db.session.add(Absence(call_id=number_of(call), by_id=by.id, at=now, why=why))
    db.session.flush()


def write_one_after_all(call: Call, *, by: Member, now: datetime) -> None:
    """There is a record after all. Doing it twice changes nothing."""
    hold(call, now=now)
    _end_absence(standing_of(number_of(call)), by, now)


def _begin(call: Call, now: datetime) -> Standing:
    held = hold(call, now=now).call
    if not has_ended(held, sittings_of(held), now):
        raise NotItsTime("This is decided when the call is over.")
    return standing_of(held.id)


def _stand(call: Call, by: Member | None, now: datetime) -> None:
    db.session.add(Publication(call_id=number_of(call), by_id=by.id if by else None, at=now))
    _keep_facilitators(call)
    db.session.flush()
    mark_call(call, now)
    announce(RecordPublished(call, by, now))


def _keep_facilitators(call: Call) -> None:
    """Who facilitated it stays so, whoever does later, and however often it is published again."""
    number = number_of(call)
    if facilitators_kept([number]):
        return
    numbers = dict.fromkeys(one.id for one in facilitators_while_on(call))
    db.session.add_all(
        RecordFacilitator(call_id=number, member_id=one, place=place)
        for place, one in enumerate(numbers)
    )


def _withdraw(publication: Publication, by: Member, now: datetime) -> None:
    publication.withdrawn_at, publication.withdrawn_by_id = now, by.id
    db.session.flush()


def _end_period(standing: Standing, by: Member | None, now: datetime) -> None:
    if standing.period is not None:
        standing.period.ended_at = now
        standing.period.ended_by_id = by.id if by else None
        db.session.flush()


def _end_absence(standing: Standing, by: Member, now: datetime) -> None:
    if standing.absence is not None:
        standing.absence.withdrawn_at, standing.absence.withdrawn_by_id = now, by.id
        db.session.flush()
