"""What is or was set aside, as whoever wrote it and the responders see it.

To every responder it is there, with the clause it rests on. Why, what its author says to that and
what they are answered is for those alone who need it (`content_asked`): who wrote it, who is asked
to read or to hear it, and who has a case about it.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NamedTuple

from community.accounts.models import Member
from community.conduct.models import CodeClause
from community.conduct.state_models import (
    Content,
    ContentReading,
    ContentState,
    Heard,
    Said,
    Standing,
)
from community.conduct.state_queries import (
    clauses_of,
    readings_of,
    states_about,
    those_set_further,
    told_of,
)
from community.text import render_markdown

from .content_appeals import may_be_appealed
from .content_asked import APPEAL, Readings, sides_of, theirs
from .content_kinds import KINDS, rows_of
from .content_parts import PART, with_part
from .out_of_sight import reference_of
from .quorum_queries import WITHIN
from .whole_sources import sources_of


@dataclass(frozen=True, slots=True)
class ContentView:
    """Something that is or was set aside, with what it says as long as that is there; of what was
    purged the digest, with its salt before it. Its author
    reads why and the answer once somebody else has read them (`why_is_told`). `to_read` is which of
    them wait for whoever looks, `in_writing` which for others.
    """

    key: str
    state: str
    title: str
    why: str
    why_is_told: bool
    version: int
    clause_key: str
    clause_html: str
    at: datetime
    text_html: str
    digest: str
    stands: bool
    refused: str  # why whoever looks reads nothing of it
    is_appealed: bool
    appeal_html: str
    outcome: str
    answer: str
    can_appeal: bool
    appeal_by: datetime | None  # once its author was told why
    further: str  # how it stands in the address where it is set further aside
    is_own: bool = False  # set aside by whoever looks
    is_asked: bool = False  # whoever looks hears the appeal
    is_closed: bool = False  # why is not for whoever looks
    to_read: Sequence[str] = ()
    in_writing: Sequence[str] = ()


class _Beside(NamedTuple):
    """What is read of several at once: words about them, which went `further`, for which clauses
    they are set aside, the rows that they are about, and what those say that are whole patterns and
    collections.
    """

    readings: Readings
    further: Collection[int]
    clauses: Mapping[tuple[int, str], tuple[int, CodeClause]]
    rows: Mapping[tuple[Content, int], Any]
    sources: Mapping[tuple[Content, int], str]


def _beside(states: Collection[ContentState]) -> _Beside:
    asked = [one for one in states if one.appeal is not None and one.appeal.outcome is None]
    further, rows = those_set_further(asked), rows_of(filter(_is_left, states))
    sources = sources_of([one for one in states if one.state is not Standing.REDACTED], rows)
    return _Beside(readings_of(states), further, clauses_of(states), rows, sources)


def _is_left(state: ContentState) -> bool:
    """Whether something of it is left to be read: of words also where they are put back by hand."""
    is_by_hand = state.state is Standing.REDACTED and bool(state.kept)
    return (state.ended_at is None or is_by_hand) and state.can_come_back


def view_of(state: ContentState, now: datetime, reader: Member | None = None) -> ContentView:
    """One of them, for a responder, or else for its author."""
    if reader is None:
        return _own_view(state, _beside([state]), now)
    [seen] = _responders_views([state], now, reader)
    return seen


def own_content(person_id: int, now: datetime) -> Sequence[ContentView]:
    """What of a person's is or was set aside, the latest first: each thing as it stands last, and
    each part of it that was taken out.
    """
    last: dict[tuple[str, int, int], ContentState] = {}
    for state in states_about(person_id):
        part = state.id if state.state is Standing.REDACTED else 0
        last.setdefault((state.about.value, state.subject_id, part), state)
    beside = _beside(last.values())
    return [_own_view(state, beside, now) for state in last.values()]


def _responders_views(
    states: Sequence[ContentState], now: datetime, reader: Member
) -> Sequence[ContentView]:
    """Who has a part in one reads neither its words nor what was said about it."""
    beside, parts = _beside(states), with_part(states, [reader])
    readings = beside.readings
    having = sides_of(states, [reader], now).has_it
    waiting = theirs(states, readings, reader, now)
    return [
        _without_words(_view(state, beside, now, is_there=False))
        if (state.id, reader.id) in parts
        else _responders_view(
            _view(state, beside, now),
            state,
            [readings.get((state.id, said)) for said in Said],
            reader,
            waiting=waiting.get(state.id, frozenset()),
            has_it=(state.id, reader.id) in having,
        )
        for state in states
    ]


def _without_words(seen: ContentView) -> ContentView:
    seen = replace(seen, why="", is_appealed=False, appeal_html="", outcome="", answer="")
    return replace(seen, refused=PART)


def _responders_view(
    seen: ContentView,
    state: ContentState,
    rows: Sequence[ContentReading | None],
    reader: Member,
    *,
    waiting: Collection[str],
    has_it: bool,
) -> ContentView:
    """`rows`: the words that wait or were told, as in `Said`; `waiting`: what waits for whoever
    looks.
    """
    written = {one.said for one in rows if one and one.written_by_id == reader.id}
    read = {one.said for one in rows if one and one.read_by_id == reader.id}
    theirs = {*written, *read, *(said for said in Said if said in waiting)}
    open_rows = {one.said for one in rows if one and one.ended_at is None}
    is_own = reader.id == state.by_id
    has_heard = state.appeal is not None and state.appeal.is_answered_by(reader.id)
    knows = has_it or has_heard or APPEAL in waiting
    seen = replace(
        seen,
        is_own=is_own,
        is_asked=APPEAL in waiting,
        to_read=[said.value for said in Said if said in waiting],
        in_writing=[said.value for said in Said if said in open_rows & written],
    )
    if not knows and Said.REASON not in theirs:
        why = told_of(state, Said.REASON, None) if is_own else ""
        seen = replace(seen, why=why, is_closed=not is_own)
    if not knows and Said.ANSWER not in theirs:
        seen = replace(seen, appeal_html="", answer="")
        seen = seen if is_own else replace(seen, is_appealed=False, outcome="")
    return seen


def _own_view(state: ContentState, beside: _Beside, now: datetime) -> ContentView:
    """One of them, for its author: what somebody has yet to read is not there."""
    seen = _view(state, beside, now)
    if not seen.why_is_told:
        seen = replace(seen, why="")
    answer = beside.readings.get((state.id, Said.ANSWER))
    if answer is None or not answer.is_told:
        is_back = seen.outcome == Heard.BROUGHT_BACK
        seen = replace(seen, answer="", outcome=seen.outcome if is_back else "")
    return seen


def _view(
    state: ContentState, beside: _Beside, now: datetime, *, is_there: bool = True
) -> ContentView:
    reading, answer = (beside.readings.get((state.id, said)) for said in Said)
    appeal = state.appeal
    version, clause = beside.clauses[state.version_id, state.clause_key]
    stands = state.ended_at is None
    outcome = appeal.outcome if appeal else None
    if appeal is not None and outcome is None and not stands and state.id not in beside.further:
        outcome = Heard.BROUGHT_BACK
    is_there = is_there and _is_left(state)
    row = beside.rows.get((state.about, state.subject_id)) if is_there else None
    is_there = row is not None
    told_at = reading.ended_at if reading else None
    return ContentView(
        key=state.key,
        state=state.state.value,
        title=state.title,
        why=told_of(state, Said.REASON, reading),
        why_is_told=reading is not None and reading.is_told,
        version=version,
        clause_key=clause.key,
        clause_html=clause.text_html,
        at=state.at,
        text_html=render_markdown(_said_in(state, beside)) if is_there else "",
        digest=f"{state.salt} {state.digest}".strip(),
        stands=stands,
        refused="",
        is_appealed=appeal is not None,
        appeal_html=appeal.words_html if appeal else "",
        outcome=outcome.value if outcome else "",
        answer=told_of(state, Said.ANSWER, answer),
        can_appeal=(can_appeal := may_be_appealed(state, told_at, now)),
        appeal_by=told_at + WITHIN if told_at and can_appeal else None,
        further=reference_of(state.about, row) if is_there else "",
    )


def _said_in(state: ContentState, beside: _Beside) -> str:
    """What it says; where words of it are taken out, these."""
    thing = state.about, state.subject_id
    if state.state is Standing.REDACTED:
        return state.kept
    if thing in beside.sources:
        return beside.sources[thing]
    return KINDS[state.about].source_of(beside.rows[thing], state.kept)
