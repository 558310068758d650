"""Bringing a foreign calendar in: series and calls as they were chosen, with what was left out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from community.accounts.models import Community, Member
from community.calls.models import Call, Series, Visibility
from community.calls.moving_in import settle_call, settle_dates
from community.calls.queries import facilitates
from community.calls.scheduling import add_date, schedule_call, start_series
from community.calls.writing import HORIZON, LOOKBACK
from community.db import db
from community.errors import Refusal

from .choosing import (
    CANCELLED,
    Choices,
    Drafts,
    amount,
    days_to_include,
    extra_sitting,
    sitting_of,
    wanted,
)
from .known import already_here
from .plan import ImportPlan, ProposedCall, ProposedExtra, ProposedSeries, Remark

MOST_DATES = 6_000


class TooMuchAtOnce(Refusal):
    """An import that would write more dates than one request should."""


class NotYours(Refusal):
    """A date can be added only to a series one facilitates."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What was made, and by line what has to be said about it beyond the remarks of the plan."""

    series: tuple[Series, ...]
    calls: tuple[Call, ...]
    remarks: tuple[Remark, ...]


def import_plan(plan: ImportPlan, choices: Choices, *, by: Member, now: datetime) -> Imported:
    """Make the series and calls of `plan` that were chosen, facilitated by `by`.

    UIDs are kept (RFC 5545 §3.8.4.7) and the file's SEQUENCE is the least that will be sent. What
    is here already is left out and said, so that importing twice changes nothing. Raises
    `TooMuchAtOnce`, and `NotYours` where a call is to go into a series of somebody else.
    """
    _wait_for_other_imports()
    today = now.date()
    drafts, here = Drafts(choices, today), already_here(plan, by=by)
    series: list[Series] = []
    calls: list[Call] = []
    _check_amount(plan, choices, set(here), today)
    for proposal in wanted(plan, choices):
        said = proposal.details
        if said.key in here:
            drafts.left_out(said, here[said.key].words)
        elif isinstance(proposal, ProposedCall):
            calls.append(_import_call(proposal, drafts, by=by, now=now))
        elif is_long_over(proposal, today):
            drafts.left_out(said, "it ended more than ten years ago.")
        else:
            series.append(_import_series(proposal, drafts, by=by, now=now))
    _say_cancelled(plan, drafts)
    remarks = sorted(drafts.remarks, key=lambda remark: remark.line or 0)
    return Imported(tuple(series), tuple(calls), tuple(remarks))


def is_long_over(series: ProposedSeries, today: date) -> bool:
    """Whether a series ended so long ago that no date of it would be kept."""
    return series.ended and amount(series, lookback=LOOKBACK, horizon=HORIZON, today=today) == 0


def _wait_for_other_imports() -> None:
    """Two imports of one calendar at the same moment must not both find it absent."""
    db.session.execute(select(Community.id).with_for_update())


def _check_amount(plan: ImportPlan, choices: Choices, here: set[str], today: date) -> None:
    amounts = [
        1
        if isinstance(proposal, ProposedCall)
        else amount(proposal, lookback=LOOKBACK, horizon=HORIZON, today=today)
        for proposal in wanted(plan, choices)
        if proposal.details.key not in here
    ]
    if sum(amounts) > MOST_DATES:
        raise TooMuchAtOnce(
            f"This would write {sum(amounts):,} dates; at most {MOST_DATES:,} fit into one import."
            " Leave some of it out, and import it afterwards."
        )


def _import_series(
    proposal: ProposedSeries, drafts: Drafts, *, by: Member, now: datetime
) -> Series:
    changes, extras = drafts.changes(proposal), drafts.extras(proposal)
    series = start_series(
        drafts.details(proposal.details),
        drafts.times(proposal),
        including=days_to_include(proposal, changes, now.date()),
        by=by,
        now=now,
    )
    missing = settle_dates(series, changes, by=by, now=now)
    for draft in missing:
        drafts.left_out(proposal.details, f"no date on {draft.original:%d.%m.%Y} could be changed.")
    for extra in extras:
        _add_extra(series, extra, proposal, by=by, now=now)
    return series


def _add_extra(
    series: Series, extra: ProposedExtra, proposal: ProposedSeries, *, by: Member, now: datetime
) -> None:
    call = add_date(
        series, [extra_sitting(extra, proposal.details)], title=extra.title, by=by, now=now
    )
    settle_call(
        call,
        description=extra.description,
        cancelled_because=CANCELLED if extra.is_cancelled else None,
        by=by,
        now=now,
    )


def _import_call(proposal: ProposedCall, drafts: Drafts, *, by: Member, now: datetime) -> Call:
    said, into = proposal.details, drafts.choices.chosen[proposal.details.key].into
    details, sitting = drafts.details(said), sitting_of(proposal)
    reason = CANCELLED if said.status == "cancelled" else None
    if into is None:
        call = schedule_call(details, [sitting], by=by, now=now)
        settle_call(call, cancelled_because=reason, by=by, now=now)
        return call
    series = db.session.get(Series, into)
    if series is None or series.is_removed or not facilitates(by, series):
        raise NotYours("Choose one of the series you facilitate.")
    title = details.title if details.title != series.title else None
    call = add_date(series, [sitting], title=title, by=by, now=now)
    settle_call(
        call,
        description=details.description or None,
        visibility=Visibility.MEMBERS if said.is_private else None,
        cancelled_because=reason,
        by=by,
        now=now,
    )
    return call


def _say_cancelled(plan: ImportPlan, drafts: Drafts) -> None:
    for proposal in plan.proposed_series:
        said = proposal.details
        if said.status == "cancelled" and not drafts.choices.wants(said.key):
            drafts.left_out(said, "the file says the whole series is cancelled.")


def count_words(series: int, calls: int) -> str:
    """Amounts in words: "5 series and 2 calls", "1 call"; empty for nothing."""
    parts: Mapping[str, int] = {"series": series, "call" if calls == 1 else "calls": calls}
    return " and ".join(f"{number} {name}" for name, number in parts.items() if number)
