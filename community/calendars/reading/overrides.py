"""Events that change one date of a series, or that and all following ones (RECURRENCE-ID)."""

from dataclasses import dataclass
from datetime import datetime

from community.calendars.plan import ProposedExtra, ProposedMove
from community.calls.expansion import date_before, starting, with_until
from community.calls.rules import Rule, RuleRefused, Slot
from community.calls.words import day_words

from .differences import Difference, difference
from .events import Event, Reading, name_of
from .exceptions import Extra
from .lines import Property, shown
from .moments import Moment, Unreadable, day
from .repeats import Match, Repeat, match, on_day_of

_SAME = Difference(None, None, None)
_HOW = {
    "as UTC": ", the start it is in UTC",
    "by date": ", on which one call falls",
    "whole day": ", the day it names",
}


@dataclass(slots=True)
class Dates:
    """All dates of one event: its rules, the starts beside them, and the changed ones of these."""

    event: Event
    repeats: list[Repeat]
    extras: list[ProposedExtra]
    window: tuple[datetime, datetime] | None
    """Where its dates are a list: from when to when, in UTC."""

    def add_extra(self, extra: Extra) -> None:
        """A date beside the rules that says what the event says."""
        self._add(extra.start, extra.minutes, _SAME, is_cancelled=self.event.status == "cancelled")

    def add_changed(self, changed: Event, reading: Reading) -> None:
        """A date beside the rules as `changed` says it."""
        self._add(
            changed.start,
            changed.minutes,
            difference(changed, self.event, reading),
            is_cancelled=changed.status == "cancelled",
        )

    def _add(self, start: Moment, minutes: int, said: Difference, *, is_cancelled: bool) -> None:
        self.extras.append(
            ProposedExtra(
                start=start.local,
                zone=start.zone,
                minutes=minutes,
                title=said.title,
                description=said.description,
                join_link=said.join_link,
                is_cancelled=is_cancelled,
            )
        )


def apply_override(changed: Event, dates: Dates, reading: Reading) -> None:
    """Put one changed date in its place, and say where its place was not plain."""
    found = changed.component.first("RECURRENCE-ID")
    if found is None:
        return
    name, remarks = name_of(changed.component), reading.remarks
    try:
        extra = _extra_at(found, dates, reading)
        meant = None if extra else _meant(found, dates, reading)
    except Unreadable as reason:
        what = f"{name}: a changed date is left out: its RECURRENCE-ID cannot be read ({reason})."
        remarks.left_out(what, line=found.line, uid=changed.uid)
        return
    if extra:
        dates.extras.remove(extra)
        dates.add_changed(changed, reading)
        if _is_range(found):
            what = f"{name}: only the date itself was changed, not those that follow."
            remarks.left_out(what, line=changed.line, uid=changed.uid)
    elif meant is None and _is_outside(found, changed, dates, reading):
        what = f"{name}: it changes {shown(found.value)}, a date outside those offered."
        remarks.left_out(what, line=found.line, uid=changed.uid)
    elif meant is None:
        _keep_beside(changed, found, dates, reading)
    elif _is_range(found):
        _change_following(changed, meant, dates, reading)
    else:
        _remark_reading(changed, found, meant, reading)
        _move(changed, meant, dates, reading)


def _is_range(found: Property) -> bool:
    """Whether it changes all following dates as well."""
    return found.parameters.get("RANGE", "").upper() == "THISANDFUTURE"


def _is_outside(found: Property, changed: Event, dates: Dates, reading: Reading) -> bool:
    """Whether the dates are a list that the changed one is not in, before nor after its change."""
    if dates.window is None:
        return False
    first, last = dates.window
    on = day(found.value)
    named = Moment(datetime.combine(on, datetime.min.time()), "UTC") if on else None
    moments = [named or _moment(found, dates, reading), changed.start]
    return all(not first <= moment.instant <= last for moment in moments)


def _extra_at(found: Property, dates: Dates, reading: Reading) -> ProposedExtra | None:
    whole_day = day(found.value)
    for extra in dates.extras:
        if whole_day:
            if extra.start.date() == whole_day and not dates.repeats:
                return extra
        elif _moment(found, dates, reading).instant == Moment(extra.start, extra.zone).instant:
            return extra
    return None


def _meant(found: Property, dates: Dates, reading: Reading) -> Match | None:
    whole_day = day(found.value)
    if not whole_day:
        return match(_moment(found, dates, reading), dates.repeats)
    on_day = _on_day(found, dates, reading)
    return on_day[0] if len(on_day) == 1 else None


def _on_day(found: Property, dates: Dates, reading: Reading) -> list[Match]:
    whole_day = day(found.value)
    if not whole_day:
        return on_day_of(_moment(found, dates, reading), dates.repeats)
    return [
        Match(each, whole_day, "whole day") for each in dates.repeats if each.falls_on(whole_day)
    ]


def _moment(found: Property, dates: Dates, reading: Reading) -> Moment:
    moment = reading.zones.moment(found.value, found)
    return Moment(moment.local, dates.event.start.zone) if moment.is_floating else moment


def _move(changed: Event, meant: Match, dates: Dates, reading: Reading) -> None:
    said = difference(changed, meant.repeat.event or dates.event, reading)
    move = ProposedMove(
        original=meant.original,
        start=changed.start.local,
        zone=changed.start.zone,
        minutes=changed.minutes,
        title=said.title,
        description=said.description,
        join_link=said.join_link,
        is_cancelled=changed.status == "cancelled",
    )
    meant.repeat.skipped.discard(meant.day)
    slot = meant.repeat.slot
    as_ruled = ProposedMove(
        meant.original,
        meant.original,
        slot.zone,
        slot.minutes,
        None,
        None,
        None,
        is_cancelled=False,
    )
    if move != as_ruled:
        meant.repeat.moved[meant.day] = move
    else:
        meant.repeat.moved.pop(meant.day, None)


def _remark_reading(changed: Event, found: Property, meant: Match, reading: Reading) -> None:
    name, remarks = name_of(changed.component), reading.remarks
    if meant.how != "exact":
        what = (
            f"{name}: RECURRENCE-ID {shown(found.value)} matches no start as written;"
            f" it was read as {day_words(meant.day)}{_HOW[meant.how]}."
        )
        remarks.note(what, line=found.line, uid=changed.uid)
    if meant.day in meant.repeat.skipped:
        what = f"{name}: {day_words(meant.day)} is both taken out and changed; the change was kept."
        remarks.note(what, line=found.line, uid=changed.uid)


def _keep_beside(changed: Event, found: Property, dates: Dates, reading: Reading) -> None:
    """A change of a date that the series does not have: a date of its own, if it takes place."""
    name = name_of(changed.component)
    several = len(_on_day(found, dates, reading)) > 1
    has = "several calls fall, none at that time" if several else "the series has no call"
    what = f"{name}: it changes {shown(found.value)}, on which {has};"
    if changed.status == "cancelled":
        what = f"{what} it is cancelled, and was left out."
        reading.remarks.left_out(what, line=found.line, uid=changed.uid)
        return
    what = f"{what} it was read as an extra date."
    reading.remarks.note(what, line=found.line, uid=changed.uid)
    dates.add_changed(changed, reading)


def _change_following(changed: Event, meant: Match, dates: Dates, reading: Reading) -> None:
    """THISANDFUTURE (§3.2.13): the series ends there, and goes on as another one."""
    name, repeat = name_of(changed.component), meant.repeat
    line, uid = changed.line, changed.uid
    try:
        halves = _split(changed, meant)
    except RuleRefused as reason:
        what = f"{name}: only the date itself was changed, not those that follow. {reason}"
        reading.remarks.left_out(what, line=line, uid=uid)
        _move(changed, meant, dates, reading)
        return
    before, after = halves
    later = Repeat(
        after, Slot(changed.start.zone, changed.start.local.time(), changed.minutes), event=changed
    )
    later.skipped = {skipped for skipped in repeat.skipped if skipped > meant.day}
    what = f"{name}: {day_words(meant.day)} and all following dates become another series."
    reading.remarks.note(what, line=line, uid=uid)
    index = dates.repeats.index(repeat)
    if before is None:
        dates.repeats[index] = later
        return
    kept = Repeat(before, repeat.slot, event=repeat.event)
    kept.skipped = {skipped for skipped in repeat.skipped if skipped < meant.day}
    kept.moved = {moved: move for moved, move in repeat.moved.items() if moved < meant.day}
    for moved in sorted(set(repeat.moved) - set(kept.moved)):
        what = f"{name}: the earlier change of {day_words(moved)} is replaced by this one."
        reading.remarks.left_out(what, line=line, uid=uid)
    dates.repeats[index : index + 1] = [kept, later]


def _split(changed: Event, meant: Match) -> tuple[Rule | None, Rule]:
    """The rule before the changed date, None where nothing is left, and from it on."""
    rule, since = meant.repeat.rule, meant.day
    if changed.status == "cancelled":
        raise RuleRefused(
            "All following dates are cancelled at once: end the series there by hand."
        )
    if changed.start.local.date() != since:
        raise RuleRefused("The following dates move to other days, which a rule cannot say.")
    after = starting(rule, since)
    last = date_before(rule, since)
    return with_until(rule, last) if last else None, after
