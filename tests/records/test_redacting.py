"""Words taken out of a note or an item are gone from its record's own words too."""

import pytest
import sqlalchemy as sa

from community.access import Viewer
from community.accounts.models import Role
from community.agendas import redacting as items_redacting
from community.agendas.carried import CarriedItem
from community.agendas.queries import items_of
from community.db import Base, db
from community.facilitation import looking_back
from community.ledger import taking_off
from community.ledger.models import Labour
from community.marks import BAR
from community.notes import redacting as notes_redacting
from community.notes.redaction_queries import spots_in_records
from community.notes.repeat_queries import others_beside
from community.records import correcting, drafting, linking
from community.records.corrections import Outcome
from community.records.models import LinkKind, Record
from community.redaction import preview
from tests.agendas.build import make_evening, on_agenda
from tests.facilitation.build import EVENING, looked_back
from tests.factories import make_community, make_member
from tests.ledger.build import line, listed
from tests.notes.saying import say, with_tool
from tests.records.build import OVER, held, on_item, opened, publish

pytestmark = pytest.mark.engines("sqlite")
SECRET = "Zebra Quill"
BESIDE = (
    "What worked well",
    "What to do differently",
    "Why words on the call were taken out",
    "What somebody did",
    "Why a line of labour was taken off",
)


@pytest.fixture
def told(db_session):
    """A record whose summary, link, correction and answer all repeat what should go."""
    make_community()
    ola, mia = make_member("Ola"), make_member("Mia")
    call = held(ola, mia)
    note = say(call, ola, f"{SECRET} came", now=EVENING)
    given = {"by": ola, "now": OVER}
    drafting.write_summary(call, f"With *{SECRET}*.", version=0, said=with_tool(SECRET), **given)
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
    assert len(tables_that_tell()) == 7

    notes_redacting.redact(note, SECRET, why="Private.", by=Viewer(ola), now=OVER)
    db.session.flush()

    assert tables_that_tell() == set()


def test_what_is_taken_out_of_an_item(told):
    ola, call, _ = told
    item = items_of(call.id)[0]
    item.title = f"About {SECRET}"
    db.session.flush()

    items_redacting.redact(item, SECRET, why="Private.", by=Viewer(ola), now=OVER)
    db.session.flush()

    assert tables_that_tell() & {"record_link", "record_correction", "call_record"} == set()


def test_the_record_of_a_call_that_the_item_has_left_is_without_them_too(told):
    ola, call, _ = told
    item = on_agenda(call, ola, "Never published")[0]
    later = make_evening(ola, title="The next one")
    note = on_item(call, item.title, ola, f"{SECRET} again", now=EVENING)
    db.session.add(CarriedItem(item=item, from_call=call, to_call_id=later.id, at=OVER))
    item.call_id = later.id
    db.session.flush()

    notes_redacting.redact(note, SECRET, why="Private.", by=Viewer(ola), now=OVER)
    db.session.flush()

    assert tables_that_tell() == {"note"}  # another note has them still


def test_words_are_taken_out_of_a_summary_as_it_is_when_it_is_held(told):
    ola, call, note = told
    said = db.session.get_one(Record, call.id)
    newer = sa.update(Record).values(summary_source=f"Newer, with {SECRET}.", version=2)
    db.session.execute(newer.execution_options(synchronize_session=False))

    notes_redacting.redact(note, SECRET, why="Private.", by=Viewer(ola), now=OVER)

    assert (said.summary_source, said.version) == (f"Newer, with {BAR}.", 3)


def test_a_preview_shows_of_records_what_is_there_to_be_read(told):
    ola, call, note = told
    stu = Viewer(make_member("Stu", Role.STEWARD), frozenset({Role.STEWARD.value}))

    def seen(viewer: Viewer) -> list[str]:
        spots = spots_in_records(note, viewer)
        return [one.what for one in preview(spots, SECRET).found]

    tool = ["What a tool was used for", "Whose material went in", "Footprint of a tool"]
    tool += ["A tool that was named", "The version of a tool", "Who controls a tool"]
    shown = ["Summary", *tool, "Title of a link"]
    assert seen(Viewer(ola)) == [
        *shown,
        "A correction that was asked for",
        "The answer to a correction",
    ]
    assert seen(stu) == []
    publish(call, ola)
    assert seen(stu) == shown


def test_what_people_said_of_the_call_and_the_work_behind_it_is_without_them_too(told, at):
    ola, call, note = told
    mia, ned, stu = make_member("Mimi"), make_member("Ned"), make_member("Stu", Role.STEWARD)
    steward = Viewer(stu, frozenset({Role.STEWARD.value}))
    others = [on_item(call, "First canary", ned, f"{SECRET} again", now=EVENING)]
    others += [on_item(call, "Hidden canary", ned, f"{SECRET}, hidden", now=EVENING)]
    said = looked_back(call, mia, f"{SECRET} spoke well", f"More of {SECRET}")
    looking_back.remove(said, by=ola, reason=f"{SECRET} is named", now=OVER)
    work = [f"Captions for {SECRET}", f"Captions for {SECRET.lower()}"]
    lines = [listed(line(call, mia, Labour.OTHER, what), mia) for what in work]
    taking_off.take_off(call, lines[0].key, reason=f"{SECRET} did not", by=ola, now=OVER)

    def offered(viewer: Viewer) -> list[str]:
        with at(OVER):
            found = preview(spots_in_records(note, viewer), SECRET).found
        return list(dict.fromkeys(one.what for one in found if one.what in BESIDE))

    assert offered(Viewer(ola)) == list(BESIDE[3:])  # fewer than three have said something
    looked_back(call, ned), looked_back(call, stu)
    assert offered(Viewer(ola)) == list(BESIDE)
    publish(call, ola)
    assert offered(steward) == list(BESIDE)
    assert offered(Viewer(ned)) == [BESIDE[3]]
    assert others_beside(SECRET, note, Viewer(ola)) == others
    assert others_beside(SECRET, note, steward) == [others[0]]

    also = {one.key for one in others}
    notes_redacting.redact(note, SECRET, why="Private.", also=also, by=Viewer(ola), now=OVER)
    db.session.flush()

    assert tables_that_tell() == set()
    assert sorted(one.what for one in lines) == [f"Captions for {BAR}", f"Captions for {BAR} (2)"]
