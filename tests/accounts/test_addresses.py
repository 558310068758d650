"""Moving to another address: both are told, and the old one can take it back."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from community.accounts import addresses, inviting, passwords
from community.accounts.models import Member, SignIn
from community.accounts.moves import AddressChange
from community.calendars import personal
from tests.factories import PASSWORD, START, make_community, make_member, sign_in

NEW = "ada@new.example"
SOON = START + timedelta(minutes=5)


@pytest.fixture
def ada(writing):
    """A member of a community that is set up."""
    with writing():
        make_community()
        return make_member("Ada")


@pytest.fixture
def ask(client, ada, at):
    """A function with which Ada asks to move to an address."""

    def send(address: str = NEW):
        with at(START):
            sign_in(client, ada)
            return client.post("/profile/address", data={"email": address})

    return send


@pytest.fixture
def moved(app, ask, link, at):
    """Ada has moved."""
    assert ask().status_code == 303
    with at(SOON):
        assert app.test_client().post(link(NEW, "/address/")).status_code == 200


def address_of(reading, ada) -> tuple[str, str]:
    with reading() as session:
        member = session.get_one(Member, ada.id)
        return member.email, member.email_key


def test_the_new_address_confirms_and_both_are_told(app, ada, ask, link, letters, reading, at):
    ask("Ada@New.example")
    with at(SOON):
        path = link("Ada@new.example", "/address/")
        (asked,) = letters("Ada@new.example")
        visitor = app.test_client()
        assert [visitor.get(path).status_code for _ in range(2)] == [200, 200]
        assert address_of(reading, ada) == (ada.email, ada.email)
        assert [visitor.post(path).status_code for _ in range(2)] == [200, 404]
        assert address_of(reading, ada) == ("Ada@new.example", NEW)
        told = letters("Ada@new.example")[-1]
        (last,) = letters(ada.email)
    assert str(asked.message["To"]) == "Ada@new.example"  # whoever asks may be called anything
    assert str(told.message["To"]) == "Ada <Ada@new.example>"
    assert "This is the address of your account here now." in told.text
    assert "/address/back/" not in told.text
    assert "/address/back/" in last.text


def test_it_is_asked_only_of_whom_gave_the_password_a_short_while_ago(client, ada, at):
    with at(START):
        sign_in(client, ada)
    with at(START + timedelta(minutes=16)):
        assert client.get("/profile/address").location.startswith("/sign-in/confirmation")
        answer = client.post("/profile/address", data={"email": NEW})
        assert answer.status_code == 422


def test_an_address_of_somebody_is_answered_alike_and_cannot_be_had(
    app, client, ada, ask, letters, writing, reading, at
):
    with writing():
        bob = make_member("Bob")
    free, taken = ask(), ask(bob.email)

    assert (free.status_code, free.location) == (taken.status_code, taken.location)
    with at(SOON):
        (letter,) = letters(bob.email)
    assert "belongs to an account already" in letter.text
    assert "/address/" not in letter.text
    assert address_of(reading, ada) == (ada.email, ada.email)


def test_an_address_that_became_somebodys_meanwhile_cannot_be_had(
    app, ada, ask, link, writing, reading, at
):
    ask()
    with at(SOON):
        path = link(NEW, "/address/")
        with writing() as session:
            bob = make_member("Bob")
            bob.email = bob.email_key = NEW
            session.flush()
        assert app.test_client().post(path).status_code == 404
    assert address_of(reading, ada) == (ada.email, ada.email)


def test_the_old_address_takes_it_back_and_everybody_is_signed_out(
    app, client, ada, moved, link, reading, at
):
    later = START + timedelta(days=6)
    with at(later):
        path = link(ada.email, "/address/back/")
        visitor = app.test_client()
        assert [visitor.get(path).status_code for _ in range(2)] == [200, 200]
        assert address_of(reading, ada) == (NEW, NEW)
        answer = visitor.post(path)
        assert answer.location.startswith("/password/reset/")
        assert address_of(reading, ada) == (ada.email, ada.email)
        with reading() as session:
            assert session.scalar(select(func.count()).where(SignIn.ended_at.is_(None))) == 0
            assert session.get_one(Member, ada.id).password_hash == passwords.NONE
        assert visitor.post(path).status_code == 404
        chosen = visitor.post(answer.location, data={"password": "another river at dusk"})
        assert chosen.status_code == 303


def test_taking_it_back_ends_what_else_the_account_opened(app, ada, moved, link, writing, at):
    key = app.config["SECRET_KEY"]
    with writing() as session:
        who = session.get_one(Member, ada.id)
        given = {"by": who, "lasts": timedelta(days=30), "most_uses": 9}
        before, since = (
            inviting.text_of(inviting.make(**given, now=now))
            for now in (START - timedelta(days=1), START + timedelta(hours=1))
        )
        secret = personal.text_of(personal.make(who, key=key, now=START), key=key)
    with at(START + timedelta(days=1)):
        visitor = app.test_client()
        assert visitor.get(f"/calendar/{secret}.ics").status_code == 200
        assert visitor.post(link(ada.email, "/address/back/")).status_code == 303
        assert visitor.get(f"/calendar/{secret}.ics").status_code == 404
        assert visitor.get(f"/sign-up/invited/{since}").status_code == 404
        assert visitor.get(f"/sign-up/invited/{before}").status_code == 200


def test_whoever_moves_it_twice_does_not_take_away_the_first_way_back(
    app, ada, moved, ask, link, letters, reading, at
):
    further, visitor = "ada@further.example", app.test_client()
    with at(SOON):
        first = link(ada.email, "/address/back/")
    ask(further)
    with at(SOON + timedelta(minutes=5)):
        assert visitor.post(link(further, "/address/")).status_code == 200
        second = link(NEW, "/address/back/")
        assert visitor.post(second).status_code == 303
        assert address_of(reading, ada) == (NEW, NEW)

        answer = visitor.post(first)

        assert answer.location.startswith("/password/reset/")
        assert address_of(reading, ada) == (ada.email, ada.email)
        assert visitor.get(second).status_code == 404
        assert "address of your account here again" in letters(ada.email)[-1].text


def test_the_first_way_back_ends_the_later_ones(app, ada, moved, ask, link, reading, at):
    further, visitor = "ada@further.example", app.test_client()
    with at(SOON):
        first = link(ada.email, "/address/back/")
    ask(further)
    with at(SOON + timedelta(minutes=5)):
        visitor.post(link(further, "/address/"))
        second = link(NEW, "/address/back/")
        assert visitor.post(first).status_code == 303
        assert visitor.post(second).status_code == 404
        assert address_of(reading, ada) == (ada.email, ada.email)


def test_after_seven_days_nothing_is_taken_back(app, ada, moved, letters, link, at):
    with at(SOON):
        path = link(ada.email, "/address/back/")
    with at(SOON + timedelta(days=7)):
        assert app.test_client().post(path).status_code == 404
        assert letters(ada.email) == []


def test_nobody_signs_up_with_an_address_that_may_be_taken_back(ada, moved, send, letters, at):
    assert send(email=ada.email).status_code == 303
    with at(SOON):
        assert "has an account already" in letters(ada.email)[-1].text


def test_former_addresses_are_forgotten_when_nothing_can_be_taken_back(app, moved, reading):
    for days, left in ((6, 1), (8, 0)):
        with app.app_context():
            addresses.forget_old(START + timedelta(days=days))
        with reading() as session:
            assert session.scalar(select(func.count(AddressChange.id))) == left


def test_the_password_stays_the_same(client, ada, moved, at):
    with at(SOON):
        answer = client.post("/sign-in", data={"email": NEW, "password": PASSWORD})
        assert answer.status_code == 303


def test_taken_back_both_are_told_so_and_what_was_not_posted_yet_is_not(
    app, ada, ask, link, letters, at
):
    ask()
    with at(SOON):
        path = link(NEW, "/address/")
        app.test_client().post(path)
        back = link(ada.email, "/address/back/")
        before = len(letters(NEW))
        app.test_client().post(back)
        told, news = letters(ada.email), letters(NEW)

    assert len(news) == before  # instead of that it is the address of the account now
    assert "This is no longer the address of an account here" in news[-1].text
    assert "This is the address of your account here again" in told[-1].text
    assert not any("This is the address of your account here now" in one.text for one in news)
    assert not any("/address/back/" in one.text for one in told)
