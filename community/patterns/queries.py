"""Reads about patterns, ready to render."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import aliased, contains_eager, joinedload

from community.db import db
from community.pages import Page, page_of

from .content import SECTIONS, Content, from_json
from .facets import LISTED, Stage
from .language_queries import language_now
from .models import (
    Pattern,
    PatternRelation,
    PatternRevision,
    Relation,
    StageChange,
    title_key,
)

INVERSE: Mapping[Relation, str] = {
    Relation.PART_OF: "has as a part",
    Relation.USES: "used by",
    Relation.COMPLEMENTS: "complements",
    Relation.ALTERNATIVE: "alternative to",
    Relation.TENSION: "in tension with",
    Relation.CONTRADICTS: "contradicts",
    Relation.SUPERSEDES: "superseded by",
    Relation.ADAPTED: "adapted as",
}
"""What a relation is called from the other side."""
BOTH_WAYS = frozenset(one for one, other in INVERSE.items() if one.value == other)
"""Those that either of the two patterns may say."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A revision to read: what it says, and its longer texts as HTML by `<section>_html`."""

    row: PatternRevision
    content: Content
    html: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Related:
    """Another pattern, and what this one has to do with it."""

    kind: str
    slug: str
    title: str
    summary: str
    note: str
    language: str


def pattern_by_slug(slug: str) -> Pattern | None:
    """The pattern at this address, or that was drafted there."""
    query = select(Pattern).where(or_(Pattern.slug == slug, Pattern.drafted_as == slug))
    return db.session.scalar(query)


def standing_of(pattern: Pattern) -> Standing | None:
    """The present revision of a pattern."""
    query = (
        select(PatternRevision)
        .options(joinedload(PatternRevision.by))
        .where(
            PatternRevision.pattern_id == pattern.id,
            PatternRevision.number == pattern.revision,
        )
    )
    row = db.session.scalar(query)
    return read(row) if row is not None else None


def standings_of(patterns: Sequence[Pattern]) -> Mapping[int, Standing]:
    """The same of several, by their numbers. One query, none for nothing."""
    query = (
        select(PatternRevision)
        .options(joinedload(PatternRevision.by))
        .join(Pattern, Pattern.id == PatternRevision.pattern_id)
        .where(
            PatternRevision.number == Pattern.revision, Pattern.id.in_([one.id for one in patterns])
        )
    )
    rows = db.session.scalars(query).all() if patterns else []
    return {row.pattern_id: read(row) for row in rows}


def read(row: PatternRevision) -> Standing:
    """What a revision says."""
    kept = json.loads(row.html)
    html = {f"{name}_html": kept.get(name, "") for name in SECTIONS}
    return Standing(row, from_json(row.content), html)


def revision_at(slug: str, number: int) -> PatternRevision | None:
    """The revision with this number of the pattern at this address, the pattern with it."""
    query = (
        select(PatternRevision)
        .join(PatternRevision.pattern)
        .options(contains_eager(PatternRevision.pattern), joinedload(PatternRevision.by))
        .where(
            or_(Pattern.slug == slug, Pattern.drafted_as == slug), PatternRevision.number == number
        )
    )
    return db.session.scalar(query)


def revisions_by_number(
    pattern: Pattern, numbers: set[int], *, since: int
) -> Mapping[int, PatternRevision]:
    """Those of these revisions that there are, from `since` on."""
    query = select(PatternRevision).where(
        PatternRevision.pattern_id == pattern.id,
        PatternRevision.number.in_(numbers),
        PatternRevision.number >= since,
    )
    return {row.number: row for row in db.session.scalars(query)}


def revisions_of(
    pattern: Pattern, cursor: str | None = None, *, since: int = 1
) -> Page[PatternRevision]:
    """Its revisions from `since` on, the latest first."""
    query = (
        select(PatternRevision)
        .options(joinedload(PatternRevision.by))
        .where(PatternRevision.pattern_id == pattern.id, PatternRevision.number >= since)
    )
    keys = (PatternRevision.number,)
    return page_of(query, keys, lambda row: [row.number], cursor=cursor, backwards=True)


def stages_of(pattern: Pattern) -> Sequence[StageChange]:
    """Every stage it came to, in order."""
    query = (
        select(StageChange)
        .options(joinedload(StageChange.by))
        .where(StageChange.pattern_id == pattern.id)
    )
    return db.session.scalars(query.order_by(StageChange.id)).all()


def related_to(pattern: Pattern) -> Sequence[Related]:
    """The listed patterns it has to do with, in either direction; one query."""
    other = aliased(Pattern)
    query = (
        select(PatternRelation, other, language_now(other))
        .join(
            other,
            or_(
                (PatternRelation.pattern_id == pattern.id) & (other.id == PatternRelation.other_id),
                (PatternRelation.other_id == pattern.id) & (other.id == PatternRelation.pattern_id),
            ),
        )
        .where(PatternRelation.withdrawn_at.is_(None), other.stage.in_(LISTED))
        .order_by(PatternRelation.kind, other.title_key, PatternRelation.id)
    )
    found: dict[tuple[str, str], Related] = {}
    for row, there, language in db.session.execute(query):
        words = row.kind.value if row.pattern_id == pattern.id else INVERSE[row.kind]
        said = Related(words, there.slug, there.title, there.summary, row.note, language)
        found.setdefault((words, there.slug), said)
    return list(found.values())


def says(row: PatternRelation, pattern_id: int, kind: Relation, other_id: int) -> bool:
    """Whether a relation says this, from whichever side."""
    sides = [(pattern_id, other_id), *([(other_id, pattern_id)] if kind in BOTH_WAYS else [])]
    return row.kind is kind and (row.pattern_id, row.other_id) in sides


def only_called(title: str) -> str | None:
    """The address of the one listed pattern of a title, retired ones aside where others have it;
    None where several do.
    """
    query = select(Pattern.slug, Pattern.stage).where(
        Pattern.title_key == title_key(title), Pattern.stage.in_(LISTED)
    )
    rows = db.session.execute(query.order_by(Pattern.id)).all()
    living = [slug for slug, stage in rows if stage is not Stage.RETIRED]
    slugs = living or [slug for slug, _ in rows]
    return slugs[0] if len(slugs) == 1 else None


def own_drafts(person_id: int) -> Select[int]:
    """The numbers of the drafts of a person, without what is set aside, which stands where drafts
    do.
    """
    mine = Pattern.author_id == person_id, Pattern.stage == Stage.DRAFT
    return select(Pattern.id).where(*mine, ~Pattern.aside.has())
