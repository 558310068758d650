"""Whoever leaves is named in no calendar file either, not even by what is kept of it."""

import pytest
from sqlalchemy import select

from app import HOLDINGS
from community.accounts import leaving
from community.accounts.models import Member, Role
from community.calls import changing, removing
from community.calls.models import Call
from community.db import db
from tests.agendas.build import on_agenda, publish_agenda
from tests.factories import START, make_call, make_community, make_member, make_sitting


@pytest.fixture
def zed(writing):
    """A member whom an agenda names, and the reasons of a cancellation and of a deletion."""
    with writing():
        make_community()
        make_member("Stu", Role.STEWARD)
        ola, zed = make_member("Ola"), make_member("Zedcanary")
        call = make_call(ola, title="One evening")
        make_sitting(call)
        on_agenda(call, ola, f"With @{zed.handle}")
        publish_agenda(call, ola)
        off = make_sitting(make_call(ola, title="Another"))
        changing.cancel(off, by=ola, reason=f"@{zed.handle} is ill", now=START)
        gone = make_sitting(make_call(ola, title="A third")).call
        removing.remove_call(gone, by=ola, reason=f"@{zed.handle} asked for it", now=START)
    return zed


def test_feeds_name_them_no_more_and_say_that_they_have_changed(zed, writing, client, at, reading):
    with reading():
        slugs = db.session.scalars(select(Call.slug).order_by(Call.id)).all()
    paths = ["/calendar.ics", *(f"/calls/{slug}/call.ics" for slug in slugs)]
    with at(START):
        before = {path: client.get(path) for path in paths}
    assert [path for path in paths if zed.handle not in before[path].text] == []

    with writing():
        her = db.session.get_one(Member, zed.id)
        leaving.erase(her, HOLDINGS, typed_handle=her.handle, now=START)

    with at(START):
        for path in paths:
            held = {"If-None-Match": before[path].headers["ETag"]}
            assert client.get(path, headers=held).status_code == 200, path
            assert zed.handle not in client.get(path).text
