"""Signing up: an account after one's name, and an answer that says nothing about others."""

import re
import threading
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from community.accounts import joining
from community.accounts.joining import Joiner
from community.accounts.models import Attempt, Member
from community.db import transaction
from tests.factories import PASSWORD, START, make_community, make_member

FORM = {
    "name": "Grace Hopper",
    "email": "grace@example.org",
    "password": PASSWORD,
    "zone": "Asia/Kathmandu",
    "website": "",
}


@pytest.fixture(autouse=True)
def _community(request):
    if "engine" in request.fixturenames:
        with request.getfixturevalue("writing")():
            make_community()


@pytest.fixture
def send(client, at):
    """A function that opens the page and sends it ten seconds later."""

    def submit(after=timedelta(seconds=10), **changes: str):
        with at(START):
            page = client.get("/sign-up").text
        stamp = stamp_on(page)
        with at(START + after):
            return client.post("/sign-up", data=FORM | {"stamp": stamp} | changes)

    return submit


def stamp_on(page: str) -> str:
    """The signed time at which the page was opened."""
    (stamp,) = re.findall(r'name="stamp" type="hidden" value="([^"]+)"', page)
    return str(stamp)


def count_members(reading) -> int:
    """How many have an account."""
    with reading() as session:
        return session.scalar(select(func.count(Member.id)))


def test_a_visitor_becomes_a_member_and_can_sign_in(client, send, reading, at):
    answer = send()

    assert (answer.status_code, answer.location) == (303, "/sign-in?joined=")
    with reading() as session:
        grace = session.scalars(select(Member)).one()
        assert (grace.name, grace.handle, grace.zone, grace.pronouns) == (
            "Grace Hopper",
            "grace-hopper",
            "Asia/Kathmandu",
            None,
        )
        assert PASSWORD not in grace.password_hash
    with at(START):
        entered = client.post("/sign-in", data={"email": "GRACE@example.org", "password": PASSWORD})
        assert entered.status_code == 303
        assert client.get("/people").status_code == 200


def test_no_cookie_is_set_by_signing_up(client, send):
    send()

    assert client.get_cookie("session") is None


def test_a_known_address_gets_the_very_same_answer_and_changes_nothing(send, writing, reading):
    with writing():
        ada = make_member("Ada")
        kept = ada.password_hash

    new, known = send(), send(email=ada.email.upper(), name="Somebody else")

    assert (new.status_code, new.location, new.text) == (
        known.status_code,
        known.location,
        known.text,
    )
    assert set(dict(new.headers)) == set(dict(known.headers))
    with reading() as session:
        again = session.get_one(Member, ada.id)
        assert (again.name, again.password_hash) == ("Ada", kept)
    assert count_members(reading) == 2


def test_a_known_address_costs_a_write_like_a_new_one(db_session, queries):
    ada = make_member("Ada")
    joiner = Joiner("Ada", ada.email, ada.email_key, "UTC")

    with queries() as sent:
        assert joining.sign_up(joiner, password_hash="!", now=START) is None
        db_session.flush()

    assert len(sent) == 2
    assert db_session.scalars(select(Attempt.kind)).all() == ["known address"]


def test_people_with_the_same_name_get_different_handles(send, reading):
    for n in range(3):
        send(email=f"grace{n}@example.org")

    with reading() as session:
        handles = session.scalars(select(Member.handle).order_by(Member.id)).all()
    assert handles == ["grace-hopper", "grace-hopper-2", "grace-hopper-3"]


def test_a_name_that_looks_like_a_handle_that_is_taken_gets_another(send, reading):
    send(name="Modern")
    send(name="Modem", email="modem@example.org")

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


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": " \u202e "}, "Write at least one letter here."),
        ({"name": "x" * 81}, "Use at most 80 characters."),
        ({"email": "grace"}, "Write an e-mail address such as"),
        ({"password": "short"}, "at least 10 characters"),
        ({"password": "grace hopper"}, "without your name"),
        ({"password": "open source practitioners"}, "without your name"),
        ({"zone": "../../etc/passwd"}, "is not a time zone we know"),
    ],
)
def test_what_is_wrong_is_said_and_nobody_is_made(send, reading, changes, sentence):
    answer = send(**changes)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert count_members(reading) == 0


def test_what_was_typed_is_kept_but_never_the_password(send):
    answer = send(email="grace", password="a secret nobody may see")

    assert 'value="Grace Hopper"' in answer.text
    assert '<option selected value="Asia/Kathmandu">' in answer.text
    assert "a secret nobody may see" not in answer.text


def test_signs_that_turn_text_round_are_taken_out_of_names(send, reading):
    send(name="Grace\u202e Hop\u200bper\x07")

    with reading() as session:
        assert session.scalars(select(Member)).one().name == "Grace Hopper"


def test_who_falls_into_the_trap_is_answered_as_if_it_had_worked(send, reading):
    answer = send(website="https://spam.example")

    assert (answer.status_code, answer.location) == (303, "/sign-in?joined=")
    assert count_members(reading) == 0


@pytest.mark.parametrize(
    ("after", "stamp"),
    [
        (timedelta(seconds=2), {}),
        (timedelta(days=2), {}),
        (timedelta(seconds=10), {"stamp": "forged"}),
        (timedelta(seconds=10), {"stamp": ""}),
    ],
)
def test_a_page_sent_too_quickly_too_late_or_unopened_makes_nobody(send, reading, after, stamp):
    answer = send(after, **stamp)

    assert answer.status_code == 422
    assert count_members(reading) == 0


def test_who_was_too_quick_only_presses_the_button_again(send, client, at, reading):
    page = send(timedelta(seconds=1))
    stamp = stamp_on(page.text)
    with at(START + timedelta(seconds=4)):
        answer = client.post("/sign-up", data=FORM | {"stamp": stamp})

    assert answer.status_code == 303
    assert count_members(reading) == 1


def test_the_sixth_account_from_one_address_in_half_an_hour_waits(send, reading):
    answers = [send(email=f"grace{n}@example.org").status_code for n in range(6)]

    assert answers == [303] * 5 + [429]
    assert count_members(reading) == 5
    assert send(timedelta(minutes=31), email="late@example.org").status_code == 303


def test_fields_that_are_not_in_the_form_change_nothing(send, reading):
    send(role="steward", handle="boss", id="1", is_admin="on")

    with reading() as session:
        assert session.scalars(select(Member.handle)).all() == ["grace-hopper"]
