"""Imposing a measure and lifting it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from community.accounts.models import Person
from community.db import db, locked
from community.errors import Refusal
from community.events import announce

from . import left_addresses
from .content import Effect
from .events import MeasureImposed
from .measure_models import Measure, MeasureEffect, MeasureLifting
from .models import CodeRung


class CannotBeImposed(Refusal):
    """The rung does not allow it so; the text says why."""


@dataclass(frozen=True, slots=True)
class MeasureDraft:
    """A measure to impose: a clause and a rung of one version of the code, from when until when,
    and where alone. `facts`, `scope` and `how_found` are what the person is told.
    """

    version_id: int
    clause_key: str
    level: int
    effects: tuple[Effect, ...]
    starts_at: datetime
    ends_at: datetime | None
    facts: str
    scope: str = ""
    how_found: str = ""
    series_id: int | None = None
    other_person_id: int | None = None


def impose(draft: MeasureDraft, *, on: Person, now: datetime) -> Measure:
    """Let a measure stand from its beginning on. Raises `CannotBeImposed`."""
    rung = db.session.get_one(CodeRung, (draft.version_id, draft.level))
    _refuse_what_is_beyond(rung, draft)
    measure = Measure(
        person_id=on.id,
        version_id=draft.version_id,
        clause_key=draft.clause_key,
        level=draft.level,
        series_id=draft.series_id,
        other_person_id=draft.other_person_id,
        starts_at=draft.starts_at,
        ends_at=draft.ends_at,
        facts=draft.facts,
        scope=draft.scope,
        how_found=draft.how_found,
        made_at=now,
    )
    db.session.add(measure)
    db.session.flush()
    db.session.add_all(
        MeasureEffect(measure_id=measure.id, effect=effect) for effect in set(draft.effects)
    )
    db.session.flush()
    announce(MeasureImposed(measure, now))
    return measure


def lift(measure: Measure, *, why: str, now: datetime) -> None:
    """End a measure ahead of its time. Doing it twice changes nothing."""
    measure = locked(Measure, measure.id)
    if measure.lifting is None:
        db.session.add(MeasureLifting(measure=measure, at=now, why=why))
        db.session.flush()
        left_addresses.forget_where_nothing_stands(now, measure.person_id)


def _refuse_what_is_beyond(rung: CodeRung, draft: MeasureDraft) -> None:
    if set(draft.effects) - set(rung.effects):
        raise CannotBeImposed(f"Rung {rung.level}, “{rung.name}”, does not do that.")
    if (Effect.NOT_IN_SERIES in draft.effects) and draft.series_id is None:
        raise CannotBeImposed("Say which series this is about.")
    if (Effect.NO_CONTACT in draft.effects) and draft.other_person_id is None:
        raise CannotBeImposed("Say which person may not be contacted.")
    if rung.longest_days is None or not draft.effects:
        return
    longest = draft.starts_at + timedelta(days=rung.longest_days)
    if draft.ends_at is None or draft.ends_at > longest:
        raise CannotBeImposed(
            f"Rung {rung.level}, “{rung.name}”, lasts {rung.longest_days} days at the most."
        )
