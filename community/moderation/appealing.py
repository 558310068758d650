"""Appeals: once for each ruling, within 30 days, heard by people who did not decide: as many as
the ruling asked for, each with a word of their own.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from community.accounts.models import Member
from community.db import db, locked
from community.errors import Refusal
from community.events import announce
from community.text import render_markdown

from .appeal_models import Appeal, AppealHearer, AppealOutcome, AppealWord, Outcome
from .case_models import Case, State
from .closing_queries import stands_after
from .ending import end_with_what_followed
from .events import PersonTold, SomethingWaits
from .handling import move_to
from .opening import tell_contacts
from .quorum_queries import able_to_hear, can_be_appealed, how_many_hear, who_may_not_hear
from .reasons import STANDS, TO_REPORTER
from .ruling_models import Ruling
from .sight_queries import who_can
from .talking import say_to_person, tell_reporters
from .weighing import outcome_by


class NoAppeal(Refusal):
    """There is nothing to appeal against, or no more."""


class TheyDecided(Refusal):
    """Who decided or wrote it does not hear the appeal."""


class NotHeard(Refusal):
    """Only those who hear an appeal say what becomes of it."""


@dataclass(frozen=True, slots=True)
class Word:
    """What one of those who hear an appeal says: to whoever appealed, and to whoever reported."""

    outcome: Outcome
    words: str = ""
    for_reporter: str = ""


def appeal(ruling: Ruling, words: str, *, now: datetime) -> Appeal:
    """Ask for a second look, as the person it concerns. Raises `NoAppeal`, and
    `community.text.TextTooLong`.
    """
    locked(Case, ruling.case_id)
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
    able = able_to_hear(ruling, now)
    if len(able) < how_many_hear(ruling, len(able)):
        tell_contacts(ruling.case, now=now)
    others = [one for one in who_can(ruling.case, now, but_away=True) if one.id in able]
    announce(SomethingWaits(ruling.case, others, f"appeal {row.id}", now))
    return row


def hear(row: Appeal, *, by: Member, now: datetime) -> None:
    """Join those who hear an appeal. Joining twice changes nothing. Raises `TheyDecided`."""
    locked(Case, row.ruling.case_id)
    if by.id in who_may_not_hear(row.ruling):
        raise TheyDecided("You decided or wrote this. Others hear the appeal.")
    if db.session.get(AppealHearer, (row.id, by.id)) is None:
        db.session.add(AppealHearer(appeal_id=row.id, member_id=by.id, at=now))
        db.session.flush()


def say(row: Appeal, given: Word, *, by: Member, now: datetime) -> None:
    """Say whether a ruling is upheld, withdrawn or sent back; another word takes the place of one's
    last. Once enough say the same it is so. Another rung is another ruling: see `conclude_by`.

    Raises `NoAppeal`, and `NotHeard` for who does not hear it.
    """
    locked(Case, row.ruling.case_id)
    locked(Ruling, row.ruling_id)
    row = locked(Appeal, row.id)  # another may have said the last word meanwhile
    if given.outcome in {Outcome.REDUCED, Outcome.INCREASED}:
        raise NoAppeal("Draft the ruling that takes its place.")
    _refuse_where_decided(row)
    if db.session.get(AppealHearer, (row.id, by.id)) is None:
        raise NotHeard("Say first that you hear this appeal.")
    said = db.session.get(AppealWord, (row.id, by.id))
    if said is None:
        said = AppealWord(appeal_id=row.id, member_id=by.id)
        db.session.add(said)
    said.outcome, said.words, said.for_reporter = given.outcome, given.words, given.for_reporter
    said.at = now
    db.session.flush()
    _conclude(row, given.outcome, by=by, now=now)


def count_words_again(case: Case, *, now: datetime) -> None:
    """Let appeals in a case be decided where those who say the same are enough by now."""
    query = select(Appeal).join(Ruling, Ruling.id == Appeal.ruling_id)
    query = query.where(Ruling.case_id == case.id).order_by(Appeal.id)
    for row in db.session.scalars(query).unique().all():
        locked(Ruling, row.ruling_id)
        if locked(Appeal, row.id).outcome is None:
            _let_be_so(row, now)


def _let_be_so(row: Appeal, now: datetime) -> None:
    """What enough say who can hear it; whoever said it first has a responder for it."""
    able = able_to_hear(row.ruling, now)
    for outcome in Outcome:
        same = _who_say(row, outcome, able)
        if same and len(same) >= how_many_hear(row.ruling, len(able)):
            by = db.session.get_one(Member, same[-1].member_id)
            _conclude(row, outcome, by=by, now=now)
            return


def _who_say(row: Appeal, outcome: Outcome, able: set[int]) -> list[AppealWord]:
    query = select(AppealWord).where(AppealWord.appeal_id == row.id, AppealWord.outcome == outcome)
    rows = db.session.scalars(query.order_by(AppealWord.at, AppealWord.member_id))
    return [one for one in rows if one.member_id in able]


def _conclude(row: Appeal, outcome: Outcome, *, by: Member, now: datetime) -> None:
    """Let it be so where enough say it; else tell the others who hear it that one more has."""
    able = able_to_hear(row.ruling, now)
    same = _who_say(row, outcome, able)
    if len(same) < how_many_hear(row.ruling, len(able)):
        hear_it = select(AppealHearer.member_id).where(AppealHearer.appeal_id == row.id)
        others = able.intersection(db.session.scalars(hear_it)) - {by.id}
        told = [one for one in who_can(row.ruling.case, now) if one.id in others]
        announce(SomethingWaits(row.ruling.case, told, f"appeal {row.id}", now))
        return
    first, is_read = same[0], len(same) > 1
    _record(row, outcome, first.words if is_read else "", None, now=now)
    author = db.session.get_one(Member, first.member_id)
    if first.words and not is_read:  # nobody has read them yet for what tells who reported
        say_to_person(row.ruling.case, row.person_id, first.words, by=author, now=now)
    _carry_out(row.ruling, outcome, by=by, now=now)
    for_reporter = first.for_reporter or (STANDS if outcome is Outcome.UPHELD else TO_REPORTER)
    tell_reporters(row.ruling.case, for_reporter, about=row.person_id, by=author, now=now)
    announce(PersonTold(row.person_id, f"appeal {row.id}", now))


def _carry_out(ruling: Ruling, outcome: Outcome, *, by: Member, now: datetime) -> None:
    if outcome is not Outcome.UPHELD:
        end_with_what_followed(ruling, f"On appeal: {outcome.value}.", now=now)
    done = State.IN_FORCE if outcome is Outcome.UPHELD else State.NOTIFIED
    is_anew = outcome is Outcome.SENT_BACK
    after = State.REOPENED if is_anew else stands_after(ruling.case, done)
    move_to(ruling.case, after, by=by, now=now)


def conclude_by(ruling: Ruling, *, now: datetime) -> None:
    """Let a ruling that was made on an appeal be its outcome, as it weighs against the one before.
    What the person reads of it is the letter of the ruling, once somebody has read it before.
    """
    if not ruling.is_on_appeal or ruling.made is None:
        return
    row = db.session.scalars(select(Appeal).where(Appeal.ruling_id == ruling.replaces_id)).one()
    row = locked(Appeal, row.id)
    _refuse_where_decided(row)
    _record(row, outcome_by(ruling, row.ruling), "", ruling.id, now=now)


def _refuse_where_decided(row: Appeal) -> None:
    if row.outcome is not None:
        raise NoAppeal("This appeal is decided.")


def _record(
    row: Appeal, outcome: Outcome, words: str, ruling_id: int | None, *, now: datetime
) -> None:
    given = {"outcome": outcome, "words": words, "ruling_id": ruling_id, "at": now}
    db.session.add(AppealOutcome(appeal_id=row.id, **given))
    db.session.flush()
    db.session.refresh(row, ["outcome"])
