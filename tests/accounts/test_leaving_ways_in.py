"""Who leaves takes their ways in along: links, invitations, addresses they had or asked for."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from app import HOLDINGS
from community.accounts import addresses, arriving, holdings, inviting, leaving, limits, mailed
from community.accounts.arrivals import JoinInvitation, SignUp, Welcome
from community.accounts.joining import Joiner
from community.accounts.models import Attempt, MailedLink, Member, Purpose
from community.db import db
from community.outbox.models import Letter, Outcome
from community.outbox.owing import owe
from tests.accounts.everything import everything_kept
from tests.factories import START, make_community, make_member

SOON = START + timedelta(minutes=5)
ADDRESSES = ("eda@old.example", "eda@present.example", "eda@new.example")


@pytest.fixture
def eda(writing, app):
    """A member who moved, wants to move again, was signed up twice, and brought somebody in."""
    with writing():
        make_community()
        eda = make_member("Eda")
        eda.email = eda.email_key = ADDRESSES[0]
        db.session.flush()
        moved = addresses.ask(eda, email=ADDRESSES[1], email_key=ADDRESSES[1], now=START)
        addresses.make(moved, now=START)
        addresses.ask(eda, email=ADDRESSES[2], email_key=ADDRESSES[2], now=START)
        joiner = Joiner("Eda", ADDRESSES[1], ADDRESSES[1], "UTC")
        arriving.ask(arriving.Asking(joiner), invitation=None, now=START)
        for purpose in (Purpose.SIGN_IN, Purpose.RESET):
            mailed.make(purpose, lasts=timedelta(hours=1), now=START, member=eda)
        invitation = inviting.make(by=eda, lasts=timedelta(days=7), most_uses=5, now=START)
        inviting.use(invitation, make_member("Fritz"), now=START)
    with app.app_context():
        limits.allow(limits.SIGN_IN, f"account {ADDRESSES[1]}", now=START)
    return eda


@pytest.fixture
def erase(writing, eda):
    """A function that takes Eda out of everything."""

    def go() -> None:
        with writing():
            again = db.session.get_one(Member, eda.id)
            leaving.erase(again, HOLDINGS, typed_handle=again.handle, now=SOON)

    return go


def test_no_address_they_had_or_asked_for_is_left(eda, erase, reading):
    with reading():
        assert [word for word in ADDRESSES if word not in everything_kept()] == []
    erase()
    with reading():
        assert [word for word in (*ADDRESSES, "Eda", eda.handle) if word in everything_kept()] == []


def test_no_link_letter_sign_up_or_try_of_theirs_is_left(erase, reading):
    erase()
    with reading() as session:
        left = [
            session.scalar(select(func.count()).select_from(model))
            for model in (MailedLink, Letter, SignUp, Attempt)
        ]
    assert left == [0, 0, 0, 0]


def test_their_invitation_ends_and_whom_they_brought_stays(erase, reading, signed_in, at):
    erase()
    with reading() as session:
        invitation = session.scalars(select(JoinInvitation)).one()
        assert not invitation.holds(SOON)
        fritz = session.scalar(select(Member).join(Welcome, Welcome.member_id == Member.id))
    with at(SOON):
        page = signed_in(fritz).get(f"/people/{fritz.handle}").text
    assert "A former member" in page


def test_their_page_and_their_line_in_the_list_are_gone(eda, erase, writing, signed_in, at):
    with writing():
        bob = make_member("Bob")
    erase()
    with at(SOON):
        client = signed_in(bob)
        assert client.get(f"/people/{eda.handle}").status_code == 404
        assert "former" not in client.get("/people").text


@pytest.mark.engines("sqlite")
def test_neither_the_database_nor_its_log_keeps_a_word_when_they_are_gone(
    eda, signed_in, settings, at
):
    path = Path(settings.database_url.removeprefix("sqlite:///"))
    files = (path, path.with_name(f"{path.name}-wal"))
    with at(SOON):
        client = signed_in(eda)
        assert any(b"eda@new.example" in file.read_bytes() for file in files)
        client.post("/profile/erasure", data={"handle": eda.handle})
    kept = b"".join(file.read_bytes() for file in files if file.exists())
    assert [word for word in ADDRESSES if word.encode() in kept] == []


def test_their_address_can_be_signed_up_with_again(eda, erase, send, letters, at):
    erase()
    assert send(email=ADDRESSES[1]).status_code == 303
    with at(SOON):
        assert "/sign-up/" in letters(ADDRESSES[1])[-1].text


def test_letters_to_addresses_they_had_go_too_when_the_moves_are_forgotten(
    app, writing, erase, reading
):
    with app.app_context():
        addresses.forget_old(START + timedelta(days=20))
    with reading():
        assert ADDRESSES[0] in everything_kept()

    erase()

    with reading():
        assert [address for address in ADDRESSES if address in everything_kept()] == []


@pytest.mark.engines("sqlite")
def test_what_is_taken_along_tells_of_no_letter_in_no_list_that_did_not_come(eda, app, writing):
    with writing():
        for about, outcome in (("1", Outcome.NOT_NEEDED), ("2", Outcome.SENT), ("3", None)):
            owe("discreet", person_id=eda.person_id, about=about, now=START)
            letter = db.session.scalars(select(Letter).where(Letter.about == about)).one()
            letter.outcome, letter.closed_at = outcome, START if outcome else None

    with app.app_context():
        told = holdings.export(eda.person_id)["letters"]
    assert [one["outcome"] for one in told if one["kind"] == "discreet"] == ["sent"]
