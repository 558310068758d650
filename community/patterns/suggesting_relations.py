"""Suggesting what a pattern has to do with others, or not any more, and taking that."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from community.accounts.models import Person
from community.db import db, locked
from community.errors import Refusal

from .models import Pattern, PatternRelation, PatternRevision, Relation
from .relating import refuse_impossible, relate, said_already, take_away
from .retired import refuse_retired
from .suggested_relation_queries import relations_suggested
from .suggesting import Answer, NothingTaken, SuggestionClosed, decide, hand_in, refuse_closed
from .suggestion_models import SuggestedRelation, Suggestion, SuggestionDecision


class AlreadySaid(Refusal):
    """It stands on both patterns."""


@dataclass(frozen=True, slots=True)
class Saying:
    """What a pattern would say that it has to do with another."""

    kind: Relation
    other: Pattern
    note: str = ""


def suggest_relations(
    revision: PatternRevision,
    saying: Saying | None,
    away: Sequence[PatternRelation] = (),
    *,
    why: str,
    by: Person,
    waits: bool = False,
    now: datetime,
) -> Suggestion:
    """Hand in a relation to be said by the pattern of a revision, others to be taken away, or both,
    to be looked at by whoever may change it; by none of these where it `waits` for a curator.

    Raises `AlreadySaid`, `TooManySuggestions`, and `Refusal` where it cannot be.
    """
    pattern = locked(Pattern, revision.pattern_id)
    if any(one.pattern_id != pattern.id or one.withdrawn_at is not None for one in away):
        raise SuggestionClosed("It is taken away already.")
    if saying is not None:
        _refuse_said(pattern, saying, away)
    said: dict[str, Any] = {"disclosure_id": revision.disclosure_id, "waits": waits}
    row = hand_in(revision, why=why, by=by, now=now, **said)
    for relation in away:
        given = {"kind": relation.kind, "other_id": relation.other_id, "note": relation.note}
        _add(row, takes_away=True, relation_id=relation.id, **given)
    if saying is not None:
        given = {"kind": saying.kind, "other_id": saying.other.id, "note": saying.note}
        _add(row, takes_away=False, **given)
    db.session.flush()
    return row


def accept_relations(
    row: Suggestion, taken: Collection[int], *, reason: str = "", by: Person, now: datetime
) -> None:
    """Let what is taken of it stand on both patterns, or no more: said by whoever suggested it, and
    taken by `by`. `taken` are the numbers of what is suggested.

    The same twice changes nothing. Raises `SuggestionClosed`, `NothingTaken`, and `Refusal` where
    something cannot be.
    """
    offered = relations_suggested(row)
    for number in sorted({row.pattern_id, *(one.other_id for one in offered)}):
        locked(Pattern, number)  # in one order, so that no two wait for another
    made = db.session.get(SuggestionDecision, row.id)
    is_theirs = made is not None and made.is_taken and made.by_id == by.id
    if is_theirs and {one.id for one in offered if one.is_taken} == set(taken):
        return
    refuse_closed(row)
    refuse_retired(row.pattern)
    chosen = [one for one in offered if one.id in taken]
    in_order = sorted(chosen, key=lambda one: (not one.takes_away, one.id))
    done = [one.id for one in in_order if _do(one, row, now)]
    if not done:
        raise NothingTaken("That would change nothing. Decline it with a word.")
    decide(row, Answer(is_taken=True, reason=reason), (), done, by=by, now=now)


def _do(one: SuggestedRelation, row: Suggestion, now: datetime) -> bool:
    """Whether something is other than it was."""
    if one.takes_away:
        if one.relation is None or one.relation.withdrawn_at is not None:
            return False
        take_away(one.relation, by=row.by, now=now)
        return True
    if said_already(row.pattern, one.kind, one.other):
        return False
    if not one.other.is_listed:
        raise Refusal("Not everybody can read the other pattern any more.")
    made = relate(row.pattern, one.kind, one.other, one.note, by=row.by, now=now)
    one.relation_id = made.id
    db.session.flush()
    return True


def _add(row: Suggestion, **given: object) -> None:
    db.session.add(SuggestedRelation(suggestion_id=row.id, **given))


def _refuse_said(pattern: Pattern, saying: Saying, away: Sequence[PatternRelation]) -> None:
    """Raise where it is said, unless it is among what is taken away."""
    refuse_impossible(pattern, saying.kind, saying.other, saying.note)
    standing = said_already(pattern, saying.kind, saying.other)
    if standing is not None and standing.id not in {one.id for one in away}:
        raise AlreadySaid(
            "That is said already. To say it in other words, tick it above, too: it is taken away, "
            "and said anew."
        )
