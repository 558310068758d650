"""Bringing the library of another place in: each pattern as it was there, with every revision and
stage, by people who have no account here. What is here already is left alone, but for patterns
that came with the program and that nobody here has changed: those give way.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from community.accounts.models import Person
from community.db import db
from community.disclosures import disclosing
from community.disclosures.facts import said_in
from community.disclosures.models import Disclosure
from community.disclosures.wording import Degree, Said
from community.events import announce
from community.patterns import unseeding
from community.patterns.addresses import taken_addresses
from community.patterns.awaiting import arrived
from community.patterns.citations import lead_to
from community.patterns.content import from_values
from community.patterns.credit import is_named_in
from community.patterns.events import PatternRevised
from community.patterns.facets import LISTED, Stage
from community.patterns.models import (
    Pattern,
    PatternRelation,
    Relation,
    StageChange,
)
from community.patterns.origin_models import BroughtWriter, PatternOrigin
from community.patterns.relating import said_already
from community.patterns.settling import settle_brought
from community.patterns.suggestions_brought import note_taken
from community.patterns.writing import keep_revision, write_facets
from community.turns import in_turn

from . import library_given_up
from .library_awaited import awaited_in, told
from .library_collections import import_collections
from .library_credit import keep_credit
from .library_people import People
from .library_reading import LibraryFile
from .library_reception import receive, receive_words_of_writers
from .library_threads import receive_threads

Facts = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Brought:
    """The titles of what was brought in, of the patterns that were here already, and of those that
    took the place of what came with the program. `awaited`: what new ones have to do with patterns
    that are not here, each in words. `given_up`: how many were at addresses that are given up here.
    """

    new: Sequence[str]
    known: Sequence[str]
    collections: Sequence[str]
    instead: Sequence[str]
    awaited: Sequence[str] = ()
    given_up: int = 0

    @property
    def told_given_up(self) -> str:
        """A sentence on how many were at addresses that are given up; nothing where none was."""
        return f" {library_given_up.told(self.given_up)}" if self.given_up else ""

    @property
    def told_awaited(self) -> str:
        """A sentence on what is not shown yet; nothing where all is."""
        return told(self.awaited)


def import_library(file: LibraryFile, *, by: Person, now: datetime) -> Brought:
    """Write what stands at addresses that are free here, or at which nobody has changed what came
    with the program; nothing where words were taken out for ever. Twice changes nothing.
    """
    in_turn(is_alone=True)
    patterns = library_given_up.without_given_up(file.patterns)
    seeds = unseeding.held([facts["pattern"] for facts in patterns])
    unseeding.clear(seeds.values())
    there = taken_addresses() - set(seeds)
    people = People(now)
    coming = [facts for facts in patterns if facts["pattern"] not in there]
    written = {
        facts["pattern"]: _write(facts, seeds.get(facts["pattern"]), people, by=by, now=now)
        for facts in coming
    }
    awaited = awaited_in(coming)
    for facts in coming:
        _relate(written[facts["pattern"]], facts, people, now=now)
        _stages(written[facts["pattern"]], facts, people)
        if "reception" in facts:
            receive(written[facts["pattern"]], facts["reception"], people, now=now)
        receive_threads(written[facts["pattern"]], facts.get("threads", ()), people)
        arrived(written[facts["pattern"]], is_brought=True)
        settle_brought(written[facts["pattern"]], now=now)
        announce(PatternRevised(written[facts["pattern"]], now))
    lead_to(written.values())
    keep_credit([(written[facts["pattern"]], facts) for facts in coming])
    return Brought(
        new=[one.title for slug, one in written.items() if slug not in seeds],
        known=[facts["content"]["title"] for facts in patterns if facts["pattern"] in there],
        collections=import_collections(file.collections, people),
        instead=[one.title for slug, one in written.items() if slug in seeds],
        awaited=awaited,
        given_up=len(file.patterns) - len(patterns),
    )


def _write(
    facts: Facts, seed: Pattern | None, people: People, *, by: Person, now: datetime
) -> Pattern:
    """Write a pattern; in the place of what came with the program, where it is there."""
    history = facts["history"]
    content = from_values(facts["content"])
    author = people.called(history["revisions"][0]["by"])
    pattern = seed or Pattern(slug=facts["pattern"])
    pattern.author_id, pattern.author, pattern.drafted_as = author.id, author, None
    pattern.stage, pattern.revision = Stage(facts["stage"]), facts["revision"]
    pattern.opened_from = history["revisions"][0]["number"]
    pattern.title, pattern.summary = content.title, content.summary
    pattern.made_at, pattern.changed_at = _at(history["begun"]), _at(facts["revised"])
    db.session.add(pattern)
    db.session.flush()
    receive_words_of_writers(pattern, facts, people)
    _revisions(pattern, history, people)
    origin = {"place": facts["place"], "address": facts["address"], "revision": facts["revision"]}
    begun = {"begun_from": history.get("begun_from"), "by_id": by.id, "at": now}
    db.session.add(PatternOrigin(pattern_id=pattern.id, **origin, **begun))
    _before(pattern, history, people)
    write_facets(pattern, content)
    return pattern


def _revisions(pattern: Pattern, history: Facts, people: People) -> None:
    for one in history["revisions"]:
        person, at = people.called(one["by"]), _at(one["at"])
        revision = keep_revision(
            pattern,
            from_values(one["content"]),
            number=one["number"],
            by=person,
            disclosure=_said(one["disclosure"], person, at),
            now=at,
            why=one["why"],
        )
        if "suggested_by" in one:
            note_taken(revision, people.called(one["suggested_by"]))


def _before(pattern: Pattern, history: Facts, people: People) -> None:
    """Whom it is to be credited to besides those who made its revisions, in their order."""
    rows = [(people.called(history["noted_by"]), True)] if "noted_by" in history else []
    there: set[int] = set()
    for name in history.get("before", ()):
        rows.append((people.called(name, besides=there), False))
        there.add(rows[-1][0].id)
    for place, (person, by_note) in enumerate(rows, start=-len(rows)):
        who = {"pattern_id": pattern.id, "place": place, "person_id": person.id}
        db.session.add(BroughtWriter(**who, by_note=by_note))


def _said(facts: Facts, person: Person, at: datetime) -> Disclosure:
    said = said_in(facts) or Said(Degree.UNSAID)
    return disclosing.disclose(said, by=person, now=at)


def _relate(pattern: Pattern, facts: Facts, people: People, *, now: datetime) -> None:
    """Say what it has to do with patterns that are here, and keep what it has to do with others: by
    whom the file says, or by somebody who is not named.
    """
    for one in facts["relations"]:
        if one["pattern"] == pattern.slug:
            continue
        other, kind = _listed_at(one["pattern"]), Relation(one["kind"])
        if other is not None and said_already(pattern, kind, other) is not None:
            continue
        by = people.called(one.get("by"))
        row = PatternRelation(pattern_id=pattern.id, kind=kind, note=one["note"], by_id=by.id)
        row.other_id, row.awaited = (other.id, None) if other else (None, one["pattern"])
        row.at = _said_at(one, facts["adapted_from"], pattern, other) or now
        db.session.add(row)
        db.session.flush()


def _said_at(
    one: Facts, made_from: Sequence[str], pattern: Pattern, other: Pattern | None
) -> datetime | None:
    """When the file says a relation was said. Where it does not, that it was adapted from what it
    was `made_from` is said since its beginning, so that this stays credited.
    """
    if "at" in one:
        return _at(one["at"])
    is_source = one["kind"] == Relation.ADAPTED and is_named_in(
        made_from, one["pattern"], other.title if other else None
    )
    return pattern.made_at if is_source else None


def _listed_at(slug: str) -> Pattern | None:
    listed = Pattern.slug == slug, Pattern.stage.in_(LISTED)
    return db.session.scalar(select(Pattern).where(*listed))


def _stages(pattern: Pattern, facts: Facts, people: People) -> None:
    for one in facts["history"]["stages"]:
        wish = one["successor"]
        after = _listed_at(wish) if wish else None
        change = StageChange(
            pattern_id=pattern.id,
            was=Stage(one["was"]) if one["was"] else None,
            became=Stage(one["became"]),
            by_id=None if one["by_the_rules"] else people.called(one["by"]).id,
            at=_at(one["at"]),
            why=one["why"],
            successor_id=after.id if after else None,
            awaited=wish if wish and after is None else None,
        )
        db.session.add(change)
        db.session.flush()


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text)
