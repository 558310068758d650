"""Whoever is given what was written before gets a letter, from whoever gave it."""

from datetime import UTC, date, datetime, timedelta

from community.db import db
from community.notes import sorting
from community.notes.models import Kind, Note
from tests.factories import make_call, make_community, make_member
from tests.notes.saying import say

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
BEFORE = NOW - timedelta(days=9)


def test_who_is_given_what_was_written_before_hears_of_it_once(writing, post, at, mailbox):
    with writing():
        make_community()
        ola, mia, bo = make_member("Ola"), make_member("Mia"), make_member("Bo")
        call = make_call(ola, title="One evening")
        own = say(call, mia, "Who brings tea?", now=BEFORE)
        other = say(call, bo, "Write to the hall.", now=BEFORE)
        mine = say(call, bo, "For me.", now=BEFORE)
        given = ((own, mia), (other, mia), (own, mia), (other, bo), (mine, ola))
        for note, owner in given:
            given_by = {"by": ola, "due_on": date(2026, 3, 6), "now": NOW}
            sorting.sort(note, Kind.ACTION, owner_id=owner.id, **given_by)

    with at(NOW + timedelta(minutes=6)):
        post()

    for member, words in ((mia, "Who brings tea?"), (bo, "Write to the hall.")):
        letter = mailbox.only(member.email)
        assert letter.subject == "Ola gives you an action: One evening"
        assert words in letter.text
        assert "Ola gives you an action, by 6 March 2026:" in letter.text
    assert mailbox.to(ola.email) == []
    again = NOW + timedelta(minutes=20)
    with writing():
        say(call, ola, "I do.", parent=db.session.get_one(Note, own.id), now=again)
    with at(again + timedelta(minutes=10)):
        post()
    assert "Ola answers you" in mailbox.to(mia.email)[1].subject
