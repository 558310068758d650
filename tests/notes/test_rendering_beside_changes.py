"""Notes are rendered again while somebody changes them: what they say is what is shown."""

import threading
import time

import pytest

from community.accounts.models import Member
from community.db import db, transaction
from community.notes import editing
from community.notes.models import Note
from community.notes.rerendering import render_again
from tests.factories import START
from tests.notes.saying import say

WORDS = "We meet on Friday at six in the old town hall. Please bring tea."


@pytest.mark.engines("postgresql")
def test_a_change_that_is_under_way_is_not_undone(scene, writing, reading, app):
    call, _, mia = scene
    with writing():
        note = say(call, mia, WORDS)
        note.text_policy, note.text_html = 0, "as it was rendered once"

    def render() -> None:
        with app.app_context():
            render_again()

    beside = threading.Thread(target=render)
    with app.app_context(), transaction():
        mine = db.session.get_one(Note, note.id)
        text = WORDS.replace("Friday", "Monday")
        by = db.session.get_one(Member, mia.id)
        editing.change(mine, text, base=1, said=None, by=by, now=START)
        beside.start()
        time.sleep(0.5)
    beside.join()

    with reading():
        assert "Monday" in db.session.get_one(Note, note.id).text_html
