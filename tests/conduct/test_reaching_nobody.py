"""What comes to a member unasked, letters and their feed, while a measure bars them."""

import pytest

from community import clock
from community.accounts.models import Person
from community.attendance import rsvps
from community.attendance.models import Answer
from community.calendars import personal
from community.calls.models import Visibility
from community.conduct.content import Effect
from community.db import db
from tests.conduct.build import publish, restrict
from tests.factories import make_call, make_community, make_member, make_sitting
from tests.letters import letters_to
from tests.notes.saying import say

NOW = "2026-03-12T16:00"  # a day before the calls


@pytest.fixture
def scene(writing, settings, at):
    """Mia goes to a call for members and to one for everybody, and is named in the notes of both;
    with the address of her feed.
    """
    with at(NOW), writing():
        make_community()
        mia, ola = make_member("Mia"), make_member("Ola")
        for title, seen_by in (("Among us", Visibility.MEMBERS), ("For all", Visibility.PUBLIC)):
            call = make_call(ola, title=title, own_visibility=seen_by)
            rsvps.answer(make_sitting(call), mia.person, answer=Answer.GOING, now=clock.now())
            say(call, ola, f"What does @{mia.handle} say? {title}", now=clock.now())
        secret = personal.make(mia, key=settings.secret_key, now=clock.now())
        return mia, ola, f"/calendar/{personal.text_of(secret, key=settings.secret_key)}.ics"


def test_who_is_barred_gets_what_visitors_see_and_no_more(scene, writing, app, client, at):
    mia, ola, feed = scene

    def reaches() -> str:
        letters = letters_to(app, mia.email)
        return "".join(one.text for one in letters) + client.get(feed).text

    with at(NOW):
        before = reaches()
        with writing():
            publish(ola)
            restrict(
                db.session.get_one(Person, mia.person_id),
                Effect.NO_ACCOUNT,
                by=ola,
                now=clock.now(),
            )
        after = reaches()

    assert before.count("Among us") >= 2
    assert "Among us" not in after
    assert "For all" in after
