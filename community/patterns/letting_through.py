"""A curator has read what waits with a first link: it is shown as if it were said now, or left out;
or whoever wrote it takes it back.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import select

from community.access import Viewer, may
from community.accounts.models import Member, Person
from community.conduct.standing import limits_of
from community.conduct.state_models import Content as SetAside
from community.conduct.state_queries import standing_state
from community.db import db, locked
from community.distance.forbidding import ContactForbidden, refuse_person
from community.errors import Refusal
from community.events import announce
from community.limits import Limited, refuse_what_is_stopped

from . import collecting, curating, objecting
from .collecting import CollectionDraft
from .collection_models import Collection, Openness
from .curation_models import Objection, ObjectionAnswer, Review
from .events import PatternJudged, SuggestionAnswered, SuggestionMade
from .held_ends import end_as
from .held_models import Held, LibraryHold, Outcome
from .known_use_models import KnownUse
from .models import Pattern
from .policies import Permission
from .reading_again import RevisedSince
from .retired import refuse_retired
from .settling import settle
from .staging import propose
from .suggestion_models import Suggestion, SuggestionMessage

_NOT_NOW = "This cannot be shown now. It waits here; look at it another day."
_ABOUT: dict[Held, tuple[type[Any], Permission]] = {
    Held.USE: (KnownUse, Permission.ADD_USE),
    Held.SUGGESTION: (Suggestion, Permission.SUGGEST_EDIT),
    Held.COLLECTION: (Collection, Permission.MAKE_COLLECTION),
    Held.PATTERN: (Pattern, Permission.PROPOSE_PATTERN),
    Held.REVIEW: (Review, Permission.REVIEW_PATTERN),
    Held.OBJECTION: (Objection, Permission.OBJECT),
    Held.ANSWER: (ObjectionAnswer, Permission.ANSWER_OBJECTION),
    Held.MESSAGE: (SuggestionMessage, Permission.WRITE_ABOUT_SUGGESTION),
}


class NotNow(Refusal):
    """Whoever wrote it may not say it as it is; why is for them alone."""


class OwnLink(Refusal):
    """Nobody lets their own through."""


def show(held: LibraryHold, *, seen: int, by: Person, now: datetime) -> Any:
    """Let everybody read it as it was `seen`, as if it were said now; gives the row. Doing it twice
    changes nothing.

    Raises `OwnLink`, `NotNow`, `reading_again.RevisedSince`, and what proposing a pattern does.
    """
    row = _locked(held)
    if held.ended_at is not None:
        return row
    if held.by_id == by.id:
        raise OwnLink("You wrote this. Another curator has to read it.")
    is_aside = standing_state(SetAside(held.about.value), held.subject_id) is not None
    author, permission = db.session.get_one(Person, held.by_id), _ABOUT[held.about][1]
    try:
        if is_aside:
            raise NotNow(_NOT_NOW)
        refuse_what_is_stopped(limits_of(author.id, now), permission, _said_of(row))
        if isinstance(row, Pattern):
            _propose(row, held, seen, author, now)
        elif isinstance(row, Collection):
            _open(row, held, seen, author, now)
        else:
            _show(row, author, now)
    except (Limited, ContactForbidden, objecting.TooManyObjections):
        raise NotNow(_NOT_NOW) from None
    end_as(held, Outcome.SHOWN, by=by, now=now)
    return row


def pattern_of(row: Any) -> Pattern:
    """The pattern of which something is said that waits."""
    of = _said_of(row)
    return of if isinstance(of, Pattern) else of.pattern


def _said_of(row: Any) -> Any:
    """What it is said of: itself, a pattern, an objection or a suggestion."""
    if isinstance(row, (Pattern, Collection)):
        return row
    if isinstance(row, ObjectionAnswer):
        return db.session.get_one(Objection, row.objection_id)
    return row.suggestion if isinstance(row, SuggestionMessage) else row.pattern


def _propose(row: Pattern, held: LibraryHold, seen: int, author: Person, now: datetime) -> None:
    if row.author_id != author.id:  # somebody else has taken it on
        raise NotNow(_NOT_NOW)
    propose(row, seen=seen, by=author, now=now, why=held.why)


def _open(row: Collection, held: LibraryHold, seen: int, author: Person, now: datetime) -> None:
    if row.version != seen:
        raise RevisedSince("It was changed since you read it. Look at it again.")
    opened = CollectionDraft(row.title, row.about, held.openness or Openness.PUBLIC)
    collecting.change(row, opened, version=row.version, by=author, now=now)


def _show(row: Any, author: Person, now: datetime) -> None:
    pattern = pattern_of(row)
    if not pattern.is_listed:  # whoever curates does not read it, or what it is about
        raise NotNow(_NOT_NOW)
    if not isinstance(row, SuggestionMessage):
        refuse_retired(pattern)
    _SHOWN[type(row)](row, author, now)


def _show_use(row: KnownUse, _author: Person, now: datetime) -> None:
    row.withdrawn_at, row.withdrawn_by_id = None, None
    db.session.flush()
    settle(row.pattern, now=now)


def _show_suggestion(row: Suggestion, author: Person, now: datetime) -> None:
    refuse_person(row.pattern.author_id, by_id=author.id, now=now)
    row.withdrawn_at, row.at = None, now  # what it tells is counted from then
    announce(SuggestionMade(row, row.pattern, now))


def _show_review(row: Review, author: Person, now: datetime) -> None:
    _refuse_forbidden(Permission.REVIEW_PATTERN, row.pattern, author)
    curating.publish_review(row, now=now)


def _show_objection(row: Objection, author: Person, now: datetime) -> None:
    objecting.refuse_too_many(row.pattern, author)
    row.withdrawn_at, row.at = None, now
    db.session.flush()
    announce(PatternJudged(row.pattern, author.id, now))


def _show_answer(row: ObjectionAnswer, author: Person, now: datetime) -> None:
    objection = db.session.get_one(Objection, row.objection_id)
    _refuse_forbidden(Permission.ANSWER_OBJECTION, objection, author)
    if objection.withdrawn_at is not None or objecting.answer_to(objection) is not None:
        raise NotNow(_NOT_NOW)
    row.withdrawn_at, row.withdrawn_by_id, row.at = None, None, now
    db.session.flush()
    settle(objection.pattern, now=now)


def _show_message(row: SuggestionMessage, author: Person, now: datetime) -> None:
    _refuse_forbidden(Permission.WRITE_ABOUT_SUGGESTION, row.suggestion, author)
    for other_id in {row.suggestion.by_id, row.suggestion.pattern.author_id}:
        refuse_person(other_id, by_id=author.id, now=now)
    row.at = now
    announce(SuggestionAnswered(row.suggestion, row.suggestion.pattern, author, now))


_SHOWN: dict[type[Any], Callable[[Any, Person, datetime], None]] = {
    KnownUse: _show_use,
    Suggestion: _show_suggestion,
    Review: _show_review,
    Objection: _show_objection,
    ObjectionAnswer: _show_answer,
    SuggestionMessage: _show_message,
}


def _refuse_forbidden(permission: Permission, subject: Any, author: Person) -> None:
    """Raise `NotNow` where whoever wrote it might not say it any more."""
    member = db.session.scalar(select(Member).where(Member.person_id == author.id))
    if not may(Viewer(member, frozenset()), permission, subject):
        raise NotNow(_NOT_NOW)


def end(held: LibraryHold, *, by: Person, now: datetime) -> None:
    """Leave it out, or take back what is one's own. Doing it twice changes nothing."""
    _locked(held)
    if held.ended_at is None:
        outcome = Outcome.TAKEN_BACK if held.by_id == by.id else Outcome.LEFT
        end_as(held, outcome, by=by, now=now)


def _locked(held: LibraryHold) -> Any:
    """The row, held with its pattern before, and then that it waits."""
    model = _ABOUT[held.about][0]
    row = db.session.get_one(model, held.subject_id)
    if not isinstance(row, (Pattern, Collection)):
        locked(Pattern, pattern_of(row).id)
    row = locked(model, row.id)
    locked(LibraryHold, held.id)
    return row
