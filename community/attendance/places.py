"""Places at a sitting: who has one, who is kept one, and who is next. One writer at a time."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import joinedload

from community.accounts.models import Person
from community.calls.times import Sitting
from community.conduct.coming import may_not_come
from community.conduct.emergency_queries import stopping_answers
from community.db import db, number_of, plainly
from community.events import announce

from .events import OfferExpired, PlaceOffered, PlacesGiven, RsvpChanged
from .models import Answer, Offer, Outcome, Rsvp
from .queries import taken, to_be_asked
from .waiting import time_to_accept

_FRESH = {"populate_existing": True}
# Written once: to put a statement together costs more than to send it.
_ONE = Sitting.id == bindparam("sitting_id")
_HOLD = select(Sitting.__table__.c.id).where(_ONE).with_for_update()
_AGAIN = select(Sitting).where(_ONE).execution_options(**_FRESH)
_OWN = (
    select(Rsvp)
    .where(Rsvp.sitting_id == bindparam("sitting_id"), Rsvp.person_id == bindparam("person_id"))
    .execution_options(**_FRESH)
)
_WAITS = (
    select(Rsvp.__table__.c.id)
    .where(Rsvp.sitting_id == bindparam("sitting_id"), Rsvp.answer == Answer.WAITING)
    .limit(1)
)


def lock(sitting: Sitting) -> Sitting:
    """Let nobody else write on `sitting` until the transaction ends, and read it again.

    Two statements: what is joined to a row that was waited for would be read as it was before.
    """
    hold(number_of(sitting))
    return read_again(number_of(sitting))


def hold(sitting_id: int) -> None:
    """Let nobody else write on a sitting until the transaction ends. On SQLite a transaction that
    writes is alone anyway.
    """
    if db.engine.dialect.name != "sqlite":
        plainly(_HOLD, {"sitting_id": sitting_id})


def read_again(sitting_id: int) -> Sitting:
    """A sitting as it is by now; once it is held it stays so."""
    return db.session.scalars(_AGAIN, {"sitting_id": sitting_id}).one()


def rsvp_of(sitting: Sitting, person: Person) -> Rsvp | None:
    """The present answer of `person`, read again."""
    return db.session.scalar(_OWN, _numbers(sitting, person))


def present_rsvp(sitting: Sitting, person: Person) -> Rsvp:
    """The same where there is one."""
    return db.session.scalars(_OWN, _numbers(sitting, person)).one()


def _numbers(sitting: Sitting, person: Person) -> dict[str, int]:
    return {"sitting_id": number_of(sitting), "person_id": number_of(person)}


def open_offer_of(rsvp: Rsvp) -> Offer | None:
    """The place kept for `rsvp`, once `settle` has closed what ran out."""
    return db.session.scalar(
        select(Offer).where(Offer.rsvp_id == rsvp.id, Offer.closed_at.is_(None))
    )


def has_room(sitting: Sitting) -> bool:
    """Whether a place is free and kept for nobody, once `settle` has passed on what is free."""
    return sitting.capacity is None or taken([sitting.id]).get(sitting.id, 0) < sitting.capacity


def put(rsvp: Rsvp, wish: Answer, *, now: datetime) -> None:
    """Give `rsvp` the answer wished for, or a place in line where no place is free.

    Its sitting is locked and settled. Going again keeps the place, waiting again the place in
    line; a place given back is passed on.
    """
    before = rsvp.answer
    offer = open_offer_of(rsvp) if before is Answer.WAITING else None
    if wish is not Answer.GOING:
        rsvp.answer, rsvp.waiting_since = wish, None
    elif before is not Answer.GOING and (offer or has_room(rsvp.sitting)):
        rsvp.answer, rsvp.waiting_since = Answer.GOING, None
    elif before is not Answer.GOING and (before is not Answer.WAITING or _let_one_pass(rsvp)):
        rsvp.answer, rsvp.waiting_since = Answer.WAITING, end_of_line(rsvp.sitting, now)
    if offer:
        _close(offer, Outcome.ACCEPTED if wish is Answer.GOING else Outcome.DECLINED, now)
    db.session.add(rsvp)
    db.session.flush()
    if offer or (before is Answer.GOING and wish is not Answer.GOING):
        settle(rsvp.sitting, now=now)


def drop(rsvp: Rsvp, *, now: datetime) -> None:
    """Forget `rsvp` and what was offered to it, and pass its place on. Its sitting is locked."""
    sitting = rsvp.sitting
    for offer in db.session.scalars(select(Offer).where(Offer.rsvp_id == rsvp.id)):
        db.session.delete(offer)
    db.session.flush()
    db.session.delete(rsvp)
    db.session.flush()
    settle(sitting, now=now)


def settle(sitting: Sitting, *, now: datetime) -> None:
    """Make the places of a locked `sitting` right at `now`.

    Offers whose time is up end: the person stays in line, behind those who wait by then, and is
    asked no second time unless they ask again. Offers that no longer fit are taken back, all of
    them when it is called off or deleted, and while answers are paused, when no others are made
    and nobody is let in; the person keeps their place in line. Each free place
    goes to the next in line, except in the last two hours. Without a limit everybody who waits is
    going. Whom a measure keeps from coming is passed over, and keeps their place in line. Where
    nobody waits, nothing is kept either, and there is nothing to do.
    """
    if not _somebody_waits(sitting):
        return
    offers, called_off = _open_offers(sitting), _called_off_at(sitting)
    for offer in offers:
        if not offer.is_open(min([now, *called_off])):
            _lapse(offer, now)
    kept = [offer for offer in offers if offer.closed_at is None]
    if called_off or sitting.has_begun(now) or stopping_answers([sitting.call_id], [], now)[0]:
        for offer in kept:
            _close(offer, Outcome.WITHDRAWN, now)
        db.session.flush()
    elif sitting.capacity is None:
        _let_everyone_in(sitting, now)
    else:
        _fit(sitting, kept, sitting.capacity - _going(sitting), now)


def _fit(sitting: Sitting, kept: Sequence[Offer], room: int, now: datetime) -> None:
    """Keep the first `room` offers, none beyond the start; offer what room is left."""
    for offer in kept[: max(room, 0)]:
        offer.expires_at = min(offer.expires_at, sitting.starts_at)
    for offer in kept[max(room, 0) :]:
        _close(offer, Outcome.WITHDRAWN, now)
    db.session.flush()
    time = time_to_accept(sitting.starts_at - now, sitting.hours_to_accept)
    if room <= len(kept) or time is None:
        return
    offers = [
        Offer(rsvp=rsvp, offered_at=now, expires_at=now + time)
        for rsvp in _next_in_line(sitting, room - len(kept), now)
    ]
    db.session.add_all(offers)
    db.session.flush()
    for offer in offers:
        announce(PlaceOffered(offer))


def _let_everyone_in(sitting: Sitting, now: datetime) -> None:
    for offer in _open_offers(sitting):
        _close(offer, Outcome.ACCEPTED, now)
    let_in = db.session.scalars(_line(sitting, now)).all()
    for rsvp in let_in:
        rsvp.answer, rsvp.waiting_since, rsvp.updated_at = Answer.GOING, None, now
    db.session.flush()
    for rsvp in let_in:
        announce(RsvpChanged(rsvp.person_id))
    announce(PlacesGiven(sitting, tuple(rsvp.person_id for rsvp in let_in), now))


def _somebody_waits(sitting: Sitting) -> bool:
    db.session.flush()
    return plainly(_WAITS, {"sitting_id": number_of(sitting)}).first() is not None


def _called_off_at(sitting: Sitting) -> list[datetime]:
    """When it was cancelled, and when its call or series was deleted: nobody could accept since."""
    call, series = sitting.call, sitting.call.series
    why = (sitting.cancellation, call.removal, series.removal if series is not None else None)
    return [each.at for each in why if each is not None]


def _lapse(offer: Offer, now: datetime) -> None:
    _close(offer, Outcome.EXPIRED, offer.expires_at)
    offer.rsvp.waiting_since = offer.expires_at
    announce(OfferExpired(offer, now))


def _close(offer: Offer, outcome: Outcome, at: datetime) -> None:
    offer.outcome, offer.closed_at = outcome, at


def _going(sitting: Sitting) -> int:
    query = select(func.count()).select_from(Rsvp)
    return (
        db.session.scalar(query.where(Rsvp.sitting_id == sitting.id, Rsvp.answer == Answer.GOING))
        or 0
    )


def _open_offers(sitting: Sitting) -> Sequence[Offer]:
    """In the order of the line."""
    query = (
        select(Offer)
        .join(Offer.rsvp)
        .options(joinedload(Offer.rsvp))
        .where(Rsvp.sitting_id == sitting.id, Offer.closed_at.is_(None))
        .order_by(Rsvp.waiting_since, Rsvp.id)
        .execution_options(**_FRESH)
    )
    return db.session.scalars(query).all()


def _line(sitting: Sitting, now: datetime) -> Select[Any]:
    """Those who wait and may come, in their order."""
    kept = may_not_come(Rsvp.person_id, sitting.call.series_id, sitting.call_id, now)
    return (
        select(Rsvp)
        .where(Rsvp.sitting_id == sitting.id, Rsvp.answer == Answer.WAITING, ~kept)
        .order_by(Rsvp.waiting_since, Rsvp.id)
        .execution_options(**_FRESH)
    )


def _next_in_line(sitting: Sitting, most: int, now: datetime) -> Sequence[Rsvp]:
    return db.session.scalars(_line(sitting, now).where(to_be_asked()).limit(most)).all()


def _let_one_pass(rsvp: Rsvp) -> bool:
    return db.session.scalar(select(Rsvp.id).where(Rsvp.id == rsvp.id, to_be_asked())) is None


def end_of_line(sitting: Sitting, now: datetime) -> datetime:
    """Behind everybody, also those who asked later and were written first."""
    query = select(func.max(Rsvp.waiting_since)).where(
        Rsvp.sitting_id == sitting.id, Rsvp.answer == Answer.WAITING
    )
    last: datetime | None = db.session.scalar(query)
    return max(now, last) if last else now
