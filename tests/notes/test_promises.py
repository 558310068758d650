"""What the database itself refuses of notes and their threads."""

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from community.agendas.editions import EditionItem
from community.db import db
from community.notes import finishing, removing
from community.notes.models import CallThread, ItemThread, Kind, Note, NoteRemoval
from community.notes.tasks import Action, Completion
from community.notes.writing import thread_for_item
from tests.agendas.build import make_evening, on_agenda, publish_agenda
from tests.factories import START, make_community, make_member
from tests.notes.saying import say


def test_the_database_keeps_threads_apart_and_knows_who_undid_what(db_session):
    make_community()
    ola = make_member("Ola")
    call, other = make_evening(ola), make_evening(ola, title="Another")
    item = on_agenda(call, ola, "First")[0]
    publish_agenda(call, ola)
    about_item, above = thread_for_item(item.id, now=START), say(other, ola, "Elsewhere")
    note, action = say(call, ola, "Here"), say(call, ola, "I do it", kind=Kind.ACTION, owner=ola)
    removing.remove(note, by=ola, reason="", now=START)
    finishing.finish(db_session.get_one(Action, action.id), how="", by=ola, now=START)
    broken = (
        update(Note).where(Note.id == note.id).values(parent_id=above.id, root_id=above.id),
        update(Note).where(Note.id == note.id).values(root_id=above.id),
        update(CallThread).where(CallThread.call_id == call.id).values(thread_id=about_item.id),
        update(ItemThread).values(thread_id=note.thread_id),
        update(NoteRemoval).values(withdrawn_at=START),
        update(Completion).values(withdrawn_by_id=ola.id),
        update(EditionItem).values(minutes=0),
    )

    for statement in broken:
        with pytest.raises(IntegrityError), db.session.begin_nested():
            db.session.execute(statement)
