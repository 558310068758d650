"""From the events of one calendar to the series and calls it would bring in."""

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import date

from community.calendars.plan import ProposedCall, ProposedExtra, ProposedSeries
from community.calls.expansion import last_date

from .events import HIGHEST_SEQUENCE, Event, Reading, name_of, read_event, sequence_of, uid_of
from .exceptions import Extra
from .gathering import Candidate, gather
from .gathering import candidate as candidate_of
from .lines import Component
from .overrides import Dates, apply_override
from .repeats import Repeat
from .walking import Allowance


@dataclass(slots=True)
class Proposals:
    """What was found so far; keys are made from the order in the file."""

    series: list[ProposedSeries] = field(default_factory=list)
    calls: list[ProposedCall] = field(default_factory=list)
    uids: set[str] = field(default_factory=set)
    waiting: list[Candidate] = field(default_factory=list)
    """Events whose dates have to be listed, once all others are read."""


def propose(events: list[Component], reading: Reading, found: Proposals) -> None:
    """Add what the events of one calendar bring in to `found`, remarks to the reading's."""
    groups: dict[str, list[Component]] = defaultdict(list)
    for index, component in enumerate(events):
        groups[uid_of(component) or f"\n{index}"].append(component)  # a UID holds no newline
    for group in groups.values():
        changes = [part for part in group if part.first("RECURRENCE-ID")]
        master = _latest([part for part in group if not part.first("RECURRENCE-ID")], reading)
        event = read_event(master, reading) if master else None
        if event is None:
            _propose_orphans(changes, reading, found, has_master=master is not None)
            continue
        sequence = min(max(sequence_of(part) for part in group), HIGHEST_SEQUENCE)
        candidate = candidate_of(event, changes, sequence, reading)
        if candidate.needs_listing:
            found.waiting.append(candidate)
        else:
            _propose_event(candidate, found, Allowance())


def _latest(masters: list[Component], reading: Reading) -> Component | None:
    """The newest version of an event that the file holds more than once (RFC 5546 §2.1.5)."""
    if not masters:
        return None
    latest = max(masters, key=lambda part: (sequence_of(part), part.word("DTSTAMP"), part.line))
    for part in masters:
        if part is not latest:
            what = f"{name_of(part)} is left out: line {latest.line} holds a later version of it."
            reading.remarks.left_out(what, line=part.line, uid=uid_of(part))
    return latest


def propose_waiting(found: Proposals, allowance: Allowance) -> None:
    """Add the events whose dates have to be listed: last, so that they take no time from others."""
    for candidate in found.waiting:
        _propose_event(candidate, found, allowance)
    found.waiting.clear()


def _propose_event(candidate: Candidate, found: Proposals, allowance: Allowance) -> None:
    reading, sequence = candidate.reading, candidate.sequence
    dates = gather(candidate, allowance)
    if dates is None:
        _propose_orphans(candidate.changes, reading, found, has_master=True)
        return
    for change in sorted(
        candidate.changes, key=lambda part: ("RANGE" not in _recurrence_parameters(part), part.line)
    ):
        changed = read_event(change, reading)
        if changed:
            apply_override(changed, dates, reading)
    if dates.repeats:
        _add_series(dates, sequence, reading, found)
    else:
        _add_calls(dates, sequence, reading, found)


def _recurrence_parameters(part: Component) -> dict[str, str]:
    found = part.first("RECURRENCE-ID")
    return found.parameters if found else {}


def _add_series(dates: Dates, sequence: int, reading: Reading, found: Proposals) -> None:
    event, uid = dates.event, dates.event.uid
    if len(dates.repeats) > 1:
        what = (
            f"{name_of(event.component)} has {len(dates.repeats)} rules and becomes as many series;"
            " the first keeps its UID, the others get fresh ones."
        )
        if dates.extras:
            amount = len(dates.extras)
            theirs = "Its extra date belongs" if amount == 1 else f"Its {amount} extra dates belong"
            what = f"{what} {theirs} to the first of them."
        reading.remarks.note(what, line=event.line, uid=uid)
    for position, repeat in enumerate(dates.repeats):
        extras = () if position else tuple(sorted(dates.extras, key=lambda extra: extra.start))
        details = (repeat.event or event).details(
            f"series-{len(found.series) + 1}",
            sequence=sequence,
            has_fresh_uid=position > 0 or uid in found.uids,
        )
        moved = tuple(repeat.moved[day] for day in sorted(repeat.moved))
        ended = _has_ended(repeat, extras, reading.today)
        found.series.append(
            ProposedSeries(
                details,
                repeat.rule,
                repeat.slot,
                tuple(sorted(repeat.skipped)),
                moved,
                extras,
                ended,
            )
        )
    found.uids.add(uid)


def _has_ended(repeat: Repeat, extras: tuple[ProposedExtra, ...], today: date) -> bool:
    last = last_date(repeat.rule)
    if last is None:
        return False
    later = [move.start.date() for move in repeat.moved.values()] + [
        extra.start.date() for extra in extras
    ]
    return max([last, *later]) < today


def _add_calls(dates: Dates, sequence: int, reading: Reading, found: Proposals) -> None:
    event = dates.event
    if not dates.extras:
        what = f"{name_of(event.component)} is left out: every date of it is taken out again."
        reading.remarks.left_out(what, line=event.line, uid=event.uid)
    is_listed = dates.window is not None
    if len(dates.extras) > 1 and not is_listed:
        what = (
            f"{name_of(event.component)} lists {len(dates.extras)} dates without a rule,"
            " and becomes as many calls; the first keeps its UID, the others get fresh ones."
        )
        reading.remarks.note(what, line=event.line, uid=event.uid)
    for position, extra in enumerate(dates.extras):
        is_fresh = is_listed or position > 0 or event.uid in found.uids
        found.calls.append(_call(event, extra, sequence, reading, found, is_fresh=is_fresh))
    found.uids.add(event.uid)


def _call(
    event: Event,
    extra: ProposedExtra,
    sequence: int,
    reading: Reading,
    found: Proposals,
    *,
    is_fresh: bool,
) -> ProposedCall:
    details = event.details(
        f"call-{len(found.calls) + 1}", sequence=sequence, has_fresh_uid=is_fresh
    )
    if extra.description is not None:  # which names the place and the address as well
        details = replace(details, description=extra.description, place="", url=None)
    details = replace(
        details,
        title=details.title if extra.title is None else extra.title,
        join_link=extra.join_link or details.join_link,
        status="cancelled" if extra.is_cancelled else details.status,
    )
    return ProposedCall(
        details, extra.start, extra.zone, extra.minutes, extra.start.date() < reading.today
    )


def _propose_orphans(
    changes: list[Component], reading: Reading, found: Proposals, *, has_master: bool
) -> None:
    """Changed dates of a series that is not there: calls, if it was never in the file."""
    for component in changes:
        name, line, uid = name_of(component), component.line, uid_of(component)
        if has_master:
            what = f"{name} is left out: it changes a date of a series that is left out."
            reading.remarks.left_out(what, line=line, uid=uid)
            continue
        changed = read_event(component, reading)
        if changed is None:
            continue
        what = (
            f"{name}: it changes one date of a series that is not in this file;"
            " it was read as a call of its own, with a fresh UID."
        )
        reading.remarks.note(what, line=line, uid=uid)
        own = Dates(changed, [], [], None)
        own.add_extra(Extra(changed.start, changed.minutes))
        found.calls.append(_call(changed, own.extras[0], 0, reading, found, is_fresh=True))
