"""Reads about suggested edits, ready to render."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, exists, func, literal, select, union_all
from sqlalchemy.orm import aliased, contains_eager, joinedload

from community.accounts.models import Person
from community.db import db
from community.distance.queries import is_person_blocked
from community.pages import Page, page_of

from .comparing import HEADINGS
from .credit_queries import taken_off
from .facets import LISTED, Stage
from .held_models import WAITS
from .invitation_models import MayDo
from .invitation_queries import is_invited, is_seen_by
from .models import Pattern
from .suggested import SUGGESTABLE, Values
from .suggested_relation_queries import BESIDE, RelationPart
from .suggestion_models import SuggestedRelation, SuggestedSection, Suggestion, SuggestionDecision

MOST = 10  # in a block on another page
_BESIDE = "relations"
_TOLD = {**{name: HEADINGS[name] for name in SUGGESTABLE}, _BESIDE: BESIDE}


@dataclass(frozen=True, slots=True)
class SuggestionLine:
    """A suggestion in a list; `by` is None for who is not named, `title` for what they may not see
    any more. `state` is as `state_of` says.
    """

    number: int
    slug: str
    title: str | None
    sections: Sequence[str]
    why: str
    by: str | None
    at: datetime
    state: str


def is_open() -> ColumnElement[bool]:
    """For a query: whether a suggestion waits to be decided."""
    decided = aliased(SuggestionDecision)
    return Suggestion.withdrawn_at.is_(None) & ~exists().where(
        decided.suggestion_id == Suggestion.id
    )


def number_open(*, pattern_id: int | None = None, by_id: int | None = None) -> int:
    """How many wait, with a pattern and of a person."""
    query = select(func.count()).select_from(Suggestion).where(is_open())
    if pattern_id is not None:
        query = query.where(Suggestion.pattern_id == pattern_id)
    if by_id is not None:
        query = query.where(Suggestion.by_id == by_id)
    return db.session.scalar(query) or 0


def suggestion_numbered(number: int) -> Suggestion | None:
    """The suggestion with this number, its pattern and its author with it."""
    query = select(Suggestion).options(joinedload(Suggestion.by)).where(Suggestion.id == number)
    return db.session.scalar(query)


def sections_of(row: Suggestion) -> Sequence[SuggestedSection]:
    """What it would say, in reading order."""
    query = select(SuggestedSection).where(SuggestedSection.suggestion_id == row.id)
    order = SUGGESTABLE.index
    return sorted(db.session.scalars(query), key=lambda one: order(one.section))


def values_of_suggestion(row: Suggestion) -> Values:
    """What it would say, by section."""
    return {one.section: one.value for one in sections_of(row)}


def decision_on(row: Suggestion) -> SuggestionDecision | None:
    """What came of it."""
    query = select(SuggestionDecision).options(joinedload(SuggestionDecision.by))
    return db.session.scalar(query.where(SuggestionDecision.suggestion_id == row.id))


def waiting_for(person_id: int, *, curates: bool, cursor: str | None) -> Page[SuggestionLine]:
    """What waits for a person to be decided, the longest first; four queries."""
    return _page(concerns(person_id, curates=curates), is_open(), cursor=cursor)


def number_waiting(person_id: int, *, curates: bool) -> int:
    """How much waits for a person."""
    query = select(func.count()).select_from(Suggestion)
    query = query.join(Pattern, Pattern.id == Suggestion.pattern_id)
    return db.session.scalar(query.where(is_open(), concerns(person_id, curates=curates))) or 0


def suggested_by(person_id: int, cursor: str | None) -> Page[SuggestionLine]:
    """What a person suggested, the latest first; five queries. Patterns that they may not see any
    more go without a title.
    """
    page = _page(Suggestion.by_id == person_id, cursor=cursor, backwards=True)
    seen = select(Suggestion.id).join(Pattern, Pattern.id == Suggestion.pattern_id)
    seen = seen.where(is_seen_by(person_id))
    numbers = set(db.session.scalars(seen.where(Suggestion.id.in_([r.number for r in page.rows]))))
    rows = [row if row.number in numbers else replace(row, title=None) for row in page.rows]
    return Page(rows, page.next)


def open_with(
    pattern: Pattern, person_id: int, *, decides: bool, since: int
) -> Sequence[SuggestionLine]:
    """What waits with a pattern, for those who decide it, of the revisions from `since` on, which
    they may read; else only what this person suggested.
    """
    mine = None if decides else Suggestion.by_id == person_id
    conditions = [Suggestion.pattern_id == pattern.id, is_open()]
    if decides:
        conditions.append(Suggestion.number >= since)
    if pattern.author_id == person_id or (decides and not pattern.is_listed):
        conditions.append(~is_person_blocked(person_id, Suggestion.by_id))
    query = suggestions_decided().where(*conditions, *([mine] if mine is not None else []))
    return lines_of(db.session.execute(query.order_by(Suggestion.id).limit(MOST)).all())


def suggested_in(pattern: Pattern, off: Collection[int]) -> Mapping[int, str | None]:
    """Who suggested what is in a revision, by its number; None for who is not named."""
    return {
        number: None if person.id in off else person.credited_as
        for (_, number), person in suggesters([pattern.id]).items()
    }


def suggesters(pattern_ids: Collection[int]) -> Mapping[tuple[int, int], Person]:
    """Whose suggestions are in revisions, by pattern and number; one query."""
    query: Any = (
        select(Suggestion, SuggestionDecision.number)
        .join(SuggestionDecision, SuggestionDecision.suggestion_id == Suggestion.id)
        .options(joinedload(Suggestion.by))
        .where(Suggestion.pattern_id.in_(pattern_ids), SuggestionDecision.number.is_not(None))
        .order_by(Suggestion.pattern_id, SuggestionDecision.number)
    )
    return {(row.pattern_id, number): row.by for row, number in db.session.execute(query)}


def concerns(person_id: int, *, curates: bool) -> ColumnElement[bool]:
    """Whether it is for this person to decide: nobody decides what they suggested, no
    author what somebody they block did.
    """
    is_blocked = is_person_blocked(person_id, Suggestion.by_id)
    theirs: ColumnElement[bool] = (Pattern.author_id == person_id) & ~is_blocked
    writes = is_invited(person_id, Pattern.id, may=(MayDo.WRITE,))
    is_draft = (Pattern.stage == Stage.DRAFT) & ~Pattern.aside.has()
    theirs = theirs | (is_draft & writes & ~is_blocked)
    if curates:
        is_read = Suggestion.number >= Pattern.opened_from
        theirs = theirs | (Pattern.stage.in_(LISTED) & is_read)
    return theirs & (Suggestion.by_id != person_id)


def _page(
    *conditions: ColumnElement[bool], cursor: str | None, backwards: bool = False
) -> Page[SuggestionLine]:
    page = page_of(
        select(Suggestion)
        .join(Suggestion.pattern)
        .options(contains_eager(Suggestion.pattern), joinedload(Suggestion.by))
        .where(*conditions),
        (Suggestion.id,),
        lambda row: [row.id],
        cursor=cursor,
        backwards=backwards,
    )
    numbers = [row.id for row in page.rows]
    decided = {
        row.suggestion_id: row
        for row in db.session.scalars(
            select(SuggestionDecision).where(SuggestionDecision.suggestion_id.in_(numbers))
        )
    }
    return Page(lines_of([(row, decided.get(row.id)) for row in page.rows]), page.next)


def suggestions_decided() -> Any:
    """A query for suggestions with what came of each."""
    return (
        select(Suggestion, SuggestionDecision)
        .outerjoin(SuggestionDecision, SuggestionDecision.suggestion_id == Suggestion.id)
        .options(joinedload(Suggestion.by))
    )


def lines_of(rows: Sequence[Any]) -> list[SuggestionLine]:
    """Suggestions with their decisions, as lines; two queries."""
    numbers = [row.id for row, _ in rows]
    sections: dict[int, list[Any]] = {number: [] for number in numbers}
    words, beside = SuggestedSection, SuggestedRelation
    query = union_all(
        select(words.suggestion_id, words.section, words.is_taken),
        select(beside.suggestion_id, literal(_BESIDE), beside.is_taken),
    ).subquery()
    mine = select(query).where(query.c.suggestion_id.in_(numbers))
    for one in db.session.execute(mine):
        sections[one.suggestion_id].append(one)
    off = taken_off({row.pattern_id for row, _ in rows})
    return [_line(row, decision, sections[row.id], off) for row, decision in rows]


def _line(
    row: Suggestion,
    decision: SuggestionDecision | None,
    sections: Collection[Any],
    off: Collection[tuple[int, int]],
) -> SuggestionLine:
    names = {one.section for one in sections}
    return SuggestionLine(
        number=row.id,
        slug=row.pattern.slug,
        title=row.pattern.title,
        sections=[told for name, told in _TOLD.items() if name in names],
        why=row.why,
        by=None if (row.pattern_id, row.by_id) in off else row.by.credited_as,
        at=row.at,
        state=state_of(row, decision, sections),
    )


def state_of(
    row: Suggestion,
    decision: SuggestionDecision | None,
    parts: Collection[SuggestedSection | RelationPart],
) -> str:
    """How far it is: open, waits (for a curator), withdrawn, declined, taken, in part or set aside;
    `parts` are its sections and relations.
    """
    if row.is_aside:
        return "set aside"
    if row.withdrawn_at is not None:
        return WAITS if row.held_as == WAITS else "withdrawn"
    if decision is None:
        return "open"
    if not decision.is_taken:
        return "declined"
    return "taken" if all(one.is_taken for one in parts) else "in part"
