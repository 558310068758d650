"""Appeals: once for each ruling, within 30 days, heard by people who did not decide."""

from datetime import datetime

from sqlalchemy import select

from community.accounts.models import Member
from community.db import db, locked
from community.errors import Refusal
from community.events import announce
from community.text import render_markdown

from .appeal_models import Appeal, AppealHearer, AppealOutcome, Outcome
from .case_models import State
from .ending import end_ruling
from .events import PersonTold, SomethingWaits
from .handling import move_to
from .quorum_queries import can_be_appealed, how_many_hear
from .ruling_models import Ruling, RulingDecider
from .sight_queries import who_can


class NoAppeal(Refusal):
    """There is nothing to appeal against, or no more."""


class TheyDecided(Refusal):
    """Who decided does not hear the appeal."""


class TooFewHear(Refusal):
    """An appeal is heard by as many as the ruling asks for."""


def appeal(ruling: Ruling, words: str, *, now: datetime) -> Appeal:
    """Ask for a second look, as the person it concerns. Raises `NoAppeal`, and
    `community.text.TextTooLong`.
    """
    ruling = locked(Ruling, ruling.id)
    if db.session.scalar(select(Appeal.id).where(Appeal.ruling_id == ruling.id)) is not None:
        raise NoAppeal("You have asked for a second look at this already.")
    if not can_be_appealed(ruling, now):
        raise NoAppeal("The 30 days in which a second look can be asked for are over.")
    row = Appeal(
        ruling_id=ruling.id,
        person_id=ruling.person_id,
        words_source=words,
        words_html=render_markdown(words),
        at=now,
    )
    db.session.add(row)
    db.session.flush()
    move_to(ruling.case, State.APPEALED, by=None, now=now)
    able = who_can(ruling.case, now, but_away=True)
    decided = _deciders(ruling)
    others = [one for one in able if one.id not in decided]
    announce(SomethingWaits(ruling.case, others, f"appeal {row.id}", now))
    return row


def hear(row: Appeal, *, by: Member, now: datetime) -> None:
    """Join those who hear an appeal. Joining twice changes nothing. Raises `TheyDecided`."""
    if by.id in _deciders(row.ruling):
        raise TheyDecided("You decided this. Somebody else hears the appeal.")
    if db.session.get(AppealHearer, (row.id, by.id)) is None:
        db.session.add(AppealHearer(appeal_id=row.id, member_id=by.id, at=now))
        db.session.flush()


def conclude(row: Appeal, outcome: Outcome, words: str, *, by: Member, now: datetime) -> None:
    """Uphold a ruling, withdraw it, or send it back. Another rung is another ruling: see
    `conclude_by`. Raises `TooFewHear` and `NoAppeal`.
    """
    if outcome in {Outcome.REDUCED, Outcome.INCREASED}:
        raise NoAppeal("Draft the ruling that takes its place.")
    _record(row, outcome, words, None, by=by, now=now)
    if outcome is not Outcome.UPHELD:
        end_ruling(row.ruling, f"On appeal: {outcome.value}.", now=now)
    is_back = outcome is Outcome.SENT_BACK
    move_to(row.ruling.case, State.REOPENED if is_back else State.IN_FORCE, by=by, now=now)
    announce(PersonTold(row.person_id, f"appeal {row.id}", now))


def conclude_by(ruling: Ruling, *, by: Member, now: datetime) -> None:
    """Let a ruling that was made on an appeal be its outcome: reduced, or increased. What the
    person reads of it is the letter of the ruling, once somebody has read it before.
    """
    if not ruling.is_on_appeal or ruling.made is None:
        return
    row = db.session.scalars(select(Appeal).where(Appeal.ruling_id == ruling.replaces_id)).one()
    if row.outcome is None:
        is_less = _weight(ruling) <= _weight(row.ruling)
        outcome = Outcome.REDUCED if is_less else Outcome.INCREASED
        _record(row, outcome, "", ruling.id, by=by, now=now)


def _record(
    row: Appeal, outcome: Outcome, words: str, ruling_id: int | None, *, by: Member, now: datetime
) -> None:
    if row.outcome is not None:
        raise NoAppeal("This appeal is decided.")
    hearers = select(AppealHearer.member_id).where(AppealHearer.appeal_id == row.id)
    hear_it = db.session.scalars(hearers).all()
    if by.id not in hear_it or len(hear_it) < how_many_hear(row.ruling):
        raise TooFewHear("Too few hear this appeal yet, or you are not one of them.")
    given = {"outcome": outcome, "words": words, "ruling_id": ruling_id, "at": now}
    db.session.add(AppealOutcome(appeal_id=row.id, **given))
    db.session.flush()
    db.session.refresh(row, ["outcome"])


def _deciders(ruling: Ruling) -> set[int]:
    query = select(RulingDecider.member_id).where(RulingDecider.ruling_id == ruling.id)
    return set(db.session.scalars(query))


def _weight(ruling: Ruling) -> tuple[int, float]:
    days = ruling.lasts_days
    return (-1 if ruling.level is None else ruling.level, float("inf") if days is None else days)
