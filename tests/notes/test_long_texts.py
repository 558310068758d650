"""Texts that are too long or odd come back with a sentence, and whole."""

import pytest
from sqlalchemy import select

from community.db import db
from community.drafts.models import Draft
from tests.notes.saying import say

LONG = "word " * 11_000
FORM = {"kind": "note", "disclosure-degree": "none"}


@pytest.mark.engines("sqlite")
@pytest.mark.parametrize("do", ["preview", "draft", ""])
def test_what_is_too_long_comes_back_whole(scene, signed_in, writing, do):
    call, _, mia = scene
    with writing():
        note = say(call, mia)
    reader, typed = signed_in(mia), {"text": LONG, "do": do}

    for address in (f"/calls/{call.slug}/notes", f"/notes/{note.key}/text"):
        answer = reader.post(address, data=FORM | typed | {"version": "1"})

        assert answer.status_code == 422
        assert "The text is too long" in answer.text
        assert LONG.strip() in answer.text


@pytest.mark.engines("sqlite")
def test_what_is_too_long_with_the_changes_of_others_comes_back(scene, signed_in, writing):
    call, ola, mia = scene
    begin, end = "one " * 4_000, "two " * 4_000
    with writing():
        note = say(call, mia, begin + "\n\nmiddle\n\n" + end)
    more = "more " * 1_800
    data = {"version": "1", "disclosure-degree": "none"}
    first = {"text": more + "\n" + begin + "\n\nmiddle\n\n" + end}
    second = {"text": begin + "\n\nmiddle\n\n" + end + "\n" + more}
    address = f"/notes/{note.key}/text"

    assert signed_in(mia).post(address, data=data | first).status_code == 303
    answer = signed_in(ola).post(address, data=data | second)

    assert answer.status_code == 422
    assert "The text is too long" in answer.text


def test_a_draft_with_odd_signs_is_kept_without_them(scene, signed_in, reading):
    mia = scene[2]

    data = {"place": "on call 1", "text": "a\x00b\r\nc"}
    assert signed_in(mia).post("/notes/drafts", data=data).status_code == 204

    with reading():
        assert db.session.scalars(select(Draft.text_source)).all() == ["ab\nc"]
