"""What stands on cards: patterns at the revision they are read in, with their credit."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import and_, select

from community.db import db
from community.text import plain

from .adaptation_queries import adapted_by
from .card_room import fitting
from .collection_models import Collection
from .collection_queries import entries_of
from .content import Content, from_json
from .credit import line
from .credit_queries import contributors, credit_of
from .models import Pattern, PatternRevision
from .origin_queries import credited, origins_of
from .quick_codes import QuickCode, quick_code


@dataclass(frozen=True, slots=True)
class Card:
    """A pattern on a card. `code` leads to the revision, at `address`."""

    title: str
    summary: str
    language: str
    stage: str
    solution: str
    check: str
    credit: str
    address: str
    code: QuickCode


@dataclass(frozen=True, slots=True)
class _Read:
    pattern_id: int
    slug: str
    stage: str
    number: int
    content: Content


Addresses = Callable[[str, int], str]
"""The whole address of a revision, by the pattern's slug and its number."""


def cards_of_patterns(patterns: Sequence[Pattern], address_of: Addresses) -> Sequence[Card]:
    """A card for the present revision of each, in their order; four queries."""
    present = and_(
        PatternRevision.pattern_id == Pattern.id, PatternRevision.number == Pattern.revision
    )
    query = (
        select(Pattern.id, PatternRevision.content)
        .join(PatternRevision, present)
        .where(Pattern.id.in_([pattern.id for pattern in patterns]))
    )
    said = {row.id: from_json(row.content) for row in db.session.execute(query)}
    return _cards(
        [_Read(p.id, p.slug, p.stage.value, p.revision, said[p.id]) for p in patterns], address_of
    )


def cards_of_collection(collection: Collection, address_of: Addresses) -> Sequence[Card]:
    """A card for each pattern of a collection as it reads there; four queries."""
    return _cards(
        [
            _Read(entry.row.pattern_id, entry.slug, entry.stage, entry.number, entry.content)
            for entry in entries_of(collection)
        ],
        address_of,
    )


def _cards(read: Sequence[_Read], address_of: Addresses) -> Sequence[Card]:
    numbers = [one.pattern_id for one in read]
    people, origins, adapted = contributors(numbers), origins_of(numbers), adapted_by(numbers)
    cards = []
    for one in read:
        address = address_of(one.slug, one.number)
        credit = credit_of(
            one.content,
            people[one.pattern_id],
            number=one.number,
            address=address,
            adapted=adapted.get(one.pattern_id, ()),
        )
        title, summary = one.content.title, one.content.summary
        check = next((c.question for c in one.content.checks), "")
        words = line(credited(credit, origins.get(one.pattern_id), one.number))
        solution, check = fitting(title, summary, _first_of(one.content.solution), check, words)
        cards.append(
            Card(
                title=title,
                summary=summary,
                language=one.content.language,
                stage=one.stage,
                solution=solution,
                check=check,
                credit=words,
                address=address,
                code=quick_code(address),
            )
        )
    return cards


def _first_of(markdown: str) -> str:
    """Its first block, as plain words in one line."""
    return " ".join(plain(re.split(r"\n[ \t]*\n", markdown.strip(), maxsplit=1)[0]).split())
