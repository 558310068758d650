"""What tells members ahead of the application that their page of a call is as they have it."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from app import HOLDINGS
from community.accounts import leaving, sessions, stewardship
from community.accounts.models import Member, Role, SignIn
from community.calls import removing
from community.calls.models import Call, Visibility
from community.conduct.content import Effect
from community.db import db
from community.distance import distancing
from community.distance.models import Keeping
from community.facilitation.views import remembering
from tests.conduct.build import restrict
from tests.engines import ENGINES
from tests.facilitation.build import EVENING, address
from tests.notes.saying import say

# How the numbers are read is written apart for each.
pytestmark = pytest.mark.engines(*ENGINES)

SOON = EVENING + timedelta(seconds=30)


@pytest.fixture
def ask(scene, signed_in, at):
    """A function by which Mia, who was seen here just now, asks for the page of the call."""
    client = signed_in(scene[1])

    def get(tag=None, *, now=EVENING):
        with at(now):
            path, held = address(scene[2]), {"If-None-Match": tag} if tag else {}
            answer = client.get(path, headers=held, buffered=True)
            answer.close()
        return answer

    get()
    return get


@pytest.fixture
def hold(ask):
    """A function that gives the tag of what Mia has, of which she was told that it is unchanged."""

    def told() -> str:
        tag = ask().headers["ETag"]
        assert ask(tag).status_code == 304
        return tag

    return told


def test_it_is_said_without_a_statement_and_as_the_application_says_it(ask, queries):
    tag = ask().headers["ETag"]
    first = ask(tag)
    with queries() as sent:
        again = ask(tag)

    assert (again.status_code, again.data, sent) == (304, b"", [])
    names = ("ETag", "Cache-Control", "Vary", "Content-Security-Policy")
    assert [again.headers[one] for one in names] == [first.headers[one] for one in names]
    assert "Set-Cookie" not in again.headers
    assert ask('W/"another"').status_code == 200


def _sign_out(mia, _ola, _call):
    sessions.end_all(mia, but=None, now=EVENING)


def _leave(mia, _ola, _call):
    leaving.erase(mia, HOLDINGS, typed_handle=mia.handle, now=EVENING)


def _bar(mia, ola, _call):
    restrict(mia.person, Effect.NO_ACCOUNT, by=ola, now=EVENING)


def _entrust(mia, ola, _call):
    stewardship.grant_role(mia, Role.STEWARD, by=ola, now=EVENING)


def _mute(mia, ola, _call):
    distancing.keep_off(ola, Keeping.MUTE, by=mia, now=EVENING)


def _say(_mia, ola, call):
    say(call, ola, "A word", now=EVENING)


def _remove(_mia, ola, call):
    removing.remove_call(call, by=ola, reason="Nobody came.", now=EVENING)


@pytest.mark.parametrize("change", [_sign_out, _leave, _bar, _entrust, _mute, _say, _remove])
def test_nothing_is_unchanged_after_what_changes_the_page_or_who_may_read_it(
    ask, hold, scene, writing, change
):
    ola, mia, call = scene
    tag = hold()
    with writing():
        people = [db.session.get_one(Member, one.id) for one in (mia, ola)]
        change(*people, db.session.get_one(Call, call.id))

    assert ask(tag).status_code == (404 if change is _remove else 200)


def test_who_is_signed_out_is_not_told_of_a_page_for_members(ask, hold, scene, writing):
    with writing():
        db.session.get_one(Call, scene[2].id).own_visibility = Visibility.MEMBERS
    tag = hold()
    with writing():
        _sign_out(db.session.get_one(Member, scene[1].id), None, None)

    assert ask(tag).status_code == 404


def test_words_that_one_begins_to_write_change_it(ask, hold, scene, signed_in, at):
    tag = hold()
    with at(EVENING):
        elsewhere = signed_in(scene[1])
        sent = {"place": f"on call {scene[2].id}", "text": "Half"}
        elsewhere.post("/notes/drafts", data=sent)

    assert ask(tag).status_code == 200


def test_time_alone_ends_it(ask, hold, scene, writing):
    ola, mia, _ = scene
    with writing():
        people = [db.session.get_one(Member, one.id) for one in (mia, ola)]
        restrict(people[0].person, Effect.NO_ACCOUNT, by=people[1], now=SOON)
    tag = hold()
    found = [ask(tag, now=SOON - timedelta(seconds=1)), ask(tag, now=SOON)]

    assert [one.status_code for one in found] == [304, 200]


def test_a_minute_that_is_over_before_it_is_answered_is_not_said_of_the_next(ask, monkeypatch):
    tag, turned = ask().headers["ETag"], EVENING + timedelta(minutes=1)
    tag_of = remembering.tag_of

    def slowly(*given):
        monkeypatch.setattr("community.clock.now", lambda: turned)
        return tag_of(*given)

    monkeypatch.setattr(remembering, "tag_of", slowly)
    assert ask(tag).status_code == 304
    monkeypatch.undo()

    assert ask(tag, now=turned).status_code == 200


def test_a_sign_in_that_ends_by_itself_is_told_nothing(ask, hold, scene, writing, settings):
    with writing():
        begun = SOON - timedelta(days=settings.session_days)
        db.session.execute(update(SignIn).values(created_at=begun))
        db.session.get_one(Call, scene[2].id).own_visibility = Visibility.MEMBERS
    tag = hold()
    found = [ask(tag, now=SOON - timedelta(seconds=1)), ask(tag, now=SOON)]

    assert [one.status_code for one in found] == [304, 404]


def test_that_she_is_here_is_noted_again_within_the_hour(ask, hold, writing, reading):
    with writing():
        ago = SOON - sessions.SEEN_EVERY
        db.session.execute(update(SignIn).values(seen_at=ago))
    tag = hold()
    ask(tag, now=SOON)

    with reading():
        assert db.session.scalars(select(SignIn.seen_at)).all() == [SOON]
