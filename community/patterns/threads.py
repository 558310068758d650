"""Threads of notes on patterns: begun, and tied to what they are about."""

from datetime import datetime

from community.db import db, locked, number_of
from community.notes.models import Thread
from community.notes.name_queries import tie_names
from community.notes.subject_queries import PARTS, Parts, Subject, tie
from community.notes.writing import begin_thread
from community.turns import in_turn

from .models import Pattern
from .thread_models import PatternThread, Section
from .thread_queries import thread_of_pattern
from .thread_sight_queries import is_seen_by, titles_of, unnamed_in
from .thread_subjects import PATTERN, PATTERNS, find, subject_at_section


def thread_on(pattern: Pattern, section: Section, *, now: datetime) -> Thread:
    """The thread on a section of a pattern, begun if there is none."""
    number = number_of(pattern)
    found = thread_of_pattern(number, section)
    if found is not None:
        return found
    in_turn(is_alone=True)  # ahead of the row: the note may lead to a pattern that is not there
    locked(Pattern, number)  # two first notes begin one thread
    found = thread_of_pattern(number, section)
    if found is not None:
        return found
    thread = begin_thread(PATTERN, now)
    db.session.add(PatternThread(pattern_id=number, section=section, thread_id=thread.id))
    db.session.flush()
    return thread


def connect() -> None:
    """Let notes be taken on patterns, and their threads find what they are about."""
    tie(PATTERN, find, seen=is_seen_by, titles=titles_of)
    tie_names(PATTERN, unnamed_in)
    PARTS[PATTERNS] = Parts(subject_at_section, _thread, _begin)


def _thread(subject: Subject) -> Thread | None:
    return thread_of_pattern(subject.thing.id, _section(subject))


def _begin(subject: Subject, now: datetime) -> Thread:
    return thread_on(subject.thing, _section(subject), now=now)


def _section(subject: Subject) -> Section:
    return Section(subject.notes_values["part"])
