"""Signing in, and choosing another password, by a link in a letter."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from community.accounts import passwords, sessions
from community.accounts.models import MailedLink, Member, SignIn
from tests.accounts.signing_up import OURS
from tests.factories import PASSWORD, START, make_community, make_member, sign_in

NEW = "another river at dusk"
SOON = START + timedelta(minutes=5)


@pytest.fixture
def ada(writing):
    """A member of a community that is set up."""
    with writing():
        make_community()
        return make_member("Ada")


@pytest.fixture
def ask(client, at):
    """A function that asks for a link: `ask("/sign-in/link", ada.email)`."""

    def send(path: str, address: str, **more: str):
        with at(START):
            return client.post(path, data={"email": address} | more, headers=OURS)

    return send


@pytest.fixture
def sign_in_path(ask, ada, link, at) -> str:
    """The link of a letter that signs Ada in."""
    ask("/sign-in/link", ada.email)
    with at(SOON):
        return str(link(ada.email, "/sign-in/link/"))


@pytest.fixture
def reset_path(ask, ada, link, at) -> str:
    """The link of a letter with which Ada chooses another password."""
    ask("/password/reset", ada.email)
    with at(SOON):
        return str(link(ada.email, "/password/reset/"))


def test_a_member_signs_in_by_a_letter_and_is_led_on(client, ask, ada, link, at):
    ask("/sign-in/link", ada.email.upper(), next="/profile")
    with at(SOON):
        path = link(ada.email, "/sign-in/link/")
        assert path.endswith("?next=/profile")
        page = client.get(path)
        assert 'name="next" value="/profile"' in page.text
        answer = client.post(path, data={"next": "/profile"}, headers=OURS)
        assert (answer.status_code, answer.location) == (303, "/profile")
        assert client.get("/profile").status_code == 200


def test_nobody_is_led_away_by_such_a_link(client, sign_in_path, at):
    with at(SOON):
        answer = client.post(sign_in_path, data={"next": "//evil.example"}, headers=OURS)
    assert answer.location == "/"


def test_looking_at_the_link_signs_nobody_in_and_pressing_twice_signs_in_once(
    client, sign_in_path, reading, at
):
    with at(SOON):
        assert [client.get(sign_in_path).status_code for _ in range(2)] == [200, 200]
        with reading() as session:
            assert session.scalar(select(func.count(SignIn.id))) == 0
        answers = [client.post(sign_in_path, headers=OURS).status_code for _ in range(2)]
    assert answers == [303, 404]


def test_the_link_works_for_half_an_hour(client, sign_in_path, at):
    with at(START + timedelta(minutes=29)):
        assert client.get(sign_in_path).status_code == 200
    with at(START + timedelta(minutes=30)):
        assert client.get(sign_in_path).status_code == 404
        assert client.post(sign_in_path).status_code == 404


def test_who_signed_in_by_a_link_counts_as_confirmed(client, sign_in_path, writing, at):
    with at(SOON):
        client.post(sign_in_path, headers=OURS)
        assert client.post("/subscribe/address", headers=OURS).status_code in {200, 303}
        with client.session_transaction() as cookie:
            token = cookie["_user_id"]
        with writing():
            assert sessions.is_confirmed(token, SOON + timedelta(minutes=14))
            assert not sessions.is_confirmed(token, SOON + timedelta(minutes=15))


@pytest.mark.parametrize("path", ["/sign-in/link", "/password/reset"])
def test_a_known_and_an_unknown_address_get_the_same_answer_and_cost_the_same(
    client, ask, ada, letters, queries, path
):
    with queries() as for_unknown:
        unknown = ask(path, "nobody@example.org")
    with queries() as for_known:
        known = ask(path, ada.email)

    assert (unknown.status_code, unknown.location, unknown.text) == (
        known.status_code,
        known.location,
        known.text,
    )
    first_words = [[s.split("(")[0] for s in sent] for sent in (for_unknown, for_known)]
    assert first_words[0] == first_words[1]
    assert "If there is an account" in client.get(known.location).text


@pytest.mark.parametrize("path", ["/sign-in/link", "/password/reset"])
def test_an_address_without_an_account_gets_no_letter(ask, ada, letters, at, path):
    ask(path, "nobody@example.org")
    with at(SOON):
        assert letters("nobody@example.org") == letters("nobody@example.invalid") == []


@pytest.mark.parametrize("path", ["/sign-in/link", "/password/reset"])
def test_the_sixth_letter_to_an_address_in_a_day_waits_whoever_has_it(ask, ada, path):
    known = [ask(path, ada.email).status_code for _ in range(6)]
    unknown = [ask(path, "nobody@example.org").status_code for _ in range(6)]

    assert known == unknown == [303] * 5 + [429]


def test_one_network_cannot_have_letters_sent_to_everybody(ask, ada):
    answers = [ask("/sign-in/link", f"a{n}@example.org").status_code for n in range(21)]

    assert answers == [303] * 20 + [429]


def test_a_member_chooses_another_password_and_every_other_sign_in_ends(
    app, client, ada, reset_path, at
):
    elsewhere = app.test_client()
    with at(SOON):
        sign_in(elsewhere, ada)
        answer = client.post(reset_path, data={"password": NEW}, headers=OURS)
        assert (answer.status_code, answer.location) == (303, "/profile")
        assert elsewhere.get("/profile").status_code == 303
        assert client.get("/profile").status_code == 200
        entered = app.test_client().post("/sign-in", data={"email": ada.email, "password": NEW})
        assert entered.status_code == 303


def test_looking_at_the_reset_changes_nothing_and_it_works_once(
    app, client, ada, reset_path, reading, at
):
    with at(SOON):
        assert [client.get(reset_path).status_code for _ in range(2)] == [200, 200]
        with reading() as session:
            assert passwords.fits(PASSWORD, session.get_one(Member, ada.id).password_hash)
        weak = client.post(reset_path, data={"password": "short"}, headers=OURS)
        empty = client.post(reset_path, data={"password": ""}, headers=OURS)
        answers = [
            app.test_client().post(reset_path, data={"password": NEW}).status_code for _ in range(2)
        ]
    assert (weak.status_code, empty.status_code, answers) == (422, 422, [303, 404])


def test_another_password_ends_every_link_that_was_sent(client, ada, sign_in_path, reset_path, at):
    with at(SOON):
        client.post(reset_path, data={"password": NEW}, headers=OURS)
        assert client.get(sign_in_path).status_code == 404


def test_changing_the_password_on_the_profile_ends_them_too(
    app, client, ada, sign_in_path, reset_path, at
):
    form = {"old_password": PASSWORD, "password": NEW}
    with at(SOON):
        sign_in(client, ada)
        assert client.post("/profile/password", data=form).status_code == 303
        visitor = app.test_client()
        assert visitor.get(sign_in_path).status_code == 404
        assert visitor.get(reset_path).status_code == 404


@pytest.mark.parametrize("way", ["reset", "profile"])
def test_another_password_is_told_to_the_address_it_was_changed_at(
    client, ada, reset_path, letters, writing, at, way
):
    told, form = ada.email, {"old_password": PASSWORD, "password": NEW}
    with at(SOON):
        sign_in(client, ada)
        assert (
            client.post("/profile/password", data=form | {"old_password": "no"}).status_code == 422
        )
        assert "is changed" not in letters(told)[-1].subject
        path = reset_path if way == "reset" else "/profile/password"
        assert client.post(path, data=form, headers=OURS).status_code == 303
        with writing() as session:  # and then somebody takes the address, too
            session.get_one(Member, ada.id).email = "thief@x.example"
            session.get_one(Member, ada.id).email_key = "thief@x.example"
        letter = letters(told)[-1]
    assert letter.subject.startswith("Your password at")
    assert "was changed on Thursday 15 January 2026" in letter.text
    assert "/password/reset" in letter.text
    assert "/password/reset" in letter.html
    assert NEW not in letter.text


@pytest.mark.parametrize("way", ["reset", "profile"])
def test_a_move_to_another_address_ends_with_the_password_it_was_asked_with(
    app, client, ada, reset_path, link, reading, at, way
):
    thief = app.test_client()
    with at(SOON):
        sign_in(thief, ada)
        assert thief.post("/profile/address", data={"email": "eve@x.example"}).status_code == 303
        moving = link("eve@x.example", "/address/")
        if way == "reset":
            client.post(reset_path, data={"password": NEW}, headers=OURS)
        else:
            sign_in(client, ada)
            client.post("/profile/password", data={"old_password": PASSWORD, "password": NEW})
        assert thief.post(moving, headers=OURS).status_code == 404
    with reading() as session:
        assert session.get_one(Member, ada.id).email == ada.email


def test_who_has_no_password_chooses_one_by_a_letter(client, ada, reset_path, writing, at):
    with writing() as session:
        session.get_one(Member, ada.id).password_hash = passwords.NONE
    with at(SOON):
        sign_in(client, ada)
        assert "You have none" in client.get("/profile").text
        client.post(reset_path, data={"password": NEW})
        assert "Present password" in client.get("/profile").text


def test_no_secret_of_a_letter_is_kept(sign_in_path, reset_path, reading):
    with reading() as session:
        kept = [str(vars(link)) for link in session.scalars(select(MailedLink))]

    for path in (sign_in_path, reset_path):
        assert path.rpartition("/")[2] not in "".join(kept)
