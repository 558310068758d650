"""The harness itself: tests are apart from each other, and templates that query are caught."""

import sys

import pytest
from sqlalchemy import text

from community import access, clock, schema
from community.db import db
from tests import watch
from tests.backups.conftest import open_place  # noqa: F401 - the fixture itself
from tests.backups.places import begin_at
from tests.engines import ENGINES, engine_for, speaks_of_databases
from tests.factories import make_community, make_member
from tests.repeating import SHAPES


def test_each_engine_is_the_one_it_says(app, engine):
    with app.app_context():
        assert db.engine.dialect.name == engine


def test_a_test_of_pages_has_one_engine_whichever_it_is_asked_for():
    names = [f"tests/calls/test_pages.py::test_{n}[{{}}-x]" for n in range(100)]

    drawn = [engine_for(name.format("sqlite")) for name in names]

    assert drawn == [engine_for(name.format("postgresql")) for name in names]
    assert all(30 < drawn.count(engine) < 70 for engine in ENGINES)


def test_tests_that_name_what_a_database_does_by_itself_are_known_by_it():
    assert speaks_of_databases(sys.modules[__name__])  # by `text`
    assert not speaks_of_databases(watch)


@pytest.mark.parametrize("round_", [1, 2])
def test_what_one_test_commits_the_next_does_not_see(round_, writing, reading):
    with reading() as session:
        before = session.scalar(text("SELECT count(*) FROM turn"))
    with writing() as session:
        session.execute(text("INSERT INTO turn (name) VALUES ('left behind')"))
    with reading() as session:
        after = session.scalar(text("SELECT count(*) FROM turn"))

    assert (before, after) == (0, 1)


def test_migrations_sent_again_make_the_very_same_tables(app, engine, open_place):  # noqa: F811
    def shape(of) -> str:
        with of.app_context(), db.engine.connect() as connection:
            return connection.scalar(text(SHAPES[engine]))

    place, migrated = open_place(engine), shape(app)
    begin_at(place, "head")

    assert shape(place) == migrated
    with place.app_context():
        assert schema.is_present()


def test_a_template_that_queries_fails_wherever_it_is_rendered(app):
    template = app.jinja_env.from_string("{{ ask() }}")
    with app.app_context(), pytest.raises(watch.QueryInTemplate):
        template.render(ask=lambda: db.session.scalar(text("SELECT 1")))

    assert watch.violations == ["SELECT 1"]
    watch.violations.clear()


def test_a_template_streamed_in_pieces_may_not_query_either(app):
    template = app.jinja_env.from_string("{{ ask() }}")
    with app.app_context(), pytest.raises(watch.QueryInTemplate):
        list(template.generate(ask=lambda: db.session.scalar(text("SELECT 1"))))

    watch.violations.clear()


def test_statements_are_counted_without_those_that_open_a_transaction(db_session, queries):
    with queries() as sent:
        db_session.execute(text("SELECT 1"))
        db_session.execute(text("SELECT 2"))

    assert sent == ["SELECT 1", "SELECT 2"]


def test_the_clock_stands_where_it_is_held(at):
    with at("2026-03-13T15:00"):
        assert clock.now().isoformat() == "2026-03-13T15:00:00+00:00"


def test_a_signed_in_client_is_that_member_and_a_plain_one_a_visitor(
    writing, app, client, signed_in
):
    with writing():
        ada = make_member("Ada")

    with signed_in(ada) as hers:
        hers.get("/healthz")
        who = access.viewer().member
    with client:
        client.get("/healthz")
        nobody = access.viewer().member

    assert (who.id, who.handle, nobody) == (ada.id, ada.handle, None)


def _one_furnished():
    make_community()
    return make_member("Fay")


@pytest.mark.parametrize("round_", [1, 2])
def test_a_furnished_house_holds_what_was_made_and_nothing_else(round_, house, reading, signed_in):
    fay = house.furnish(_one_furnished)
    with reading() as session:
        found = session.scalars(text("SELECT handle FROM member")).all()
    signed_in(fay).get("/people")

    assert found == [fay.handle]
