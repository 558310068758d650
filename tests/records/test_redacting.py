"""Words taken out of a note or an item are gone from its record's own words too."""

import pytest
import sqlalchemy as sa

from community.agendas import redacting as items_redacting
from community.agendas.queries import items_of
from community.db import Base, db
from community.notes import redacting as notes_redacting
from community.records import correcting, drafting, linking
from community.records.corrections import Outcome
from community.records.models import LinkKind
from tests.facilitation.build import EVENING
from tests.factories import make_community, make_member
from tests.notes.saying import NO_TOOL, say
from tests.records.build import OVER, held, opened

pytestmark = pytest.mark.engines("sqlite")
SECRET = "Zebra Quill"


@pytest.fixture
def told(db_session):
    """A record whose summary, link, correction and answer all repeat what should go."""
    make_community()
    ola, mia = make_member("Ola"), make_member("Mia")
    call = held(ola, mia)
    note = say(call, ola, f"{SECRET} came", now=EVENING)
    given = {"by": ola, "now": OVER}
    drafting.write_summary(call, f"With *{SECRET}*.", version=0, said=NO_TOOL, **given)
    url = "https://example.org/film"
    linking.add_link(call, LinkKind.OTHER, title=f"Film of {SECRET}", url=url, **given)
    opened(call, ola)
    asked = correcting.ask(call, f"Was it {SECRET}?", by=mia, now=OVER)
    correcting.answer(asked, Outcome.LEFT, word=f"{SECRET}, yes", **given)
    return ola, call, note


def tables_that_tell() -> set[str]:
    return {
        table.name
        for table in Base.metadata.sorted_tables
        for row in db.session.execute(sa.select(table)).mappings()
        if any("zebra" in str(value).lower() for value in row.values())
    }


def test_what_is_taken_out_of_a_note(told):
    ola, _, note = told
    assert len(tables_that_tell()) == 5

    notes_redacting.redact(note, SECRET, why="Private.", by=ola, now=OVER)
    db.session.flush()

    assert tables_that_tell() == set()


def test_what_is_taken_out_of_an_item(told):
    ola, call, _ = told
    item = items_of(call.id)[0]
    item.title = f"About {SECRET}"
    db.session.flush()

    items_redacting.redact(item, SECRET, why="Private.", by=ola, now=OVER)
    db.session.flush()

    assert tables_that_tell() & {"record_link", "record_correction", "call_record"} == set()
