"""What a person sees of an import plan before anything is saved: one line of facts each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from community.calls.expansion import dates
from community.calls.preview import PreviewStart, preview
from community.calls.rules import Slot
from community.calls.walltime import instant, zone_words
from community.calls.wording import describe
from community.calls.words import day_words

from .known import Here
from .plan import Details, ImportPlan, ProposedCall, ProposedMove, ProposedSeries, Remark

_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Prospect:
    """One proposal: when it is held and when next, in words, and what is worth knowing of it.

    `here` is what it would be imported a second time of, if it is here already.
    """

    said: Details
    words: str
    starts: Sequence[str]
    facts: Sequence[str]
    is_series: bool
    here: Here | None


@dataclass(frozen=True, slots=True)
class Prospects:
    """All of a plan, with its remarks: what is left out apart from what was read in some way."""

    calendar_name: str
    series: Sequence[Prospect]
    calls: Sequence[Prospect]
    left_out: Sequence[Remark]
    notes: Sequence[Remark]

    @property
    def all(self) -> Sequence[Prospect]:
        """Series, then calls."""
        return [*self.series, *self.calls]


def prospects(plan: ImportPlan, here: Mapping[str, Here], now: datetime) -> Prospects:
    """The plan as it is shown at `now`."""
    return Prospects(
        plan.calendar_name,
        [_series(each, here.get(each.details.key), now) for each in plan.proposed_series],
        [_call(each, here.get(each.details.key), now) for each in plan.proposed_calls],
        [remark for remark in plan.remarks if remark.severity == "left out"],
        [remark for remark in plan.remarks if remark.severity == "note"],
    )


def _series(proposal: ProposedSeries, here: Here | None, now: datetime) -> Prospect:
    said = proposal.details
    return Prospect(
        said,
        describe(proposal.rule, [proposal.slot]),
        [_words(start, now) for start in _next_starts(proposal, now.astimezone(UTC).date())],
        [*_dates(proposal), *_facts(said, here)],
        is_series=True,
        here=here,
    )


def _call(proposal: ProposedCall, here: Here | None, now: datetime) -> Prospect:
    when = (
        f"{day_words(proposal.start.date())} at {proposal.start:%H:%M}"
        f" {zone_words(proposal.zone)}, for {proposal.minutes} minutes"
    )
    over = ["over"] if instant(proposal.start, proposal.zone) < now else []
    cancelled = ["cancelled"] if proposal.details.status == "cancelled" else []
    return Prospect(
        proposal.details,
        when,
        (),
        [*over, *cancelled, *_facts(proposal.details, here)],
        is_series=False,
        here=here,
    )


def _next_starts(proposal: ProposedSeries, today: date) -> list[PreviewStart]:
    """The next dates as they will be held: without what is left out, moved where it moves."""
    slot, after = proposal.slot, max(today, proposal.rule.starts_on)
    moved = {move.original.date(): move for move in proposal.moved}
    off = {day for day, move in moved.items() if move.is_cancelled} | set(proposal.skipped)
    ahead = len([day for day in off if day >= after])
    starts = {
        each.day: each.starts[0]
        for each in preview(proposal.rule, [slot], after=after, n=_SHOWN + min(ahead, 100))
        if each.day not in off
    }
    shown = [_moved(moved[day]) if day in moved else start for day, start in starts.items()] + [
        _start(extra.start, extra.zone, extra.minutes)
        for extra in proposal.extras
        if extra.start.date() >= today and not extra.is_cancelled
    ]
    return sorted(shown, key=lambda start: start.instant)[:_SHOWN]


def _moved(move: ProposedMove) -> PreviewStart:
    return _start(move.start, move.zone, move.minutes)


def _start(local: datetime, zone: str, minutes: int) -> PreviewStart:
    return PreviewStart(Slot(zone, local.time(), minutes), local, instant(local, zone), ())


def _dates(proposal: ProposedSeries) -> list[str]:
    """What happens to single dates, counted."""
    rule, changed = proposal.rule, proposal.moved
    cancelled = sum(move.is_cancelled for move in changed)
    first = next(iter(dates(rule, rule.starts_on, date.max, limit=1)), rule.starts_on)
    counts = (
        (len(proposal.skipped), "date left out", "dates left out"),
        (len(changed) - cancelled, "date changed", "dates changed"),
        (cancelled, "date cancelled", "dates cancelled"),
        (len(proposal.extras), "extra date", "extra dates"),
    )
    return [
        "ended" if proposal.ended else f"since {day_words(first)}",
        *(f"{number} {one if number == 1 else many}" for number, one, many in counts if number),
    ]


def _words(start: PreviewStart, now: datetime) -> str:
    """A start in its own zone; the year where it is not this one."""
    local = start.local
    year = f" {local.year}" if local.year != now.year else ""
    return f"{local:%a} {local.day} {local:%b}{year}, {local:%H:%M}"


def _facts(said: Details, here: Here | None) -> list[str]:
    found = (
        (here is not None and not here.is_removed, "here already"),
        (here is not None and here.is_removed, "here before and deleted: bring that back instead"),
        (said.join_link is not None, "join link kept for those who are going"),
        (said.is_private, "private, so for members only"),
        (said.status == "tentative", "tentative"),
        (said.uid is None, "a new entry for those who subscribed elsewhere"),
    )
    return [words for holds, words in found if holds]
