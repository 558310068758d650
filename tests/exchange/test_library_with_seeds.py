"""A library that began with what the program ships comes to a place that began with the same."""

import io
import json
from zipfile import ZipFile

import pytest
from sqlalchemy import delete, select

from community.db import db
from community.exchange.library_importing import import_library
from community.exchange.library_prospects import prospect_of
from community.exchange.library_reading import read_library
from community.exchange.reading import FileRefused
from community.patterns import marking, seeding
from community.patterns.models import (
    Pattern,
    PatternFacet,
    PatternRelation,
    PatternRevision,
    StageChange,
)
from community.patterns.queries import standing_of
from community.patterns.use_models import Shown, UseMark, Using
from tests.exchange.library_scene import packed
from tests.factories import START, make_community, make_member
from tests.patterns.build import DAY, collected, revised, used

SHIPPED = 16


def called(slug: str) -> Pattern:
    return db.session.scalars(select(Pattern).where(Pattern.slug == slug)).one()


def said_relations() -> list[tuple[int, int, str]]:
    rows = db.session.scalars(select(PatternRelation))
    return sorted((row.pattern_id, row.other_id, row.kind) for row in rows)


@pytest.fixture
def file(db_session) -> bytes:
    """A library in which a shipped pattern was changed, and used; here it is as it was shipped."""
    make_community(name="There")
    seeding.write(now=START)
    ada, ben = make_member("Ada"), make_member("Ben")
    pattern = called("both-columns")
    revised(pattern, ada, now=START + DAY, solution="Two columns, *always*.")
    used(called("carbon-line"), ben, "A Library")
    there = packed("https://there.example")
    for model in (PatternRelation, PatternFacet, StageChange, PatternRevision):
        db_session.execute(delete(model))
    db_session.execute(delete(UseMark))
    db_session.execute(db.metadata.tables["known_use"].delete())
    db_session.execute(delete(Pattern))
    db_session.expire_all()
    assert seeding.write(now=START + 2 * DAY) == SHIPPED
    return there


def test_what_nobody_changed_gives_way_and_the_library_is_the_same(db_session, file):
    ada = make_member("Eve")
    number = called("both-columns").id
    marking.mark(
        called("both-columns"), Using.USING, Shown.COUNTED, by=ada.person, now=START + 3 * DAY
    )
    collected(ada, called("carbon-line"))
    found = read_library(io.BytesIO(file))
    seen = prospect_of(found)
    assert (len(seen.instead), seen.new, seen.known, seen.uses) == (SHIPPED, [], [], 1)

    came = import_library(found, by=ada.person, now=START + 4 * DAY)

    assert (len(came.instead), came.new, came.known) == (SHIPPED, [], [])
    again = packed("https://here.example")
    with ZipFile(io.BytesIO(file)) as there, ZipFile(io.BytesIO(again)) as here:
        names = [n for n in here.namelist() if n.startswith("patterns/")]
        assert {n: here.read(n) for n in names} == {n: there.read(n) for n in names}
        told = json.loads(here.read("patterns/both-columns.json"))
        assert [len(told["history"][part]) for part in ("revisions", "stages")] == [2, 2]
        assert len([n for n in here.namelist() if n.startswith("collections/")]) == 1
    assert (called("both-columns").id, called("both-columns").revision) == (number, 2)
    assert db_session.scalar(select(UseMark.using)) is Using.USING
    twice = import_library(found, by=ada.person, now=START + 5 * DAY)
    assert (twice.instead, twice.new, len(twice.known)) == ([], [], SHIPPED)
    assert packed("https://here.example") == again


def test_what_was_changed_here_stays_and_relations_stand_once(db_session, file):
    ada = make_member("Eve")
    mine = called("both-columns")
    revised(mine, ada, now=START + 3 * DAY, solution="As we do it.")
    before = said_relations()

    came = import_library(read_library(io.BytesIO(file)), by=ada.person, now=START + 4 * DAY)

    assert (came.known, len(came.instead)) == ([mine.title], SHIPPED - 1)
    assert standing_of(called("both-columns")).content.solution == "As we do it."
    assert said_relations() == before


def test_a_pattern_comes_as_its_markdown_with_stage_and_relations(db_session, file):
    called("both-columns").slug = "was-both-columns"
    db_session.flush()
    with ZipFile(io.BytesIO(file)) as there:
        given = there.read("patterns/both-columns.md")
    ada = make_member("Eve")

    found = read_library(io.BytesIO(given))
    came = import_library(found, by=ada.person, now=START + 4 * DAY)

    assert (came.new, came.instead, came.known) == (["Say It in Both Columns"], [], [])
    with ZipFile(io.BytesIO(packed("https://here.example"))) as here:
        assert here.read("patterns/both-columns.md") == given
    assert (came.left_out, came.told_left_out) == ((), "")
    for wrong, words in ((b"revision: 2", b"revision: 0"), (b"CC-BY-SA-4.0", b"MIT")):
        with pytest.raises(FileRefused):
            read_library(io.BytesIO(given.replace(wrong, words)))


def test_what_a_pattern_has_to_do_with_others_that_are_not_here_is_told(db_session, file):
    with ZipFile(io.BytesIO(file)) as there:
        found = read_library(io.BytesIO(there.read("patterns/both-columns.md")))
    (first, *_) = found.patterns[0]["relations"]
    for slug in ("both-columns", first["pattern"]):
        called(slug).slug = f"was-{slug}"
    db_session.flush()

    came = import_library(found, by=make_member("Eve").person, now=START + 4 * DAY)

    assert came.left_out == (f"“Say It in Both Columns” {first['kind']} {first['pattern']}",)
    assert first["pattern"] in came.told_left_out
