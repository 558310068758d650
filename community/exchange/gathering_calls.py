"""The series, its rules, and its calls with their sittings, as values for files. Nothing private
is read here: no join link, no answer, no address of anybody.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from community.agendas.call_roles import RoleHeld
from community.calls.models import Call, Series
from community.calls.times import Recurrence, Sitting, SkippedDate, Slot
from community.db import db

from .people import People

Facts = dict[str, Any]


def moment(at: datetime | None) -> str | None:
    """An instant, in UTC and to the microsecond it was kept with."""
    return at.isoformat() if at is not None else None


def series_facts(series: Series) -> Facts:
    """What a series says of itself."""
    return {
        "slug": series.slug,
        "title": series.title,
        "description": series.description_source,
        "visibility": series.visibility.value,
        "recording": series.recording.value,
        "note_takers": series.note_takers.value,
        "language": series.language,
        "captions": series.captions,
        "access": series.access,
        "topics": [topic.name for topic in series.topics],
        "created": moment(series.created_at),
        "updated": moment(series.updated_at),
    }


def recurrences_of(series: Series) -> list[Facts]:
    """The rules of a series, the oldest first, with their slots and the days left out."""
    query = select(Recurrence).where(Recurrence.series_id == series.id)
    rules = db.session.scalars(query.order_by(Recurrence.starts_on)).all()
    numbers = [rule.id for rule in rules]
    slots: Mapping[int, list[Slot]] = _gathered(
        db.session.scalars(
            select(Slot).where(Slot.recurrence_id.in_(numbers)).order_by(Slot.position)
        ),
        "recurrence_id",
    )
    skipped: Mapping[int, list[SkippedDate]] = _gathered(
        db.session.scalars(
            select(SkippedDate)
            .where(SkippedDate.recurrence_id.in_(numbers))
            .order_by(SkippedDate.day)
        ),
        "recurrence_id",
    )
    return [
        {
            "rule": rule.rule,
            "starts_on": rule.starts_on.isoformat(),
            "written_until": _day(rule.written_until),
            "slots": [_slot(slot) for slot in slots.get(rule.id, ())],
            "skipped": [
                {"day": row.day.isoformat(), "at": moment(row.at)}
                for row in skipped.get(rule.id, ())
            ],
        }
        for rule in rules
    ]


def call_facts(call: Call) -> Facts:
    """What a call says of itself; what it leaves to its series is null."""
    return {
        "slug": call.slug,
        "rule_date": _day(call.rule_date),
        "title": call.own_title,
        "description": call.own_description_source,
        "visibility": call.own_visibility.value if call.own_visibility else None,
        "recording": call.own_recording.value if call.own_recording else None,
        "note_takers": call.own_note_takers.value if call.own_note_takers else None,
        "language": call.own_language,
        "captions": call.own_captions,
        "access": call.own_access,
        "topics": [topic.name for topic in call.own_topics],
        "created": moment(call.created_at),
        "updated": moment(call.updated_at),
    }


def sittings_by_call(call_ids: Collection[int]) -> Mapping[int, list[Sitting]]:
    """The sittings of calls, in their order."""
    query = select(Sitting).where(Sitting.call_id.in_(call_ids)).order_by(Sitting.position)
    return _gathered(db.session.scalars(query).unique(), "call_id")


def slot_uids(series: Series) -> Mapping[int, str]:
    """By the number of a slot, the UID that stands for it."""
    query = select(Slot.id, Slot.uid).join(Recurrence, Recurrence.id == Slot.recurrence_id)
    return dict(db.session.execute(query.where(Recurrence.series_id == series.id)).all())


def sitting_facts(sitting: Sitting, slots: Mapping[int, str]) -> Facts:
    """When a sitting is held, what the rule gave it, and whether it was called off."""
    off = sitting.cancellation
    return {
        "position": sitting.position,
        "slot": slots.get(sitting.slot_id) if sitting.slot_id else None,
        "original_start": moment(sitting.original_start),
        "local_start": moment(sitting.local_start),
        "zone": sitting.zone,
        "minutes": sitting.minutes,
        "keeps_time": sitting.keeps_time,
        "capacity": sitting.capacity,
        "hours_to_accept": sitting.hours_to_accept,
        "uid": sitting.uid,
        "sequence": sitting.sequence,
        "created": moment(sitting.created_at),
        "updated": moment(sitting.updated_at),
        "cancelled": off
        and {"at": moment(off.at), "reason": off.reason, "by_change": off.by_change},
    }


def roles_by_call(call_ids: Collection[int]) -> Mapping[int, list[RoleHeld]]:
    """Who has which role at calls."""
    query = select(RoleHeld).where(RoleHeld.call_id.in_(call_ids), RoleHeld.ended_at.is_(None))
    return _gathered(db.session.scalars(query.order_by(RoleHeld.role)), "call_id")


def role_facts(rows: Sequence[RoleHeld], people: People) -> list[Facts]:
    """Roles with who is credited for them."""
    return [
        {"role": row.role.value, "who": people.ref(row.member_id), "since": moment(row.since)}
        for row in rows
    ]


def _slot(slot: Slot) -> Facts:
    return {
        "position": slot.position,
        "zone": slot.zone,
        "time": slot.time.isoformat(),
        "minutes": slot.minutes,
        "capacity": slot.capacity,
        "hours_to_accept": slot.hours_to_accept,
        "uid": slot.uid,
        "sequence": slot.sequence,
        "created": moment(slot.created_at),
        "updated": moment(slot.updated_at),
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None


def _gathered(rows: Iterable[Any], key: str) -> Mapping[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[getattr(row, key)].append(row)
    return found
