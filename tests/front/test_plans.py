"""How PostgreSQL finds what pages show: by its indexes, not by reading all there ever was."""

import re

import pytest
from sqlalchemy import select, text

from community.accounts.models import Member
from community.calls.models import Call, Visibility
from community.calls.times import Sitting
from community.db import db
from community.front import filling
from tests.factories import START, make_community
from tests.plans import explained

AMOUNT = filling.Amount(members=1000, series=3, calls=4000, rsvps=8000, seed=11)
DECADES = 12  # ago, and in each since, as many calls were held as of late
PAGES = (
    *("/", "/calls", "/calls?past=1", "/calls/month/2026-01", "/series"),
    *("/calls/{call}", "/topics/governance"),
)
OWN_PAGES = ("/my-calls", "/my-calls?past=1")
_TIMES = ("local_start", "starts_at", "ends_at")
LARGE = 60  # pages of 8 kB; PostgreSQL is right to read a smaller table whole


@pytest.fixture
def place(writing, at):
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
        with writing() as session:
            for table, others in _COPIED.items():
                session.execute(text(_copies(table, others)), {"decades": DECADES})
        with writing() as session:
            session.execute(text("ANALYZE"))
        yield member, slug


# What of a one-off call and its sitting is another in a copy of it, `decade` decades before.
_COPIED = {
    "call": {"slug": "slug || '-copy' || decade"},
    "sitting": {
        "call_id": "(SELECT id FROM call AS copy WHERE copy.slug = call.slug || '-copy' || decade)",
        "uid": "uid || '-copy' || decade",
        **{name: f"{name} - decade * interval '10 years'" for name in _TIMES},
    },
}


def _copies(table: str, others: dict[str, str]) -> str:
    """A statement that copies the rows of one-off calls, however many columns they have."""
    names = [column.name for column in db.metadata.tables[table].c if column.name != "id"]
    values = ", ".join(others.get(name, f"{table}.{name}") for name in names)
    joined = "call" if table == "call" else "sitting JOIN call ON call.id = sitting.call_id"
    return f"""
        INSERT INTO {table} ({", ".join(names)})
        SELECT {values} FROM {joined}, generate_series(1, :decades) AS decade
        WHERE call.series_id IS NULL AND call.slug NOT LIKE '%-copy%'
    """


@pytest.mark.engines("postgresql")
def test_no_page_reads_a_large_table_whole(place, client, signed_in, reading):
    member, slug = place
    with reading():
        sizes = text("SELECT relname FROM pg_class WHERE relkind = 'r' AND relpages > :large")
        large = set(db.session.scalars(sizes, {"large": LARGE}))
    assert large >= {"call", "rsvp", "sitting"}

    read_whole = {}
    for who, reader, pages in (
        ("visitor", client, PAGES),
        ("member", signed_in(member), PAGES + OWN_PAGES),
    ):
        for page in pages:
            with explained() as found:
                assert reader.get(page.format(call=slug)).status_code == 200
            whole = {
                name
                for _, rows in found
                for name in re.findall(r"Seq Scan on (\w+)", "\n".join(row[0] for row in rows))
            }
            read_whole[who, page] = whole & large
    assert read_whole == {seen: set() for seen in read_whole}
