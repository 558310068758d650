"""How PostgreSQL finds what pages show: by its indexes, not by reading all there ever was."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Engine, event, select, text

from community.accounts.models import Member
from community.calls.models import Call, Visibility
from community.calls.times import Sitting
from community.db import db
from community.front import filling
from tests.factories import START, make_community

AMOUNT = filling.Amount(members=1000, series=3, calls=4000, rsvps=8000, seed=11)
PAGES = ("/", "/calls", "/calls?past=1", "/calls/{call}", "/topics/governance")
LARGE = 60  # pages of 8 kB; PostgreSQL is right to read a smaller table whole


@pytest.fixture
def place(writing, at, app):
    """Many calls, members and answers, and statistics about them; gives a member and a call."""
    with at(START):
        with writing():
            make_community()
            filling.fill(AMOUNT, now=START)
        with writing():
            member = db.session.scalars(select(Member).order_by(Member.id).limit(1)).one()
            is_open = Call.own_visibility == Visibility.PUBLIC
            slugs = select(Call.slug).join(Sitting, Sitting.call_id == Call.id)
            slug = db.session.scalar(slugs.where(is_open, Sitting.starts_at > START).limit(1))
        with app.app_context(), db.engine.connect() as connection:
            connection.connection.dbapi_connection.read_only = False
            connection.execute(text("ANALYZE"))
            connection.commit()
        yield member, slug


@contextmanager
def plans() -> Iterator[list[str]]:
    """How PostgreSQL would find what each SELECT of the block asks for."""
    found: list[str] = []

    def explain(
        connection: Any, _cursor: Any, statement: str, given: Any, _context: Any, _many: Any
    ) -> None:
        if statement.lstrip().startswith("SELECT"):
            driver = connection.connection.dbapi_connection
            rows = driver.execute(f"EXPLAIN {statement}", given).fetchall()
            found.append("\n".join(row[0] for row in rows))

    event.listen(Engine, "before_cursor_execute", explain)
    try:
        yield found
    finally:
        event.remove(Engine, "before_cursor_execute", explain)


@pytest.mark.engines("postgresql")
def test_no_page_reads_a_large_table_whole(place, client, signed_in, reading):
    member, slug = place
    with reading():
        pages = text("SELECT relname FROM pg_class WHERE relkind = 'r' AND relpages > :large")
        large = set(db.session.scalars(pages, {"large": LARGE}))
    assert large >= {"call", "rsvp", "sitting"}

    read_whole = {}
    for who, reader in (("visitor", client), ("member", signed_in(member))):
        for page in PAGES:
            with plans() as found:
                assert reader.get(page.format(call=slug)).status_code == 200
            assert found
            whole = {name for plan in found for name in re.findall(r"Seq Scan on (\w+)", plan)}
            read_whole[who, page] = whole & large
    assert read_whole == {seen: set() for seen in read_whole}
