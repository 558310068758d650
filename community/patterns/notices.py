"""Letters about patterns: what others suggest and answer, and the stages a pattern comes to."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import select

from community.access import Viewer
from community.accounts.guests import member_of
from community.accounts.models import Member, Role
from community.accounts.queries import holds_role
from community.accounts.sessions import as_reader
from community.db import db
from community.distance.queries import person_keeps_off
from community.outbox.addresses import absolute
from community.outbox.kinds import Draft, Kind, Recipient
from community.outbox.models import Group, Letter
from community.outbox.owing import is_within, owe, told_already
from community.outbox.pacing import pause

from . import judgement_notices, use_notices
from .credit_queries import unnamed
from .curator_queries import curators, is_looked_after
from .events import ProposalReturned, StageReached, SuggestionAnswered, SuggestionMade
from .facets import LISTED, Stage
from .gathering import owe_gathered
from .invitation_queries import writing_with
from .judgement_queries import CHANGE, STAGE, review_behind
from .models import Pattern, StageChange
from .policies import may_see_pattern, may_see_suggestion
from .suggested_relation_queries import relation_parts
from .suggestion_message_queries import Message, heard_of, messages_since
from .suggestion_models import Suggestion
from .suggestion_queries import SuggestionLine, decision_on, sections_of, state_of

SUGGESTED, ANSWERED = "pattern_suggested", "suggestion_answered"
RETURNED = "proposal_returned"
MOST = 10  # suggestions in one letter
A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A suggestion in a letter, and what was written about it since the last one."""

    line: SuggestionLine
    messages: Sequence[Message]
    page: str


def suggestion_made(event: SuggestionMade) -> None:
    """Tell the author, and those who write a draft with them, gathered; the curators where the
    author has no account. But not whoever suggested it, and nobody about somebody they mute or
    block.
    """
    by_id, pattern = event.suggestion.by_id, event.pattern
    authors = (pattern.author_id,) if is_looked_after(pattern) else curators()
    theirs = (*authors, *writing_with(pattern))
    owe_gathered(SUGGESTED, theirs, by_id=by_id, about="suggestions", now=event.at)


def suggestion_answered(event: SuggestionAnswered) -> None:
    """Tell whoever suggested it; what they write themselves goes to the author."""
    row = event.suggestion
    if event.by.id == row.by_id:
        suggestion_made(SuggestionMade(row, event.pattern, event.at))
        return
    if person_keeps_off(row.by_id, event.by.id):
        return
    due = event.at + (pause(0) or A_DAY)
    about, facts = f"suggestion {row.id}", {"suggestion": row.id}
    owe(
        ANSWERED,
        person_id=row.by_id,
        about=about,
        facts=facts,
        due_at=due,
        gathers=True,
        now=event.at,
    )


def stage_reached(event: StageReached) -> None:
    """Tell the author of what others, or the rules, brought about."""
    change = _last_change(event.pattern)
    if change is None or change.became is Stage.DRAFT or change.by_id == event.pattern.author_id:
        return
    _owe_about(STAGE, event.pattern, change.id, event.at)


def proposal_returned(event: ProposalReturned) -> None:
    """Tell the author that it is a draft again, with thanks."""
    change = _last_change(event.pattern)
    if change is not None:
        _owe_about(RETURNED, event.pattern, change.id, event.at)


def _owe_about(kind: str, pattern: Pattern, change: int, now: datetime) -> None:
    about, facts = f"{CHANGE}{change}", {"change": change}
    owe(kind, person_id=pattern.author_id, about=about, facts=facts, now=now)


def _write_suggested(letter: Letter, _recipient: Recipient, now: datetime) -> Draft | None:
    """What still waits, and was suggested or written since the letter was owed."""
    member, told = _member(letter), told_already(letter)
    if member is None:
        return None
    found, who = [], _as_writer(member, now)
    for row, line in heard_of(member.person_id, letter.owed_at, curates=bool(who.roles)):
        off = unnamed(row.pattern)
        said = messages_since(row, letter.owed_at, row.by_id, off)
        new = [one for one in said if not is_within(one.at, told)]
        is_new = line.at >= letter.owed_at and not is_within(line.at, told)
        if (is_new or new) and may_see_suggestion(who, row):
            found.append(Waiting(line, new, absolute("patterns.show_suggestion", number=row.id)))
    if not found:
        return None
    values = {
        "waiting": found[:MOST],
        "number": len(found),
        "first": found[0].line.title,
        "page": absolute("patterns.list_suggestions"),
    }
    return Draft(values)


def _as_writer(member: Member, now: datetime) -> Viewer:
    """Who looks after patterns: a curator as a curator, unless a measure bars them."""
    who = as_reader(member, now)
    curates = who.member is not None and holds_role(member.person_id, Role.CURATOR)
    return replace(who, roles=frozenset({Role.CURATOR})) if curates else who


def _write_answered(letter: Letter, _recipient: Recipient, now: datetime) -> Draft | None:
    """What came of it, and what was written, since the letter was owed."""
    member, row = _member(letter), db.session.get(Suggestion, letter.facts["suggestion"])
    if member is None or row is None:
        return None
    who = as_reader(member, now)
    if not (may_see_suggestion(who, row) and may_see_pattern(who, row.pattern)):
        return None
    told, off, decision = told_already(letter), unnamed(row.pattern), decision_on(row)
    since = letter.owed_at
    if decision is not None and (decision.at < since or is_within(decision.at, told)):
        decision = None
    said = messages_since(row, since, None, off)
    new = [one for one in said if one.by_id != row.by_id and not is_within(one.at, told)]
    if decision is None and not new:
        return None
    values = {
        "title": row.pattern.title,
        "state": state_of(row, decision, [*sections_of(row), *relation_parts(row)]),
        "reason": decision.reason_shown if decision else "",
        "messages": new,
        "page": absolute("patterns.show_suggestion", number=row.id),
    }
    return Draft(values)


def _write_stage(letter: Letter, recipient: Recipient, now: datetime) -> Draft | None:  # noqa: ARG001
    """Nothing where it has another stage by now."""
    change, pattern = _change(letter)
    if change is None or pattern is None or pattern.stage not in LISTED:
        return None
    review = review_behind(change, pattern.author_id)
    if review is not None and judgement_notices.has_told(pattern.author_id, review.at):
        review = None
    said = {"by": review.by, "words": review.words} if review else None
    return Draft(_told(change, pattern) | {"review": said})


def _write_returned(letter: Letter, recipient: Recipient, now: datetime) -> Draft | None:  # noqa: ARG001
    """Nothing where it was proposed again."""
    change, pattern = _change(letter)
    if change is None or pattern is None or pattern.stage is not Stage.DRAFT:
        return None
    return Draft(_told(change, pattern))


def _told(change: StageChange, pattern: Pattern) -> dict[str, object]:
    page = absolute("patterns.show_pattern", slug=pattern.slug)
    return {
        "title": pattern.title,
        "stage": change.became.value,
        "why": change.why_shown,
        "page": page,
    }


def _change(letter: Letter) -> tuple[StageChange | None, Pattern | None]:
    """The change a letter is about, as long as it is the last one of its pattern."""
    change = db.session.get(StageChange, letter.facts["change"])
    pattern = db.session.get(Pattern, change.pattern_id) if change else None
    if pattern is None or _last_change(pattern) is not change or _member(letter) is None:
        return None, None
    return change, pattern


def _last_change(pattern: Pattern) -> StageChange | None:
    query = select(StageChange).where(StageChange.pattern_id == pattern.id)
    return db.session.scalar(query.order_by(StageChange.id.desc()).limit(1))


def _member(letter: Letter) -> Member | None:
    return member_of(letter.person_id) if letter.person_id is not None else None


KINDS = (
    Kind(SUGGESTED, Group.PATTERNS, _write_suggested),
    Kind(ANSWERED, Group.PATTERNS, _write_answered),
    Kind(STAGE, Group.PATTERNS, _write_stage),
    Kind(RETURNED, Group.PATTERNS, _write_returned),
    *judgement_notices.KINDS,
    *use_notices.KINDS,
)
