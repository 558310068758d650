"""What is not for everybody is not kept, and nobody fills the room for what is."""

from datetime import timedelta

import pytest

from community import revisions
from community.calls.models import Visibility
from community.calls.times import Sitting
from community.db import db
from community.kept import Answer as Kept
from community.kept import Store
from tests.calls.build import begin
from tests.factories import START, make_call, make_community, make_member, make_sitting

NOON = START.replace(month=3, day=13)


@pytest.fixture
def ada(writing, at):
    with at(NOON):
        with writing():
            make_community()
            member = make_member("Ada")
        yield member


@pytest.fixture
def evening(ada, writing):
    """A call this evening, with three places."""
    with writing():
        return make_sitting(make_call(db.session.merge(ada)), capacity=3)


@pytest.mark.parametrize("visibility", [Visibility.LINK, Visibility.MEMBERS])
def test_what_is_not_for_everybody_is_not_kept(client, writing, ada, visibility, app):
    with writing():
        series = begin(db.session.merge(ada), visibility=visibility)
    kept = app.extensions["kept"]
    before = len(kept)

    client.get(f"/series/{series.slug}")

    assert len(kept) == before


def test_a_personal_feed_and_one_for_members_are_not_kept(
    client, signed_in, writing, ada, evening, app
):
    with writing():
        db.session.get_one(Sitting, evening.id).call.own_visibility = Visibility.MEMBERS
    before = len(app.extensions["kept"])

    assert signed_in(ada).get(f"/calls/{evening.call.slug}/call.ics").status_code == 200

    assert len(app.extensions["kept"]) == before


def test_another_host_is_refused_whatever_is_kept(client, evening):
    for path in ("/", "/calendar.ics"):
        assert client.get(path).status_code == 200
        asked = client.get(path, headers={"Host": "evil.example"})
        assert asked.status_code == 400


def test_made_up_queries_are_answered_and_not_kept(client, evening, app):
    client.get("/calls")
    before = len(app.extensions["kept"])

    for n in range(2, 20):
        for query in (f"x={n}", f"after=x{n}", f"past={n}", f"topic=none-{n}", f"past=1&past={n}"):
            client.get(f"/calls?{query}")
        client.get(f"/?{n}")
        client.get(f"/calendar.ics?utm={n}")
        client.get(f"/calls/none-{n}")

    assert len(app.extensions["kept"]) == before


def test_each_table_that_no_visitor_sees_is_there():
    assert set(revisions._UNSEEN) <= db.metadata.tables.keys()


def test_the_room_is_bounded_and_what_is_asked_for_least_goes():
    store = Store(room=100_000)
    for n in range(100):
        body = bytes(8_000)
        store.put(n, Kept(("t",), [], body, {}, NOON, NOON + timedelta(1), is_page=True))
        store.get(0)

    assert store.size <= 100_000
    assert 5 < len(store) < 12
    assert store.get(0) is not None
    assert store.get(1) is None
    store.put("large", Kept(("t",), [], bytes(60_000), {}, NOON, NOON, is_page=True))
    assert store.get("large") is None
