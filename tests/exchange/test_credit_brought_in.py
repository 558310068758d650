"""Whose work was adapted is credited wherever the adaptation goes."""

import io
import json
from dataclasses import replace
from zipfile import ZipFile

import pytest
from sqlalchemy import delete, select

from community.db import db
from community.exchange.library_importing import import_library
from community.exchange.library_reading import read_library
from community.patterns import adapting, naming, redacting, relating, staging
from community.patterns.credit import line
from community.patterns.models import (
    Pattern,
    PatternFacet,
    PatternRelation,
    PatternRevision,
    Relation,
    StageChange,
)
from community.patterns.name_models import NameTakenOff
from community.patterns.queries import standing_of
from community.patterns.relation_queries import relations_of
from community.patterns.taking_queries import taken
from tests.exchange.library_scene import packed
from tests.factories import START, make_community, make_member
from tests.patterns.build import DAY, emerging, proposed, revised

pytestmark = pytest.mark.engines("sqlite")
THERE = "https://there.example"


def _adapted(pattern: Pattern, by, title: str) -> Pattern:
    """A pattern of `by`, adapted from another and proposed."""
    at = f"{THERE}/patterns/{pattern.slug}/revisions"
    draft = adapting.adapt(pattern, lambda n: f"{at}/{n}", by=by.person, now=START + DAY)
    first, *rest = standing_of(draft).content.sources
    revised(draft, by, title=title, sources=(replace(first, changes="Made shorter."), *rest))
    staging.propose(draft, by=by.person, now=START + DAY)
    return draft


def _credit(title: str) -> str:
    pattern = db.session.scalars(select(Pattern).where(Pattern.title == title)).one()
    found = taken(pattern, "https://here.example/x")
    assert found is not None
    return line(found.credit)


def test_an_adaptation_comes_with_those_it_was_adapted_from(db_session):
    make_community(name="There")
    ada, ben, cyd = make_member("Ada"), make_member("Ben"), make_member("Cyd")
    first, gone = emerging(ada, title="The First"), proposed(ben, title="Going Away")
    _adapted(first, cyd, "Of the First")
    third = _adapted(_adapted(gone, cyd, "Of Another"), ben, "Of Of Another")
    mine = _adapted(first, ben, "Not Said")
    said = select(PatternRelation).where(PatternRelation.pattern_id == mine.id)
    relating.take_away(db_session.scalars(said).one(), by=ben.person, now=START + 2 * DAY)
    staging.take_back(gone, by=ben.person, now=START + 2 * DAY)
    file = packed(THERE)
    for model in (PatternRelation, PatternFacet, StageChange, PatternRevision, Pattern):
        db_session.execute(delete(model))
    db_session.expire_all()

    eve = make_member("Eve")
    import_library(read_library(io.BytesIO(file)), by=eve.person, now=START + 3 * DAY)

    again = packed("https://here.example")
    with ZipFile(io.BytesIO(file)) as there, ZipFile(io.BytesIO(again)) as here:
        names = [name for name in there.namelist() if name.startswith("patterns/")]
        assert len(names) == 2 * 5
        assert {n: here.read(n) for n in names} == {n: there.read(n) for n in names}
    told = f"“Going Away” by Ben (CC BY-SA 4.0, {THERE}/patterns/going-away/revisions/1)"
    assert told in _credit("Of Another")
    another = db_session.scalars(select(Pattern).where(Pattern.title == "Of Another")).one()
    later = _adapted(another, eve, "Of It Here")
    assert "“Of Another” by Cyd" in _credit("Of It Here")
    assert told in _credit("Of It Here")
    redacting.redact(another, "Going Away", why="It says where.", by=eve.person, now=START)
    assert "Going Away" not in _credit("Of Another")
    assert third is not later


def _without_who_said(file: bytes) -> bytes:
    """The same as places wrote it that did not tell who said a relation, and when."""
    into = io.BytesIO()
    with ZipFile(io.BytesIO(file)) as old, ZipFile(into, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name.startswith("patterns/") and name.endswith(".json"):
                values = json.loads(content)
                values["relations"] = [
                    {key: one[key] for key in ("kind", "pattern", "note")}
                    for one in values["relations"]
                ]
                content = json.dumps(values).encode()
            new.writestr(name, content)
    return into.getvalue()


@pytest.mark.parametrize("form", ["whole", "older", "markdown"])
def test_who_said_what_a_pattern_has_to_do_with_others_comes_along(db_session, form):
    make_community(name="There")
    ada, cyd, dan = make_member("Ada"), make_member("Cyd"), make_member("Dan")
    first = emerging(ada, title="The First")
    mine = _adapted(first, cyd, "Of the First")
    again = {"note": "Shorter.", "by": cyd.person, "now": START + 2 * DAY}
    relating.relate(mine, Relation.ADAPTED, first, **again)  # it is said since its beginning still
    relating.relate(mine, Relation.USES, first, by=dan.person, now=START + 2 * DAY)
    naming.take_name_off(first, by=dan.person, now=START + 2 * DAY)
    revised(mine, cyd, now=START + 3 * DAY, solution="Otherwise.")
    file = packed(THERE)
    with ZipFile(io.BytesIO(file)) as there:
        said = json.loads(there.read("patterns/of-the-first.json"))["relations"]
        texts = [there.read(f"patterns/{one}.md") for one in ("the-first", "of-the-first")]
    begun, later = (START + DAY).isoformat(), (START + 2 * DAY).isoformat()
    told = [(one["kind"], one.get("by"), one.get("at")) for one in said]
    assert told == [("adapted from", "Cyd", begun), ("uses", None, later)]
    for model in (NameTakenOff, PatternRelation, PatternFacet, StageChange):
        db_session.execute(delete(model))
    for gone in (PatternRevision, Pattern):
        db_session.execute(delete(gone))
    db_session.expire_all()

    eve, now = make_member("Eve"), START + 4 * DAY
    files = {"whole": [file], "older": [_without_who_said(file)], "markdown": texts}[form]
    for one in files:
        import_library(read_library(io.BytesIO(one)), by=eve.person, now=now)

    here = db_session.scalars(select(Pattern).where(Pattern.title == "Of the First")).one()
    by, at = ("Cyd, from an import", START + 2 * DAY) if form != "older" else (None, now)
    assert [(one.by, one.at) for one in relations_of(here, None)] == [
        (by, START + DAY),
        (None, at),
    ]
    adapted, _ = db_session.scalars(select(PatternRelation).order_by(PatternRelation.id))
    relating.take_away(adapted, by=eve.person, now=now)
    assert "Adapted from “The First” by Ada (CC BY-SA" in _credit("Of the First")
