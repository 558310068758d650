"""Bringing a series in from a file: all of it in the transaction of the caller, or nothing.

UIDs are kept. The file is imported only where none of them is known, so that no other entry here
has one of them, and whoever subscribed to the series where it was finds the same entries in the
feeds of this place, not a second copy of each (RFC 5545 §3.8.4.7). Addresses of notes and items
are kept where they are free, slugs too; what is taken gets a free one. No letter is sent, since
nothing is announced that makes one: it all happened before, elsewhere.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import select

from community.accounts.models import Community, Member
from community.agendas.empty_rules import EmptyRule
from community.calls.events import SeriesChanged
from community.calls.models import Call, NoteTakers, Recording, Series, Visibility
from community.calls.owners import Ownership
from community.calls.scheduling import topics_called
from community.calls.slugs import address_brought
from community.calls.times import Cancellation, Recurrence, Sitting, SkippedDate, Slot
from community.calls.writing import place_at
from community.db import db
from community.errors import Refusal
from community.events import announce

from .arrivals import Arrivals
from .cleaning import Facts
from .models import SeriesImport
from .preparing import Prepared, uids_of

_MOST_AT_ONCE = 5000  # texts in one statement


class AlreadyHere(Refusal):
    """The series of the file is in this place."""


@dataclass(frozen=True, slots=True)
class Arrived:
    """What was written of the series so far, by how the file calls it."""

    prepared: Prepared
    people: Arrivals
    calls: Mapping[str, Call]
    by: Member
    now: datetime


def here_already(prepared: Prepared) -> Series | Call | None:
    """The series that came from the same file, or has a date of it; the call where one without a
    series has it; None where none has.
    """
    same = select(SeriesImport).where(SeriesImport.digest == prepared.digest)
    found = db.session.scalar(same)
    if found is not None:
        return found.series
    uids = sorted(uids_of(prepared))
    for first in range(0, len(uids), _MOST_AT_ONCE):
        some = uids[first : first + _MOST_AT_ONCE]
        of_slot = select(Series).join(Recurrence).join(Slot).where(Slot.uid.in_(some))
        series = db.session.scalar(of_slot.limit(1))
        if series is not None:
            return series
        of_date = select(Call).join(Sitting).where(Sitting.uid.in_(some))
        call = db.session.scalar(of_date.limit(1))
        if call is not None:
            return call.series or call
    return None


def begin_import(prepared: Prepared, *, by: Member, now: datetime) -> tuple[Series, Arrived]:
    """Write the series with its dates, facilitated by `by`. Raises `AlreadyHere`."""
    db.session.execute(select(Community.id).with_for_update())  # no two at the same moment
    here = here_already(prepared)
    if here is not None:
        raise AlreadyHere(f"“{here.title}” is here already, so nothing was imported.")
    series = _write_series(prepared)
    made = SeriesImport(series_id=series.id, digest=prepared.digest, by_id=by.id, at=now)
    db.session.add(made)
    db.session.flush()
    people = Arrivals(prepared.series["people"], made, now=now)
    _write_owners(series, prepared.series, people, by=by, now=now)
    _write_empty_rule(series, prepared.series, by=by, now=now)
    slots = _write_rules(series, prepared.series["recurrences"], by=by)
    calls = _write_calls(series, prepared)
    _write_sittings(prepared.calls, calls, slots)
    announce(SeriesChanged(series))
    return series, Arrived(prepared, people, calls, by, now)


def moment(text: str) -> datetime:
    """An instant of a file, in UTC, or what a clock on a wall showed."""
    return datetime.fromisoformat(text)


def _write_series(prepared: Prepared) -> Series:
    facts = prepared.series["series"]
    visibility = Visibility(facts["visibility"])
    series = Series(
        slug=address_brought(Series, facts["slug"], visibility),
        title=facts["title"],
        description_source=facts["description"],
        description_html=prepared.html[facts["description"]],
        visibility=visibility,
        recording=Recording(facts["recording"]),
        note_takers=NoteTakers(facts["note_takers"]),
        language=facts["language"],
        captions=facts["captions"],
        access=facts.get("access", ""),
        created_at=moment(facts["created"]),
        updated_at=max(moment(facts["updated"]), moment(facts["created"])),
        topics=topics_called(facts["topics"]),
    )
    db.session.add(series)
    db.session.flush()
    return series


def _write_owners(
    series: Series, facts: Facts, people: Arrivals, *, by: Member, now: datetime
) -> None:
    """Whoever imports it facilitates it; those who did so before are remembered."""
    began = series.created_at
    db.session.add_all(
        Ownership(series_id=series.id, member_id=number, since=min(began, now), ended_at=now)
        for number in people.numbers(facts["facilitators"])
    )
    db.session.add(Ownership(series_id=series.id, member_id=by.id, since=now))
    db.session.flush()


def _write_empty_rule(series: Series, facts: Facts, *, by: Member, now: datetime) -> None:
    """From now on, so that what is about to begin is left alone."""
    hours = facts.get("empty_agenda_hours")
    if hours is not None:
        rule = EmptyRule(series_id=series.id, hours=hours, set_by_id=by.id, set_at=now)
        db.session.add(rule)


def _write_rules(series: Series, rules: Sequence[Facts], *, by: Member) -> Mapping[str, Slot]:
    slots: dict[str, Slot] = {}
    for facts in rules:
        until = facts["written_until"]
        rule = Recurrence(
            series=series,
            rule=facts["rule"],
            starts_on=date.fromisoformat(facts["starts_on"]),
            written_until=date.fromisoformat(until) if until else None,
        )
        db.session.add(rule)
        db.session.flush()
        for slot in facts["slots"]:
            slots[slot["uid"]] = Slot(
                recurrence=rule,
                position=slot["position"],
                zone=slot["zone"],
                time=time.fromisoformat(slot["time"]),
                **_places(slot),
            )
        db.session.add_all(
            SkippedDate(
                recurrence_id=rule.id,
                day=date.fromisoformat(one["day"]),
                by_id=by.id,
                at=moment(one["at"]),
            )
            for one in facts["skipped"]
        )
    db.session.add_all(slots.values())
    db.session.flush()
    return slots


def _write_calls(series: Series, prepared: Prepared) -> Mapping[str, Call]:
    calls: dict[str, Call] = {}
    given: set[str] = set()
    for facts in (each["call"] for each in prepared.calls):
        source, day = facts["description"], facts["rule_date"]
        own = Visibility(facts["visibility"]) if facts["visibility"] else None
        slug = address_brought(Call, facts["slug"], own or series.visibility, given)
        given.add(slug)
        calls[facts["slug"]] = Call(
            slug=slug,
            series=series,
            rule_date=date.fromisoformat(day) if day else None,
            own_title=facts["title"],
            own_description_source=source,
            own_description_html=None if source is None else prepared.html[source],
            own_visibility=own,
            own_recording=facts["recording"] and Recording(facts["recording"]),
            own_note_takers=facts["note_takers"] and NoteTakers(facts["note_takers"]),
            own_language=facts["language"],
            own_captions=facts["captions"],
            own_access=facts.get("access"),
            created_at=moment(facts["created"]),
            updated_at=moment(facts["updated"]),
            own_topics=topics_called(facts["topics"]),
        )
    db.session.add_all(calls.values())
    db.session.flush()
    return calls


def _write_sittings(
    calls: Sequence[Facts], written: Mapping[str, Call], slots: Mapping[str, Slot]
) -> None:
    off: list[tuple[Sitting, Facts]] = []
    for each in calls:
        for facts in each["sittings"]:
            original = facts["original_start"]
            sitting = Sitting(
                call=written[each["call"]["slug"]],
                slot=slots[facts["slot"]] if facts["slot"] else None,
                position=facts["position"],
                original_start=moment(original) if original else None,
                keeps_time=facts["keeps_time"],
                **_places(facts),
            )
            place_at(sitting, moment(facts["local_start"]), facts["zone"], facts["minutes"])
            db.session.add(sitting)
            if facts["cancelled"]:
                off.append((sitting, facts["cancelled"]))
    db.session.flush()
    db.session.add_all(
        Cancellation(
            sitting_id=sitting.id,
            at=moment(facts["at"]),
            reason=facts["reason"],
            by_change=facts["by_change"],
        )
        for sitting, facts in off
    )
    db.session.flush()


def _places(facts: Facts) -> dict[str, object]:
    """What slots and sittings have in common."""
    return {
        "minutes": facts["minutes"],
        "capacity": facts["capacity"],
        "hours_to_accept": facts["hours_to_accept"],
        "uid": facts["uid"],
        "sequence": facts["sequence"],
        "created_at": moment(facts["created"]),
        "updated_at": moment(facts["updated"]),
    }
