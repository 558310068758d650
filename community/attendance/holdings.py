"""What attendance holds of a person: answers, offered places, answers for series, follows."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import joinedload

from community.accounts.guests import member_of
from community.accounts.unnaming import name_no_more
from community.calls.models import Series
from community.calls.times import Sitting
from community.db import db
from community.events import announce
from community.holdings import Facts, Holding

from . import places
from .events import RsvpChanged
from .leaving import delete_asked
from .models import Follow, GuestAnswer, Offer, Rsvp, SeriesAnswer

_NAMING = {
    Rsvp: ("note", "access_needs"),
    GuestAnswer: ("note", "access_needs"),
    SeriesAnswer: ("access_needs",),
}


def export(person_id: int) -> Facts:
    """Every answer with its call and time."""
    return {
        "answers": [_answer(rsvp) for rsvp in _rsvps(person_id)],
        "places offered": [
            {
                "call": offer.rsvp.sitting.call.title,
                "offered": offer.offered_at,
                "kept until": offer.expires_at,
                "outcome": offer.outcome.value if offer.outcome else "open",
            }
            for offer in _offers(person_id)
        ],
        "answers given by letter": _given_by_letter(person_id),
        "answers for series": [
            {
                "series": given.series.title,
                "time of day": given.position + 1,
                "answer": given.answer.value,
                "access needs": given.access_needs,
                "shows my name": given.shows_name,
                "answered": given.answered_at,
            }
            for given in db.session.scalars(
                select(SeriesAnswer)
                .options(joinedload(SeriesAnswer.series))
                .where(SeriesAnswer.person_id == person_id)
                .order_by(SeriesAnswer.id)
            )
        ],
        "series followed": [
            {"series": follow.series.title, "since": follow.since}
            for follow in db.session.scalars(
                select(Follow)
                .options(joinedload(Follow.series))
                .where(Follow.person_id == person_id)
                .order_by(Follow.id)
            )
        ],
    }


def erase(person_id: int, now: datetime) -> None:
    """Delete every answer; a place that comes free goes to the next in line.

    What has begun is deleted at once; only at dates to come can a place be passed on.
    """
    delete_asked(person_id)
    mine = select(SeriesAnswer.series_id).where(SeriesAnswer.person_id == person_id)
    held = select(Series.id).where(Series.id.in_(mine)).order_by(Series.id)
    db.session.execute(held.with_for_update())  # series ahead of sittings, as everybody does
    for model in (SeriesAnswer, Follow):
        db.session.execute(delete(model).where(model.person_id == person_id))
    _forget_begun(person_id, now)
    answered = select(Rsvp.sitting_id).where(Rsvp.person_id == person_id)
    for sitting_id in sorted(db.session.scalars(answered)):
        sitting = places.lock(db.session.get_one(Sitting, sitting_id))
        rsvp = db.session.scalar(
            select(Rsvp).where(Rsvp.sitting_id == sitting.id, Rsvp.person_id == person_id)
        )
        if rsvp is not None:
            places.drop(rsvp, now=now)
            announce(RsvpChanged(person_id))
    member = member_of(person_id)
    if member is not None:
        name_no_more(member, _NAMING)


def _given_by_letter(person_id: int) -> list[Facts]:
    query = (
        select(GuestAnswer)
        .options(joinedload(GuestAnswer.sitting))
        .where(GuestAnswer.person_id == person_id)
        .order_by(GuestAnswer.id)
    )
    return [
        {
            "call": given.sitting.call.title,
            "name": given.name,
            "e-mail address": given.email,
            "time zone": given.zone,
            "asked": given.made_at,
            "confirmed": given.confirmed_at,
        }
        for given in db.session.scalars(query)
    ]


def _forget_begun(person_id: int, now: datetime) -> None:
    begun = select(Sitting.id).where(Sitting.starts_at <= now)
    mine = select(Rsvp.id).where(Rsvp.person_id == person_id, Rsvp.sitting_id.in_(begun))
    fetch = {"synchronize_session": "fetch"}
    db.session.execute(delete(Offer).where(Offer.rsvp_id.in_(mine)), execution_options=fetch)
    db.session.execute(delete(Rsvp).where(Rsvp.id.in_(mine)), execution_options=fetch)


def _rsvps(person_id: int) -> list[Rsvp]:
    query = (
        select(Rsvp)
        .join(Rsvp.sitting)
        .options(joinedload(Rsvp.sitting))
        .where(Rsvp.person_id == person_id)
        .order_by(Sitting.starts_at, Rsvp.id)
    )
    return list(db.session.scalars(query).unique())


def _offers(person_id: int) -> list[Offer]:
    query = (
        select(Offer)
        .join(Offer.rsvp)
        .options(joinedload(Offer.rsvp).joinedload(Rsvp.sitting))
        .where(Rsvp.person_id == person_id)
        .order_by(Offer.id)
    )
    return list(db.session.scalars(query).unique())


def _answer(rsvp: Rsvp) -> Facts:
    sitting = rsvp.sitting
    return {
        "call": sitting.call.title,
        "starts": sitting.starts_at,
        "zone of the call": sitting.zone,
        "answer": rsvp.answer.value,
        "came with the answer for the series": rsvp.by_series,
        "note to the facilitators": rsvp.note,
        "access needs": rsvp.access_needs,
        "shows my name": rsvp.shows_name,
        "answered": rsvp.answered_at,
    }


HOLDINGS = (
    Holding(
        tables=frozenset({"rsvp", "offer", "series_answer", "follow", "guest_answer"}),
        export=export,
        erase=erase,
    ),
)
