"""A library is brought in while somebody changes what it would take the place of."""

import io
from threading import Thread

import pytest
from sqlalchemy import select

from community.accounts.models import Person
from community.db import db
from community.exchange.library_importing import import_library
from community.exchange.library_reading import read_library
from community.patterns import curating, seeding
from community.patterns.curation_models import Review, Verdict
from community.patterns.models import Pattern, PatternRevision
from tests.attendance.crowd import in_a_transaction
from tests.exchange.library_scene import packed
from tests.factories import START, make_community, make_member
from tests.patterns.build import DAY, revised
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
