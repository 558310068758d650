"""A library with something of everything, taken along."""

from dataclasses import replace

from sqlalchemy import delete, func, select, update

from community.accounts.models import Community, Credit, Member
from community.db import db
from community.exchange.library_exporting import export_library
from community.notes import editing, removing, settling
from community.notes.models import CallThread, Note, NoteRemoval, NoteRevision, Thread
from community.notes.models import Kind as NoteKind
from community.notes.outcomes import NoteOutcome, Outcome
from community.notes.tasks import Decision
from community.patterns import (
    collecting,
    curating,
    known_uses,
    marking,
    objecting,
    staging,
    suggesting,
)
from community.patterns.citation_models import PatternCitation
from community.patterns.collecting import EntryDraft, entries_in_order
from community.patterns.collection_models import Collection, CollectionEntry, Openness
from community.patterns.curation_models import (
    CuratorWord,
    Objection,
    ObjectionAnswer,
    PatternCheck,
    Review,
    Verdict,
)
from community.patterns.facets import Stage
from community.patterns.known_use_models import KnownUse, LinkMending, UseVerification
from community.patterns.models import (
    Pattern,
    PatternFacet,
    PatternRelation,
    PatternRevision,
    Relation,
    StageChange,
)
from community.patterns.note_source_models import PatternNoteSource
from community.patterns.origin_models import BroughtWriter
from community.patterns.queries import standing_of
from community.patterns.suggesting import Taking
from community.patterns.suggestion_models import (
    SuggestedRelation,
    SuggestedSection,
    Suggestion,
    SuggestionDecision,
)
from community.patterns.thread_models import PatternThread, Section
from community.patterns.use_models import Shown, UseMark, Using
from tests.factories import START, make_call, make_community, make_member
from tests.notes.saying import NO_TOOL, say
from tests.patterns.build import (
    DAY,
    collected,
    draft,
    emerging,
    noted,
    revised,
    suggested,
    used,
)

THERE = "https://there.example"


def packed(base_url: str) -> bytes:
    """The file of the library as it is."""
    with export_library(base_url=base_url, place="It") as found:
        return found.read()


def taken_along() -> bytes:
    """The file of a library with something of everything; afterwards there is no pattern."""
    make_community(name="There")
    ada, ben = make_member("Ada"), make_member("Ben")
    ben.person.credit = Credit.NOBODY
    first = emerging(ada)
    revised(first, ben, now=START + DAY, solution="Ask *twice*.\n\n## Context\n\nOr more.")
    for by in (make_member("Eve"), ben):  # one with a name and one without
        row = suggested(first, by, why="Say when.", context=f"Others decide. ({by.handle})")
        content = replace(standing_of(first).content, context=f"Others decide. ({by.handle})")
        taken = Taking(content, ("context",), first.revision)
        suggesting.accept(row, taken, by=ada.person, now=START + DAY)
    other = _kept_at_first(ada)
    how = {"by": ben.person, "now": START + DAY, "why": "It hurts.", "successor": first}
    staging.move(other, Stage.RETIRED, **how)
    given = {"kind": Relation.CONTRADICTS, "note": "One asks.", "by_id": ada.person_id}
    db.session.add(PatternRelation(pattern_id=first.id, other_id=other.id, at=START, **given))
    draft(ben, title="Secret")
    _say_of(first, ada, ben)
    _note_on(first, ada, ben)
    collection = collected(ben, other, first)
    pinned = EntryDraft("As it *was*.", is_pinned=True)
    collecting.change_entry(entries_in_order(collection)[1], pinned, now=START)
    collected(ben, first, openness=Openness.LINK, title="Secret shelf")
    db.session.flush()
    found = packed(THERE)
    for model in (*_SAID, PatternRelation, PatternFacet, StageChange, PatternRevision, Pattern):
        db.session.execute(delete(model))
    db.session.execute(update(Community).values(name="Here"))
    db.session.expire_all()
    return found


HERE = select(func.count()).select_from(Member).where(Member.erased_at.is_(None))
_SAID = (
    *(PatternCitation, NoteOutcome, NoteRemoval, NoteRevision, PatternThread, PatternNoteSource),
    *(Decision, CallThread, Note, Thread),
    *(SuggestedRelation, SuggestedSection, SuggestionDecision, Suggestion, BroughtWriter),
    *(CollectionEntry, Collection, UseVerification, LinkMending, KnownUse, UseMark),
    *(Review, ObjectionAnswer, Objection, CuratorWord, PatternCheck),
)


def _kept_at_first(ada: Member) -> Pattern:
    """A pattern into which suggestions of Gus and Hal went before it was proposed."""
    pattern = draft(ada, title="Decide Without Them")
    for name in ("Gus", "Hal"):
        row = suggested(pattern, make_member(name), solution=f"Do as {name} does.")
        content = replace(standing_of(pattern).content, solution=f"Do as {name} does.")
        taken = Taking(content, ("solution",), pattern.revision)
        suggesting.accept(row, taken, by=ada.person, now=START)
    staging.propose(pattern, by=ada.person, now=START)
    return pattern


def _say_of(pattern: Pattern, ada: Member, ben: Member) -> None:
    """What others can say, with something that is kept to oneself and something taken back."""
    cyd, dot = make_member("Cyd"), make_member("Cyd")
    more = {"url": "https://example.org/a", "since": 2024, "limits": "Not\nat night."}
    use = used(pattern, cyd, "Two Rivers", adapted="By post.", **more)
    known_uses.verify_use(use, by=dot.person, word="I was there.", now=START)
    db.session.add(LinkMending(use_id=use.id, by_id=ada.person_id, at=START + DAY))
    unnamed = used(pattern, ben, "A Library")
    ben.person.credit = Credit.NOBODY
    known_uses.verify_use(unnamed, by=cyd.person, now=START)
    known_uses.withdraw_use(used(pattern, cyd, "Secret use"), by=cyd.person, now=START)
    for who in (cyd, dot):
        marking.mark(pattern, Using.USING, Shown.PUBLIC, by=who.person, now=START)
    marking.mark(pattern, Using.UNFIT, Shown.PRIVATE, by=ada.person, now=START)
    marking.mark(pattern, Using.WISH, Shown.COUNTED, by=ben.person, now=START)
    said = {"interest": "None.", "words": "Clear.", "looked_at": ("problem", "check")}
    for who in (cyd, dot):
        curating.review(pattern, Verdict.WORK, by=who.person, now=START, **said)
    standing = objecting.object_to(pattern, "It is new.", by=cyd.person, now=START)
    objecting.answer_objection(standing, "It is old.", by=ada.person, now=START)
    gone = objecting.object_to(pattern, "Secret reason.", by=dot.person, now=START)
    objecting.withdraw_objection(gone, now=START)
    curating.speak_for(pattern, word="It holds.", by=cyd.person, now=START)
    curating.check(pattern, by=dot.person, now=START)


def _note_on(pattern: Pattern, ada: Member, ben: Member) -> None:
    """Notes on two sections: answered, changed, taken out, and what became of them; and the note
    in a call that the pattern was begun from.
    """
    asked = noted(pattern, ben, "How **long**?")
    noted(pattern, ada, "A day. See [[ask-who-is-missing]].", kind=NoteKind.NOTE, parent=asked)
    given = {"base": 1, "said": NO_TOOL, "by": ben, "now": START + DAY}
    editing.change(asked, "How long does it take?", **given)
    settling.settle(asked, Outcome.INCORPORATED, revision=2, by=ada, now=START + DAY)
    care = noted(pattern, ben, "Not at night.", section=Section.SOLUTION, kind=NoteKind.CAUTION)
    editing.change(care, "Not by night.", **given | {"by": ada})
    settling.settle(care, Outcome.DECLINED, why="It is for days.", by=ada, now=START + DAY)
    gone = noted(pattern, ben, "Secret words.", section=Section.SOLUTION)
    noted(pattern, ada, "Please.", section=Section.SOLUTION, parent=gone)
    removing.remove(gone, by=ben, now=START)
    begun = say(make_call(ada), make_member("Fay"), "We asked who is missing.")
    row = PatternNoteSource(pattern_id=pattern.id, note_id=begun.id, by_id=ada.person_id, at=START)
    db.session.add(row)
    db.session.flush()
