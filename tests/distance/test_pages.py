"""One page of whom one mutes and blocks, reached from a person and from a note; told to nobody."""

import pytest

from community.accounts.models import Credit, Member
from community.db import db
from community.distance import distancing
from community.distance.holdings import erase, export
from community.distance.models import Distance, Keeping
from tests.factories import START, make_call, make_community, make_member, make_sitting
from tests.notes.saying import say

pytestmark = pytest.mark.engines("sqlite")
PAGE = "/profile/distance"


@pytest.fixture
def scene(writing):
    """A call with a note by Bo, and Ada, who reads it."""
    with writing():
        make_community()
        ada, bo = make_member("Ada"), make_member("Bo")
        call = make_call(bo)
        make_sitting(call)
        note = say(call, bo, "Rude words.")
    return call, note, ada, bo


def test_a_person_is_muted_then_blocked_then_let_near_and_only_oneself_sees_it(
    scene, signed_in, reading
):
    _, _, ada, bo = scene
    me, them = signed_in(ada), signed_in(bo)
    before = [them.get(page).text for page in (f"/people/{ada.handle}", PAGE)]
    assert f'value="{bo.handle}"' in me.get(f"/people/{bo.handle}").text

    asked = me.post(PAGE, data={"handle": f"@{bo.handle}"})
    answers = [me.post(PAGE, data={"handle": bo.handle, "kind": k}) for k in ("mute", "block")]

    assert asked.status_code == 200
    assert "Mute or block Bo" in asked.text
    assert [answer.location for answer in answers] == [PAGE, PAGE]
    page = me.get(PAGE).text
    assert "Bo" in page
    assert "Unblock" in page
    assert "Unmute" not in page
    assert [them.get(page).text for page in (f"/people/{ada.handle}", PAGE)] == before
    with reading():
        number = db.session.query(Distance.id).scalar()
        assert export(bo.person_id) == {"people I mute or block": []}
        assert export(ada.person_id)["people I mute or block"][0]["who"] == bo.handle
    them.post(f"{PAGE}/withdrawal", data={"number": number})
    assert "Unblock" in me.get(PAGE).text
    me.post(f"{PAGE}/withdrawal", data={"number": number})
    assert "You mute and block nobody." in me.get(PAGE).text


@pytest.mark.parametrize("handle", ["", "nobody-here", "ada", "\0"])
def test_who_is_not_there_or_oneself_is_said_beside_the_field(scene, signed_in, handle):
    _, _, ada, _ = scene

    answer = signed_in(ada).post(PAGE, data={"handle": handle or ada.handle, "kind": "mute"})

    assert answer.status_code == 422


def test_what_they_write_is_folded_in_its_place_for_me_alone(scene, signed_in, writing):
    call, note, ada, bo = scene
    me = signed_in(ada)
    asked = me.post("/notes/distance", data={"note": note.key})
    assert "Mute or block Bo" in asked.text
    assert me.get(f"/calls/{call.slug}").text.count("note-folded") == 0

    assert me.post("/notes/distance", data={"note": note.key, "kind": "mute"}).location == PAGE

    for address in (f"/calls/{call.slug}", f"/threads/{note.thread.key}"):
        assert me.get(address).text.count('<details class="note-folded">') == 1
        assert "Rude words." in me.get(address).text
        assert "note-folded" not in signed_in(bo).get(address).text
    gone = [me.post("/notes/distance", data={"note": key}).status_code for key in ("", "no-such")]
    own = signed_in(bo).post("/notes/distance", data={"note": note.key})
    assert [*gone, own.status_code] == [404, 404, 404]


def test_the_page_of_a_call_that_is_held_is_another_once_somebody_is_muted(scene, signed_in, at):
    call, note, ada, bo = scene
    me, them, address = signed_in(ada), signed_in(bo), f"/calls/{call.slug}/live"
    with at(START):
        tags = [(one, {"If-None-Match": one.get(address).headers["ETag"]}) for one in (me, them)]
        me.post("/notes/distance", data={"note": note.key, "kind": "mute"})
        me.get(PAGE)  # where it is said that it is done
        answers = [one.get(address, headers=tag) for one, tag in tags]

    assert [answer.status_code for answer in answers] == [200, 304]
    assert "note-folded" in answers[0].text


def test_whose_name_is_not_shown_is_folded_without_being_named(scene, signed_in, writing):
    call, note, ada, bo = scene
    with writing():
        author = db.session.get_one(Member, bo.id)
        author.person.credit = Credit.NOBODY
        distancing.keep_off(author, Keeping.MUTE, by=ada, now=START)
    me = signed_in(ada)
    assert "note-folded" not in me.get(f"/calls/{call.slug}").text

    asked = me.post("/notes/distance", data={"note": note.key})
    me.post("/notes/distance", data={"note": note.key, "kind": "block"})

    assert "Bo" not in asked.text
    assert "note-folded" in me.get(f"/calls/{call.slug}").text
    assert me.get(PAGE).text.count(">Bo<") == 1
    assert "A member who is not named" in me.get(PAGE).text


def test_both_sides_are_gone_with_either_of_the_two(scene, db_session):
    _, _, ada, bo = scene
    ada, bo = db_session.merge(ada), db_session.merge(bo)
    for who in (ada, bo):
        distancing.keep_off(bo, Keeping.BLOCK, by=ada, now=START)
        erase(who.person_id, START)
        assert db_session.query(Distance).count() == 0
