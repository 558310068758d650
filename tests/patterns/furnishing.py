"""A library with everything its pages can show, for the journeys."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import select

from community.accounts.models import Member, Person
from community.db import db
from community.disclosures import disclosing
from community.notes import settling
from community.notes.models import Kind
from community.notes.outcomes import Outcome
from community.patterns import (
    collecting,
    curating,
    inviting,
    known_uses,
    marking,
    objecting,
    relating,
    seeding,
    staging,
    suggesting,
    writing,
)
from community.patterns.collecting import EntryDraft, entries_in_order
from community.patterns.collection_models import Openness
from community.patterns.content import SECTIONS, Check, Content, Source
from community.patterns.curation_models import Verdict
from community.patterns.facets import Dimension, Effort, Infrastructure, People
from community.patterns.invitation_models import MayDo
from community.patterns.known_use_models import UseState
from community.patterns.models import Pattern, Relation
from community.patterns.origin_models import PatternOrigin
from community.patterns.queries import standing_of
from community.patterns.suggesting import Taking
from community.patterns.suggesting_relations import Saying
from community.patterns.suggestion_models import Suggestion
from community.patterns.thread_models import Section
from community.patterns.use_models import Shown, UseMark, Using
from tests.notes.saying import NO_TOOL
from tests.patterns.build import (
    collected,
    draft,
    invited,
    noted,
    proposed,
    revised,
    suggested,
    suggested_relation,
    used,
)


def furnish_patterns(people: Mapping[str, Member], *, now: datetime) -> dict[str, str]:
    """The shipped ones, one of the facilitator's that was revised, and a draft of the member."""
    seeding.write(now=now - timedelta(days=3))
    ola, mia = people["facilitator"], people["member"]
    words = {"for_people": "They are heard.", "for_business": "Decisions hold."}
    words |= {"tension": "It takes longer.", "who_pays": "Whoever called the meeting."}
    pattern = proposed(ola, now=now - timedelta(days=2), **words)
    other = proposed(ola, now=now - timedelta(days=2), title="Decide Without Them")
    note = "One asks, the other does not."
    relating.relate(pattern, Relation.CONTRADICTS, other, note, by=ola.person, now=now)
    once = relating.relate(other, Relation.USES, pattern, by=ola.person, now=now)
    relating.take_away(once, by=people["steward"].person, now=now)
    revised(pattern, ola, now=now, solution="Name them aloud, and ask them before the date.")
    for who, shown in (("steward", Shown.PUBLIC), ("member", Shown.COUNTED)):
        marking.mark(pattern, Using.USING, shown, by=people[who].person, now=now)
    more = {"place": "Branches", "since": 2024, "limits": "Not at the very first meeting."}
    seen = used(pattern, mia, url="https://example.org/library", adapted="By post.", now=now)
    known_uses.verify_use(seen, by=people["steward"].person, word="I work there.", now=now)
    use = used(pattern, mia, "Two Rivers", state=UseState.STOPPED, now=now, **more)
    said = {"words": "The check is vague.", "looked_at": ("problem", "sides")}
    stu = people["steward"].person
    curating.review(pattern, Verdict.WORK, interest="I work beside Ola.", by=stu, now=now, **said)
    answered = objecting.object_to(pattern, "Both are the same firm.", by=stu, now=now)
    objecting.answer_objection(answered, "They share a street only.", by=ola.person, now=now)
    standing = objecting.object_to(pattern, "It was never tried on paper.", by=mia.person, now=now)
    curating.speak_for(pattern, word="I have seen it hold.", by=stu, now=now)
    curating.check(pattern, by=mia.person, now=now)
    retired = retired_for(pattern, by=stu, now=now)
    return {
        **_collections(mia, pattern, other, now=now),
        "objection": str(standing.id),
        "retired": retired.slug,
        "pattern": pattern.slug,
        "drafted": _draft(mia, people, now=now).slug,
        "known_use": str(use.id),
        "suggestion": str(suggest_edits(pattern, other, people, now=now).id),
        **note_on(pattern, ola, mia, now=now),
    }


def _draft(mia: Member, people: Mapping[str, Member], *, now: datetime) -> Pattern:
    """One to which others are invited, and one was."""
    pattern = draft(mia, now=now)
    for who, may in (("facilitator", MayDo.WRITE), ("steward", MayDo.READ)):
        invited(pattern, people[who], may, now=now)
    inviting.leave(pattern, by=people["steward"].person, now=now)
    return pattern


def _collections(mia: Member, pattern: Pattern, other: Pattern, *, now: datetime) -> dict[str, str]:
    """One that everybody sees, and one by link with a pattern that is kept as it reads."""
    collection = collected(mia, pattern, other, now=now)
    mine = collected(mia, pattern, openness=Openness.LINK, title="Not for All", now=now)
    pinned = EntryDraft("To be kept.", is_pinned=True)
    collecting.change_entry(entries_in_order(mine)[0], pinned, now=now)
    entry = entries_in_order(collection)[0].id
    return {"collection": collection.slug, "by_link": mine.slug, "entry": str(entry)}


def suggest_edits(
    pattern: Pattern, other: Pattern, people: Mapping[str, Member], *, now: datetime
) -> Suggestion:
    """One that was taken in part, one that was declined, and one that waits; and a relation."""
    mia, ola = people["member"], people["facilitator"].person
    said = {"context": "A few decide for many.", "tension": "Time."}
    first = suggested(pattern, people["steward"], now=now, **said)
    standing = standing_of(pattern)
    assert standing is not None
    content = replace(standing.content, context="A few decide for many.")
    taking = Taking(content, {"context"}, pattern.revision, "It is said above.")
    suggesting.accept(first, taking, by=ola, now=now)
    second = suggested(pattern, mia, now=now, summary="Ask them.")
    suggesting.decline(second, "Who is asked?", by=ola, now=now)
    third = suggested(
        pattern, mia, why="Say how.", now=now, solution="Write to them.", context="A few decide."
    )
    suggesting.say(third, "By post?", by=ola, now=now)
    beside = Saying(Relation.COMPLEMENTS, other, "Both ask first.")
    suggested_relation(pattern, people["steward"], beside, now=now)
    return third


def note_on(pattern: Pattern, ola: Member, mia: Member, *, now: datetime) -> dict[str, str]:
    """Notes of some kinds on the pattern, of which some are settled; the last is open."""
    at = {"section": Section.SOLUTION, "now": now}
    asked = noted(pattern, mia, "Who asks those who are **not** there?", **at)
    noted(pattern, ola, "Whoever called the meeting.", parent=asked, kind=Kind.NOTE, **at)
    settling.settle(asked, Outcome.INCORPORATED, revision=2, why="It says so now.", by=ola, now=now)
    tried = noted(pattern, mia, "In Lisbon a letter did it.", kind=Kind.ADAPTATION, **at)
    settling.settle(tried, Outcome.DECLINED, why="That is another pattern.", by=ola, now=now)
    noted(pattern, mia, "Seen to hold for a year.", kind=Kind.EVIDENCE, now=now)
    last = noted(pattern, mia, "With forty people it takes the hour.", kind=Kind.CAUTION, **at)
    return {"raised": last.key, "raised_in": last.thread.key}


def retired_for(successor: Pattern, *, by: Person, now: datetime) -> Pattern:
    """One of the shipped ones, retired in favour of another."""
    shipped = select(Pattern).where(Pattern.author_id != successor.author_id)
    pattern = db.session.scalars(shipped.order_by(Pattern.id)).first()
    assert pattern is not None
    curating.retire(pattern, why="Nobody used it.", successor=successor, by=by, now=now)
    return pattern


def crowd_patterns(slug: str, others: Sequence[Member], *, now: datetime) -> None:
    """Many more who use the pattern at `slug`."""
    pattern = db.session.scalars(select(Pattern).where(Pattern.slug == slug)).one()
    for number, member in enumerate(others):
        collected(member, pattern, now=now)
        row = {"using": list(Using)[number % 4], "shown": list(Shown)[number % 3], "at": now}
        db.session.add(UseMark(pattern_id=pattern.id, person_id=member.person_id, **row))
        use = used(pattern, member, f"Place {number}", now=now)
        known_uses.verify_use(use, by=others[number - 1].person, now=now)
        by = member.person
        curating.review(pattern, Verdict.WORK, interest="None.", by=by, now=now)
        objecting.object_to(pattern, f"Because of {number}.", by=by, now=now)
        suggested(pattern, member, solution=f"Ask {number} times.", now=now)
        noted(pattern, member, f"Because of {number}?", section=list(Section)[number % 9], now=now)
    db.session.flush()


def plant_patterns(people: Mapping[str, Member], markdown: str, line: str, now: datetime) -> None:
    """A pattern with `markdown` in all its longer texts and `line` in the others."""
    by = people["facilitator"].person
    said = disclosing.disclose(NO_TOOL, by=by, now=now)
    content = Content(
        title=line,
        summary=line,
        also_known_as=(line,),
        checks=(Check(line, where=line),),
        sources=(Source(line, "javascript:hurt=1", line, line),),
        dimensions=(Dimension.TRUST,),
        infrastructure=(Infrastructure.GOVERNANCE,),
        effort=Effort.HOURS,
        people=People.FEW,
        tags=(line,),
        **dict.fromkeys(SECTIONS, markdown),
    )
    pattern = writing.begin(content, by=by, disclosure=said, now=now)
    staging.give_address(pattern, "planted")
    staging.propose(pattern, by=by, now=now)
    collection = collected(people["facilitator"], pattern, title=line, about=line, now=now)
    collection.slug, collection.brought_from = "planted", line
    collecting.change_entry(entries_in_order(collection)[0], EntryDraft(line), now=now)
    origin = {"place": line, "address": line, "revision": 1, "by_id": by.id, "at": now}
    db.session.add(PatternOrigin(pattern_id=pattern.id, **origin))
