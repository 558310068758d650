"""Where one is signed in: what each device is, when it was last seen, and ending it."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from community.accounts.devices import device
from community.accounts.models import SignIn
from tests.factories import START, make_community, make_member, sign_in

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1"
)


@pytest.fixture
def ada(writing):
    """A member of a community that is set up."""
    with writing():
        make_community()
        return make_member("Ada")


@pytest.fixture
def devices(app, ada, at, writing):
    """Ada's browser at hand, and another one of hers."""
    here, there = app.test_client(), app.test_client()
    with at(START):
        sign_in(here, ada)
        with writing() as session:
            session.execute(update(SignIn).values(agent=FIREFOX))
        sign_in(there, ada)
    return here, there


def seen(reading) -> list:
    with reading() as session:
        return list(session.scalars(select(SignIn.seen_at).order_by(SignIn.id)))


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (FIREFOX, "Firefox on Linux"),
        (IPHONE, "Safari on iPhone"),
        ("curl/8.5", "curl"),
        ("Thunderbird Calendar 3", "Thunderbird Calendar 3"),
        ("", "Another device"),
        ("<script>", "Another device"),
    ],
)
def test_a_device_is_called_by_words_one_knows(agent, words):
    assert device(agent) == words


def test_each_sign_in_is_listed_and_this_one_is_marked(devices, at):
    here, _ = devices
    with at(START):
        page = here.get("/profile/sign-ins").text

    assert page.count("<strong>") == 2
    assert page.index("Firefox on Linux") < page.index("this one") or "this one" in page
    assert page.count("this one") == 1
    assert page.count("End this sign-in") == 1


def test_one_is_ended_and_its_cookie_gets_nothing(devices, reading, at):
    here, there = devices
    with at(START):
        kept = there.get_cookie("session").value
        with reading() as session:
            number = session.scalars(select(SignIn.id).order_by(SignIn.id.desc())).first()
        assert here.post(f"/profile/sign-ins/{number}/end").status_code == 303
        there.set_cookie("session", kept)
        assert there.get("/profile").status_code == 303
        assert here.get("/profile").status_code == 200


def test_nobody_ends_the_sign_in_of_somebody_else(devices, app, writing, reading, at):
    with writing():
        bob = make_member("Bob")
    his = app.test_client()
    with at(START):
        sign_in(his, bob)
        with reading() as session:
            number = session.scalars(select(SignIn.id).order_by(SignIn.id)).first()
        assert his.post(f"/profile/sign-ins/{number}/end").status_code == 404
        assert devices[0].get("/profile").status_code == 200


def test_everywhere_means_here_too(devices, at):
    here, there = devices
    with at(START):
        assert here.post("/profile/sign-ins/end").location == "/sign-in"
        assert (here.get("/profile").status_code, there.get("/profile").status_code) == (303, 303)


def test_everywhere_means_links_that_were_sent_too(devices, app, ada, link, at):
    here, _ = devices
    with at(START):
        app.test_client().post("/sign-in/link", data={"email": ada.email})
        path = link(ada.email, "/sign-in/link/")
        assert app.test_client().get(path).status_code == 200
        here.post("/profile/sign-ins/end")
        assert app.test_client().get(path).status_code == 404


def test_everywhere_means_a_move_to_another_address_too(devices, app, ada, link, at):
    here, there = devices
    with at(START):
        assert there.post("/profile/address", data={"email": "thief@x.example"}).status_code == 303
        path = link("thief@x.example", "/address/")
        here.post("/profile/sign-ins/end")
        assert app.test_client().post(path).status_code == 404


def test_a_sign_in_is_seen_at_most_once_an_hour_and_after_the_answer(devices, reading, queries, at):
    here, _ = devices
    with at(START + timedelta(minutes=59)):
        here.get("/profile").close()
    assert seen(reading)[0] == START
    later = START + timedelta(minutes=61)
    with at(later):
        with queries() as sent:
            answer = here.get("/profile", buffered=False)
            before = [s for s in sent if s.startswith("UPDATE")]
            answer.close()
        assert (before, seen(reading)[0]) == ([], later)
        with queries() as sent:
            here.get("/profile").close()
        assert [s for s in sent if s.startswith("UPDATE")] == []
