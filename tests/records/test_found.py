"""The words of a record are found while it is published, by whoever may read it."""

import pytest
import sqlalchemy as sa

from community.access import Viewer
from community.calls import removing
from community.calls.models import Call, Visibility
from community.db import db, transaction
from community.notes import redacting
from community.notes.models import Note
from community.records import drafting, linking, publishing, redacting_calls
from community.records.holdings import erase
from community.records.models import Link, LinkKind
from community.search import indexing
from community.search.models import Document, Kind
from tests.factories import START
from tests.notes.saying import NO_TOOL
from tests.records.build import DAY, LATER, OVER, again, publish, record
from tests.search.looking import found
from tests.search.test_indexing import lookup_terms

SAID = ["record: We *met* the okapi, says Mia.\nSlides of the quagga"]


@pytest.fixture
def written(scene, writing):
    """The same with a summary and a link, which nobody has published."""
    ola, mia, _, call = scene
    with writing():
        by, call_again = db.session.merge(ola), again(call)
        _summarise(call_again, by, r"We \*met\* the **okapi**, says Mia.", version=0)
        title, url = "Slides of the quagga", "https://example.org/slides"
        linking.add_link(call_again, LinkKind.SLIDES, title=title, url=url, by=by, now=OVER)
    return ola, mia, call


@pytest.fixture
def published(written, writing):
    """The same, published."""
    ola, mia, call = written
    with writing():
        publish(again(call), db.session.merge(ola))
    return ola, mia, call


def _summarise(call, by, words, *, version):
    drafting.write_summary(call, words, version=version, said=NO_TOOL, by=by, now=OVER)


def test_a_record_is_found_while_it_is_published(written, writing, reading):
    ola, mia, call = written
    with reading():
        assert (found("okapi", ola), found("okapi", mia), found("quagga")) == ([], [], [])
    with writing():
        publish(again(call), db.session.merge(ola))
    with reading():
        assert found("okapi") == found("quagga", mia) == SAID
    with writing():
        publish(again(call), db.session.merge(ola), now=OVER + DAY)
    with reading():
        assert found("okapi") == SAID
    with writing():
        publishing.take_back(again(call), by=db.session.merge(ola), now=LATER)
    with reading():
        assert (found("okapi"), found("okapi", ola)) == ([], [])


def test_what_changes_after_it_was_published_is_found(published, writing, reading):
    ola, _, call = published
    with writing():
        by, link = db.session.merge(ola), db.session.scalars(sa.select(Link)).one()
        _summarise(again(call), by, "We met a tapir.", version=1)
        linking.remove_link(link, by=by, now=OVER)
    with reading():
        assert (found("okapi"), found("quagga")) == ([], [])
        assert found("tapir") == ["record: We met a tapir."]
    with writing():
        linking.put_link_back(db.session.scalars(sa.select(Link)).one(), now=OVER)
    with reading():
        assert found("quagga") == ["record: We met a tapir.\nSlides of the quagga"]


def test_a_record_that_says_nothing_of_its_own_is_not_found(scene, writing, reading):
    ola, _, _, call = scene
    with writing():
        publish(again(call), db.session.merge(ola))
    with reading():
        assert db.session.scalar(sa.select(Document).where(Document.kind == Kind.RECORD)) is None


def test_it_is_found_by_whoever_may_see_the_call(published, writing, reading):
    ola, mia, call = published
    ways = {
        Visibility.MEMBERS: ([], SAID, SAID),
        Visibility.LINK: ([], [], []),
        Visibility.PUBLIC: (SAID, SAID, SAID),
    }
    for visibility, theirs in ways.items():
        with writing():
            db.session.get_one(Call, call.id).own_visibility = visibility
        with reading():
            assert (found("okapi"), found("okapi", mia), found("okapi", ola)) == theirs


def test_it_goes_with_its_call_and_comes_back_with_it(published, writing, reading):
    ola, _, call = published
    with writing():
        removing.remove_call(again(call), by=db.session.merge(ola), reason="Twice.", now=LATER)
    with reading():
        assert found("okapi", ola) == []
    with writing():
        removing.restore_call(again(call), by=db.session.merge(ola), now=LATER)
    with reading():
        assert found("okapi") == SAID


def test_words_taken_out_of_a_note_and_the_record_are_nowhere_in_the_index(
    published, writing, reading
):
    ola, _, call = published
    with writing():
        _summarise(again(call), db.session.merge(ola), "We said this of the tapir.", version=1)
    with writing():
        note = db.session.scalars(sa.select(Note).where(Note.text_source == "We said this")).one()
        by = Viewer(db.session.merge(ola))
        redacting.redact(note, "said this", why="Private.", by=by, now=LATER)
    with reading():
        kept = db.session.scalars(sa.select(Document.text)).all()
        assert [text for text in kept if "said this" in text] == []
        [tapir] = found("tapir")
        assert "said this" not in tapir


def test_words_that_a_responder_takes_out_leave_nothing_beside_the_index(
    published, writing, reading
):
    ola, _, call = published
    with writing():
        redacting_calls.redact(again(call), "okapi", by=db.session.merge(ola), now=LATER)
    with reading():
        assert found("okapi") == []
        assert found("quagga") == [
            "record: We *met* the taken out, says Mia.\nSlides of the quagga"
        ]
        assert ("kapi" in lookup_terms(), "uagga" in lookup_terms()) == (False, True)


def test_whoever_leaves_is_named_no_more(published, writing, reading):
    ola, mia, call = published
    with writing():
        words = f"Thanks, @{mia.handle}, for the tapir."
        _summarise(again(call), db.session.merge(ola), words, version=1)
    with writing():
        erase(mia.person_id, LATER)
    with reading():
        assert found("tapir", kind=Kind.RECORD) == [
            "record: Thanks, a former member, for the tapir.\nSlides of the quagga"
        ]


def test_what_was_published_before_comes_in_when_the_index_is_filled(published, app, reading):
    with app.app_context():
        assert indexing.index_all(now=START) == 0
        with transaction():
            db.session.execute(sa.delete(Document.__table__))
        assert indexing.index_all(now=START) > 0
        assert found("okapi") == SAID


def test_the_address_follows_that_of_the_call(published, writing, client):
    _, _, call = published
    with writing():
        again(call).slug = "elsewhere"
    told = client.get("/search.json?q=okapi").json["results"]
    assert [one["url"] for one in told] == ["http://localhost:8000/calls/elsewhere/record"]


def test_the_page_and_the_palette_lead_to_the_record(published, client):
    _, _, call = published
    for path in ("/search?q=okapi", "/search?q=okapi&kind=record", "/palette?q=okapi"):
        page = client.get(path).text
        assert f'href="{record(call)}"' in page
        assert f"Record of {call.title}" in page
        assert "<mark>okapi</mark>" in page
