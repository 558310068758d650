"""Sittings as lines of a list: everything a row shows, gathered in a fixed number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from flask import url_for

from community import keeping
from community.access import Viewer, may_see
from community.attendance.models import Answer, Rsvp
from community.attendance.queries import answers_of, full_among
from community.attendance.telling import of_answers
from community.calls.listing import names_of_facilitators, numbers_of_sittings
from community.calls.models import Series, Visibility
from community.calls.times import Sitting
from community.calls.when import When, when_of
from community.conduct.state_queries import Placeholder
from community.front.queries import sample_among
from community.records.redacting_calls import redactions_in_titles

ANSWERS = {
    Answer.GOING: "You are going",
    Answer.MAYBE: "You said maybe",
    Answer.CANNOT: "You can’t come",
    Answer.WAITING: "You are waiting for a place",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One row: its place in the calendar, its words, its marks, the reader's answer, and for which
    clauses words are taken out where a bar stands in its title.
    """

    sitting_id: int
    slug: str
    number: int
    href: str
    title: str
    when: When
    series: str | None
    series_href: str | None
    sitting: str | None
    led_by: tuple[str, ...]
    topics: tuple[str, ...]
    marks: tuple[str, ...]
    answer: Answer | None
    reason: str
    redactions: tuple[Placeholder, ...] = ()

    @property
    def said(self) -> str | None:
        """The reader's answer in words; to a call that is off there is nothing to say."""
        return ANSWERS[self.answer] if self.answer and "cancelled" not in self.marks else None


def reader_zone(viewer: Viewer) -> str | None:
    """The zone of the reader's profile; None for a visitor."""
    return viewer.member.zone if viewer.member else None


def lines_of(sittings: Sequence[Sitting], viewer: Viewer, now: datetime) -> list[Line]:
    """Rows for `sittings`, in their order."""
    leaders, of = names_of_facilitators(sittings), numbers_of_sittings(sittings)
    samples = sample_among(sittings)
    answers = answers_of(viewer.member.person, sittings) if viewer.member else {}
    watch_answers([sitting for sitting in sittings if sitting.capacity is not None])
    full = full_among(sittings)
    lines = [
        _line(
            s,
            viewer,
            tuple(leaders[s.call_id]),
            answers.get(s.id),
            is_full=s.id in full,
            of=of[s.call_id],
            is_sample=s.id in samples,
            now=now,
        )
        for s in sittings
    ]
    cut = redactions_in_titles(sitting.call for sitting in sittings)
    of_each = zip(sittings, lines, strict=True)
    return [replace(line, redactions=cut.get(s.call_id, ())) for s, line in of_each]


def watch_answers(sittings: Sequence[Sitting]) -> None:
    """The page shows what was answered to `sittings`: to be said before that is read."""
    keeping.shows(*{of_answers(sitting.id) for sitting in sittings})


def _line(
    sitting: Sitting,
    viewer: Viewer,
    leaders: tuple[str, ...],
    rsvp: Rsvp | None,
    *,
    is_full: bool,
    of: int,
    is_sample: bool,
    now: datetime,
) -> Line:
    call, series = sitting.call, sitting.call.series
    shown = series_shown(series, viewer)
    topics = [*(series.topics if series else []), *call.own_topics]
    return Line(
        sitting_id=sitting.id,
        slug=call.slug,
        number=sitting.position + 1,
        href=url_for("front.show_call", slug=call.slug),
        title=call.title,
        when=when_of(sitting, reader_zone(viewer)),
        series=shown.title if shown and shown.title != call.title else None,
        series_href=url_for("front.show_series", slug=shown.slug) if shown else None,
        led_by=leaders,
        sitting=f"sitting {sitting.position + 1} of {of}" if of > 1 else None,
        topics=tuple(topic.name for topic in topics),
        marks=(
            *marks_of(sitting, rsvp.answer if rsvp else None, is_full=is_full, now=now),
            *(["sample"] if is_sample else []),
        ),
        answer=rsvp.answer if rsvp else None,
        reason=sitting.cancellation.reason if sitting.cancellation else "",
    )


def series_shown(series: Series | None, viewer: Viewer) -> Series | None:
    """The series, where it may be named beside one of its calls: one *by link* is not."""
    if series is None or series.visibility is Visibility.LINK:
        return None
    return series if may_see(viewer, series) else None


def marks_of(sitting: Sitting, answer: Answer | None, *, is_full: bool, now: datetime) -> list[str]:
    """What is out of the ordinary, for `marks` of the components."""
    marks = []
    if sitting.is_cancelled or sitting.call.is_removed:
        return ["cancelled"]
    if sitting.is_moved:
        marks.append("moved")
    if is_full and not sitting.is_over(now):
        marks.append("full")
    if answer is Answer.WAITING:
        marks.append("waiting")
    if sitting.has_begun(now) and not sitting.is_over(now):
        marks.append("Going on now")
    return marks
