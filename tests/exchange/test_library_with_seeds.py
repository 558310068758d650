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
from community.patterns import marking, seeding, staging
from community.patterns.facets import Stage
from community.patterns.models import (
    Pattern,
    PatternFacet,
    PatternRelation,
    PatternRevision,
    StageChange,
)
from community.patterns.queries import related_to, standing_of
from community.patterns.relation_queries import relations_of
from community.patterns.use_models import Shown, UseMark, Using
from tests.exchange.library_scene import packed
from tests.factories import START, make_community, make_member
from tests.patterns.build import DAY, collected, proposed, revised, used

SHIPPED = 16


def called(slug: str) -> Pattern:
    return db.session.scalars(select(Pattern).where(Pattern.slug == slug)).one()


def said_relations() -> list[tuple[int, int, str]]:
    rows = db.session.scalars(select(PatternRelation))
    return sorted((row.pattern_id, row.other_id or 0, row.kind) for row in rows)


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
        called("both-columns"), Using.USING, Shown.PRIVATE, by=ada.person, now=START + 3 * DAY
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
    assert (came.awaited, came.told_awaited) == ((), "")
    for wrong, words in ((b"revision: 2", b"revision: 0"), (b"CC-BY-SA-4.0", b"MIT")):
        with pytest.raises(FileRefused):
            read_library(io.BytesIO(given.replace(wrong, words)))


def taken(slug: str) -> bytes:
    with ZipFile(io.BytesIO(packed("https://here.example"))) as here:
        return here.read(f"patterns/{slug}.md")


_ONE, _OTHER = "one-minute-disclosure", "statement-before-model"


def test_what_a_pattern_has_to_do_with_others_waits_until_they_come(db_session, file):
    with ZipFile(io.BytesIO(file)) as there:
        given = {slug: there.read(f"patterns/{slug}.md") for slug in (_ONE, _OTHER)}
    for model in (PatternRelation, PatternFacet, StageChange, PatternRevision, Pattern):
        db_session.execute(delete(model))
    db_session.expire_all()
    eve = make_member("Eve")

    def bring(text: bytes):
        found = read_library(io.BytesIO(text))
        return found, import_library(found, by=eve.person, now=START + 4 * DAY)

    assert prospect_of(read_library(io.BytesIO(given[_ONE]))).awaited != []
    found, came = bring(given[_ONE])
    relations = found.patterns[0]["relations"]
    mine = called(_ONE)
    told = [f"“{mine.title}” {one['kind']} {one['pattern']}" for one in relations]
    assert list(came.awaited) == told != []
    assert told[0] in came.told_awaited
    assert (related_to(mine), relations_of(mine, eve.person_id)) == ([], [])
    assert taken(_ONE) == given[_ONE]

    one = relations[0]
    title = one["pattern"].replace("-", " ").title()
    other = proposed(eve, title=title, now=START + 5 * DAY)
    assert other.slug == one["pattern"]
    assert [(r.kind, r.slug) for r in related_to(mine)] == [(one["kind"], other.slug)]
    assert taken(_ONE) == given[_ONE]
    staging.take_back(other, by=eve.person, now=START + 5 * DAY)
    staging.propose(other, by=eve.person, now=START + 6 * DAY)
    assert [r.slug for r in related_to(mine)] == [other.slug]

    bring(given[_OTHER])
    assert {slug: taken(slug) for slug in given} == given
    standing = [row for row in db_session.scalars(select(PatternRelation)) if row.other_id]
    assert len({(r.pattern_id, r.kind, r.other_id) for r in standing}) == len(standing)


def test_a_draft_comes_in_the_place_of_nothing(db_session):
    make_community(name="There")
    ada, eve = make_member("Ada"), make_member("Eve")
    one, other = proposed(ada), proposed(ada, title="Decide in the Open")
    how = {"by": ada.person, "now": START, "why": "It hurts.", "successor": other}
    staging.move(one, Stage.RETIRED, **how)
    slug, before = one.slug, other.slug
    with ZipFile(io.BytesIO(packed("https://there.example"))) as there:
        file = io.BytesIO(there.read(f"patterns/{slug}.md"))
    for model in (PatternRelation, PatternFacet, StageChange, PatternRevision, Pattern):
        db_session.execute(delete(model))
    db_session.expire_all()
    drafted = proposed(eve, title="Decide in the Open")
    staging.take_back(drafted, by=eve.person, now=START)
    assert drafted.slug == before
    found = read_library(file)
    seen = prospect_of(found)

    came = import_library(found, by=eve.person, now=START)

    assert seen.awaited == came.awaited == (f"“{came.new[0]}” gives way to {before}",)
    query = select(StageChange.successor_id, StageChange.awaited)
    last = query.where(StageChange.became == Stage.RETIRED)
    assert db_session.execute(last).all() == [(None, before)]
