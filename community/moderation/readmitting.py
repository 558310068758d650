"""What follows a ruling while it stands: asking to be let in again, which others than those who
decided answer; saying whether conditions are met; and looking at a ban again.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from community.accounts.models import Member
from community.conduct.imposing import lift
from community.conduct.measure_models import BAN
from community.db import db, locked
from community.errors import Refusal
from community.events import announce
from community.text import render_markdown

from .appealing import TheyDecided
from .case_models import Case
from .events import PersonTold, SomethingWaits
from .opening import tell_contacts
from .quorum_queries import able_to_hear, appeal_waits, how_many_let_in, who_may_not_hear
from .readmission_models import (
    Answered,
    ConditionWord,
    Readmission,
    ReadmissionWord,
    RulingCondition,
    RulingLook,
)
from .readmission_queries import (
    asks_from,
    holds,
    is_look_due,
    looks_of,
    open_request,
)
from .ruling_models import Ruling
from .sight_queries import who_can
from .talking import tell_reporters

_BACK = "Somebody who was suspended is let in again. If anything happens, write to us here."


class CannotAsk(Refusal):
    """There is nothing to be let in from, or it is not the time; the text says why."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What one of those who hear a request says: to whoever asked, and to whoever reported."""

    outcome: Answered
    words: str = ""
    for_reporter: str = ""


def ask(ruling: Ruling, words: str, *, now: datetime) -> Readmission:
    """Ask to be let in again, as the person concerned. Raises `CannotAsk`, and
    `community.text.TextTooLong`.
    """
    locked(Case, ruling.case_id)
    ruling = locked(Ruling, ruling.id)
    _refuse_asking(ruling, now)
    row = Readmission(
        ruling_id=ruling.id,
        person_id=ruling.person_id,
        words_source=words,
        words_html=render_markdown(words),
        at=now,
    )
    db.session.add(row)
    db.session.flush()
    able = able_to_hear(ruling, now)
    if len(able) < how_many_let_in(ruling, len(able)):
        tell_contacts(ruling.case, now=now)
    others = [one for one in who_can(ruling.case, now, but_away=True) if one.id in able]
    announce(SomethingWaits(ruling.case, others, f"request {row.id}", now))
    return row


def _refuse_asking(ruling: Ruling, now: datetime) -> None:
    since = asks_from(ruling)
    if since is None or not holds(ruling, now):
        raise CannotAsk("Nothing keeps you out that you could ask about.")
    if appeal_waits(ruling):
        raise CannotAsk("You have asked for a second look. It is answered first.")
    if open_request(ruling) is not None:
        raise CannotAsk("You have asked already. It is being looked at.")
    if now < since:
        raise CannotAsk(f"You can ask again from {since.date().isoformat()} on.")


def say(row: Readmission, given: Reply, *, by: Member, now: datetime) -> None:
    """Say what becomes of a request; another word takes the place of one's last. Once enough say
    the same it is so. Raises `TheyDecided`, and `CannotAsk` where it is answered or the ruling
    holds no more.
    """
    locked(Case, row.ruling.case_id)
    row = locked(Readmission, row.id)
    if row.outcome is not None:
        raise CannotAsk("This request is answered.")
    if not holds(row.ruling, now):
        raise CannotAsk("What they asked to be let in from holds no more.")
    _refuse_who_decided(row.ruling, by)
    said = db.session.get(ReadmissionWord, (row.id, by.id))
    if said is None:
        said = ReadmissionWord(readmission_id=row.id, member_id=by.id)
        db.session.add(said)
    said.outcome, said.words, said.for_reporter = given.outcome, given.words, given.for_reporter
    said.at = now
    db.session.flush()
    if not _answer_where_enough(row, now=now):
        able = able_to_hear(row.ruling, now) - {by.id}
        others = [one for one in who_can(row.ruling.case, now, but_away=True) if one.id in able]
        announce(SomethingWaits(row.ruling.case, others, f"request {row.id}", now))


def count_again(case: Case, *, now: datetime) -> None:
    """Let requests in a case be answered where those who say the same are enough by now."""
    query = select(Readmission).join(Ruling, Ruling.id == Readmission.ruling_id)
    query = query.where(Ruling.case_id == case.id, Readmission.answered_at.is_(None))
    for row in db.session.scalars(query.order_by(Readmission.id)).unique().all():
        if holds(row.ruling, now):
            _answer_where_enough(row, now=now)


def _answer_where_enough(row: Readmission, *, now: datetime) -> bool:
    """Answer with what enough say who can hear it: the words of whoever said it first, which the
    others have read.
    """
    able = able_to_hear(row.ruling, now)
    query = select(ReadmissionWord).where(ReadmissionWord.readmission_id == row.id)
    words = db.session.scalars(query.order_by(ReadmissionWord.at, ReadmissionWord.member_id)).all()
    for outcome in Answered:
        same = [one for one in words if one.outcome is outcome and one.member_id in able]
        if len(same) >= how_many_let_in(row.ruling, len(able)):
            _answer(row, same[0], now=now)
            return True
    return False


def _answer(row: Readmission, first: ReadmissionWord, *, now: datetime) -> None:
    row.outcome, row.answer, row.answered_at = first.outcome, first.words, now
    db.session.flush()
    measure = row.ruling.measure
    if first.outcome is Answered.LET_IN and measure is not None:
        if measure.measure.stands(now):
            lift(measure.measure, why="Let in again.", now=now)
        told = first.for_reporter or _BACK
        tell_reporters(row.ruling.case, told, about=row.person_id, by=first.member, now=now)
    announce(PersonTold(row.person_id, f"request {row.id}", now))


def conditions_of(ruling: Ruling) -> list[RulingCondition]:
    """What is to be met, in order."""
    query = select(RulingCondition).where(RulingCondition.ruling_id == ruling.id)
    return list(db.session.scalars(query.order_by(RulingCondition.position)))


def say_of_condition(
    condition: RulingCondition, *, is_met: bool, by: Member, now: datetime
) -> None:
    """Say that a condition is met, or is not. Saying it twice changes nothing."""
    query = select(ConditionWord).where(ConditionWord.condition_id == condition.id)
    last = db.session.scalars(query.order_by(ConditionWord.id.desc()).limit(1)).first()
    if last is None or last.is_met is not is_met:
        db.session.add(ConditionWord(condition_id=condition.id, is_met=is_met, by_id=by.id, at=now))
        db.session.flush()


def look_again(ruling: Ruling, why: str, *, by: Member, now: datetime) -> None:
    """Look at a ban again, and let it stand; the person is told that it was. To let it end,
    another ruling takes its place. Where it is not time to look nothing changes, so that a second
    look at once is none. Raises `TheyDecided`, and `CannotAsk` where it holds no more.
    """
    locked(Case, ruling.case_id)
    if not holds(ruling, now) or ruling.level is None or ruling.level < BAN:
        raise CannotAsk("There is no ban to look at.")
    _refuse_who_decided(ruling, by)
    if not is_look_due(ruling, looks_of(ruling), now):
        return
    db.session.add(RulingLook(ruling_id=ruling.id, by_id=by.id, why=why, at=now))
    db.session.flush()
    if ruling.person_id is not None:
        announce(PersonTold(ruling.person_id, f"look at ruling {ruling.id}", now))


def _refuse_who_decided(ruling: Ruling, member: Member) -> None:
    if member.id in who_may_not_hear(ruling):
        raise TheyDecided("You decided or wrote this. Somebody else looks at it.")
