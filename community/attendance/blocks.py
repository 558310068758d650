"""What a page shows so that somebody can answer: for a sitting, and for a series."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from community import limits
from community.access import Viewer
from community.accounts.models import Person
from community.calls.models import Series
from community.calls.times import Sitting
from community.calls.words import ordinal
from community.clock import zone

from .models import Answer, Rsvp, SeriesAnswer
from .policies import Permission
from .queries import (
    AnswerSummary,
    answers_of,
    is_following,
    open_offers,
    places_in_line,
    series_answers_of,
    slots_of,
    summaries_of,
)
from .stopping import words_for


class Closed(StrEnum):
    """Why a sitting takes no answers."""

    DELETED = "deleted"
    CANCELLED = "cancelled"
    OVER = "over"
    BEGUN = "begun"


@dataclass(frozen=True, slots=True)
class AnswerBlock:
    """One sitting, to be answered: the reader's own answer and what everybody may know."""

    slug: str
    number: int  # of the sitting, from 1
    is_visitor: bool
    closed: Closed | None
    summary: AnswerSummary
    zone: ZoneInfo
    answer: Answer | None = None
    by_series: bool = False
    note: str = ""
    access_needs: str = ""
    shows_name: bool = False
    place_in_line: int | None = None
    kept_until: datetime | None = None
    stopped: str = ""  # what is told of it, where an emergency measure stands
    can_answer: bool = True
    limited: str = ""  # the same where a measure keeps them from all but giving up their place

    @property
    def is_waiting(self) -> bool:
        """Whether the reader waits for a place."""
        return self.answer is Answer.WAITING

    @property
    def can_take(self) -> bool:
        """Whether the reader waits while a place is there for whoever comes first."""
        return self.is_waiting and self.kept_until is None and not self.summary.is_full

    @property
    def place_words(self) -> str:
        """The reader's place in line: "third"."""
        return ordinal(self.place_in_line) if self.place_in_line else ""


@dataclass(frozen=True, slots=True)
class TimeOfDay:
    """One of the times at which a series is held, and what the reader answered for it."""

    position: int
    hour: str
    zone: ZoneInfo
    answer: Answer | None


@dataclass(frozen=True, slots=True)
class SeriesBlock:
    """A series, to be answered as a whole and to be followed."""

    slug: str
    is_visitor: bool
    is_removed: bool
    times: tuple[TimeOfDay, ...]
    is_followed: bool = False
    access_needs: str = ""
    shows_name: bool = False
    limited: str = ""

    @property
    def answer(self) -> Answer | None:
        """The reader's answer, where it is the same for every time of day."""
        given = {time.answer for time in self.times}
        return given.pop() if len(given) == 1 else None

    @property
    def is_answered(self) -> bool:
        """Whether the reader answered for any time of day."""
        return any(time.answer for time in self.times)


def closed_why(sitting: Sitting, now: datetime) -> Closed | None:
    """Why `sitting` takes no answers at `now`; None while it does."""
    if sitting.call.is_removed:
        return Closed.DELETED
    if sitting.is_cancelled:
        return Closed.CANCELLED
    if sitting.is_over(now):
        return Closed.OVER
    return Closed.BEGUN if sitting.has_begun(now) else None


def answer_blocks(
    sittings: Sequence[Sitting], viewer: Viewer, now: datetime
) -> dict[int, AnswerBlock]:
    """What to show of each of `sittings` to whoever looks, by sitting.

    Five queries, or two for a visitor, however many sittings there are.
    """
    blocks = blocks_for(sittings, viewer.member.person if viewer.member else None, now)
    if not viewer.limits:
        return blocks
    return {s.id: replace(blocks[s.id], limited=_limited(viewer, s)) for s in sittings}


def with_stops(
    blocks: Mapping[int, AnswerBlock], sittings: Sequence[Sitting], person: Person, now: datetime
) -> dict[int, AnswerBlock]:
    """The same blocks of one call, with what an emergency measure in it means for the person."""
    coming = any(block.answer is Answer.GOING for block in blocks.values())
    words, can_answer = (
        words_for(sittings[0], person, now, is_coming=coming) if sittings else ("", True)
    )
    return {
        number: replace(block, stopped=words, can_answer=can_answer)
        for number, block in blocks.items()
    }


def blocks_for(
    sittings: Sequence[Sitting], person: Person | None, now: datetime
) -> dict[int, AnswerBlock]:
    """The same for a person, with an account or without; None: a visitor nobody knows."""
    summaries = summaries_of(sittings, now)
    if person is None:
        return {s.id: _block(s, summaries[s.id], now) for s in sittings}
    own = answers_of(person, sittings)
    lines = places_in_line(person, sittings)
    kept = {o.rsvp.sitting_id: o.expires_at for o in open_offers(person, now, sittings)}
    blocks = {}
    for sitting in sittings:
        block = replace(
            _block(sitting, summaries[sitting.id], now),
            is_visitor=False,
            zone=zone(person.zone),
            place_in_line=lines.get(sitting.id),
            kept_until=kept.get(sitting.id),
        )
        rsvp = own.get(sitting.id)
        blocks[sitting.id] = _with_answer(block, rsvp) if rsvp else block
    return blocks


def series_block(series: Series, viewer: Viewer) -> SeriesBlock:
    """What to show of `series` to whoever looks. Three queries, or one for a visitor.

    Its times of day are those of its rule; an answer covers no others.
    """
    person = viewer.member.person if viewer.member else None
    given = {one.position: one for one in series_answers_of(person, series)} if person else {}
    times = tuple(
        TimeOfDay(
            slot.position,
            f"{slot.time:%H:%M}",
            zone(slot.zone),
            given[slot.position].answer if slot.position in given else None,
        )
        for slot in slots_of(series)
    )
    first: SeriesAnswer | None = next(iter(given.values()), None)
    return SeriesBlock(
        slug=series.slug,
        is_visitor=person is None,
        is_removed=series.is_removed,
        times=times,
        is_followed=person is not None and is_following(person, series),
        access_needs=first.access_needs if first else "",
        shows_name=first.shows_name if first else False,
        limited=_limited(viewer, series),
    )


def _limited(viewer: Viewer, about: Series | Sitting) -> str:
    return limits.words_of(viewer.limits, Permission.ANSWER, about)


def _block(sitting: Sitting, summary: AnswerSummary, now: datetime) -> AnswerBlock:
    return AnswerBlock(
        slug=sitting.call.slug,
        number=sitting.position + 1,
        is_visitor=True,
        closed=closed_why(sitting, now),
        summary=summary,
        zone=zone(sitting.zone),
    )


def _with_answer(block: AnswerBlock, rsvp: Rsvp) -> AnswerBlock:
    return replace(
        block,
        answer=rsvp.answer,
        by_series=rsvp.by_series,
        note=rsvp.note,
        access_needs=rsvp.access_needs,
        shows_name=rsvp.shows_name,
    )
