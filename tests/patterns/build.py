"""Shorthands for patterns in tests."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import inspect, select

from community.accounts.models import Member
from community.db import db
from community.disclosures import disclosing
from community.notes import writing as note_writing
from community.notes.models import Kind as NoteKind
from community.notes.models import Note
from community.notes.writing import NoteText
from community.patterns import (
    collecting,
    inviting,
    known_uses,
    staging,
    suggesting,
    threads,
    writing,
)
from community.patterns.collecting import CollectionDraft, EntryDraft
from community.patterns.collection_models import Collection, Openness
from community.patterns.content import Check, Content, Kind, Source
from community.patterns.facets import Dimension, Door, Effort, Infrastructure, People, Stage
from community.patterns.invitation_models import MayDo, PatternInvitation
from community.patterns.known_use_models import KnownUse, UseState
from community.patterns.known_uses import UseDraft
from community.patterns.models import Pattern, PatternRelation
from community.patterns.queries import standing_of
from community.patterns.suggested import values_between
from community.patterns.suggesting_relations import Saying, suggest_relations
from community.patterns.suggestion_models import Suggestion
from community.patterns.thread_models import Section
from tests.factories import START, make_member
from tests.notes.saying import NO_TOOL

DAY = timedelta(days=1)
CONTENT = Content(
    title="Ask Who Is Missing",
    summary="Before a decision is taken, say out loud who it concerns and is not in the room.",
    context="A small group decides for many.",
    problem="Those who are not there learn of it **afterwards**.",
    solution="Name them, and ask them before the date.",
    checks=(Check("Does each decision name who was asked?", Kind.DOCUMENT, "the record"),),
    dimensions=(Dimension.INTENTION, Dimension.TRUST),
    infrastructure=(Infrastructure.GOVERNANCE,),
    effort=Effort.HOURS,
    people=People.FEW,
    roles=(Door.FACILITATOR,),
    sources=(Source("A talk", "https://example.org/talk", "CC BY 4.0"),),
    tags=("meetings",),
)


def draft(by: Member, *, now: datetime = START, **changes: object) -> Pattern:
    """A draft of a member."""
    said = disclosing.disclose(NO_TOOL, by=by.person, now=now)
    content = replace(CONTENT, **changes)
    return writing.begin(content, by=by.person, disclosure=said, now=now)


def invited(
    pattern: Pattern, member: Member, may: MayDo = MayDo.READ, *, now: datetime = START
) -> PatternInvitation:
    """A member whom the author of a draft invites to it."""
    author = db.session.scalars(select(Member).where(Member.person_id == pattern.author_id)).one()
    return inviting.invite(pattern, member, may, by=author, now=now)


def proposed(by: Member, *, now: datetime = START, **changes: object) -> Pattern:
    """A pattern that everybody can read."""
    pattern = draft(by, now=now, **changes)
    staging.propose(pattern, by=by.person, now=now)
    return pattern


def emerging(by: Member, *, now: datetime = START, **changes: object) -> Pattern:
    """A pattern that has been reviewed."""
    pattern = proposed(by, now=now, **changes)
    staging.move(pattern, Stage.EMERGING, by=None, now=now, why="It was reviewed.")
    return pattern


def revised(pattern: Pattern, by: Member, *, now: datetime = START, **changes: object) -> Pattern:
    """The same with something else in it."""
    standing = standing_of(pattern)
    assert standing is not None
    said = disclosing.disclose(NO_TOOL, by=by.person, now=now)
    content = replace(standing.content, **changes)
    given = {"over": pattern.revision, "by": by.person, "disclosure": said, "now": now}
    writing.revise(pattern, content, **given)
    return pattern


def noted(
    pattern: Pattern,
    by: Member,
    text: str = "How long does it take?",
    *,
    section: Section = Section.WHOLE,
    kind: NoteKind = NoteKind.QUESTION,
    parent: Note | None = None,
    now: datetime = START,
) -> Note:
    """A note on a pattern, or an answer."""
    thread = threads.thread_on(pattern, section, now=now)
    given = NoteText(text, NO_TOOL, kind)
    return note_writing.write(thread, given, parent=parent, by=by, now=now)


def used(
    pattern: Pattern,
    by: Member,
    organisation: str = "Riverside Library",
    *,
    now: datetime = START,
    **given: object,
) -> KnownUse:
    """A place where it is used, as a member tells."""
    said = disclosing.disclose(NO_TOOL, by=by.person, now=now)
    draft = UseDraft(organisation, **{"state": UseState.USING} | given)
    return known_uses.add_use(pattern, draft, by=by.person, disclosure=said, now=now)


def collected(
    by: Member,
    *patterns: Pattern,
    openness: Openness = Openness.PUBLIC,
    now: datetime = START,
    **said: str,
) -> Collection:
    """Patterns that a member has gathered."""
    told = {"title": "For a First Week", "about": "For whoever begins."} | said
    collection = collecting.begin(CollectionDraft(**told, openness=openness), by=by.person, now=now)
    for number, pattern in enumerate(patterns, start=1):
        why = EntryDraft(f"Reason {number}.")
        collecting.put_in(collection, pattern, why, by=by.person, now=now)
    return collection


def suggested(
    pattern: Pattern, by: Member, *, why: str = "", now: datetime = START, **changes: object
) -> Suggestion:
    """An edit that a member suggests of the present revision."""
    standing = standing_of(pattern)
    assert standing is not None
    changes = changes or {"solution": "Name them, write to them, and ask them before the date."}
    values = values_between(standing.content, replace(standing.content, **changes))
    said = disclosing.disclose(NO_TOOL, by=by.person, now=now)
    given = {"why": why, "by": by.person, "disclosure": said, "now": now}
    return suggesting.suggest(standing.row, values, **given)


def suggested_relation(
    pattern: Pattern,
    by: Member,
    saying: Saying | None,
    *away: PatternRelation,
    why: str = "",
    now: datetime = START,
) -> Suggestion:
    """A relation that a member suggests to be said, and others to be taken away."""
    standing = standing_of(pattern)
    assert standing is not None
    return suggest_relations(standing.row, saying, away, why=why, by=by.person, now=now)


def revised_draft() -> tuple[Pattern, Member, Member, Member]:
    """A draft of Ada's with two revisions; Ben and Cyd are members."""
    ada, ben, cyd = make_member("Ada"), make_member("Ben"), make_member("Cyd")
    pattern = draft(ada)
    revised(pattern, ada, now=START + DAY, problem="They learn of it late.")
    return pattern, ada, ben, cyd


def here(*rows: Any) -> list[Any]:
    """The same rows, read again in the present transaction."""
    return [db.session.get_one(type(row), inspect(row).identity) for row in rows]
