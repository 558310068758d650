"""Suggesting an edit of a pattern, talking about it, and what comes of it."""

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import func, select, update

from community.accounts.models import Person
from community.db import db, locked
from community.disclosures.models import Disclosure
from community.distance.forbidding import refuse_person
from community.errors import Refusal
from community.events import announce

from .content import Content, from_json
from .events import SuggestionAnswered, SuggestionMade
from .held_ends import waits_no_more
from .held_models import Held, is_kept_back
from .models import Pattern, PatternRevision
from .redacting import refuse_old, refuse_unread
from .retired import refuse_retired
from .settling import settle
from .suggested import Values, says_more
from .suggestion_models import (
    SuggestedRelation,
    SuggestedSection,
    Suggestion,
    SuggestionDecision,
    SuggestionMessage,
)
from .suggestion_queries import is_open, number_open
from .writing import RevisedMeanwhile, revise

MOST_OF_ONE = 3  # open ones of a member with one pattern
MOST_OF_ALL = 30  # open ones of a member
MOST_WAITING = 100  # open ones with one pattern
MOST_IN_A_ROW = 3  # messages of one person that nobody has answered


class TooManySuggestions(Refusal):
    """Whoever looks after the pattern has enough to look at."""


class SuggestionClosed(Refusal):
    """It was decided or withdrawn before."""


class NothingTaken(Refusal):
    """What was taken changes nothing."""


@dataclass(frozen=True, slots=True)
class Taking:
    """The pattern after revision `over` with these sections of a suggestion in it; `reason` is why
    the others are left out, `why` the summary where it is another than the suggestion's. `is_read`:
    whoever takes it had all of it before them, to be worded otherwise.
    """

    content: Content
    sections: Collection[str]
    over: int
    reason: str = ""
    why: str = ""
    disclosure: Disclosure | None = None
    is_read: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a suggestion; `number` is the revision that its words are in."""

    is_taken: bool
    number: int | None = None
    reason: str = ""


def suggest(
    revision: PatternRevision,
    values: Values,
    *,
    why: str,
    by: Person,
    disclosure: Disclosure,
    waits: bool = False,
    now: datetime,
) -> Suggestion:
    """Hand in other words for some sections of a revision, to be looked at by whoever may change
    the pattern. Raises `TooManySuggestions`.
    """
    row = hand_in(revision, why=why, by=by, disclosure_id=disclosure.id, waits=waits, now=now)
    db.session.add_all(
        SuggestedSection(suggestion_id=row.id, section=section, value=value)
        for section, value in values.items()
    )
    db.session.flush()
    return row


def hand_in(
    revision: PatternRevision,
    *,
    why: str,
    by: Person,
    disclosure_id: int,
    waits: bool = False,
    now: datetime,
) -> Suggestion:
    """A suggestion with nothing in it yet; while it `waits` for a curator those who may take it
    hear nothing. Raises `TooManySuggestions`.
    """
    pattern = locked(Pattern, revision.pattern_id)
    refuse_retired(pattern)
    refuse_old(pattern, revision.number)
    refuse_too_many(pattern, by)
    refuse_person(pattern.author_id, by_id=by.id, now=now)
    row = Suggestion(
        pattern_id=pattern.id,
        number=revision.number,
        why=why,
        by_id=by.id,
        disclosure_id=disclosure_id,
        at=now,
    )
    db.session.add(row)
    db.session.flush()
    if not waits:
        announce(SuggestionMade(row, row.pattern, now))
    return row


def refuse_too_many(pattern: Pattern, by: Person) -> None:
    """Raise `TooManySuggestions` where one more by this person would be too many."""
    if number_open(pattern_id=pattern.id, by_id=by.id) >= MOST_OF_ONE:
        raise TooManySuggestions(
            f"{MOST_OF_ONE} suggestions of yours wait with this pattern. "
            "Wait for an answer, or withdraw one."
        )
    if number_open(by_id=by.id) >= MOST_OF_ALL:
        raise TooManySuggestions(f"{MOST_OF_ALL} suggestions of yours wait. Withdraw one first.")
    if number_open(pattern_id=pattern.id) >= MOST_WAITING:
        raise TooManySuggestions("So many suggestions wait here that one more would not be read.")


def accept(row: Suggestion, taking: Taking, *, by: Person, now: datetime) -> PatternRevision:
    """Let what is taken be in the pattern's next revision. Both are credited, and what was said of
    tools is the one of the two that tells of more.

    Taking the same twice changes nothing. Raises `SuggestionClosed`, `WordsWereTakenOut`,
    `NothingTaken` and `RevisedMeanwhile`.
    """
    pattern = locked(Pattern, row.pattern_id)
    made = db.session.get(SuggestionDecision, row.id)
    if made is not None and made.number is not None and made.by_id == by.id:
        taken = db.session.get_one(PatternRevision, (pattern.id, made.number))
        if from_json(taken.content) == taking.content:
            return taken
    refuse_closed(row)
    refuse_retired(pattern)
    refuse_unread(pattern, pattern.revision if taking.is_read else row.number)
    standing = db.session.get_one(PatternRevision, (pattern.id, pattern.revision))
    if pattern.revision != taking.over:
        raise RevisedMeanwhile("Somebody has changed this pattern meanwhile.")
    if not taking.sections or from_json(standing.content) == taking.content:
        raise NothingTaken("That would change nothing. Take a section, or decline it with a word.")
    said = taking.disclosure or standing.disclosure
    revision = revise(
        pattern,
        taking.content,
        over=taking.over,
        by=by,
        disclosure=row.disclosure if says_more(row.disclosure.degree, said.degree) else said,
        now=now,
        why=taking.why or row.why or "An edit that was suggested.",
    )
    answer = Answer(is_taken=True, number=revision.number, reason=taking.reason)
    decide(row, answer, taking.sections, by=by, now=now)
    settle(pattern, now=now)  # one more person has written it
    return revision


def decline(row: Suggestion, reason: str, *, by: Person, now: datetime) -> None:
    """Take none of it, and say why; the same twice changes nothing. Raises `SuggestionClosed`."""
    locked(Pattern, row.pattern_id)
    made = db.session.get(SuggestionDecision, row.id)
    said = made and (made.is_taken, made.by_id, made.reason)
    if said == (False, by.id, reason):
        return
    refuse_closed(row)
    decide(row, Answer(is_taken=False, reason=reason), by=by, now=now)


def withdraw(row: Suggestion, *, now: datetime) -> None:
    """Take it back. Doing it twice changes nothing. Raises `SuggestionClosed`."""
    locked(Pattern, row.pattern_id)
    row = locked(Suggestion, row.id)
    waits_no_more(Held.SUGGESTION, row.id, by=row.by, now=now)
    if row.withdrawn_at is None:
        refuse_closed(row)
        row.withdrawn_at = now
        db.session.flush()


def say(
    row: Suggestion, words: str, *, waits: bool = False, by: Person, now: datetime
) -> SuggestionMessage:
    """Write to the other side; what `waits` nobody hears yet. Raises `TooManySuggestions`."""
    pattern = locked(Pattern, row.pattern_id)
    for other_id in {row.by_id, pattern.author_id}:
        refuse_person(other_id, by_id=by.id, now=now)
    query = select(SuggestionMessage.by_id).where(SuggestionMessage.suggestion_id == row.id)
    query = query.where(~is_kept_back(Held.MESSAGE, SuggestionMessage.id))
    last = db.session.scalars(
        query.order_by(SuggestionMessage.id.desc()).limit(MOST_IN_A_ROW)
    ).all()
    if len(last) == MOST_IN_A_ROW and set(last) == {by.id}:
        raise TooManySuggestions("Wait for an answer before you write again.")
    said = SuggestionMessage(suggestion_id=row.id, words=words, by_id=by.id, at=now)
    db.session.add(said)
    db.session.flush()
    if not waits:
        announce(SuggestionAnswered(row, pattern, by, now))
    return said


def decide(
    row: Suggestion,
    answer: Answer,
    sections: Collection[str] = (),
    relations: Collection[int] = (),
    *,
    by: Person,
    now: datetime,
) -> None:
    """Note what came of it: which of its sections, and of its relations by number, were taken."""
    said = {**asdict(answer), "by_id": by.id, "at": now}
    db.session.add(SuggestionDecision(suggestion_id=row.id, pattern_id=row.pattern_id, **said))
    words, beside = SuggestedSection, SuggestedRelation
    mine = update(words).where(words.suggestion_id == row.id)
    db.session.execute(mine.values(is_taken=words.section.in_(sections)))
    theirs = update(beside).where(beside.suggestion_id == row.id)
    db.session.execute(theirs.values(is_taken=beside.id.in_(relations)))
    db.session.flush()
    announce(SuggestionAnswered(row, row.pattern, by, now))


def refuse_closed(row: Suggestion) -> None:
    """Raise `SuggestionClosed` where it waits no more."""
    if not db.session.scalar(select(func.count()).where(Suggestion.id == row.id, is_open())):
        raise SuggestionClosed("It was decided or withdrawn before.")
