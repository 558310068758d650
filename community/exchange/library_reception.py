"""Writing what was said of a pattern at the place where it is from."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import case, select

from community.accounts.models import Credit, Person
from community.db import db
from community.disclosures import disclosing
from community.disclosures.facts import said_in
from community.disclosures.wording import Degree, Said
from community.patterns.curation_models import (
    CuratorWord,
    Objection,
    ObjectionAnswer,
    PatternCheck,
    Review,
    Verdict,
)
from community.patterns.known_use_models import (
    KnownUse,
    LinkMending,
    UseState,
    UseVerification,
)
from community.patterns.models import Pattern, PatternRevision
from community.patterns.use_models import Shown, UseMark, Using
from community.patterns.writer_queries import writers

from .library_people import People

Facts = Mapping[str, Any]
_Wrote = Sequence[tuple[int, datetime | None]]


def receive_words_of_writers(pattern: Pattern, facts: Facts, people: People) -> None:
    """Write the word of a curator who wrote some of the pattern since, before what they wrote: that
    nobody speaks for what they have written is held by the database.
    """
    first: dict[str | None, datetime] = {}
    for one in facts["history"]["revisions"]:
        first.setdefault(one["by"], _at(one["at"]))
    first.pop(None, None)
    for one in facts.get("reception", {}).get("words", ()):
        if one["by"] in first and _at(one["at"]) < first[one["by"]]:
            _word(pattern, one, people.called(one["by"]))
    db.session.flush()


def receive(pattern: Pattern, facts: Facts, people: People, *, now: datetime) -> None:
    """Write what others said of a pattern that was brought in just now. Who reviewed it before they
    wrote some of it is somebody of their name; whoever verified a use or spoke for it is nobody
    who had written some of it by then, nor, where neither has a name, who wrote it since.
    """
    wrote = _writers(pattern)
    for use in facts["uses"]:
        _use(pattern, use, people, wrote)
    _marks(pattern, facts["marks"], facts.get("counted", ()), people, now=now)
    reviewed = {number for number, _ in wrote}
    for one in facts["reviews"]:
        person = people.called(one["by"], besides=reviewed)
        reviewed.add(person.id)
        said = {name: one[name] for name in ("looked_at", "interest", "words")}
        about = {"pattern_id": pattern.id, "number": one["revision"]}
        signed = {"by_id": person.id, "at": _at(one["at"])}
        db.session.add(Review(**about, verdict=Verdict(one["verdict"]), **said, **signed))
    for one in facts["objections"]:
        _objection(pattern, one, people)
    is_spoken = select(CuratorWord.id).where(CuratorWord.pattern_id == pattern.id)
    for one in facts["words"] if db.session.scalar(is_spoken) is None else ():
        _word(pattern, one, people.called(one["by"], besides=_by_then(wrote, _at(one["at"]))))
    for one in facts["checks"]:
        about = {"pattern_id": pattern.id, "number": one.get("revision")}
        db.session.add(PatternCheck(**about, **_signed(one, people)))
    db.session.flush()


def _writers(pattern: Pattern) -> _Wrote:
    """Who wrote it, and when as far as that is told; those who want no name at any time."""
    by, row = writers().c, PatternRevision
    is_it = (row.pattern_id == by.pattern_id) & (row.number == by.number)
    query = select(by.person_id, case((Person.credit != Credit.NOBODY, row.at), else_=None))
    query = query.join(Person, Person.id == by.person_id).outerjoin(row, is_it)
    return [
        (number, at) for number, at in db.session.execute(query.where(by.pattern_id == pattern.id))
    ]


def _by_then(wrote: _Wrote, then: datetime) -> frozenset[int]:
    return frozenset(number for number, at in wrote if at is None or at <= then)


def _word(pattern: Pattern, facts: Facts, by: Person) -> None:
    told = {"word": facts["word"], "number": facts.get("revision"), "at": _at(facts["at"])}
    db.session.add(CuratorWord(pattern_id=pattern.id, **told, by_id=by.id))


def _use(pattern: Pattern, facts: Facts, people: People, wrote: _Wrote) -> None:
    person, at = people.called(facts["by"]), _at(facts["at"])
    said = said_in(facts["disclosure"]) or Said(Degree.UNSAID)
    plain = ("organisation", "place", "url", "since", "adapted", "limits")
    use = KnownUse(
        pattern_id=pattern.id,
        **{name: facts[name] for name in plain},
        state=UseState(facts["state"]),
        disclosure_id=disclosing.disclose(said, by=person, now=at).id,
        by_id=person.id,
        at=at,
        changed_at=_at(facts["changed"]),
    )
    db.session.add(use)
    db.session.flush()
    for one in facts.get("mended", ()):
        db.session.add(LinkMending(use_id=use.id, **_signed(one, people)))
    seen = facts["verified"]
    if seen is not None:
        others = _by_then(wrote, _at(seen["at"]))
        verifier = people.called(seen["by"], besides={person.id, *others})
        signed = {"by_id": verifier.id, "at": _at(seen["at"]), "word": seen["word"]}
        db.session.add(UseVerification(use_id=use.id, added_by_id=person.id, **signed))
        db.session.flush()


def _marks(
    pattern: Pattern,
    marks: Sequence[Facts],
    counted: Sequence[Facts],
    people: People,
    *,
    now: datetime,
) -> None:
    """Those with a name; and as many by people who want none as are counted only, of whom nothing
    else is known.
    """
    marked: set[int] = set()

    def mark(using: str, name: str | None, shown: Shown, at: datetime) -> None:
        person = people.called(name, besides=marked)
        marked.add(person.id)
        about = {"pattern_id": pattern.id, "person_id": person.id, "shown": shown}
        db.session.add(UseMark(**about, using=Using(using), at=at))

    for one in marks:
        mark(one["using"], one["by"], Shown.PUBLIC, _at(one["at"]))
    for one in counted:
        for _ in range(one["number"]):
            mark(one["using"], None, Shown.COUNTED, now)


def _objection(pattern: Pattern, facts: Facts, people: People) -> None:
    raised = _signed(facts, people)
    row = Objection(pattern_id=pattern.id, reason=facts["reason"], **raised)
    db.session.add(row)
    db.session.flush()
    answer = facts["answer"]
    if answer is not None:
        by = people.called(answer["by"], besides={raised["by_id"]})
        signed = {"by_id": by.id, "at": _at(answer["at"])}
        db.session.add(ObjectionAnswer(objection_id=row.id, words=answer["words"], **signed))


def _signed(facts: Facts, people: People) -> dict[str, Any]:
    return {"by_id": people.called(facts["by"]).id, "at": _at(facts["at"])}


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text)
