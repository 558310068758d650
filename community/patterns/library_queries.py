"""The listed patterns whole, for taking the library along: every revision and every stage."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import aliased, joinedload

from community.accounts.brought_names import own_name
from community.accounts.models import Person
from community.db import db
from community.disclosures.facts import said_facts
from community.disclosures.queries import saids_of
from community.disclosures.wording import Said
from community.marks import BAR

from . import credit_queries
from .adaptation_queries import adapted_by
from .awaiting_queries import awaited_still
from .content import from_json
from .credit import Adapted
from .credit_queries import Contributor
from .facets import LISTED
from .models import Pattern, PatternRevision, StageChange
from .note_source_queries import notes_begun_from
from .origin_models import PatternOrigin
from .origin_queries import credited, kept_of, origins_of
from .reception_queries import receptions
from .retirement_queries import successors_of
from .suggestion_queries import suggesters
from .taking import Related, Taken, content_facts
from .taking_queries import relations_taken
from .thread_reception_queries import threads_taken

_AT_ONCE = 100  # patterns in memory

Facts = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Around:
    """What is read of some patterns at once."""

    relations: Mapping[int, Sequence[Related]]
    revisions: dict[int, list[PatternRevision]]
    stages: dict[int, list[tuple[StageChange, str | None]]]
    people: Mapping[int, Sequence[Contributor]]
    off: frozenset[tuple[int, int]]
    saids: Any
    origins: Mapping[int, PatternOrigin]
    suggesters: Mapping[tuple[int, int], Person]
    begun_from: Mapping[int, str]
    adapted: Mapping[int, Sequence[Adapted]]
    successors: Mapping[int, str | None]

    def name(self, number: int, person: Any) -> str | None:
        """What somebody is called with a pattern; None where they are not named."""
        found: str | None = None if (number, person.id) in self.off else person.credited_as
        return own_name(found) if found and number in self.origins else found


def library_whole(address_of: Callable[[Pattern, int], str]) -> Iterator[tuple[Taken, Facts]]:
    """Each listed pattern with its history and what others said of it, by address; the same number
    of queries for each hundred.
    """
    query = select(Pattern.id).where(Pattern.stage.in_(LISTED)).order_by(Pattern.slug)
    numbers = list(db.session.scalars(query))
    for first in range(0, len(numbers), _AT_ONCE):
        some = numbers[first : first + _AT_ONCE]
        listed = select(Pattern).where(Pattern.id.in_(some)).order_by(Pattern.slug)
        around = _around(some)
        said, threads = receptions(some, around.name), threads_taken(some, around.name)
        for pattern in db.session.scalars(listed):
            told = {
                "history": _history(pattern, around),
                "reception": said[pattern.id],
                "threads": threads[pattern.id],
            }
            yield _taken(pattern, around, address_of), told


def _around(numbers: Sequence[int]) -> _Around:
    found = _Around(
        *(relations_taken(numbers), {}, {}, credit_queries.contributors(numbers)),
        off=frozenset(),
        saids={},
        origins={},
        suggesters={},
        begun_from={},
        adapted={},
        successors=successors_of(numbers, also_awaited=True),
    )
    revisions = (
        select(PatternRevision)
        .options(joinedload(PatternRevision.by))
        .join(Pattern, Pattern.id == PatternRevision.pattern_id)
        .where(
            PatternRevision.pattern_id.in_(numbers), PatternRevision.number >= Pattern.opened_from
        )
        .order_by(PatternRevision.number)
    )
    for row in db.session.scalars(revisions):
        found.revisions.setdefault(row.pattern_id, []).append(row)
    for change, slug in _stages(numbers):
        found.stages.setdefault(change.pattern_id, []).append((change, slug))
    said = {row.disclosure_id for rows in found.revisions.values() for row in rows}
    return replace(
        found,
        off=credit_queries.taken_off(numbers),
        saids=saids_of(said),
        origins=origins_of(numbers),
        suggesters=suggesters(numbers),
        begun_from=notes_begun_from(numbers),
        adapted=adapted_by(numbers),
    )


def _stages(numbers: Sequence[int]) -> Iterator[tuple[StageChange, str | None]]:
    """Every stage, with the address of what came after where that is listed."""
    other = aliased(Pattern)
    query = (
        select(StageChange, func.coalesce(other.slug, awaited_still()))
        .outerjoin(other, (other.id == StageChange.successor_id) & other.stage.in_(LISTED))
        .options(joinedload(StageChange.by))
        .where(StageChange.pattern_id.in_(numbers))
        .order_by(StageChange.id)
    )
    yield from ((change, slug) for change, slug in db.session.execute(query))


def _taken(pattern: Pattern, around: _Around, address_of: Callable[[Pattern, int], str]) -> Taken:
    row = next(one for one in around.revisions[pattern.id] if one.number == pattern.revision)
    content, relations = from_json(row.content), around.relations.get(pattern.id, ())
    credit = credit_queries.credit_of(
        content,
        around.people[pattern.id],
        number=row.number,
        address=address_of(pattern, row.number),
        adapted=around.adapted.get(pattern.id, ()),
        kept=kept_of(around.origins.get(pattern.id)),
    )
    return Taken(
        slug=pattern.slug,
        content=content,
        stage=pattern.stage.value,
        number=row.number,
        at=row.at,
        credit=credited(credit, around.origins.get(pattern.id), row.number),
        said=around.saids[row.disclosure_id],
        relations=tuple(relations),
        successor=around.successors.get(pattern.id),
    )


def _history(pattern: Pattern, around: _Around) -> Facts:
    """Who is not named is null; what the rules did is by nobody at all."""

    def name(person: Any) -> str | None:
        return around.name(pattern.id, person)

    return {
        "begun": pattern.made_at.isoformat(),
        "begun_from": around.begun_from.get(pattern.id),
        **_before(pattern, around),
        "revisions": [
            _revision(row, name, around.saids[row.disclosure_id], around.suggesters)
            for row in around.revisions[pattern.id]
        ],
        "stages": [
            {
                "was": change.was.value if change.was else None,
                "became": change.became.value,
                "at": change.at.isoformat(),
                "by_the_rules": change.by is None,
                "by": name(change.by) if change.by else None,
                "why": BAR if change.is_aside else change.why,
                "successor": slug,
            }
            for change, slug in around.stages.get(pattern.id, [])
        ],
    }


def _before(pattern: Pattern, around: _Around) -> Facts:
    """Whose note it was begun from, where that is another; and who wrote what its author kept."""
    people, first = around.people[pattern.id], around.revisions[pattern.id][0]
    told: Facts = {}
    for one in people:
        if one.by_note and one.person_id != first.by_id:
            told["noted_by"] = _own(one, pattern, around)
    before = [one for one in people if one.first < pattern.opened_from and not one.by_note_alone]
    if before:
        told["before"] = [_own(one, pattern, around) for one in before]
    return told


def _own(one: Contributor, pattern: Pattern, around: _Around) -> str | None:
    return own_name(one.name) if one.name and pattern.id in around.origins else one.name


def _revision(
    row: PatternRevision,
    name: Callable[[Person], str | None],
    said: Said,
    suggesters: Mapping[tuple[int, int], Person],
) -> Facts:
    by = suggesters.get((row.pattern_id, row.number))
    return {
        "number": row.number,
        "at": row.at.isoformat(),
        "by": name(row.by),
        **({"suggested_by": name(by)} if by else {}),
        "why": row.why,
        "disclosure": said_facts(said),
        "content": content_facts(from_json(row.content)),
    }
