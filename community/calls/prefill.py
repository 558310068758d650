"""What fills the forms with what a series, a call or a sitting is now."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from community.db import db

from .choices import choices_from_rule
from .links import link_to_edit
from .models import Call, Series
from .scheduling import MOST_SITTINGS, present_recurrence, slots_of
from .times import Sitting, SkippedDate, Slot
from .writing import rule_of


def details_of(subject: Series | Call) -> dict[str, Any]:
    """For `DetailsForm`."""
    return {
        "title": subject.title,
        "description": subject.description_source,
        "topics": ", ".join(topic.name for topic in _topics(subject)),
        "visibility": subject.visibility.value,
        "recording": subject.recording.value,
        "note_takers": subject.note_takers.value,
        "language": subject.language,
        "captions": subject.captions,
        "access": subject.access,
        "version": str(subject.version),
    }


def copy_of(call: Call, sittings: Sequence[Sitting]) -> dict[str, Any]:
    """For `CallForm`: a call like this one, at the same hours, on days still to be chosen."""
    hours = [
        {"time": s.local_start.time(), "zone": s.zone, "minutes": s.minutes} | place_of(s)
        for s in sittings
    ]
    zone = sittings[0].zone if sittings else "UTC"
    empty = [{"zone": zone}] * (MOST_SITTINGS - len(hours))
    return {**details_of(call), "sittings": hours + empty}


def times_of(series: Series) -> dict[str, Any]:
    """For `TimesForm`: the rule and slots the series has now."""
    recurrence = present_recurrence(series)
    slots = slots_of(recurrence)
    choices = choices_from_rule(rule_of(recurrence))
    days = db.session.scalars(
        select(SkippedDate.day)
        .where(SkippedDate.recurrence_id == recurrence.id)
        .order_by(SkippedDate.day)
    )
    filled = [_hour_of(slot) for slot in slots]
    empty = {"zone": slots[0].zone}
    return {
        **{name: value for name, value in choices.items() if name not in {"kind", "text"}},
        "nth": str(choices["nth"]),
        "keep_rule": choices["kind"] == "custom",
        "skipped": ", ".join(day.isoformat() for day in days),
        "hours": filled + [empty] * (MOST_SITTINGS - len(filled)),
        "version": str(series.version),
    }


def move_of(sitting: Sitting) -> dict[str, Any]:
    """For `MoveForm`."""
    return {
        "day": sitting.local_start.date(),
        "time": sitting.local_start.time(),
        "zone": sitting.zone,
        "minutes": sitting.minutes,
    }


def place_of(subject: Sitting | Slot) -> dict[str, Any]:
    """For `PlaceForm`, for facilitators alone."""
    url, is_public = link_to_edit(subject)
    return {
        "capacity": subject.capacity,
        "hours_to_accept": subject.hours_to_accept,
        "join_url": url,
        "join_is_public": is_public,
    }


def _hour_of(slot: Slot) -> dict[str, Any]:
    return {"time": slot.time, "zone": slot.zone, "minutes": slot.minutes} | place_of(slot)


def _topics(subject: Series | Call) -> list[Any]:
    if isinstance(subject, Series):
        return subject.topics
    inherited = subject.series.topics if subject.series else []
    return [*inherited, *subject.own_topics]
