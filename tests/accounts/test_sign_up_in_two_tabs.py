"""The second tab and the double click at the end of signing up, and what a kept page tells."""

from datetime import timedelta

import pytest

from community.accounts import passwords
from tests.accounts.signing_up import GRACE, OURS, count_members
from tests.factories import PASSWORD, START, make_community


@pytest.fixture(autouse=True)
def _community(writing):
    with writing():
        make_community()


def test_a_button_pressed_twice_makes_one_account_and_says_so(
    app, client, send, link, reading, at, monkeypatch
):
    send()
    with at(START + timedelta(minutes=1)):
        hash_password, path = passwords.hash_password, link(GRACE, "/sign-up/")

    def while_the_other_tab_is_quicker(password: str) -> str:
        monkeypatch.setattr(passwords, "hash_password", hash_password)
        quicker = app.test_client().post(path, data={"password": PASSWORD}, headers=OURS)
        assert quicker.status_code == 303
        return hash_password(password)

    monkeypatch.setattr(passwords, "hash_password", while_the_other_tab_is_quicker)
    with at(START + timedelta(minutes=1)):
        answer = client.post(path, data={"password": PASSWORD}, headers=OURS)

    assert (answer.status_code, count_members(reading)) == (404, 1)
    assert "If you have just made your account with it, sign in." in answer.text


def test_the_page_that_says_look_into_your_mail_tells_nothing_of_what_became_of_it(
    client, send, finish
):
    sent = send().location
    before = client.get(sent).text
    finish()

    assert client.get(sent).text == before
