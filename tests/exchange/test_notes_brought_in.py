"""Notes of a series that is brought in elsewhere are as they were: whose they are, what is gone."""

import io

from sqlalchemy import select

from community.access import Viewer, may
from community.accounts.models import Role
from community.exchange.importing_notes import import_series
from community.exchange.preparing import prepare
from community.exchange.reading import read
from community.notes.history import versions_of
from community.notes.models import Note
from community.notes.policies import Permission
from community.notes.queries import page_of_thread
from tests.exchange.rewriting import notes_in
from tests.factories import START, make_community, make_member


def test_who_changed_a_note_stays_so_and_what_was_taken_out_has_no_way_back(made, db_session):
    make_community()
    steward = make_member("Stu", Role.STEWARD)
    import_series(prepare(read(io.BytesIO(made))), by=steward, now=START)

    changed = next(one for one in notes_in(made) if one.get("text") == "It is kept.")
    note = db_session.scalar(select(Note).where(Note.text_source == "It is kept."))
    assert (changed["by"], note.by_id == note.changed_by_id) == (None, False)
    assert [one.by for one in versions_of(note)] == ["Ola, from an import", None]
    gone = db_session.scalars(select(Note).where(Note.removal.has()).order_by(Note.id)).first()
    assert gone.text_source == ""
    stu = Viewer(steward, frozenset({Role.STEWARD.value}))
    assert may(stu, Permission.REDACT_NOTE, gone)
    assert not may(stu, Permission.PUT_NOTE_BACK, gone)
    line = next(x for x in page_of_thread(gone.thread).lines if x.key == gone.key)
    assert not line.has_words
