"""Bringing the library of another place in: each pattern as it was there, with every revision and
stage, by people who have no account here. What is here already is left alone.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select

from community.accounts.models import Credit, Person
from community.db import db
from community.disclosures import disclosing
from community.disclosures.facts import said_in
from community.disclosures.models import Disclosure
from community.disclosures.wording import Degree, Said
from community.events import announce
from community.patterns.content import from_values
from community.patterns.events import PatternRevised
from community.patterns.facets import Stage
from community.patterns.models import (
    Pattern,
    PatternRelation,
    Relation,
    StageChange,
)
from community.patterns.origin_models import PatternOrigin
from community.patterns.origin_queries import BROUGHT
from community.patterns.writing import keep_revision, write_facets

Facts = Mapping[str, Any]
_LONGEST_NAME = 80


def import_library(
    patterns: Sequence[Facts], *, by: Person, now: datetime
) -> tuple[list[str], list[str]]:
    """Write the patterns whose addresses are free; gives the titles of those, and of the others.

    `patterns` were read by `library_reading`. Doing it twice changes nothing.
    """
    there = set(db.session.scalars(select(Pattern.slug)))
    people = _People(now)
    new = [facts for facts in patterns if facts["pattern"] not in there]
    written = {facts["pattern"]: _write(facts, people, by=by, now=now) for facts in new}
    for facts in new:
        _relate(written[facts["pattern"]], facts, by=by, now=now)
        _stages(written[facts["pattern"]], facts, people)
        announce(PatternRevised(written[facts["pattern"]], now))
    return (
        [pattern.title for pattern in written.values()],
        [facts["content"]["title"] for facts in patterns if facts["pattern"] in there],
    )


class _People:
    """People by the names of the file; those without a name are one who wants none."""

    def __init__(self, now: datetime) -> None:
        self._now = now
        self._known: dict[str | None, Person] = {}

    def called(self, name: str | None) -> Person:
        if name not in self._known:
            called = (name or "Somebody")[: _LONGEST_NAME - len(BROUGHT)] + BROUGHT
            credit = Credit.NAME if name else Credit.NOBODY
            person = Person(name=called, zone="UTC", credit=credit, created_at=self._now)
            db.session.add(person)
            db.session.flush()
            self._known[name] = person
        return self._known[name]


def _write(facts: Facts, people: _People, *, by: Person, now: datetime) -> Pattern:
    history = facts["history"]
    content = from_values(facts["content"])
    author = people.called(history["revisions"][0]["by"])
    pattern = Pattern(
        slug=facts["pattern"],
        author_id=author.id,
        author=author,
        stage=Stage(facts["stage"]),
        revision=facts["revision"],
        title=content.title,
        summary=content.summary,
        made_at=_at(history["begun"]),
        changed_at=_at(facts["revised"]),
    )
    db.session.add(pattern)
    db.session.flush()
    for one in history["revisions"]:
        person, at = people.called(one["by"]), _at(one["at"])
        keep_revision(
            pattern,
            from_values(one["content"]),
            number=one["number"],
            by=person,
            disclosure=_said(one["disclosure"], person, at),
            now=at,
            why=one["why"],
        )
    origin = {"place": facts["place"], "address": facts["address"], "revision": facts["revision"]}
    db.session.add(PatternOrigin(pattern_id=pattern.id, by_id=by.id, at=now, **origin))
    write_facets(pattern, content)
    return pattern


def _said(facts: Facts, person: Person, at: datetime) -> Disclosure:
    said = said_in(facts) or Said(Degree.UNSAID)
    return disclosing.disclose(said, by=person, now=at)


def _relate(pattern: Pattern, facts: Facts, *, by: Person, now: datetime) -> None:
    """What it has to do with patterns that are here; the rest has nothing to lead to."""
    for one in facts["relations"]:
        other = db.session.scalar(select(Pattern).where(Pattern.slug == one["pattern"]))
        if other is not None and other.is_listed and other.id != pattern.id:
            db.session.add(
                PatternRelation(
                    pattern_id=pattern.id,
                    kind=Relation(one["kind"]),
                    other_id=other.id,
                    note=one["note"],
                    by_id=by.id,
                    at=now,
                )
            )
            db.session.flush()


def _stages(pattern: Pattern, facts: Facts, people: _People) -> None:
    for one in facts["history"]["stages"]:
        wish = one["successor"]
        after = db.session.scalar(select(Pattern.id).where(Pattern.slug == wish)) if wish else None
        change = StageChange(
            pattern_id=pattern.id,
            was=Stage(one["was"]) if one["was"] else None,
            became=Stage(one["became"]),
            by_id=None if one["by_the_rules"] else people.called(one["by"]).id,
            at=_at(one["at"]),
            why=one["why"],
            successor_id=after,
        )
        db.session.add(change)
        db.session.flush()


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text)
