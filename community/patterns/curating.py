"""What others say of a pattern: reviews, a curator's word, checks, retirement. After
each of these the pattern has the stage it has by the rules. All raise `retired.KeptForTheRecord`.
"""

from datetime import datetime

from sqlalchemy import select, update

from community.accounts.models import Person
from community.db import db, locked, number_of
from community.errors import Refusal
from community.events import announce

from .curation_models import (
    LOOKED_AT,
    CuratorWord,
    ObjectionAnswer,
    PatternCheck,
    Review,
    Verdict,
)
from .events import PatternJudged
from .facets import Stage
from .held_ends import make_room
from .held_models import Held
from .models import Pattern
from .reading_again import refuse_other
from .retired import refuse_retired
from .said_first import refuse_others
from .settling import settle
from .stage_queries import has_written, is_spent
from .staging import WrongStage, last_change, move


class OwnPattern(Refusal):
    """Nobody judges what they wrote themselves."""


class NoSuccessor(Refusal):
    """What is to come in its place is not there."""


def review(  # noqa: PLR0913 - one for each field of the form
    pattern: Pattern,
    verdict: Verdict,
    *,
    interest: str,
    words: str = "",
    looked_at: tuple[str, ...] = (),
    seen: int | None = None,
    waits: bool = False,
    by: Person,
    now: datetime,
) -> Review:
    """Judge revision `seen`; an earlier review by the same person makes room. `interest` is what
    they stand to gain, said in any case. While it `waits` for a curator, an earlier one stands.
    Raises `OwnPattern` and `RevisedSince`.
    """
    pattern = held_in_use(pattern)
    _refuse_own(pattern, by)
    refuse_other(pattern, seen)
    mine = select(Review.id).where(Review.pattern_id == pattern.id, Review.by_id == by.id)
    make_room(Held.REVIEW, mine, by=by, now=now)
    row = Review(
        pattern_id=pattern.id,
        number=pattern.revision,
        verdict=verdict,
        interest=interest,
        words=words,
        looked_at=" ".join(name for name in LOOKED_AT if name in looked_at),
        by_id=by.id,
        at=now,
        withdrawn_at=now,
    )
    db.session.add(row)
    db.session.flush()
    if not waits:
        publish_review(row, now=now)
    return row


def publish_review(row: Review, *, now: datetime) -> None:
    """Let it stand in place of an earlier one by the same person, as said now. The caller holds the
    pattern.
    """
    mine = Review.pattern_id == row.pattern_id, Review.by_id == row.by_id
    standing = update(Review).where(*mine, Review.withdrawn_at.is_(None))
    db.session.execute(standing.values(withdrawn_at=now))
    row.at, row.withdrawn_at = now, None
    db.session.flush()
    announce(PatternJudged(row.pattern, row.by_id, now))
    settle(row.pattern, now=now)


def withdraw_review(row: Review, *, now: datetime) -> None:
    """Take a review back: it counts no more. What it brought about before stays."""
    held(row.pattern)
    if row.withdrawn_at is None:
        row.withdrawn_at = now
        db.session.flush()


def speak_for(
    pattern: Pattern, *, word: str = "", seen: int | None = None, by: Person, now: datetime
) -> None:
    """A curator's word that it may be called proven, as revision `seen`; the first stands as
    long as it counts. Raises `OwnPattern`, `RevisedSince` and `said_first.SaidFirst`.
    """
    pattern = held_in_use(pattern)
    _refuse_own(pattern, by)
    before = word_for(pattern)
    if before is None or is_spent(pattern, before):
        refuse_other(pattern, seen)
        end(before, by, now)
        said = {"number": pattern.revision, "word": word, "by_id": by.id, "at": now}
        db.session.add(CuratorWord(pattern_id=pattern.id, **said))
        db.session.flush()
    else:
        refuse_others((before.by_id, before.word), (by.id, word))
    settle(pattern, now=now)


def word_for(pattern: Pattern) -> CuratorWord | None:
    """The curator's word that stands."""
    query = select(CuratorWord).where(
        CuratorWord.pattern_id == pattern.id, CuratorWord.withdrawn_at.is_(None)
    )
    return db.session.scalar(query)


def take_word_back(pattern: Pattern, *, by: Person, now: datetime) -> None:
    """No curator speaks for it any longer. Doing it twice changes nothing."""
    pattern = held(pattern)
    end(word_for(pattern), by, now)
    settle(pattern, now=now)


def check(pattern: Pattern, *, seen: int | None = None, by: Person, now: datetime) -> None:
    """Say that one has looked at revision `seen`, and that it is still right. Once a day and
    revision is enough. Raises `RevisedSince` and `OwnPattern`.
    """
    pattern = held_in_use(pattern)
    _refuse_own(pattern, by)
    refuse_other(pattern, seen)
    last, number = _last_check(pattern, by), pattern.revision
    if last is None or (last.at.date(), last.number) != (now.date(), number):
        row = PatternCheck(pattern_id=pattern.id, number=number, by_id=by.id, at=now)
        db.session.add(row)
        db.session.flush()


def take_check_back(pattern: Pattern, *, by: Person, now: datetime) -> None:
    """Take back the last thing one said so. Doing it twice changes nothing more that day."""
    last = _last_check(held(pattern), by)
    if last is not None:
        last.withdrawn_at = now
        db.session.flush()


def retire(
    pattern: Pattern, *, why: str, successor: Pattern | None, by: Person, now: datetime
) -> None:
    """Keep it for the record only, with a reason and what to use in its place, where there is
    such. Raises `NoSuccessor`, `WrongStage` and `said_first.SaidFirst`.
    """
    pattern = held(pattern)
    instead = successor.id if successor is not None else None
    if pattern.stage is Stage.RETIRED:
        change = last_change(pattern, became=Stage.RETIRED)
        if change is not None:
            refuse_others((change.by_id, change.why, change.successor_id), (by.id, why, instead))
        return
    if pattern.stage is Stage.DRAFT:
        raise WrongStage("A draft is its author’s alone.")
    is_free = successor is None or (successor.is_listed and successor.stage is not Stage.RETIRED)
    if not is_free or successor is pattern:
        raise NoSuccessor("What comes in its place has to be another pattern that is in use.")
    move(pattern, Stage.RETIRED, by=by, now=now, why=why, successor=successor)


def put_back(pattern: Pattern, *, why: str, by: Person, now: datetime) -> None:
    """Let it have the stage it had before it was retired, as far as the rules still give it. Raises
    `said_first.SaidFirst`.
    """
    pattern = held(pattern)
    if pattern.stage is not Stage.RETIRED:
        change = last_change(pattern, was=Stage.RETIRED)
        if change is not None:
            refuse_others((change.by_id, change.why), (by.id, why))
        return
    last = last_change(pattern, became=Stage.RETIRED)
    move(pattern, (last and last.was) or Stage.PROPOSED, by=by, now=now, why=why)
    settle(pattern, now=now)


def held(pattern: Pattern) -> Pattern:
    """The same, which nobody else changes as long as the transaction goes on."""
    return locked(Pattern, number_of(pattern))


def held_in_use(pattern: Pattern) -> Pattern:
    """The same, where it is not retired. Raises `retired.KeptForTheRecord`."""
    refuse_retired(held(pattern))
    return pattern


def _refuse_own(pattern: Pattern, by: Person) -> None:
    if has_written(by.id, pattern):
        raise OwnPattern("You wrote some of it, so somebody else has to say this.")


def end(row: CuratorWord | ObjectionAnswer | None, by: Person, now: datetime) -> None:
    """Let it stand no longer, where it does."""
    if row is not None:
        row.withdrawn_at, row.withdrawn_by_id = now, by.id
        db.session.flush()


def _last_check(pattern: Pattern, by: Person) -> PatternCheck | None:
    query = select(PatternCheck).where(
        PatternCheck.pattern_id == pattern.id,
        PatternCheck.by_id == by.id,
        PatternCheck.withdrawn_at.is_(None),
    )
    return db.session.scalar(query.order_by(PatternCheck.id.desc()).limit(1))
