"""The library as a list: the patterns that have what was chosen and say what is looked for.

Words are looked up in the index of what can be found, which stands further down: it says here how.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, Protocol

from sqlalchemy import ColumnElement, Select, Subquery, func, or_, select, true
from sqlalchemy.orm import Bundle

from community.access import Viewer
from community.db import db
from community.pages import Page, page_of

from .facets import FACETS, LISTED, Stage
from .language_queries import language_now
from .models import Pattern, PatternFacet
from .queries import own_drafts

TAG = "tag"  # a facet whose values are whatever was written
_MOST_TAGS = 20
WORDS = "q"  # what they are called beside the facets
LONGEST = 200  # characters of them
_ENOUGH = 10  # that are found by other words: no more are looked at


class Words(Protocol):
    """What somebody looks for. `saying` has the `number` of each pattern that they may find by it,
    its `text`, and `by_title`: 1 where its title says it, -1 where a note on it alone does.
    """

    typed: str
    saying: Subquery

    def marked(self, text: str) -> Sequence[Any]:
        """A text in parts, with those marked that are looked for."""

    def are_in(self, text: str) -> bool:
        """Whether a text says all of them."""

    def snippet(self, text: str) -> Sequence[Any]:
        """The same in short, around the first of them."""

    def in_notes(self, patterns: Collection[int]) -> Mapping[int, tuple[str, Sequence[Any]]]:
        """Of those patterns, the key of the latest note on each that says it, and its words in
        short.
        """

    def meant(self, finds: Callable[["Words"], Sequence[int]], known: int) -> str | None:
        """What was meant by whoever misspelt it, where that `finds` more than the few known."""


_indexes: list[Callable[[str, Viewer], Words | None]] = []


def look_up_with(index: Callable[[str, Viewer], Words | None]) -> None:
    """Have words read by an index: None where nothing is a word of what was typed."""
    _indexes[:] = [index]


def words_in(typed: str, who: Viewer) -> Words | None:
    """What somebody looks for who has typed something."""
    return _indexes[0](typed, who) if typed and _indexes else None


def library(chosen: Mapping[str, str], cursor: str | None, words: Words | None = None) -> Page[Any]:
    """The listed patterns that have all of the chosen facet values, by title; those that say some
    words, with the `text` they say them in: by title first, then the latest begun, and last those
    on which a note says them.
    """
    shown: tuple[Any, ...] = (Pattern.id, Pattern.slug, Pattern.title, Pattern.summary)
    shown += (Pattern.stage, Pattern.revision, Pattern.title_key, language_now().label("language"))
    if words is None:
        query: Select[Any] = select(Bundle("line", *shown)).where(*_has(chosen))
        keys: tuple[Any, ...] = (Pattern.title_key, Pattern.id)
        return page_of(query, keys, lambda row: [row.title_key, row.id], cursor=cursor)
    said = words.saying.c
    query = select(Bundle("line", *shown, said.by_title, said.text))
    query = query.join(words.saying, said.number == Pattern.id).where(*_has(chosen))
    keys = (said.by_title, Pattern.id)
    return page_of(query, keys, lambda row: [row.by_title, row.id], cursor=cursor, backwards=True)


def counts(
    chosen: Mapping[str, str], words: Words | None = None
) -> Mapping[str, Mapping[str, int]]:
    """How many would be listed with each value in place of what is chosen of its facet; one query.
    Tags have their own.
    """
    query = (
        select(PatternFacet.facet, PatternFacet.value, func.count())
        .join(Pattern, Pattern.id == PatternFacet.pattern_id)
        .where(PatternFacet.facet.in_(FACETS), *_has(chosen, words, but=PatternFacet.facet))
        .group_by(PatternFacet.facet, PatternFacet.value)
    )
    found: dict[str, dict[str, int]] = {facet: {} for facet in FACETS}
    for facet, value, number in db.session.execute(query):
        found[facet][value] = number
    return found


def tag_counts(chosen: Mapping[str, str], words: Words | None = None) -> Mapping[str, int]:
    """The tags that most patterns have of those that would be listed, the most frequent first, with
    how many in place of the tag that is chosen; that one is among them. One query.
    """
    rest = {facet: value for facet, value in chosen.items() if facet != TAG}
    number = func.count()
    query = (
        select(PatternFacet.value, number)
        .join(Pattern, Pattern.id == PatternFacet.pattern_id)
        .where(PatternFacet.facet == TAG, *_has(rest, words))
        .group_by(PatternFacet.value)
        .order_by((PatternFacet.value == chosen.get(TAG, "")).desc(), number.desc())
        .order_by(PatternFacet.value)
        .limit(_MOST_TAGS)
    )
    return dict(db.session.execute(query).all())


def counts_without(chosen: Mapping[str, str], words: Words | None) -> Mapping[str, int]:
    """How many there would be without one of the chosen values each, by its facet, and without the
    words; one query.
    """
    rest: dict[str, list[ColumnElement[bool]]] = {
        facet: _has({name: other for name, other in chosen.items() if name != facet}, words)
        for facet in chosen
    }
    if words is not None:
        rest[WORDS] = _has(chosen)
    if not rest:
        return {}
    numbers = (
        select(func.count(Pattern.id)).where(*conditions).scalar_subquery()
        for conditions in rest.values()
    )
    return dict(zip(rest, db.session.execute(select(*numbers)).one(), strict=True))


def meant(chosen: Mapping[str, str], words: Words, known: Sequence[int]) -> str | None:
    """What may have been meant where little is found: as it is typed."""

    def finds(others: Words) -> Sequence[int]:
        query = select(Pattern.id).where(*_has(chosen, others), Pattern.id.not_in(known))
        return db.session.scalars(query.limit(_ENOUGH)).all()

    return words.meant(finds, len(known))


def drafts(person_id: int, words: Words | None = None) -> Sequence[tuple[Pattern, str]]:
    """The drafts of a person, each with its language, the latest change first; not what is set
    aside.
    """
    query = select(Pattern, language_now()).where(Pattern.id.in_(own_drafts(person_id)))
    if words is not None:
        query = query.where(Pattern.id.in_(select(words.saying.c.number)))
    ordered = query.order_by(Pattern.changed_at.desc(), Pattern.id.desc())
    return [(pattern, language) for pattern, language in db.session.execute(ordered)]


def _has(
    chosen: Mapping[str, str], words: Words | None = None, but: Any = None
) -> list[ColumnElement[bool]]:
    """What a listed pattern with these values fulfils. Retired ones are found where asked for.
    `but`: of the facet that this is, any value will do.
    """

    def unless(facet: str, condition: ColumnElement[bool]) -> ColumnElement[bool]:
        return condition if but is None else or_(but == facet, condition)

    stages = true() if "stage" in chosen else unless("stage", Pattern.stage != Stage.RETIRED)
    conditions: list[ColumnElement[bool]] = [Pattern.stage.in_(LISTED), stages]
    for facet, value in chosen.items():
        with_it = select(PatternFacet.pattern_id)
        with_it = with_it.where(PatternFacet.facet == facet, PatternFacet.value == value)
        conditions.append(unless(facet, Pattern.id.in_(with_it)))
    if words is not None:
        conditions.append(Pattern.id.in_(select(words.saying.c.number)))
    return conditions
