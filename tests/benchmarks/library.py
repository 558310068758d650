"""A library of a given size in the measured place: one pattern that is much spoken of, and others
that say the same, each found by other things.
"""

import random
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select

from community.accounts.models import Member
from community.db import db
from community.patterns.facets import (
    FACETS,
    Dimension,
    Door,
    Effort,
    Infrastructure,
    Moment,
    People,
    Stage,
)
from community.patterns.models import Pattern, PatternFacet, PatternRevision, title_key
from tests.benchmarks.found import WORDS
from tests.patterns.build import emerging
from tests.patterns.furnishing import crowd_patterns

_SEVERAL = {"dimension": Dimension, "infrastructure": Infrastructure, "role": Door}
_ONE = {"moment": Moment, "effort": Effort, "people": People}


def fill_library(number: int, members: Sequence[Member], now: datetime) -> str:
    """So many patterns that everybody reads; gives the address of the one that is spoken of."""
    first, *others = members
    pattern = emerging(first, now=now)
    crowd_patterns(pattern.slug, others, now=now)
    standing = db.session.get_one(PatternRevision, (pattern.id, pattern.revision))
    draw, begin = random.Random(2), pattern.id + 1
    assert db.session.scalar(select(Pattern.id).where(Pattern.id >= begin)) is None
    numbers = range(begin, begin + number - 1)
    stages = {one: draw.choice([Stage.PROPOSED, Stage.EMERGING, Stage.PROVEN]) for one in numbers}
    rows = [_pattern(one, stages[one], draw, first, now) for one in numbers]
    db.session.execute(insert(Pattern.__table__), rows)
    said = {"by_id": first.person_id, "disclosure_id": standing.disclosure_id, "at": now}
    said |= {name: getattr(standing, name) for name in ("content", "html", "text_policy")}
    revisions = [{"pattern_id": one, "number": 1, "why": "", **said} for one in numbers]
    db.session.execute(insert(PatternRevision.__table__), revisions)
    facets = [row for one in numbers for row in _facets(one, stages[one], draw)]
    db.session.execute(insert(PatternFacet.__table__), facets)
    return pattern.slug


def _pattern(
    number: int, stage: Stage, draw: random.Random, by: Member, now: datetime
) -> dict[str, Any]:
    title = " ".join(draw.choices(WORDS, k=4)).title()
    return {
        "id": number,
        "slug": f"measured-{number}",
        "author_id": by.person_id,
        "stage": stage,
        "revision": 1,
        "title": title,
        "title_key": title_key(title),
        "summary": " ".join(draw.choices(WORDS, k=14)),
        "made_at": now,
        "changed_at": now,
    }


def _facets(number: int, stage: Stage, draw: random.Random) -> list[dict[str, Any]]:
    chosen: dict[str, set[str]] = {"stage": {stage}}
    for facet, kind in _SEVERAL.items():
        chosen[facet] = {value.value for value in draw.sample(list(kind), k=2)}
    for facet, kind in _ONE.items():
        chosen[facet] = {draw.choice(list(kind)).value}
    return [
        {"pattern_id": number, "facet": facet, "value": value}
        for facet in FACETS
        for value in sorted(chosen[facet])
    ]
