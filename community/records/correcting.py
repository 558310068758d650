"""Corrections: whoever took part asks for one while the record is open; facilitators answer."""

from datetime import datetime

from sqlalchemy import func, select

from community.accounts.models import Member
from community.calls.apart import refuse_apart
from community.calls.models import Call
from community.db import db, locked, number_of
from community.errors import Refusal, TooMany
from community.events import announce

from .corrections import Correction, CorrectionReply, Outcome
from .drafting import hold
from .events import CorrectionAsked
from .queries import standing_of

MOST_WAITING = 20  # of one member for one record


class NotOpen(Refusal):
    """The record takes no corrections now."""


def ask(
    call: Call,
    words: str,
    *,
    note_id: int | None = None,
    item_id: int | None = None,
    by: Member,
    now: datetime,
) -> Correction:
    """Ask the facilitators to correct a note, an item or (without either) the whole.

    Raises `NotOpen`, `community.errors.TooMany` and
    `community.distance.forbidding.ContactForbidden`.
    """
    refuse_apart(call, by.person, now)
    hold(call, now=now)
    call_id = number_of(call)
    if not standing_of(call_id).is_open(now):
        raise NotOpen("This record takes no corrections now.")
    mine = select(func.count(Correction.id)).where(
        Correction.call_id == call_id, Correction.by_id == by.id
    )
    if (db.session.scalar(mine) or 0) >= MOST_WAITING:
        raise TooMany("That is a lot of corrections. Write to a facilitator for the rest.")
    correction = Correction(
        call_id=call_id, by_id=by.id, note_id=note_id, item_id=item_id, words=words, at=now
    )
    db.session.add(correction)
    db.session.flush()
    announce(CorrectionAsked(correction, now))
    return correction


def take_back(correction: Correction, *, now: datetime) -> None:
    """Ask for it no longer. Doing it twice changes nothing."""
    correction = locked(Correction, number_of(correction))
    if correction.withdrawn_at is None:
        correction.withdrawn_at = now
        db.session.flush()


def answer(
    correction: Correction, outcome: Outcome, *, word: str = "", by: Member, now: datetime
) -> None:
    """Say that it was corrected, or left as it is. An answer stands until it is taken back."""
    correction = locked(Correction, number_of(correction))
    if correction.withdrawn_at is not None or _standing(correction) is not None:
        return
    row = CorrectionReply(
        correction_id=correction.id, outcome=outcome, word=word, by_id=by.id, at=now
    )
    db.session.add(row)
    db.session.flush()
    db.session.expire(correction, ["reply"])


def take_answer_back(correction: Correction, *, by: Member, now: datetime) -> None:
    """It waits for an answer again. Doing it twice changes nothing."""
    correction = locked(Correction, number_of(correction))
    row = _standing(correction)
    if row is not None:
        row.withdrawn_at, row.withdrawn_by_id = now, by.id
        db.session.flush()
        db.session.expire(correction, ["reply"])


def _standing(correction: Correction) -> CorrectionReply | None:
    query = select(CorrectionReply).where(
        CorrectionReply.correction_id == correction.id, CorrectionReply.withdrawn_at.is_(None)
    )
    return db.session.scalar(query)
