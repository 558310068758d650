"""What an unchanged page of a call costs, and whom it is kept for."""

from datetime import timedelta

import pytest

from community.calls import removing
from community.calls.models import Call, Visibility
from community.db import db
from community.facilitation import steering
from tests.facilitation.build import EVENING, address, seen
from tests.notes.saying import say

pytestmark = pytest.mark.engines("sqlite")


@pytest.mark.parametrize("who", ["visitor", "member", "facilitator"])
def test_an_unchanged_page_costs_a_304_and_a_changed_one_does_not(
    scene, client, signed_in, writing, at, who
):
    ola, mia, call = scene
    reader = {"visitor": client, "member": signed_in(mia), "facilitator": signed_in(ola)}[who]

    def again(tag) -> int:
        return reader.get(address(call), headers={"If-None-Match": tag}).status_code

    with at(EVENING):
        tag = reader.get(address(call)).headers["ETag"]
        unchanged = again(tag)
        with writing():
            known = db.session.get_one(Call, call.id)
            steering.move(known, steering.Step.NEXT, seen=seen(known), by=ola, now=EVENING)
        moved = again(tag)
        tag = reader.get(address(call)).headers["ETag"]
        with writing():
            say(db.session.get_one(Call, call.id), mia, "A word", now=EVENING)
        noted = again(tag)
        tag = reader.get(address(call)).headers["ETag"]
    with at(EVENING + timedelta(seconds=59)):
        same_minute = again(tag)
    with at(EVENING + timedelta(seconds=60)):
        next_minute = again(tag)

    assert (unchanged, moved, noted, same_minute, next_minute) == (304, 200, 200, 304, 200)


def test_the_first_304_for_a_member_asks_little_and_renders_nothing(scene, signed_in, queries, at):
    _, mia, call = scene
    reader = signed_in(mia)
    with at(EVENING):
        tag = reader.get(address(call)).headers["ETag"]
        with queries() as sent:
            answer = reader.get(address(call), headers={"If-None-Match": tag})

    assert (answer.status_code, answer.data, len(sent)) == (304, b"", 4)


def test_what_is_remembered_for_a_member_tells_nothing_that_has_become_another(
    scene, signed_in, writing, app, at
):
    ola, mia, call = scene
    reader, other = signed_in(mia), signed_in(ola)
    path = address(call)

    def again(tag) -> int:
        return reader.get(path, headers={"If-None-Match": tag}).status_code

    with at(EVENING):
        tag = reader.get(path).headers["ETag"]
        found = [again(tag), other.get(path, headers={"If-None-Match": tag}).status_code]
        reader.post("/notes/drafts", data={"place": f"on call {call.id}", "text": "Half"})
        found.append(again(tag))
        tag = reader.get(path).headers["ETag"]
        with writing():
            known = db.session.get_one(Call, call.id)
            removing.remove_call(known, by=ola, reason="Nobody came.", now=EVENING)
        found.append(again(tag))
        for client in (app.test_client(), reader):
            client.delete_cookie(app.config["SESSION_COOKIE_NAME"])
        found.append(again(tag))

    assert found == [304, 200, 200, 404, 404]


def test_two_readers_share_no_tag_and_a_draft_changes_ones_own(scene, signed_in, at):
    ola, mia, call = scene
    one, other = signed_in(mia), signed_in(ola)
    with at(EVENING):
        tag = one.get(address(call)).headers["ETag"]
        foreign = other.get(address(call), headers={"If-None-Match": tag}).status_code
        sent = {"text": "Half a sen", "kind": "note", "do": "draft"}
        one.post(f"/calls/{call.slug}/notes", data=sent)
        one.get("/my-calls")  # where what was said about it is read
        own = one.get(address(call), headers={"If-None-Match": tag})

    assert (foreign, own.status_code) == (200, 200)
    assert "Half a sen" in own.text


def test_a_visitors_page_is_kept_and_one_by_link_is_not_shared(scene, client, writing, app, at):
    _, _, call = scene
    with at(EVENING):
        before = len(app.extensions["kept"])
        public = client.get(address(call)).headers["Cache-Control"]
        kept = len(app.extensions["kept"]) - before
        with writing():
            db.session.get_one(Call, call.id).own_visibility = Visibility.LINK
        by_link = client.get(address(call)).headers["Cache-Control"]

    assert (public, kept, by_link) == ("public, no-cache", 1, "private, no-cache")
