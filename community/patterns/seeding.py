"""The sixteen patterns that the library begins with."""

import json
import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select

from community.accounts.events import CommunitySetUp
from community.accounts.models import Person
from community.db import db
from community.disclosures import disclosing
from community.disclosures.wording import Checked, Degree, Said
from community.turns import in_turn

from .addresses import given_up, taken_addresses
from .citations import lead_to
from .content import Content, Source, from_values
from .facets import Stage
from .models import Pattern, PatternRelation, Relation
from .staging import give_address, move
from .writing import begin

SHIPPED = Path(__file__).parent / "shipped" / "patterns.json"
AUTHOR = "The authors of this program"
_LICENCE = re.compile(r" \((CC BY-SA 4\.0|CC BY 4\.0|CC0|MIT)\)$")


def begin_library(event: CommunitySetUp) -> None:
    """Write the patterns the library begins with, unless it is to begin without."""
    if event.with_library:
        write(now=event.community.set_up_at)


def write(*, now: datetime) -> int:
    """Write each shipped pattern whose address is free, *emerging*; gives how many those were.

    Doing it twice changes nothing.
    """
    in_turn()
    shipped: list[dict[str, Any]] = json.loads(SHIPPED.read_text(encoding="utf-8"))
    there = taken_addresses() | given_up([given["slug"] for given in shipped])
    wanted = [given for given in shipped if given["slug"] not in there]
    if not wanted:
        return 0
    author = Person(name=AUTHOR, zone="UTC", created_at=now)
    db.session.add(author)
    db.session.flush()
    written = {given["slug"]: _write(given, author, now) for given in wanted}
    for given in wanted:
        _relate(written[given["slug"]], given, author, now)
    db.session.flush()
    lead_to(written.values())
    return len(written)


def _write(given: Mapping[str, Any], author: Person, now: datetime) -> Pattern:
    said = disclosing.disclose(_said(given["disclosure"]), by=author, now=now)
    pattern = begin(content_of(given), by=author, disclosure=said, now=now)
    give_address(pattern, given["slug"])
    move(pattern, Stage(given["stage"]), by=author, now=now, why="It came with the program.")
    return pattern


def content_of(given: Mapping[str, Any]) -> Content:
    """What a shipped pattern says."""
    values = dict(given)
    values["seen"] = values.pop("known_uses", "")
    values["checks"] = values.pop("check")
    values["sources"] = [_source(text) for text in values.pop("references")]
    return from_values(values)


def _source(text: str) -> Mapping[str, str]:
    found = _LICENCE.search(text)
    source = Source(text[: found.start()] if found else text, licence=found[1] if found else "")
    return {"text": source.text, "licence": source.licence}


def _said(given: Mapping[str, Any]) -> Said:
    degree = {"most of it": Degree.MOST, "some parts": Degree.SOME}[given["part"]]
    return Said(degree, purpose=", ".join(given["used_for"]), checked=Checked.SOME)


def _relate(pattern: Pattern, given: Mapping[str, Any], author: Person, now: datetime) -> None:
    """Write its relations down; one that works both ways is written once."""
    for relation in given["relations"]:
        other = db.session.scalar(select(Pattern).where(Pattern.slug == relation["pattern"]))
        kind = Relation(relation["kind"])
        if other is None or _is_there(kind, other, pattern):
            continue
        row = PatternRelation(
            pattern_id=pattern.id, kind=kind, other_id=other.id, by_id=author.id, at=now
        )
        db.session.add(row)
        db.session.flush()


def _is_there(kind: Relation, one: Pattern, other: Pattern) -> bool:
    query = select(PatternRelation.id).where(
        PatternRelation.pattern_id == one.id,
        PatternRelation.other_id == other.id,
        PatternRelation.kind == kind,
    )
    return db.session.scalar(query) is not None
