"""Reads about the rule for empty agendas: which series have one, and what it means for a call."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, func, select

from community.calls.models import Call
from community.calls.queries import sittings_of
from community.calls.times import Cancellation, Sitting
from community.db import db

from .empty_rules import ASKED_AHEAD, EmptyRule
from .models import Agenda, Item, ItemState, State


@dataclass(frozen=True, slots=True)
class Ending:
    """That a call is cancelled by itself `at` an instant, `hours` before its `first` sitting."""

    at: datetime
    hours: int
    first: Sitting


def rule_of(series_id: int) -> EmptyRule | None:
    """The rule of a series as it is now; None where it has none."""
    query = select(EmptyRule).where(EmptyRule.series_id == series_id)
    return db.session.scalar(query.execution_options(populate_existing=True))


def ending_of(call: Call, now: datetime) -> Ending | None:
    """What the rule means for a call, as it stands. None where its series has no rule, where
    something is on the agenda, where the call has begun, is off, or was to be held after all, and
    where the hour had passed already when the rule, the time or the agenda last changed.
    """
    rule = rule_of(call.series_id) if call.series_id is not None else None
    if rule is None or call.is_removed or _has_items(call.id):
        return None
    held = [sitting for sitting in sittings_of(call) if not sitting.is_cancelled]
    if not held or any(sitting.has_begun(now) for sitting in held) or _is_wanted(call.id):
        return None
    first = min(held, key=lambda sitting: sitting.starts_at)
    at = first.starts_at - rule.ahead
    changes = [rule.set_at, *(sitting.updated_at for sitting in held), *_draft_changed(call.id)]
    return Ending(at, rule.hours, first) if max(changes) < at else None


def near_calls(now: datetime) -> Sequence[Call]:
    """The calls of series with a rule that begin within the time in which it asks or cancels."""
    query = (
        select(Call)
        .join(EmptyRule, EmptyRule.series_id == Call.series_id)
        .where(
            exists().where(
                Sitting.call_id == Call.id,
                Sitting.starts_at > now,
                Sitting.starts_at <= now + ASKED_AHEAD,
            )
        )
        .order_by(Call.id)
    )
    return db.session.scalars(query).unique().all()


def _has_items(call_id: int) -> bool:
    query = (
        select(func.count())
        .select_from(Item)
        .join(ItemState, (ItemState.item_id == Item.id) & ItemState.ended_at.is_(None))
        .where(Item.call_id == call_id, ItemState.state.in_({State.ACCEPTED, State.DISCUSSED}))
    )
    return bool(db.session.scalar(query))


def _is_wanted(call_id: int) -> bool:
    """Whether it was cancelled once and somebody has said that it is held after all."""
    query = (
        select(Cancellation.id)
        .join(Sitting, Sitting.id == Cancellation.sitting_id)
        .where(
            Sitting.call_id == call_id,
            Cancellation.withdrawn_at.is_not(None),
            Cancellation.by_change.is_(False),
        )
        .limit(1)
    )
    return db.session.scalar(query) is not None


def _draft_changed(call_id: int) -> list[datetime]:
    """When somebody last worked on the draft, if anybody has."""
    query = select(Agenda.updated_at).where(Agenda.call_id == call_id, Agenda.version > 0)
    return list(db.session.scalars(query))
