"""Who is named with patterns: those who wrote them, but for names that were taken off."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Select,
    bindparam,
    case,
    exists,
    func,
    or_,
    select,
)

from community.accounts.models import Member, Person
from community.accounts.queries import present_community
from community.db import db
from community.notes.models import Note, NoteRevision
from community.notes.outcomes import NoteOutcome

from .considered_queries import has_been_considered
from .content import Content
from .credit import Adapted, Credit, Kept, adapted_from
from .curation_models import CuratorWord, Objection, ObjectionAnswer, PatternCheck, Review
from .known_use_models import KnownUse, LinkMending, UseVerification
from .models import Pattern, PatternRelation, StageChange
from .name_models import NameTakenOff
from .note_source_queries import told_notes
from .suggestion_models import SuggestedRelation, SuggestionDecision
from .thread_models import PatternThread
from .use_models import UseMark
from .writer_queries import writers, wrote_some

UNNAMED_PLACE = "Community calls"


@dataclass(frozen=True, slots=True)
class Contributor:
    """Somebody who wrote a revision, or whose suggestion is in one: which first, and as whom they
    are credited, if at all. `by_note`: the pattern was begun from their note; `by_note_alone`: and
    they wrote no more of it.
    """

    person_id: int
    first: int
    name: str | None
    by_note: bool = False
    by_note_alone: bool = False


def unnamed(pattern: Pattern) -> frozenset[int]:
    """The people who have taken their names off a pattern. Ask this wherever somebody is named."""
    query = select(NameTakenOff.person_id).where(
        NameTakenOff.pattern_id == pattern.id, NameTakenOff.withdrawn_at.is_(None)
    )
    return frozenset(db.session.scalars(query))


def taken_off(pattern_ids: Collection[int]) -> frozenset[tuple[int, int]]:
    """(pattern, person) for each name that is taken off one of these patterns; one query."""
    query = select(NameTakenOff.pattern_id, NameTakenOff.person_id).where(
        NameTakenOff.pattern_id.in_(pattern_ids), NameTakenOff.withdrawn_at.is_(None)
    )
    return frozenset((pattern, person) for pattern, person in db.session.execute(query))


def contributors(
    pattern_ids: Collection[int], *, for_member: bool = False
) -> Mapping[int, Sequence[Contributor]]:
    """Who wrote revisions of each of these patterns, in order of their first; one query. Whose
    suggestion was taken wrote it together with whoever took it, and is named first; whose note it
    was begun from, before both, and not by name where not everybody, or each member, may read that,
    or where their name is off what it is on.
    """
    found: dict[int, list[tuple[int, Contributor]]] = {number: [] for number in pattern_ids}
    rows = db.session.execute(_wrote(for_member=for_member), {"numbers": list(pattern_ids)})
    for number, person, began, name, off, hidden, some, every, place in rows:
        if hidden and any(one.person_id == person for _, one in found[number]):
            continue  # they are named for what else they wrote
        called = None if off or hidden else name
        one = Contributor(person, began, called, by_note=bool(some), by_note_alone=bool(every))
        found[number].append((place, one))
    return {
        number: [one for _, one in sorted(them, key=lambda each: (each[0], each[1].person_id))]
        for number, them in found.items()
    }


@cache
def _wrote(*, for_member: bool) -> Select[Any]:
    """Put together once: a row for each pattern of `numbers` and who wrote it."""
    numbers: BindParameter[Any] = bindparam("numbers", expanding=True)
    wrote = writers().c
    first = func.min(2 * wrote.number + wrote.rank)
    is_off = exists().where(
        NameTakenOff.pattern_id == wrote.pattern_id,
        NameTakenOff.person_id == wrote.person_id,
        NameTakenOff.withdrawn_at.is_(None),
    )
    told = told_notes(numbers, for_member=for_member).with_only_columns(Note.id)
    off_there = exists().where(
        Note.id == wrote.note_id,
        PatternThread.thread_id == Note.thread_id,
        NameTakenOff.pattern_id == PatternThread.pattern_id,
        NameTakenOff.person_id == wrote.person_id,
        NameTakenOff.withdrawn_at.is_(None),
    )
    is_untold = wrote.note_id.not_in(told) | off_there
    untold = case((wrote.note_id.is_not(None) & is_untold, 1), else_=0)
    return (
        select(wrote.pattern_id, Person.id, func.min(wrote.number), Person.credited_as, is_off)
        .add_columns(untold, func.max(wrote.by_note), func.min(wrote.by_note), first)
        .join(Person, Person.id == wrote.person_id)
        .where(wrote.pattern_id.in_(numbers))
        .group_by(wrote.pattern_id, wrote.person_id, Person.id, untold)
        .order_by(untold)
    )


def credit_of(
    content: Content,
    people: Sequence[Contributor],
    *,
    number: int,
    address: str,
    adapted: Sequence[Adapted] = (),
    kept: Sequence[Kept] = (),
) -> Credit:
    """The credit of the revision with this number, which is at `address`; no query but for the
    name of the place. `adapted` are the patterns it was adapted from, `kept` what a file says of
    such as are not here.
    """
    then = [one for one in people if one.first <= number]
    names = tuple(dict.fromkeys(one.name for one in then if one.name))
    community = present_community()
    return Credit(
        title=content.title,
        people=names,
        others=any(one.name is None for one in then),
        place=community.name if community else UNNAMED_PLACE,
        address=address,
        licence=content.licence,
        adapted=adapted_from(content.sources, adapted, kept),
    )


def is_named_with(person_id: int, pattern: Pattern) -> bool:
    """Whether somebody began a pattern, wrote a revision of it, brought it to a stage, said what it
    has to do with others, took it that somebody else would say so, or said anything else on its
    page or in its notes.
    """
    if pattern.author_id == person_id:
        return True
    wrote = wrote_some(person_id, pattern)
    says = or_(PatternRelation.by_id == person_id, PatternRelation.withdrawn_by_id == person_id)
    of_it = or_(PatternRelation.pattern_id == pattern.id, PatternRelation.other_id == pattern.id)
    took = exists().where(
        SuggestedRelation.suggestion_id == SuggestionDecision.suggestion_id,
        SuggestionDecision.by_id == person_id,
        SuggestedRelation.is_taken.is_(True),
        or_(SuggestionDecision.pattern_id == pattern.id, SuggestedRelation.other_id == pattern.id),
    )
    found = or_(wrote, took, exists().where(says, of_it), *_said_on_page(person_id, pattern.id))
    return bool(db.session.scalar(select(found)))


def _said_on_page(person_id: int, pattern_id: int) -> Iterator[ColumnElement[bool]]:
    for model in (StageChange, Review, Objection, CuratorWord, PatternCheck, KnownUse):
        yield exists().where(model.pattern_id == pattern_id, model.by_id == person_id)
    yield has_been_considered(person_id, pattern_id)
    yield exists().where(UseMark.pattern_id == pattern_id, UseMark.person_id == person_id)
    yield exists().where(
        UseVerification.use_id == KnownUse.id,
        KnownUse.pattern_id == pattern_id,
        UseVerification.by_id == person_id,
    )
    yield exists().where(
        LinkMending.use_id == KnownUse.id,
        KnownUse.pattern_id == pattern_id,
        LinkMending.by_id == person_id,
    )
    yield exists().where(
        ObjectionAnswer.objection_id == Objection.id,
        Objection.pattern_id == pattern_id,
        ObjectionAnswer.by_id == person_id,
    )
    theirs = PatternThread.pattern_id == pattern_id, PatternThread.thread_id == Note.thread_id
    said_so = Member.person_id == person_id
    yield exists().where(*theirs, said_so, Note.by_id == Member.id)
    for row in (NoteRevision, NoteOutcome):
        yield exists().where(*theirs, said_so, row.note_id == Note.id, row.by_id == Member.id)
