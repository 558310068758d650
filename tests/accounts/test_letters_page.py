"""Stewards see which letters wait, failed and left, and what they say where nobody posts them."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app import LETTERS
from community import clock
from community.access import rules
from community.accounts import entering, stewardship
from community.accounts.models import Purpose, Role
from community.accounts.policies import Permission
from community.accounts.views import letters_owed
from community.db import db
from community.outbox import posting
from community.outbox.models import UNLISTED, Letter, Outcome
from tests.factories import make_community, make_letter, make_member


@pytest.fixture
def stu(writing):
    """A steward, who has given Mia a role: a letter is owed to her."""
    with writing():
        make_community()
        stu, mia = make_member("Stu", Role.STEWARD), make_member("Mia")
        stewardship.grant_role(mia, Role.CURATOR, by=stu, now=clock.now())
    return stu


@pytest.fixture
def letter_id(stu, reading) -> int:
    """The number of the letter to Mia."""
    with reading() as session:
        return session.scalars(select(Letter.id)).one()


@pytest.fixture
def give_up(writing, letter_id):
    """A function that gives the letter up."""

    def end() -> None:
        with writing():
            letter = db.session.get_one(Letter, letter_id)
            letter.outcome, letter.closed_at = Outcome.GIVEN_UP, clock.now()
            letter.tries, letter.fault = 9, "recipient refused (550)"

    return end


def test_letters_wait_with_whom_they_are_for_and_never_an_address(stu, signed_in):
    page = signed_in(stu).get("/letters").text

    assert "A role was entrusted" in page
    assert "to Mia" in page
    assert "Waiting (1)" in page
    assert "@example.org" not in page


def test_a_letter_given_up_says_why_and_is_sent_again(
    stu, signed_in, give_up, letter_id, post, mailbox
):
    give_up()
    client = signed_in(stu)
    page = client.get("/letters?show=given-up").text
    assert "recipient refused (550)" in page
    assert "Send again" in page

    for _ in range(2):
        assert client.post(f"/letters/{letter_id}/resending").status_code == 303

    assert post() == 1
    assert "Sent (1)" in client.get("/letters?show=sent").text
    assert "Send again" not in client.get("/letters?show=sent").text


def test_all_that_were_given_up_are_sent_again_at_once(
    stu, signed_in, give_up, post, mailbox, writing
):
    with writing():
        discreet = make_letter(make_member("Quiet"), kind="discreet")
        discreet.outcome, discreet.closed_at, discreet.tries = Outcome.GIVEN_UP, clock.now(), 9
    client = signed_in(stu)
    assert "Send all of them again" not in client.get("/letters").text
    assert "Send all of them again" in client.get("/letters?show=given-up").text  # who knows
    give_up()
    assert "Send all of them again" in client.get("/letters?show=given-up").text

    answer = client.post("/letters/resending", follow_redirects=True)

    assert "One letter is tried again." in answer.text
    assert post() == 1


def test_a_letter_that_was_sent_is_not_sent_again(stu, signed_in, letter_id, post, mailbox):
    post()
    signed_in(stu).post(f"/letters/{letter_id}/resending")

    assert (post(), len(mailbox.letters)) == (0, 1)


def test_without_a_mail_server_a_letter_can_be_read(stu, signed_in, app, letter_id):
    client = signed_in(stu)
    assert "It has not been written yet." in client.get(f"/letters/{letter_id}").text
    with app.app_context():
        posting.post_due()
    page = client.get(f"/letters/{letter_id}").text

    assert "You are a curator of Open Source Practitioners now" in page
    assert "Stu entrusted a role to you: curator." in page
    assert "because no mail server is set" in page


def test_what_stands_in_a_letter_is_shown_as_text_alone(stu, signed_in, app, writing, letter_id):
    with writing() as session:
        session.get_one(type(stu), stu.id).person.name = "<img src=x onerror=hurt=1>"
    with app.app_context():
        posting.post_due()
    page = signed_in(stu).get(f"/letters/{letter_id}").text

    assert "&lt;img src=x onerror=hurt=1&gt; entrusted" in page
    assert "<img" not in page


def test_with_a_mail_server_nobody_reads_what_is_in_a_letter(
    stu, signed_in, app, letter_id, another_app, mailbox, settings
):
    with app.app_context():
        posting.post_due()  # the file stays where it was written before there was a server
    cookie = signed_in(stu).get_cookie("session")
    client = another_app(smtp_url=mailbox.url, base_url=settings.base_url).test_client()
    client.set_cookie("session", cookie.value)
    page = client.get(f"/letters/{letter_id}")

    assert page.status_code == 200
    assert "entrusted a role to you" not in page.text
    assert "between the place and the person it is to" in page.text


def test_a_letter_that_opens_the_account_of_a_responder_is_in_the_folder_alone(
    stu, signed_in, app, writing, reading
):
    with writing():
        rue, ivo = make_member("Rue", Role.RESPONDER), make_member("Ivo", Role.FACILITATOR)
        for member in (rue, ivo):
            entering.send_link(Purpose.RESET, member.email_key, now=clock.now())
    with app.app_context():
        posting.post_due()
    with reading() as session:
        query = select(Letter.id).where(Letter.kind == "reset").order_by(Letter.id)
        numbers = session.scalars(query).all()
    client = signed_in(stu)
    hers, his = (client.get(f"/letters/{number}").text for number in numbers)

    assert "/password/reset/" in his
    assert "/password/reset/" not in hers
    assert "It opens the account of somebody who handles reports" in hers


def test_only_stewards_see_letters(stu, signed_in, writing, letter_id):
    assert Permission.SEE_LETTERS in rules()
    with writing():
        others = [make_member("Fay", Role.FACILITATOR), make_member("Ria", Role.RESPONDER)]

    for member in others:
        client = signed_in(member)
        assert client.get("/letters").status_code == 403
        assert client.get(f"/letters/{letter_id}").status_code == 403
        assert client.post(f"/letters/{letter_id}/resending").status_code == 403


def test_a_long_list_comes_in_pieces(stu, signed_in, writing):
    with writing():
        stu_again = db.session.get_one(type(stu), stu.id)
        mia = make_member("Mia")
        for n in range(60):
            stewardship.grant_role(
                mia, Role.CURATOR, by=stu_again, now=clock.now() + timedelta(seconds=n)
            )
            stewardship.revoke_role(mia, Role.CURATOR, by=stu_again, now=clock.now())
    client = signed_in(stu)
    first = client.get("/letters")
    later = first.text.partition('rel="next" href="')[2].partition('"')[0].replace("&amp;", "&")

    assert first.text.count("A role was entrusted") == 50
    assert client.get(later).text.count("A role was entrusted") == 11


def test_a_letter_that_is_not_there_is_not_found(stu, signed_in):
    assert signed_in(stu).get("/letters/999999").status_code == 404


@pytest.mark.engines("sqlite")
def test_each_kind_of_letter_that_is_listed_is_named_in_words(app):
    kinds = {kind.name for kind in LETTERS} - UNLISTED

    assert kinds - set(letters_owed.NAMES) == set()
