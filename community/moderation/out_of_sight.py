"""What is to be set aside, or further than it is: how it stands in an address, and what it says."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import select

from community.access import Viewer
from community.agendas import setting_aside as items
from community.conduct.state_models import Content, Standing
from community.conduct.state_queries import standing_state
from community.db import db
from community.text import render_markdown

from .case_models import Case
from .case_queries import reports_of
from .content_kinds import KINDS, row_of
from .content_parts import has_part_in
from .said_subject_queries import number_in
from .subject_queries import subject_at, subject_numbered, subjects_of
from .subjects import Subject


def content_at(viewer: Viewer, given: str, case: Case | None) -> Subject | None:
    """What is to be set aside, such as `note:<key>`: what the responder may see, or has before
    them in a case.
    """
    if given.partition(":")[0] not in set(KINDS):
        return None
    found = subject_at(viewer, given)
    if found is None and case is not None:
        known = subjects_of(reports_of(case)).values()
        found = next((one for one in known if one.text == given), None)
    return _with_its_words(viewer, found) if found else _hidden_at(viewer, given)


def _with_its_words(viewer: Viewer, found: Subject) -> Subject:
    """An item that is out of sight as it was, and not the sentence in its place."""
    about = Content(found.about)
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
    found = subject_numbered(about, state.subject_id)
    return _with_its_words(viewer, found) if found else None


def _number_at(about: Content, reference: str) -> int | None:
    """The number of what stands so in an address."""
    if about not in _STANDS_BY:
        return number_in(reference)
    model = KINDS[about].model
    column = getattr(model, _STANDS_BY[about])
    number: int | None = db.session.scalar(select(model.id).where(column == reference))
    return number


def reference_of(about: Content, row: Any) -> str:
    """How it stands in the address where it is set aside."""
    return f"{about}:{getattr(row, _STANDS_BY.get(about, 'id'))}"


_STANDS_BY: Mapping[Content, str] = {
    Content.NOTE: "key",
    Content.ITEM: "key",
    Content.PATTERN: "slug",
    Content.COLLECTION: "slug",
    Content.LOOK_BACK: "key",
    Content.CALL: "slug",
}
"""By what some stand in an address; others by their number."""
