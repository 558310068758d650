"""Where somebody is named, who has left, and where what looks alike is left alone."""

import pytest
from sqlalchemy import select

from app import HOLDINGS
from community.accounts import leaving
from community.accounts.models import Member
from community.accounts.unnaming import FORMER, _pattern, _said
from community.attendance import rsvps
from community.attendance.models import Answer, Rsvp
from community.db import db
from community.facilitation.look_back_models import LookBack, LookBackRemoval
from community.notes.models import Note
from community.patterns.known_use_models import KnownUse
from community.text import render_markdown
from tests.factories import START, make_call, make_community, make_member, make_sitting
from tests.hanging import ends_within
from tests.notes.saying import say
from tests.patterns import build as patterns

pytestmark = pytest.mark.engines("sqlite")
SAID = {
    "_@zed_ said so, __@zed__ too.": "_a former member_ said so, __a former member__ too.",
    "@zed/@ola please, or @ola/@zed.": "a former member/@ola please, or @ola/a former member.",
    "See [her](/people/zed), {here}/people/zed.": "See [her](/people/-), {here}/people/-.",
    "@zedé and @zedさん, @zed_two, @zed-two": None,
    "https://social.example/@zed, https://w3.example/people/zed, /people/zed-two": None,
}


def test_source_and_html_name_nobody_who_left_and_say_the_same(writing, reading, settings):
    here = settings.base_url
    with writing():
        make_community()
        ola, zed = make_member("Ola"), make_member("Zed")
        zed.handle = "zed"
        ola.handle = "ola"
        call = make_call(ola)
        for text in SAID:
            say(call, ola, text.replace("{here}", here))
        told = {"note": "With @zed", "access_needs": "As @zed knows", "now": START}
        rsvps.answer(make_sitting(call), ola.person, answer=Answer.GOING, **told)
        back = LookBack(call=call, member=ola, worked="What @zed did", differently="", at=START)
        db.session.add(back)
        db.session.flush()
        removal = LookBackRemoval(look_back_id=back.id, by_id=ola.id, at=START, reason="@zed asked")
        db.session.add(removal)
        use = patterns.used(patterns.proposed(ola), ola, organisation="Tea of @zed")
        use.place = "At @zed’s"
    with writing():
        again = db.session.get_one(Member, zed.id)
        leaving.erase(again, HOLDINGS, typed_handle="zed", now=START)

    expected = [(left or text).replace("{here}", here) for text, left in SAID.items()]
    with reading():
        notes = db.session.scalars(select(Note).order_by(Note.id)).unique().all()
        assert [note.text_source for note in notes] == expected
        rsvp = db.session.scalars(select(Rsvp)).one()
        use = db.session.scalars(select(KnownUse)).one()
        assert (rsvp.note, rsvp.access_needs) == (f"With {FORMER}", f"As {FORMER} knows")
        assert db.session.scalars(select(LookBack.worked)).one() == f"What {FORMER} did"
        assert db.session.scalars(select(LookBackRemoval.reason)).all() == [f"{FORMER} asked"]
        assert (use.organisation, use.place) == (f"Tea of {FORMER}", f"At {FORMER}’s")
        assert [note.text_html for note in notes] == [
            render_markdown(text, {"ola"}) for text in expected
        ]


def test_the_longest_text_with_mentions_after_slashes_takes_no_time(app):
    """One word of half a text before, and thousands of mentions behind it."""
    text = "a" * 25_000 + " /@zed" * 2_000 + " " + "/@zed" * 2_000 + " @ola/@zed" * 1_000
    with app.app_context(), ends_within(5):
        told = _said(_pattern(["zed"]), FORMER, text)
    assert told.count(FORMER) == 1_000
