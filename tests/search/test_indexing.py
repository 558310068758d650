"""The index says what is said, no more and no less, whoever wrote it and however."""

import pytest
import sqlalchemy as sa

from community.access import Viewer
from community.agendas import redacting as redacting_items
from community.agendas.models import Item
from community.db import db, transaction
from community.notes import editing, redacting
from community.notes.models import Note
from community.search import filling, indexing
from community.search.models import Document, Indexing, Kind
from tests.agendas.build import make_evening, proposed
from tests.engines import ENGINES
from tests.factories import START, make_call, make_community, make_member
from tests.notes.saying import NO_TOOL, say
from tests.search.looking import found

pytestmark = pytest.mark.engines(*ENGINES)


@pytest.fixture
def scene(writing):
    """A call of Ola and Mia's note on it."""
    with writing():
        make_community()
        ola, mia = make_member("Ola"), make_member("Mia")
        call = make_evening(ola, title="Évening of tables")
        note = say(call, mia, "Zebra Quill brings the **chairs** and 日本語の本 a lamp.")
    return ola, mia, call, note


def lookup_terms() -> str:
    """Everything that is kept beside the index, as the database keeps it."""
    if db.engine.dialect.name == "postgresql":
        words = sa.text("SELECT title::text, words::text FROM search_words")
        return str(db.session.execute(words).all())
    tables = db.session.scalars(
        sa.text("SELECT name FROM sqlite_master WHERE name LIKE 'search_words_%' AND type='table'")
    )
    rows = [db.session.execute(sa.text(f"SELECT * FROM {name}")).all() for name in tables]
    return "".join(repr(value) for table in rows for row in table for value in row)


def test_a_note_is_found_by_its_words_and_the_beginning_of_the_last(scene, reading):
    there = ["chair", "CHAIRS brings", "zebra-quill", "日本", "本語", "chairs lam"]
    others = ["hairs", "quill zebra x", "chair lamp", "", "*", "本日"]
    with reading():
        assert [query for query in there if len(found(query)) == 1] == there
        assert [query for query in others if found(query)] == []


def test_nothing_that_is_typed_is_a_command(scene, reading):
    typed = ['"', "zebra:*", "a' & b", "NEAR(zebra quill)", "text_words:x", "(((", "\\", "%_", "-a"]
    with reading():
        assert [len(found(query)) for query in typed] == [0, 1, 0, 0, 0, 0, 0, 0, 1]


def test_a_title_weighs_more_than_a_text(scene, writing, reading):
    ola, _, call, _ = scene
    with writing():
        say(db.session.merge(call), db.session.merge(ola), "evening, evening, evening")
        make_call(
            db.session.merge(ola),
            title="Another",
            own_description_html="<p>evening</p>",
            own_description_source="evening",
        )
    with reading():
        assert found("evening", kind=Kind.CALL) == ["call: Évening of tables", "call: Another"]


def test_words_taken_out_are_nowhere_in_the_index(scene, writing, reading):
    ola, mia, call, note = scene
    with writing():
        item = proposed(db.session.merge(call), db.session.merge(mia), "Ask Zebra Quill")
    with writing():
        by = Viewer(db.session.merge(ola))
        asked = db.session.get_one(Item, item.id)
        redacting_items.redact(asked, "Zebra Quill", why="Private.", by=by, now=START)
    with writing():  # by itself: the words of one are not swept out with the other's
        by = Viewer(db.session.merge(ola))
        said = db.session.get_one(Note, note.id)
        redacting.redact(said, "Zebra Quill", why="Private.", by=by, now=START)
    with reading():
        rows = str(db.session.execute(sa.select(Document.__table__)).all())
        kept = (rows + lookup_terms()).lower()
        assert ("chairs" in rows, "airs" in lookup_terms()) == (True, True)
        assert ("ebra" in kept, "uill" in kept) == (False, False)  # beginnings are kept apart
        assert found("zebra") == []


def test_a_note_that_changes_is_found_by_its_new_words(scene, writing, reading):
    _, mia, _, note = scene
    with writing():
        held = db.session.get_one(Note, note.id)
        editing.change(held, "A bench.", base=1, said=NO_TOOL, by=db.session.merge(mia), now=START)
    with reading():
        assert (found("chairs"), found("bench")) == ([], ["note: A bench."])


def test_it_can_be_written_anew_and_a_worker_does_so_where_it_never_was(scene, app, reading):
    with app.app_context():
        assert indexing.index_all(now=START) == 0
        with transaction():
            db.session.execute(sa.delete(Document.__table__))
            db.session.execute(sa.delete(Indexing.__table__))
        assert found("chairs") == []
        db.session.rollback()
        filling.fill_once(START)
        assert len(found("chairs")) == 1
        db.session.rollback()
        filling.fill_once(START)


def test_what_is_deleted_in_bulk_is_not_found_any_more(scene, writing, reading):
    note = scene[3]
    with reading():
        assert found("chair")
    with writing():
        db.session.execute(sa.delete(Note).where(Note.id == note.id))
    with reading():
        assert not found("chair")
