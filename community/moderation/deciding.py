"""Deciding: a ruling is drafted, agreed to by as many as its rung asks for, read by somebody else,
and told to the person concerned before it bites.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from community import audit
from community.accounts.models import Member, Person
from community.calls.models import Series
from community.conduct.content import Effect
from community.conduct.emergency_models import Emergency
from community.conduct.models import CodePublication
from community.db import db, locked
from community.errors import Refusal
from community.events import announce

from .appeal_models import Appeal, AppealHearer
from .case_models import Case, State
from .closing_queries import stands_after
from .ending import lift_what_it_replaces
from .events import PersonTold, SomethingWaits
from .handling import move_to
from .heard_queries import is_heard
from .making import make_where_enough
from .quorum_queries import appeal_waits, who_may_not_decide
from .readmission_models import RulingCondition
from .reasons import (
    NOT_HEARD,
    NobodyHeardThem,
    refuse_incomplete,
    undoes_what_was_told,
    words_to_reporter,
)
from .ruling_models import (
    Dismissal,
    Ruling,
    RulingClause,
    RulingDecider,
    RulingEffect,
    RulingEmergency,
    RulingNotice,
    RulingUnheard,
)
from .sight_queries import who_can
from .taking_effect import impose_what_follows
from .talking import OwnWords, tell_reporters, tell_those_let_alone


class NotAsItWas(Refusal):
    """A ruling that is made stays as it is."""


class NotTheirs(Refusal):
    """Only those who hear an appeal decide on it, and none of those before it undo it."""


@dataclass(frozen=True, slots=True)
class ConditionDraft:
    """Something to be met, in so many days from when the person is told."""

    words: str
    within_days: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RulingDraft:
    """A ruling to be: a dismissal, or a rung of a version with clauses and effects."""

    rationale: str
    person: Person | None = None
    publication: CodePublication | None = None
    level: int | None = None
    clauses: Sequence[str] = ()
    effects: Sequence[Effect] = ()
    dismissal: Dismissal | None = None
    behaviour: str = ""
    impact: str = ""
    expected: str = ""
    consequence: str = ""
    scope: str = ""
    how_found: str = ""
    for_reporter: str = ""
    unheard: str = ""
    lasts_days: int | None = None
    series: Series | None = None
    other_person: Person | None = None
    replaces: Ruling | None = None
    is_on_appeal: bool = False
    conditions: Sequence[ConditionDraft] = ()
    lets_stand: Sequence[Emergency] = ()


def draft(case: Case, given: RulingDraft, *, by: Member, now: datetime) -> Ruling:
    """Propose a ruling; whoever writes it agrees to it. Those who can take the case hear of it.

    Raises `community.moderation.reasons.SaysTooLittle` and `NobodyHeardThem`.
    """
    version_id = given.publication.version_id if given.publication else None
    ruling = Ruling(
        case_id=case.id,
        person_id=given.person.id if given.person else None,
        version_id=version_id,
        series_id=given.series.id if given.series else None,
        other_person_id=given.other_person.id if given.other_person else None,
        replaces_id=given.replaces.id if given.replaces else None,
        by_id=by.id,
        at=now,
        **{name: getattr(given, name) for name in _AS_GIVEN},
    )
    refuse_incomplete(ruling)
    db.session.add(ruling)
    db.session.flush()
    for key in dict.fromkeys(given.clauses):
        db.session.add(RulingClause(ruling_id=ruling.id, clause_key=key, version_id=version_id))
    for effect in dict.fromkeys(given.effects):
        db.session.add(RulingEffect(ruling_id=ruling.id, effect=effect))
    for at, one in enumerate(given.conditions, 1):
        what = {"words": one.words, "within_days": one.within_days}
        db.session.add(RulingCondition(ruling_id=ruling.id, position=at, **what))
    for row in given.lets_stand:
        db.session.add(RulingEmergency(ruling_id=ruling.id, emergency_id=row.id))
    _say_why_unheard(ruling, given.unheard, now)
    move_to(case, State.PROPOSED, by=by, now=now)
    agree(ruling, by=by, now=now)
    others = [one for one in who_can(case, now, but_away=True) if one.id != by.id]
    announce(SomethingWaits(case, others, f"ruling {ruling.id}", now))
    return ruling


def _say_why_unheard(ruling: Ruling, words: str, now: datetime) -> None:
    if words and not is_heard(ruling, now):
        db.session.add(RulingUnheard(ruling_id=ruling.id, words=words))
    db.session.flush()


_AS_GIVEN = (
    *("level", "dismissal", "behaviour", "impact", "expected", "consequence", "scope"),
    *("how_found", "rationale", "for_reporter", "lasts_days", "is_on_appeal"),
)


_PARTS = RulingDecider, RulingEffect, RulingClause, RulingCondition, RulingEmergency, RulingUnheard


def discard(ruling: Ruling, *, by: Member) -> None:
    """Throw a draft away; one on appeal is thrown away by those who hear it.

    Raises `NotAsItWas` and `NotTheirs`.
    """
    ruling = locked(Ruling, ruling.id)
    if ruling.made is not None:
        raise NotAsItWas("This is decided. Another ruling can take its place.")
    _refuse_who_does_not_hear(ruling, by)
    for part in _PARTS:
        audit.take_out(part.__table__, part.ruling_id == ruling.id)  # type: ignore[arg-type]
    db.session.delete(ruling)
    db.session.flush()


def agree(ruling: Ruling, *, by: Member, now: datetime) -> None:
    """Agree to a draft; with enough of them it is made. Agreeing twice changes nothing.

    Raises `NotTheirs` where they do not hear the appeal it is on or decided what an appeal changed,
    `NotAsItWas` where it cannot take the place of what it replaces, and
    `community.moderation.reasons.NobodyHeardThem`.
    """
    locked(Case, ruling.case_id)
    ruling = locked(Ruling, ruling.id)
    if ruling.made is not None:
        return
    refuse_what_it_cannot_replace(ruling)
    _refuse_who_does_not_hear(ruling, by)
    if not is_heard(ruling, now):
        raise NobodyHeardThem(NOT_HEARD)
    but = who_may_not_decide(ruling)
    if by.id in but:
        raise NotTheirs("You decided what was changed on appeal. Others decide from now on.")
    if db.session.get(RulingDecider, (ruling.id, by.id)) is None:
        db.session.add(RulingDecider(ruling_id=ruling.id, member_id=by.id, at=now))
        db.session.flush()
    make_where_enough(ruling, but=but, by=by, now=now)


def refuse_what_it_cannot_replace(ruling: Ruling) -> None:
    """One ruling takes the place of another that stands; while an appeal waits, only those who hear
    it put another in its place. Raises `NotAsItWas`.
    """
    if ruling.replaces_id is None:
        return
    replaced = locked(Ruling, ruling.replaces_id)
    if replaced.person_id != ruling.person_id:
        raise NotAsItWas("The ruling it replaces is about somebody else.")
    if replaced.end is not None:
        raise NotAsItWas("The ruling it replaces stands no more.")
    if not ruling.is_on_appeal and appeal_waits(replaced):
        raise NotAsItWas("An appeal against the ruling it replaces has to be answered first.")


def _refuse_who_does_not_hear(ruling: Ruling, by: Member) -> None:
    if ruling.is_on_appeal and not _hears(ruling, by):
        raise NotTheirs("Those who hear the appeal decide on it.")


def _hears(ruling: Ruling, member: Member) -> bool:
    query = select(AppealHearer).join(Appeal, Appeal.id == AppealHearer.appeal_id)
    mine = query.where(Appeal.ruling_id == ruling.replaces_id, AppealHearer.member_id == member.id)
    return db.session.scalars(mine).first() is not None


def notify(ruling: Ruling, *, by: Member, now: datetime) -> None:
    """Tell the person concerned and whoever reported; what it imposes begins. Once.

    Raises `NotAsItWas` where it is not made, `OwnWords` for whoever wrote it, and
    `community.moderation.reasons.SaysTooLittle`.
    """
    locked(Case, ruling.case_id)
    ruling = locked(Ruling, ruling.id)
    if ruling.notice is not None:
        return
    if ruling.made is None:
        raise NotAsItWas("It is not decided yet.")
    if ruling.end is not None:
        raise NotAsItWas("Another ruling has taken its place, or it was withdrawn.")
    if ruling.by_id == by.id:
        raise OwnWords("You wrote this. Somebody else reads it before it goes.")
    refuse_incomplete(ruling)
    db.session.add(RulingNotice(ruling_id=ruling.id, read_by_id=by.id, at=now))
    db.session.flush()
    lift_what_it_replaces(ruling, now=now)
    if ruling.level is not None and ruling.person_id is not None:
        impose_what_follows(ruling, by=by, now=now)
    if ruling.person_id is not None and (ruling.level is not None or undoes_what_was_told(ruling)):
        announce(PersonTold(ruling.person_id, f"ruling {ruling.id}", now))
    author = db.session.get_one(Member, ruling.by_id)
    told = words_to_reporter(ruling)
    tell_reporters(ruling.case, told, about=ruling.person_id, by=author, now=now)
    db.session.refresh(ruling)
    is_passed_on = ruling.dismissal is Dismissal.ELSEWHERE
    after = stands_after(ruling.case, State.REDIRECTED if is_passed_on else State.NOTIFIED)
    move_to(ruling.case, after, by=by, now=now)
    if after is State.REDIRECTED:
        tell_those_let_alone(ruling.case, now=now)
