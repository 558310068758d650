"""An item that comes onto the record in the moment in which something is said of it."""

from dataclasses import replace
from threading import Thread

import pytest

from community.agendas import writing as words
from community.agendas.models import Item
from community.agendas.off_record import SaidOffTheRecord
from community.db import db
from community.errors import Refusal
from community.notes.spoken_queries import spoken_of
from community.notes.subject_queries import subject_of_item
from community.notes.writing import NoteText, ThreadIsClosed, thread_for_item, write
from tests.agendas.build import on_agenda
from tests.attendance.crowd import in_a_transaction
from tests.factories import START
from tests.notes.saying import NO_TOOL
from tests.waiting import until_held_up

pytestmark = [pytest.mark.engines("postgresql"), pytest.mark.usefixtures("in_january")]


@pytest.fixture
def ways(scene, writing, app):
    """An item off the record; to say something of it, and to open it, each in a thread."""
    ola, _, call = scene
    with writing():
        (item,) = on_agenda(call, ola, "Between us", is_off_record=True)
        thread = thread_for_item(item.id, now=START)

    def say():
        about = subject_of_item(db.session.get_one(Item, item.id))
        note = NoteText("Quiet", NO_TOOL)
        write(db.session.merge(thread), note, about=about, by=db.session.merge(ola), now=START)

    def come_onto_it():
        row = db.session.get_one(Item, item.id)
        draft = replace(words.draft_of(row), is_off_record=False)
        words.change(row, draft, version=row.version, now=START)

    def run(first, second):
        answers: list[object] = []

        def later():
            try:
                answers.append(in_a_transaction(app, second)())
            except Refusal as refusal:
                answers.append(refusal)

        worker = Thread(target=later)
        with writing():
            first()
            worker.start()
            until_held_up(worker)
        worker.join()
        return answers

    return item, run, say, come_onto_it


def test_what_is_said_first_keeps_it_off_the_record(ways, reading):
    item, run, say, come_onto_it = ways

    answers = run(say, come_onto_it)

    with reading():
        assert (db.session.get_one(Item, item.id).is_off_record, spoken_of([item.id])) == (
            True,
            {item.id},
        )
    assert [type(answer) for answer in answers] == [SaidOffTheRecord]


def test_what_comes_onto_it_first_is_not_spoken_of_as_if_it_were_off(ways, reading):
    item, run, say, come_onto_it = ways

    answers = run(come_onto_it, say)

    with reading():
        assert (db.session.get_one(Item, item.id).is_off_record, spoken_of([item.id])) == (
            False,
            set(),
        )
    assert [type(answer) for answer in answers] == [ThreadIsClosed]
