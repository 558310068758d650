"""What somebody may have meant who found little: the words nearest to those typed, of what they
may see, wherever that finds more.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, product
from typing import TypeVar

from sqlalchemy import ColumnElement, CompoundSelect, and_, func, literal, select, union
from sqlalchemy.orm import InstrumentedAttribute

from community.access import Viewer
from community.db import db
from community.holdings import Audience

from .models import Kind, Term
from .queries import Found, find, first
from .spelling import Parts, can_be_misspelt, nearest, parts
from .words import Asked

T = TypeVar("T")
FEW = 3  # so little was found that something near is looked for
_MOST_WORDS = 3  # of a query
_MOST_LOOKED_AT = 400  # words that begin or end like one of them
_MOST_TRIES = 4
_LAST = chr(0x10FFFF)  # behind every letter


@dataclass(frozen=True, slots=True)
class Near:
    """What may have been meant: as it is typed, as it is looked for, and what it finds besides."""

    query: str
    asked: Asked
    found: list[Found]


@dataclass(frozen=True, slots=True)
class _Place:
    """A word of a query, and where it stands there."""

    word: str
    at: tuple[int, int]
    is_open: bool


def near(
    asked: Asked, who: Viewer, known: Sequence[Found], *, most: int, kind: Kind | None = None
) -> Near | None:
    """At most so many things that are found by what may have been meant, where `known` is what was
    found and is little; None: nothing else. Never by a word of what `who` may not find.
    """
    there = {one.id for one in known}

    def finds(other: Asked) -> list[Found]:
        some = find(other, kind, who, most=most) if kind else first(other, who, most=most)
        return [one for one in some if one.id not in there]

    other = meant(asked, who, finds, len(known))
    return Near(typed(other[0]), other[0], list(other[1])) if other else None


def meant(
    asked: Asked, who: Viewer, finds: Callable[[Asked], Sequence[T]], known: int
) -> tuple[Asked, Sequence[T]] | None:
    """What may have been meant and what it `finds`, where that is more than the few `known`."""
    if known >= FEW or not asked:
        return None
    each = ((other, finds(other)) for other in _others(asked, who))
    return next(((other, found) for other, found in each if len(found) > known), None)


def _others(asked: Asked, who: Viewer) -> Iterator[Asked]:
    """What may be meant instead, the nearest first: words that stand nowhere put right, or, where
    each stands somewhere, one of them.
    """
    audiences = [Audience.PUBLIC, *([Audience.MEMBERS] if who.member is not None else [])]
    places = _places(asked)
    strange = _strange(places, audiences)
    near_by = {place: _nearest(place, audiences) for place in strange or places}
    if strange:
        choices = islice(product(*near_by.values()), _MOST_TRIES)
        yield from (_with(asked, dict(zip(strange, words, strict=True))) for words in choices)
    else:
        each = ((place, word) for place, words in near_by.items() for word in words[:1])
        yield from (_with(asked, {place: word}) for place, word in islice(each, _MOST_TRIES))


def _places(asked: Asked) -> list[_Place]:
    """The first few words that can be misspelt."""
    last = len(asked.words) - 1, len(asked.words[-1]) - 1
    every = (
        _Place(word, (row, at), asked.is_open and (row, at) == last)
        for row, words in enumerate(asked.words)
        for at, word in enumerate(words)
    )
    return list(islice((place for place in every if can_be_misspelt(place.word)), _MOST_WORDS))


def _strange(places: Sequence[_Place], audiences: Collection[Audience]) -> list[_Place]:
    """Those that stand nowhere."""
    if not places:
        return []
    of = Term.audience.in_(audiences)
    pieces = [
        select(literal(number).label("place"))
        .where(of, _begins(Term.word, place.word) if place.is_open else Term.word == place.word)
        .limit(1)
        .subquery()
        for number, place in enumerate(places)
    ]
    known = set(db.session.scalars(union(*(select(piece) for piece in pieces))))
    return [place for number, place in enumerate(places) if number not in known]


def _nearest(place: _Place, audiences: Collection[Audience]) -> list[str]:
    """The words nearest to one, of those that begin or end as it does."""
    sought = parts(place.word, is_open=place.is_open)
    words: set[str] = set()
    for audience in audiences:
        words.update(db.session.scalars(_alike(sought, audience)))
    return nearest(place.word, words, is_open=place.is_open)


def _alike(sought: Parts, audience: Audience) -> CompoundSelect[tuple[str]]:
    long_enough = func.length(Term.word).between(sought.shortest, sought.longest)
    ways = (
        (_begins(Term.word, sought.beginning), Term.word),
        (_begins(Term.backwards, sought.end[::-1]), Term.backwards),
        (Term.word.in_(sought.swapped), Term.word),
    )
    pieces = [
        select(Term.word)
        .where(Term.audience == audience, way, long_enough)
        .order_by(order)
        .limit(_MOST_LOOKED_AT)
        .subquery()
        for way, order in ways
    ]
    return union(*(select(piece) for piece in pieces))


def _begins(column: InstrumentedAttribute[str], letters: str) -> ColumnElement[bool]:
    return and_(column >= letters, column < letters + _LAST)


def _with(asked: Asked, put: dict[_Place, str]) -> Asked:
    """The same with other words at some places."""
    by_place = {place.at: word for place, word in put.items()}
    words = tuple(
        tuple(by_place.get((row, at), word) for at, word in enumerate(words))
        for row, words in enumerate(asked.words)
    )
    return Asked(words, asked.is_open)


def typed(asked: Asked) -> str:
    """What somebody would type who looks for it; characters of an unspaced script stand close."""
    rows = (("" if all(len(w) == 1 for w in word) else "-").join(word) for word in asked.words)
    return " ".join(rows)
