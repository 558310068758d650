"""What stands on cards: patterns at the revision they are read in, with their credit."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import and_, select

from community.db import db
from community.text import plain

from .card_room import fitting
from .collection_models import Collection
from .collection_queries import entries_of
from .content import from_json
from .credit_lines import Addresses, Shown, credit_lines
from .models import Pattern, PatternRevision
from .quick_codes import QuickCode, quick_code
from .retirement_queries import successors_of, told_of
from .tool_queries import assisted_lines


@dataclass(frozen=True, slots=True)
class Card:
    """A pattern on a card. `code` leads to the revision, at `address`; `retired` tells of one that
    is what to use instead, `assisted` of the tools behind it.
    """

    title: str
    summary: str
    language: str
    stage: str
    solution: str
    check: str
    credit: str
    address: str
    code: QuickCode
    retired: str = ""
    assisted: str = ""


def cards_of_patterns(patterns: Sequence[Pattern], address_of: Addresses) -> Sequence[Card]:
    """A card for the present revision of each, in their order; six queries, two more where a
    tool was involved.
    """
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
        [(Shown(p.id, p.slug, p.revision, said[p.id]), p.stage.value) for p in patterns], address_of
    )


def cards_of_collection(collection: Collection, address_of: Addresses) -> Sequence[Card]:
    """A card for each pattern of a collection as it reads there; as many queries."""
    return _cards(
        [
            (Shown(entry.row.pattern_id, entry.slug, entry.number, entry.content), entry.stage)
            for entry in entries_of(collection)
        ],
        address_of,
    )


def _cards(read: Sequence[tuple[Shown, str]], address_of: Addresses) -> Sequence[Card]:
    cards = []
    credits_ = credit_lines([one for one, _ in read], address_of)
    successors = successors_of([one.pattern_id for one, _ in read])
    assisted = assisted_lines([(one.pattern_id, one.number) for one, _ in read])
    for (one, stage), words, tools in zip(read, credits_, assisted, strict=True):
        address = address_of(one.slug, one.number)
        title, summary = one.content.title, one.content.summary
        check = next((c.question for c in one.content.checks), "")
        retired = told_of(one.pattern_id, address, successors)
        foot = " ".join(filter(None, (retired, words, tools)))
        solution, check = fitting(title, summary, _first_of(one.content.solution), check, foot)
        cards.append(
            Card(
                title=title,
                summary=summary,
                language=one.content.language,
                stage=stage,
                solution=solution,
                check=check,
                credit=words,
                address=address,
                code=quick_code(address),
                retired=retired,
                assisted=tools,
            )
        )
    return cards


def _first_of(markdown: str) -> str:
    """Its first block, as plain words in one line."""
    return " ".join(plain(re.split(r"\n[ \t]*\n", markdown.strip(), maxsplit=1)[0]).split())
