"""What a person decides about an import plan, and what becomes of each proposal then: values."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from community.calls.drafts import DateDraft, Details, Place, SittingDraft, SlotDraft, Times
from community.calls.expansion import dates
from community.calls.models import Visibility
from community.calls.words import day_words

from .plan import Details as Said
from .plan import ImportPlan, ProposedCall, ProposedExtra, ProposedMove, ProposedSeries, Remark
from .reading.wording import LONGEST_TITLE, speaks_of_secret

FURTHEST_BACK = timedelta(days=3653)
FURTHEST_AHEAD = timedelta(days=1827)
MOST_TOPICS = 8
LONGEST_TOPIC = 60
_LONGEST_TEXT = 48_000  # bytes of UTF-8, a little less than a text may have
CANCELLED = "Cancelled in the calendar it came from."


@dataclass(frozen=True, slots=True)
class Choice:
    """What becomes of one proposal. `into` is the id of the series a call becomes a date of."""

    title: str
    is_wanted: bool = True
    into: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What becomes of a plan; `chosen` by the key of the proposal, those not in it are left out."""

    chosen: Mapping[str, Choice]
    visibility: Visibility = Visibility.PUBLIC
    topics: tuple[str, ...] = ()
    with_categories: bool = False
    language: str = "en"

    def wants(self, key: str) -> bool:
        """Whether the proposal with this key is to be imported."""
        return key in self.chosen and self.chosen[key].is_wanted


def usual_choices(plan: ImportPlan) -> dict[str, Choice]:
    """Everything under its own title, but what the file itself calls cancelled and repeats."""
    choices = {
        series.details.key: Choice(series.details.title, series.details.status != "cancelled")
        for series in plan.proposed_series
    }
    return choices | {call.details.key: Choice(call.details.title) for call in plan.proposed_calls}


@dataclass(slots=True)
class Drafts:
    """Makes the drafts of what is wanted, and gathers what has to be said about them."""

    choices: Choices
    today: date
    remarks: list[Remark] = field(default_factory=list)

    def details(self, said: Said) -> Details:
        """What a proposal says of itself, under the title that was chosen."""
        private = said.is_private
        if private and self.choices.visibility is not Visibility.MEMBERS:
            self._note(said, "is marked as private in the file, so only members see it.")
        if said.status == "tentative":
            self._note(said, "is tentative in the file; here it is a call like the others.")
        return Details(
            title=self.title(said),
            description=self._description(said),
            visibility=Visibility.MEMBERS if private else self.choices.visibility,
            language=self.choices.language,
            topics=self._topics(said),
        )

    def title(self, said: Said) -> str:
        """The title that was chosen, no longer than a title may be."""
        title = self.choices.chosen[said.key].title.strip() or said.title
        if len(title) > LONGEST_TITLE:
            self._note(said, f"has a title longer than {LONGEST_TITLE} characters, and was cut.")
            title = title[: LONGEST_TITLE - 1].rstrip() + "…"
        return title

    def times(self, series: ProposedSeries) -> Times:
        """The rule of a series in its one slot, with its UID and the floor of its SEQUENCE."""
        said = series.details
        slot = SlotDraft(
            hour=series.slot, place=place_of(said), uid=said.uid, sequence=said.sequence
        )
        return Times(rule=series.rule, slots=(slot,), skipped=series.skipped)

    def changes(self, series: ProposedSeries) -> list[DateDraft]:
        """The dates that differ, but for those too long ago or too far ahead."""
        kept = []
        for move in series.moved:
            if self._is_near(move.original.date()):
                kept.append(_change(move))
            else:
                self._left_out(
                    series.details,
                    f"its change of {day_words(move.original.date())} is left out: it is more than"
                    " ten years ago or five years ahead.",
                )
        return kept

    def extras(self, series: ProposedSeries) -> list[ProposedExtra]:
        """The dates beside the rule, but for those too long ago or too far ahead."""
        kept = [extra for extra in series.extras if self._is_near(extra.start.date())]
        if len(kept) < len(series.extras):
            self._left_out(
                series.details,
                f"{len(series.extras) - len(kept)} of its extra dates are left out: they are more"
                " than ten years ago or five years ahead.",
            )
        return kept

    def left_out(self, said: Said, why: str) -> None:
        """Say that a proposal is not imported, and why."""
        self.remarks.append(
            Remark(said.line, said.source_uid, f"“{said.title}” is left out: {why}", "left out")
        )

    def _description(self, said: Said) -> str:
        """The description, with what has no other place here: where it is, where more is said."""
        parts = [said.description]
        if said.place and speaks_of_secret(said.place):
            self._left_out(
                said, "its place speaks of a passcode or meeting number; it is left out."
            )
        elif said.place and said.place not in said.description:
            parts.append(f"Place: {said.place}")
        if said.url and said.url not in said.description:
            parts.append(f"More: {said.url}")
        text = "\n\n".join(part for part in parts if part)
        if len(text.encode()) > _LONGEST_TEXT:
            self._note(said, "has a description that is too long, and was cut.")
            text = text.encode()[:_LONGEST_TEXT].decode(errors="ignore") + "…"
        return text

    def _topics(self, said: Said) -> tuple[str, ...]:
        own = said.categories if self.choices.with_categories else ()
        names = {name.casefold(): name for name in (*own, *self.choices.topics)}
        chosen = [name.casefold() for name in self.choices.topics]
        kept = sorted(names, key=lambda name: name not in chosen)[:MOST_TOPICS]
        if len(kept) < len(names):
            more = len(names) - len(kept)
            self._left_out(said, f"it has {more} more categories than it can have topics.")
        return tuple(names[name] for name in kept)

    def _is_near(self, day: date) -> bool:
        return self.today - FURTHEST_BACK <= day <= self.today + FURTHEST_AHEAD

    def _note(self, said: Said, what: str) -> None:
        self.remarks.append(Remark(said.line, said.source_uid, f"“{said.title}” {what}", "note"))

    def _left_out(self, said: Said, what: str) -> None:
        what = f"“{said.title}”: {what}"
        self.remarks.append(Remark(said.line, said.source_uid, what, "left out"))


def days_to_include(series: ProposedSeries, changes: list[DateDraft], today: date) -> list[date]:
    """The days of the rule that must be written, however far from now: all of a series that has
    ended, as far as ten years back, and each date that differs.
    """
    days = [change.original.date() for change in changes]
    if series.ended:
        days.append(max(series.rule.starts_on, today - FURTHEST_BACK))
    return days


def amount(series: ProposedSeries, *, lookback: timedelta, horizon: timedelta, today: date) -> int:
    """About how many dates an import of the series writes."""
    near = [
        day
        for day in (move.original.date() for move in series.moved)
        if today - FURTHEST_BACK <= day <= today + FURTHEST_AHEAD
    ]
    days = [*near, *days_to_include(series, [], today)]
    since = min([today - lookback, *days])
    before = max([today + horizon, *days])
    return len(dates(series.rule, since, before, limit=10_000)) + len(series.extras)


def sitting_of(call: ProposedCall) -> SittingDraft:
    """The one time of a call, with its UID and the floor of its SEQUENCE."""
    return SittingDraft(
        local_start=call.start,
        zone=call.zone,
        minutes=call.minutes,
        place=place_of(call.details),
        uid=call.details.uid,
        sequence=call.details.sequence,
    )


def extra_sitting(extra: ProposedExtra, said: Said) -> SittingDraft:
    """The time of a date beside the rule of a series, an event of its own from now on."""
    return SittingDraft(
        local_start=extra.start,
        zone=extra.zone,
        minutes=extra.minutes,
        place=Place(join_url=extra.join_link or said.join_link),
    )


def place_of(said: Said) -> Place:
    """Where people meet; the link stays among those who come, whatever the file showed to whom."""
    return Place(join_url=said.join_link)


def wanted(plan: ImportPlan, choices: Choices) -> Iterator[ProposedSeries | ProposedCall]:
    """The proposals that were chosen, series first."""
    for proposal in plan.proposals:
        if choices.wants(proposal.details.key):
            yield proposal


def _change(move: ProposedMove) -> DateDraft:
    return DateDraft(
        original=move.original,
        local_start=move.start,
        zone=move.zone,
        minutes=move.minutes,
        title=move.title,
        description=move.description,
        join_url=move.join_link,
        cancelled_because=CANCELLED if move.is_cancelled else None,
    )
