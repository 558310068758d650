"""The form to sign up with: what is wrong is said, what is too often or too quick waits."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, select

from community.accounts.arrivals import SignUp
from community.accounts.models import Attempt, Member
from tests.accounts.signing_up import FORM, count_sign_ups, stamp_on
from tests.factories import START, make_community, make_member


@pytest.fixture(autouse=True)
def _community(request):
    if "engine" in request.fixturenames:
        with request.getfixturevalue("writing")():
            make_community()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": " \u202e "}, "Write at least one letter here."),
        ({"name": "x" * 81}, "Use at most 80 characters."),
        ({"email": "grace"}, "Write an e-mail address such as"),
        ({"zone": "../../etc/passwd"}, "is not a time zone we know"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(send, reading, changes, sentence):
    answer = send(**changes)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert count_sign_ups(reading) == 0


@pytest.mark.parametrize(
    ("password", "sentence"),
    [
        ("short", "at least 10 characters"),
        ("grace hopper", "without your name"),
        ("open source practitioners", "without your name"),
    ],
)
def test_a_weak_password_is_refused_and_the_link_still_works(
    send, finish, reading, password, sentence
):
    send()
    answer = finish(password=password)

    assert (answer.status_code, sentence in answer.text) == (422, True)
    assert f'value="{password}"' not in answer.text
    assert finish().status_code == 303


def test_what_was_typed_is_kept(send):
    answer = send(email="grace")

    assert 'value="Grace Hopper"' in answer.text
    assert '<option selected value="Asia/Kathmandu">' in answer.text


def test_signs_that_turn_text_round_are_taken_out_of_names(send, reading):
    send(name="Grace\u202e Hop\u200bper\x07")

    with reading() as session:
        assert session.scalars(select(SignUp)).one().name == "Grace Hopper"


def test_who_falls_into_the_trap_is_answered_as_if_it_had_worked(client, send, reading):
    answer = send(website="https://spam.example")

    assert answer.status_code == 303
    assert "We have sent a letter" in client.get(answer.location).text
    assert count_sign_ups(reading) == 0


@pytest.mark.parametrize(
    ("after", "stamp"),
    [
        (timedelta(seconds=2), {}),
        (timedelta(days=2), {}),
        (timedelta(seconds=10), {"stamp": "forged"}),
        (timedelta(seconds=10), {"stamp": ""}),
    ],
)
def test_a_page_sent_too_quickly_too_late_or_unopened_asks_nothing(send, reading, after, stamp):
    answer = send(after, **stamp)

    assert answer.status_code == 422
    assert count_sign_ups(reading) == 0


def test_who_was_too_quick_only_presses_the_button_again(send, client, at, reading):
    page = send(timedelta(seconds=1))
    stamp = stamp_on(page.text)
    with at(START + timedelta(seconds=4)):
        answer = client.post("/sign-up", data=FORM | {"stamp": stamp})

    assert answer.status_code == 303
    assert count_sign_ups(reading) == 1


def test_the_sixth_account_from_one_address_in_half_an_hour_waits(send, reading):
    answers = [send(email=f"grace{n}@example.org").status_code for n in range(6)]

    assert answers == [303] * 5 + [429]
    assert count_sign_ups(reading) == 5
    assert send(timedelta(minutes=31), email="late@example.org").status_code == 303


def test_the_fourth_letter_to_an_address_in_six_hours_waits_whoever_has_it(
    send, writing, reading, monkeypatch
):
    with writing():
        ada = make_member("Ada")

    known = [send(email=ada.email) for _ in range(4)]
    with writing() as session:
        session.execute(delete(Attempt).where(Attempt.kind == "sign-up"))
    new = [send() for _ in range(4)]

    assert [answer.status_code for answer in known] == [303] * 3 + [429]
    assert [answer.status_code for answer in new] == [303] * 3 + [429]
    with writing() as session:
        session.execute(delete(Attempt).where(Attempt.kind == "sign-up"))
    assert send(timedelta(hours=6, minutes=1)).status_code == 303


def test_fields_that_are_not_in_the_form_change_nothing(send, finish, reading):
    send(role="steward", handle="boss", id="1", is_admin="on", accepted="7", language="xx")
    finish()

    with reading() as session:
        assert session.scalars(select(Member.handle)).all() == ["grace-hopper"]
