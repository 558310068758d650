"""What is set aside: for the responders, and for whoever wrote it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select

from community.access import Viewer, may_see
from community.accounts.models import Member
from community.agendas import setting_aside as items
from community.conduct.state_models import (
    Content,
    ContentReading,
    ContentState,
    Heard,
    Said,
    Standing,
)
from community.conduct.state_queries import (
    clause_of,
    readings_of,
    standing_state,
    standing_states,
    states_about,
    told_of,
)
from community.db import db
from community.patterns.known_use_models import KnownUse
from community.patterns.known_use_queries import use_numbered
from community.text import render_markdown

from .case_models import Case
from .case_queries import reports_of
from .content_appeals import may_be_appealed
from .content_kinds import KINDS, row_of
from .content_parts import PART, has_part_in
from .report_models import About
from .subject_queries import Subject, subject_at, subject_numbered

Readings = Mapping[tuple[int, Said], ContentReading]


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
    is_own: bool  # set aside by whoever looks
    refused: str  # why whoever looks reads nothing of it
    appeal_html: str
    outcome: str
    answer: str
    can_appeal: bool
    further: str  # how it stands in the address where it is set further aside
    to_read: Sequence[str] = ()
    in_writing: Sequence[str] = ()


def content_at(viewer: Viewer, given: str, case: Case | None) -> Subject | None:
    """What is to be set aside, such as `note:<key>`: what the responder may see, or has before
    them in a case.
    """
    if given.partition(":")[0] not in set(KINDS):
        return None
    found = _use_at(viewer, given) or subject_at(viewer, given)
    if found is None and case is not None:
        known = [subject_numbered(one.about, one.about_id) for one in reports_of(case)]
        found = next((one for one in known if one is not None and one.text == given), None)
    return _with_its_words(viewer, found) if found else _hidden_at(viewer, given)


def _with_its_words(viewer: Viewer, found: Subject) -> Subject:
    """An item that is out of sight as it was, and not the sentence in its place."""
    about = Content(found.about.value)
    state = standing_state(about, found.number) if about is Content.ITEM else None
    if state is None or has_part_in(state, viewer.member):
        return found
    words = items.source_of(row_of(about, found.number), state.kept)
    return replace(found, title="", source=words, html=render_markdown(words))


def _hidden_at(viewer: Viewer, given: str) -> Subject | None:
    """What is set aside already, and to be further: not for a responder who has a part in it."""
    kind, _, reference = given.partition(":")
    about = Content(kind)
    number = _number_at(about, reference)
    state = standing_state(about, number) if number is not None else None
    if state is None or state.state is Standing.PURGED or has_part_in(state, viewer.member):
        return None
    if about is Content.USE:
        return _of_use(row_of(about, state.subject_id))
    found = subject_numbered(About(about.value), state.subject_id)
    return _with_its_words(viewer, found) if found else None


def _number_at(about: Content, reference: str) -> int | None:
    """The number of what stands so in an address."""
    if about is Content.USE:
        return int(reference) if reference.isdecimal() else None
    model = KINDS[about].model
    column = model.slug if about is Content.PATTERN else model.key
    number: int | None = db.session.scalar(select(model.id).where(column == reference))
    return number


def _reference_of(about: Content, row: Any) -> str:
    if about is Content.USE:
        return f"{about}:{row.id}"
    return f"{about}:{row.slug if about is Content.PATTERN else row.key}"


def _use_at(viewer: Viewer, given: str) -> Subject | None:
    """A known use, which reports are not about by itself."""
    kind, _, number = given.partition(":")
    use = use_numbered(int(number)) if kind == Content.USE and number.isdecimal() else None
    if use is None or not may_see(viewer, use):
        return None
    return _of_use(use)


def _of_use(use: KnownUse) -> Subject:
    words = KINDS[Content.USE].source_of(use, "")
    return Subject(
        Content.USE,
        str(use.id),
        use.id,
        title="",
        source=words,
        html=render_markdown(words),
        author=use.by,
        author_name=use.by.credited_as or "",
        made_at=use.changed_at,
    )


def set_aside_now(now: datetime, reader: Member) -> Sequence[ContentView]:
    """Everything that is set aside, the latest first."""
    states = standing_states()
    readings = readings_of(states)
    return [_responders_view(state, readings, now, reader) for state in states]


def own_content(person_id: int, now: datetime) -> Sequence[ContentView]:
    """What of a person's is or was set aside, the latest first: each thing as it stands last, and
    each part of it that was taken out.
    """
    last: dict[tuple[str, int, int], ContentState] = {}
    for state in states_about(person_id):
        part = state.id if state.state is Standing.REDACTED else 0
        last.setdefault((state.about.value, state.subject_id, part), state)
    readings = readings_of(last.values())
    return [_own_view(state, readings, now) for state in last.values()]


def _said_in(state: ContentState, row: Any) -> str:
    """What it says; where words of it are taken out, these."""
    if state.state is Standing.REDACTED:
        return state.kept
    return KINDS[state.about].source_of(row, state.kept)


def view_of(state: ContentState, now: datetime, reader: Member | None = None) -> ContentView:
    """One of them, for a responder, or else for its author."""
    readings = readings_of([state])
    if reader is None:
        return _own_view(state, readings, now)
    return _responders_view(state, readings, now, reader)


def _responders_view(
    state: ContentState, readings: Readings, now: datetime, reader: Member
) -> ContentView:
    """One who has a part in it reads neither its words nor what was said about it."""
    if has_part_in(state, reader):
        seen = _view(state, readings, now, is_there=False)
        return replace(seen, why="", appeal_html="", outcome="", answer="", refused=PART)
    rows = [(said, readings.get((state.id, said))) for said in Said]
    waits = [(said.value, row) for said, row in rows if row is not None and row.ended_at is None]
    return replace(
        _view(state, readings, now),
        is_own=reader.id == state.by_id,
        to_read=[said for said, row in waits if row.written_by_id != reader.id],
        in_writing=[said for said, row in waits if row.written_by_id == reader.id],
    )


def _own_view(state: ContentState, readings: Readings, now: datetime) -> ContentView:
    """One of them, for its author: what somebody has yet to read is not there."""
    seen = _view(state, readings, now)
    if not seen.why_is_told:
        seen = replace(seen, why="")
    answer = readings.get((state.id, Said.ANSWER))
    if answer is None or not answer.is_told:
        is_back = seen.outcome == Heard.BROUGHT_BACK
        seen = replace(seen, answer="", outcome=seen.outcome if is_back else "")
    return seen


def _view(
    state: ContentState, readings: Readings, now: datetime, *, is_there: bool = True
) -> ContentView:
    appeal, reading, answer = state.appeal, *(readings.get((state.id, said)) for said in Said)
    version, clause = clause_of(state)
    stands = state.ended_at is None
    is_by_hand = not stands and state.state is Standing.REDACTED and bool(state.kept)
    is_there = is_there and (stands or is_by_hand) and state.can_come_back
    outcome = appeal.outcome if appeal else None
    if appeal is not None and outcome is None and not stands:
        outcome = Heard.BROUGHT_BACK
    row = row_of(state.about, state.subject_id) if is_there else None
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
        text_html=render_markdown(_said_in(state, row)) if is_there else "",
        digest=f"{state.salt} {state.digest}".strip(),
        stands=stands,
        is_own=False,
        refused="",
        appeal_html=appeal.words_html if appeal else "",
        outcome=outcome.value if outcome else "",
        answer=told_of(state, Said.ANSWER, answer),
        can_appeal=may_be_appealed(state, reading.ended_at if reading else None, now),
        further=_reference_of(state.about, row) if is_there else "",
    )
