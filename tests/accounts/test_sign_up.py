"""Signing up: a letter to the address, an account behind its link, and words that say nothing of
others.
"""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from community.accounts import arriving, joining, passwords
from community.accounts.arrivals import SignUp
from community.accounts.joining import Joiner
from community.accounts.models import MailedLink, Member
from community.db import transaction
from tests.accounts.signing_up import GRACE, OURS, count_members
from tests.factories import PASSWORD, START, make_community, make_member


@pytest.fixture(autouse=True)
def _community(request):
    if "engine" in request.fixturenames:
        with request.getfixturevalue("writing")():
            make_community()


def test_a_visitor_becomes_a_member_by_a_letter(client, send, finish, reading, at):
    sent = send()
    assert sent.status_code == 303
    page = client.get(sent.location).text
    assert "We have sent a letter to grace@example.org. Open its link to go on." in page
    assert count_members(reading) == 0

    answer = finish()

    assert (answer.status_code, answer.location) == (303, "/")
    with reading() as session:
        grace = session.scalars(select(Member)).one()
        assert (grace.name, grace.handle, grace.zone, grace.pronouns) == (
            "Grace Hopper",
            "grace-hopper",
            "Asia/Kathmandu",
            None,
        )
        assert PASSWORD not in grace.password_hash
    with at(START + timedelta(minutes=2)):
        assert client.get("/people").status_code == 200
        client.post("/sign-out", headers={"Sec-Fetch-Site": "same-origin"})
        entered = client.post("/sign-in", data={"email": "GRACE@example.org", "password": PASSWORD})
        assert entered.status_code == 303


def test_who_came_from_a_page_is_led_back_to_it_and_never_away(client, send, finish, at):
    send(next="/calls")
    assert finish().location == "/calls"

    send(next="//evil.example", email="other@example.org")
    assert finish("other@example.org").location == "/"


def test_the_link_changes_nothing_by_being_looked_at_and_works_once(
    client, send, finish, link, reading, at
):
    send()
    with at(START + timedelta(minutes=1)):
        path = link(GRACE, "/sign-up/")
        assert [client.get(path).status_code for _ in range(2)] == [200, 200]
        assert count_members(reading) == 0
    finish()
    with at(START + timedelta(minutes=2)):
        again = client.post(path, data={"password": PASSWORD}, headers=OURS)
        assert (again.status_code, client.get(path).status_code) == (404, 404)
    assert count_members(reading) == 1


def test_the_link_works_for_two_days(client, send, link, at):
    send()
    with at(START + timedelta(minutes=1)):
        path = link(GRACE, "/sign-up/")
    with at(START + timedelta(days=2, minutes=1)):
        assert client.get(path).status_code == 404


def test_without_a_password_one_signs_in_by_links_alone(client, send, finish, reading, at):
    send()
    assert finish(password="").status_code == 303

    with reading() as session:
        assert session.scalar(select(Member.password_hash)) == passwords.NONE
    with at(START + timedelta(hours=1)):
        tried = client.post(
            "/sign-in", data={"email": GRACE, "password": passwords.NONE}, headers=OURS
        )
        assert tried.status_code == 422


def test_no_cookie_is_set_by_signing_up(client, send):
    client.get(send().location)

    assert client.get_cookie("session") is None


def test_a_known_address_gets_the_very_same_answer_and_changes_nothing(
    client, send, writing, reading, letters, at
):
    with writing():
        ada = make_member("Ada")
        kept = ada.password_hash

    new, known = send(), send(email=ada.email.upper(), name="Somebody else")

    assert (new.status_code, new.text.replace(new.location, "")) == (
        known.status_code,
        known.text.replace(known.location, ""),
    )
    pages = [client.get(answer.location).text for answer in (new, known)]
    assert pages[0].replace(GRACE, "…") == pages[1].replace(ada.email.upper(), "…").replace(
        ada.email.upper().partition("@")[0] + "@example.org", "…"
    )
    with reading() as session:
        again = session.get_one(Member, ada.id)
        assert (again.name, again.password_hash) == ("Ada", kept)
    assert count_members(reading) == 1


def test_who_has_an_account_is_told_so_in_the_letter_and_gets_no_link_to_make_another(
    send, writing, letters, at
):
    with writing():
        ada = make_member("Ada")
    send(email=ada.email, name="Win money at http://evil.example")
    with at(START + timedelta(minutes=1)):
        (letter,) = letters(ada.email)

    assert "has an account already" in letter.text
    assert "/sign-up/" not in letter.text + letter.html
    assert "evil.example" not in str(letter.message)


def test_a_letter_to_an_address_says_nothing_that_a_stranger_wrote(send, letters, at):
    send(name="Win money at http://evil.example")
    with at(START + timedelta(minutes=1)):
        (letter,) = letters(GRACE)

    assert "evil.example" not in str(letter.message) + letter.text + letter.html


def test_an_address_that_became_an_account_meanwhile_cannot_be_taken(
    client, send, link, writing, reading, at
):
    send()
    with at(START + timedelta(minutes=1)):
        path = link(GRACE, "/sign-up/")
        with writing():
            joiner = Joiner("Grace", GRACE, GRACE, "UTC")
            joining.sign_up(joiner, password_hash="!", now=START)
        assert client.post(path, data={"password": PASSWORD}).status_code == 404
    assert count_members(reading) == 1


def test_what_else_was_asked_for_the_address_is_forgotten(client, send, finish, link, reading, at):
    send()
    with at(START + timedelta(minutes=1)):
        first = link(GRACE, "/sign-up/")
    send(name="Grace H.")
    finish()

    with at(START + timedelta(minutes=2)):
        assert client.get(first).status_code == 404
    with reading() as session:
        assert session.scalar(select(func.count(SignUp.id))) == 0
        assert session.scalar(select(func.count()).where(MailedLink.used_at.is_(None))) == 0


def test_what_nobody_went_on_with_is_forgotten(app, send, reading):
    send()
    with app.app_context():
        arriving.forget_old(START + timedelta(days=3))
    with reading() as session:
        assert session.scalar(select(func.count(SignUp.id))) == 0


def test_a_known_and_a_new_address_cost_the_same_statements(db_session, queries):
    ada = make_member("Ada")
    counts = []
    for address in (ada.email, GRACE):
        joiner = Joiner("Ada", address, address, "UTC")
        with queries() as sent:
            arriving.ask(arriving.Asking(joiner), invitation=None, now=START)
        db_session.expunge_all()
        counts.append([statement.split("(")[0] for statement in sent])

    assert counts[0] == counts[1]


def test_people_with_the_same_name_get_different_handles(send, finish, reading):
    for n in range(3):
        send(email=f"grace{n}@example.org")
        finish(f"grace{n}@example.org")

    with reading() as session:
        handles = session.scalars(select(Member.handle).order_by(Member.id)).all()
    assert handles == ["grace-hopper", "grace-hopper-2", "grace-hopper-3"]


def test_a_name_that_looks_like_a_handle_that_is_taken_gets_another(send, finish, reading):
    send(name="Modern")
    finish()
    send(name="Modem", email="modem@example.org")
    finish("modem@example.org")

    with reading() as session:
        assert session.scalars(select(Member.handle).order_by(Member.id)).all() == [
            "modern",
            "modem-2",
        ]


def test_the_same_address_sent_many_times_at_once_makes_one_account(app, reading):
    start = threading.Barrier(6)
    failures: list[BaseException] = []

    def join(n: int) -> None:
        joiner = Joiner("Grace Hopper", "g@example.org", f"g{n % 2}@example.org", "UTC")
        start.wait()
        try:
            with app.app_context(), transaction():
                joining.sign_up(joiner, password_hash="!", now=START)
        except Exception as failure:  # noqa: BLE001 - whatever it is, the test shows it
            failures.append(failure)

    threads = [threading.Thread(target=join, args=[n]) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failures == []
    assert count_members(reading) == 2
