"""A note that responders set aside, and the people around it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from community.access import Viewer
from community.accounts.models import Member, Role
from community.conduct.state_models import ContentReading, ContentState, Standing
from community.moderation import setting_aside
from community.moderation.case_models import Case
from community.moderation.content_asked import Turn, turns, words_waiting
from community.moderation.content_spans import Aside
from community.moderation.subject_queries import subject_at
from community.notes.models import Note
from tests.conduct.build import FAIR, KIND, publish, with_clauses
from tests.factories import START, make_call, make_community, make_member
from tests.moderation.build import case_of, days, report, take
from tests.notes.saying import say

HIDDEN = Aside(Standing.HIDDEN, KIND.key, "It is unkind.")
PURGED = replace(HIDDEN, state=Standing.PURGED)
REMOVED = replace(HIDDEN, state=Standing.REMOVED)


def everybody() -> dict[str, Member]:
    """Two members, two responders and a steward."""
    make_community()
    names = {name: make_member(name) for name in ("Ola", "Mia")}
    names |= {name: make_member(name, Role.RESPONDER) for name in ("Rue", "Kim")}
    return {**names, "Stella": make_member("Stella", Role.STEWARD)}


def note_of_then(people: Mapping[str, Member]) -> Note:
    """A note of Mia's, written while one clause held; since then another holds."""
    publish(people["Stella"], with_clauses(KIND))
    publish(people["Stella"], with_clauses(FAIR), now=days(9))
    return say(make_call(people["Ola"]), people["Mia"], "You people again.", now=START)


def with_case(note: Note, *members: Member) -> Case:
    """A case about a note of which a member told, and that responders have."""
    row, _ = report(f"note:{note.key}", by=make_member("Tess"))
    return take(case_of(row), *members)


def people_and_note() -> tuple[dict[str, Member], Note]:
    """All of them."""
    people = everybody()
    return people, note_of_then(people)


def hide(note: Note, by: Member, given: Aside = HIDDEN, now: datetime = START) -> ContentState:
    """Set a note aside as a responder."""
    subject = subject_at(Viewer(by), f"note:{note.key}")
    assert subject is not None
    return setting_aside.set_aside(subject, given, by=by, now=now)


def readers_of(row: ContentReading, now: datetime) -> Sequence[Turn]:
    """Who is asked to read words before they go, each from when on."""
    waits = words_waiting(row)
    return turns([waits], now)[waits]
