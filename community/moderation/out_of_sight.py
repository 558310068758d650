"""What is set aside: for the responders, and for whoever wrote it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from community.access import Viewer, may_see
from community.conduct.state_models import Content, ContentState, Standing
from community.conduct.state_queries import clause_of, standing_states, states_about
from community.patterns.known_use_queries import use_numbered
from community.text import render_markdown

from .case_models import Case
from .case_queries import reports_of
from .content_appeals import may_be_appealed
from .content_kinds import KINDS, row_of
from .subject_queries import Subject, subject_at, subject_numbered


@dataclass(frozen=True, slots=True)
class ContentView:
    """Something that is or was set aside, with what it says as long as that is there."""

    key: str
    state: str
    title: str
    why: str
    version: int
    clause_key: str
    clause_html: str
    at: datetime
    text_html: str
    digest: str
    stands: bool
    is_own: bool  # set aside by whoever looks
    appeal_html: str
    outcome: str
    answer: str
    can_appeal: bool


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
    return found


def _use_at(viewer: Viewer, given: str) -> Subject | None:
    """A known use, which reports are not about by itself."""
    kind, _, number = given.partition(":")
    use = use_numbered(int(number)) if kind == Content.USE and number.isdecimal() else None
    if use is None or not may_see(viewer, use):
        return None
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


def set_aside_now(now: datetime) -> Sequence[ContentView]:
    """Everything that is set aside, the latest first."""
    return [view_of(state, now) for state in standing_states()]


def own_content(person_id: int, now: datetime) -> Sequence[ContentView]:
    """What of a person's is or was set aside, the latest first: each thing as it stands last."""
    last: dict[tuple[str, int], ContentState] = {}
    for state in states_about(person_id):
        last.setdefault((state.about.value, state.subject_id), state)
    return [view_of(state, now) for state in last.values()]


def view_of(state: ContentState, now: datetime, reader_id: int = 0) -> ContentView:
    """One of them, for the member with a number."""
    appeal = state.appeal
    version, clause = clause_of(state)
    stands = state.ended_at is None
    is_there = stands and state.state is not Standing.PURGED
    row = row_of(state.about, state.subject_id) if is_there else None
    return ContentView(
        key=state.key,
        state=state.state.value,
        title=state.title,
        why=state.why,
        version=version,
        clause_key=clause.key,
        clause_html=clause.text_html,
        at=state.at,
        text_html=render_markdown(KINDS[state.about].source_of(row, state.kept))
        if is_there
        else "",
        digest=state.digest,
        stands=stands,
        is_own=reader_id == state.by_id,
        appeal_html=appeal.words_html if appeal else "",
        outcome=appeal.outcome.value if appeal and appeal.outcome else "",
        answer=appeal.words if appeal else "",
        can_appeal=may_be_appealed(state, now),
    )
