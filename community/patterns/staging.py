"""Patterns coming to another stage: by people, and by the rules. Each change is a row."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from community.accounts.models import Person
from community.calls.slugs import is_secret, slug_of
from community.db import db, locked
from community.errors import Refusal
from community.events import announce
from community.turns import in_turn

from .adaptation_queries import unsaid_changes
from .addresses import addresses_kept, free_address
from .awaiting import arrived
from .citations import lead_to
from .content import from_json, missing
from .events import StageReached
from .facets import Stage
from .following import lead_on
from .models import Pattern, PatternRevision, StageChange
from .reading_again import refuse_other
from .said_first import refuse_others
from .stage_queries import has_been_listed
from .writing import write_facets

NAMES = {
    "summary": "a summary",
    "context": "the context",
    "problem": "the problem",
    "solution": "the solution",
    "checks": "how to check that it is honoured (for everybody, or for either side)",
    "dimensions": "one dimension at least",
    "infrastructure": "one kind of infrastructure at least",
    "effort": "how long it takes to begin",
    "people": "how many people it takes",
}


RESERVED = frozenset(
    {
        *("new", "drafts", "import", "export", "collections", "map", "cards", "mine"),
        *("picture", "suggestions"),
    }
)
"""What stands where slugs do in addresses of the library."""


class NotReady(Refusal):
    """The pattern lacks what its next stage asks for."""


class AddressTaken(Refusal):
    """Two patterns would have stood at one address."""


class WrongStage(Refusal):
    """What was asked for cannot be done at the stage the pattern is at."""


def move(
    pattern: Pattern,
    became: Stage,
    *,
    by: Person | None,
    now: datetime,
    why: str = "",
    successor: Pattern | None = None,
) -> None:
    """Bring it to a stage and write down who, when and why. The same stage again changes nothing.

    Whether it may come there the callers say; the row is theirs to hold.
    """
    if pattern.stage is became:
        return
    change = StageChange(
        pattern_id=pattern.id,
        was=pattern.stage,
        became=became,
        by_id=by.id if by else None,
        at=now,
        why=why,
        successor_id=successor.id if successor else None,
    )
    db.session.add(change)
    pattern.stage = became
    db.session.flush()
    standing = db.session.get_one(PatternRevision, (pattern.id, pattern.revision))
    write_facets(pattern, from_json(standing.content))
    arrived(pattern)
    announce(StageReached(pattern, now))


def propose(
    pattern: Pattern, *, seen: int | None = None, by: Person, now: datetime, why: str = ""
) -> None:
    """Let everybody read and discuss a draft, from this revision on, which is the one that was
    `seen`; one that was public before, from where it was: addresses of revisions are permanent.

    Raises `NotReady` with what it lacks, `AddressTaken` where another came to the same address at
    the same moment, `reading_again.RevisedSince` and `said_first.SaidFirst`.
    """
    in_turn()
    pattern = locked(Pattern, pattern.id)
    if pattern.stage is not Stage.DRAFT:
        change = last_change(pattern, was=Stage.DRAFT)
        if change is not None:
            refuse_others((change.by_id, change.why), (by.id, why))
        return
    refuse_other(pattern, seen)
    standing = db.session.get_one(PatternRevision, (pattern.id, pattern.revision))
    content = from_json(standing.content)
    lacks = [*(NAMES[name] for name in missing(content)), *unsaid_changes(pattern, content)]
    if lacks:
        raise NotReady(f"Before it can be proposed, it needs {_listed(lacks)}.")
    give_address(pattern, slug_of(pattern.title))
    try:
        db.session.flush()
    except IntegrityError as taken:
        raise AddressTaken(
            "Another pattern of this name was proposed at the same moment. Send it once more."
        ) from taken
    if not has_been_listed(pattern):
        pattern.opened_from = pattern.revision
    lead_to([pattern])
    move(pattern, Stage.PROPOSED, by=by, now=now, why=why)


def last_change(pattern: Pattern, **of: Stage) -> StageChange | None:
    """The last time it came to another stage: from `was`, to `became`."""
    query = select(StageChange).filter_by(pattern_id=pattern.id, **of)
    return db.session.scalar(query.order_by(StageChange.id.desc()).limit(1))


def give_address(pattern: Pattern, wish: str) -> None:
    """Give a draft its address in words, which it keeps: the one it had, where it had one."""
    if pattern.slug == pattern.drafted_as:
        old, kept = pattern.slug, addresses_kept(pattern) if has_been_listed(pattern) else ()
        known = next((one for one in kept if not is_secret(one)), None)
        pattern.slug = known or free_address("" if wish in RESERVED else wish)
        lead_on(old, pattern.slug)


def take_back(pattern: Pattern, *, by: Person, now: datetime, why: str = "") -> None:
    """Make a proposed pattern a draft of its author again. Raises `WrongStage` and
    `said_first.SaidFirst`.
    """
    pattern = locked(Pattern, pattern.id)
    if pattern.stage is Stage.DRAFT:
        change = last_change(pattern, was=Stage.PROPOSED, became=Stage.DRAFT)
        if change is not None:
            refuse_others((change.by_id, change.why), (by.id, why))
        return
    if pattern.stage is not Stage.PROPOSED:
        raise WrongStage("It has been reviewed, so it stays. A curator can retire it.")
    move(pattern, Stage.DRAFT, by=by, now=now, why=why)


def _listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
