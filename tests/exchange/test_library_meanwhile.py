"""A library is brought in while somebody changes what it would take the place of."""

import io
from threading import Thread
from zipfile import ZipFile

import pytest
from sqlalchemy import delete, select

from community.accounts.models import Person
from community.db import db
from community.exchange.library_importing import import_library
from community.exchange.library_reading import read_library
from community.patterns import curating, relating, seeding, staging
from community.patterns.curation_models import Review, Verdict
from community.patterns.models import (
    Pattern,
    PatternFacet,
    PatternRelation,
    PatternRevision,
    Relation,
    StageChange,
)
from tests.attendance.crowd import in_a_transaction
from tests.exchange.library_scene import packed
from tests.factories import START, make_community, make_member
from tests.patterns.build import DAY, draft, proposed, revised
from tests.waiting import until_held_up

SHIPPED = 16


def _called(slug: str) -> Pattern:
    return db.session.scalars(select(Pattern).where(Pattern.slug == slug)).one()


@pytest.mark.engines("postgresql")
def test_what_is_saved_at_that_moment_is_not_lost(writing, reading, app):
    with writing():
        make_community(name="Here")
        seeding.write(now=START)
        ada, eve = make_member("Ada"), make_member("Eve")
        found = read_library(io.BytesIO(packed("https://there.example")))
    came = []

    def bring() -> None:
        by = db.session.get_one(Person, ada.person_id)
        came.append(import_library(found, by=by, now=START + DAY))

    worker = Thread(target=in_a_transaction(app, bring))
    with writing():
        slugs = ("both-columns", "carbon-line")
        mine, read = (
            db.session.scalars(select(Pattern).where(Pattern.slug == s)).one() for s in slugs
        )
        revised(mine, eve, now=START + DAY, solution="As we do it.")
        curating.review(
            read, Verdict.READY, by=eve.person, interest="None.", words="", looked_at=(), now=START
        )
        worker.start()
        until_held_up(worker)
    worker.join()

    with reading():
        rows = db.session.scalars(
            select(PatternRevision)
            .where(PatternRevision.pattern_id == mine.id)
            .order_by(PatternRevision.number)
        )
        assert [row.number for row in rows] == [1, 2]
        assert db.session.scalar(select(Review.pattern_id)) == read.id
    assert [(len(one.instead), len(one.known)) for one in came] == [(SHIPPED - 2, 2)]


@pytest.mark.engines("postgresql")
def test_what_is_proposed_at_that_moment_is_awaited_no_more(writing, reading, app):
    with writing():
        make_community(name="Here")
        ada = make_member("Ada")
        one, other = proposed(ada), proposed(ada, title="Decide in the Open")
        relating.relate(one, Relation.USES, other, by=ada.person, now=START)
        with ZipFile(io.BytesIO(packed("https://there.example"))) as there:
            found = read_library(io.BytesIO(there.read(f"patterns/{one.slug}.md")))
        for model in (PatternRelation, PatternFacet, StageChange, PatternRevision, Pattern):
            db.session.execute(delete(model))
        db.session.expire_all()
        mine = draft(ada, title="Decide in the Open")

    def bring() -> None:
        import_library(found, by=db.session.get_one(Person, ada.person_id), now=START + DAY)

    worker = Thread(target=in_a_transaction(app, bring))
    with writing():
        mine = db.session.get_one(Pattern, mine.id)
        staging.propose(mine, by=ada.person, now=START)
        worker.start()
        until_held_up(worker)
    worker.join()

    with reading():
        rows = db.session.scalars(select(PatternRelation).order_by(PatternRelation.id))
        assert [(row.awaited, row.other_id) for row in rows] == [(None, mine.id)]
