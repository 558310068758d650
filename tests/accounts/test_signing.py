"""Signing in and out: sessions that begin fresh and end for good, and answers that tell nothing."""

from datetime import timedelta

import pytest
from argon2 import PasswordHasher
from flask.testing import FlaskClient
from sqlalchemy import func, select, update

from community.accounts import passwords, sessions
from community.accounts.models import Member, SignIn
from community.db import db, transaction
from tests.factories import PASSWORD, START, make_community, make_member, sign_in


@pytest.fixture
def ada(writing):
    """A member of a community that is set up."""
    with writing():
        make_community()
        return make_member("Ada")


@pytest.fixture
def address(ada, reading) -> str:
    """Her e-mail address."""
    with reading() as session:
        return str(session.scalars(select(Member.email)).one())


def enter(client: FlaskClient, address: str, password: str = PASSWORD, **more: str):
    """Send the sign-in form as our own page does."""
    data = {"email": address, "password": password} | more
    return client.post("/sign-in", data=data, headers={"Sec-Fetch-Site": "same-origin"})


def test_a_member_signs_in_and_is_led_where_they_wanted_to_go(client, ada, address):
    answer = enter(client, address, next="/people")

    assert (answer.status_code, answer.location) == (303, "/people")
    assert client.get("/people").status_code == 200


def test_a_visitor_who_reads_gets_no_cookie(client, ada):
    answer = client.get("/sign-in")

    assert "Set-Cookie" not in answer.headers
    assert "Cookie" not in answer.headers.get("Vary", "")


def test_an_unknown_address_and_a_wrong_password_get_the_same_answer(client, ada, address):
    unknown = enter(client, "nobody@example.org", "not her password")
    wrong = enter(client, address, "not her password")

    assert unknown.status_code == wrong.status_code == 422
    assert unknown.text.replace("nobody@example.org", "…") == wrong.text.replace(address, "…")


KEPT = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1).hash("dummy")


def test_an_unknown_address_costs_a_hash_like_a_known_one(client, ada, monkeypatch):
    compared = []
    verify = passwords._hasher.verify

    class Counting:
        def verify(self, *given):
            compared.append(given)
            return verify(*given)

    monkeypatch.setattr(passwords, "_hasher", Counting())
    monkeypatch.setattr(passwords, "_dummy", lambda: KEPT)
    enter(client, "nobody@example.org", "not her password")

    assert [hash_ for hash_, _ in compared] == [KEPT]


def test_a_cookie_used_again_after_sign_out_gets_nothing(client, ada, app):
    token = sign_in(client, ada)
    kept = client.get_cookie("session").value
    client.post("/sign-out")

    thief = app.test_client()
    thief.set_cookie("session", kept)

    assert thief.get("/people").status_code == 303
    assert client.get_cookie("session") is None
    assert token


def test_every_sign_in_has_a_secret_of_its_own(client, ada, app):
    other = app.test_client()

    assert sign_in(client, ada) != sign_in(other, ada)


def test_signing_in_again_on_a_browser_ends_the_sign_in_before(client, ada, address, reading):
    before = sign_in(client, ada)
    enter(client, address)

    with reading():
        assert sessions.viewer_for(before, days=30, now=START) is None


def test_a_sign_in_ends_after_its_days(ada, client, at, settings):
    with at(START):
        sign_in(client, ada)
    with at(START + timedelta(days=settings.session_days, seconds=-1)):
        assert client.get("/people").status_code == 200
    with at(START + timedelta(days=settings.session_days)):
        assert client.get("/people").status_code == 303


def test_the_database_keeps_no_secret_of_a_sign_in(client, ada, reading):
    token = sign_in(client, ada)

    with reading() as session:
        assert session.scalar(select(SignIn.token_hash)) == sessions.hashed(token)
        assert token != sessions.hashed(token)


def test_who_is_signed_in_is_one_query(client, ada, reading, queries):
    token = sign_in(client, ada)

    with reading(), queries() as sent:
        viewer = sessions.viewer_for(token, days=30, now=START)
        assert viewer is not None
        assert viewer.member.name == "Ada"
    assert len(sent) == 1


def test_a_hash_made_with_other_parameters_is_made_again_at_sign_in(client, ada, address, reading):
    enter(client, address)

    with reading() as session:
        kept = session.scalar(select(Member.password_hash))
    assert not passwords.is_outdated(kept)
    assert passwords.fits(PASSWORD, kept)


@pytest.mark.parametrize(
    "target",
    [
        "//evil.example",
        "/\t/evil.example",
        "/%09/evil.example",
        "/%2f/evil.example",
        "/\\evil.example",
        "https://evil.example/people",
        "/nowhere",
        "/sign-out",
        "javascript:alert(1)",
        "/people\r\nX: y",
        "",
    ],
)
def test_nobody_is_led_away_after_signing_in(client, ada, address, target):
    answer = enter(client, address, next=target)

    assert (answer.status_code, answer.location) == (303, "/")


def test_the_eleventh_try_at_an_account_is_refused_and_keeps_what_was_typed(
    client, ada, address, at
):
    with at(START):
        for n in range(10):
            tried = client.post(
                "/sign-in",
                data={"email": address, "password": "wrong one"},
                environ_base={"REMOTE_ADDR": f"192.0.2.{n}"},
            )
            assert tried.status_code == 422
        refused = client.post(
            "/sign-in",
            data={"email": address, "password": PASSWORD},
            environ_base={"REMOTE_ADDR": "192.0.2.99"},
        )

    assert refused.status_code == 429
    assert f'value="{address}"' in refused.text
    assert "Try again in 5 minutes." in refused.text


def test_the_eleventh_try_from_an_address_is_refused_until_five_minutes_are_over(
    client, ada, address, at
):
    with at(START):
        for n in range(10):
            enter(client, f"somebody{n}@example.org", "wrong one")
        assert enter(client, address).status_code == 429
    with at(START + timedelta(minutes=5)):
        assert enter(client, address).status_code == 303


def test_many_who_sign_in_from_one_network_are_not_in_each_others_way(client, ada, writing, at):
    with writing():
        others = [make_member(f"Other {n}") for n in range(11)]
    with at(START):
        for other in others:
            assert enter(client, other.email).status_code == 303
        for n in range(10):
            assert enter(client, f"somebody{n}@example.org", "wrong one").status_code == 422
        assert enter(client, others[0].email).status_code == 429  # what was wrong is counted


def test_signing_out_without_being_signed_in_does_no_harm(client, ada):
    answer = client.post("/sign-out")

    assert (answer.status_code, answer.location) == (303, "/")


def test_a_write_from_another_site_signs_nobody_out(client, ada, reading):
    sign_in(client, ada)

    answer = client.post("/sign-out", headers={"Sec-Fetch-Site": "cross-site"})

    assert answer.status_code == 403
    with reading() as session:
        assert session.scalar(select(func.count()).where(SignIn.ended_at.is_(None))) == 1


def test_a_sign_in_ended_elsewhere_is_dead_here(client, ada, writing):
    sign_in(client, ada)
    with writing() as session:
        session.execute(update(SignIn).values(ended_at=START))

    assert client.get("/profile").status_code == 303


def test_a_password_chosen_anew_while_the_old_one_is_compared_wins(
    app, client, ada, address, reading, monkeypatch
):
    compare = PasswordHasher.verify

    def compare_slowly(hasher, kept, password):
        is_right = compare(hasher, kept, password)
        with app.app_context(), transaction():
            db.session.execute(update(Member).values(password_hash=passwords.hash_password("new")))
        return is_right

    monkeypatch.setattr(PasswordHasher, "verify", compare_slowly)
    answer = enter(client, address)

    assert answer.status_code == 422
    assert "do not belong together" in answer.text
    with reading() as session:
        assert session.scalar(select(func.count()).select_from(SignIn)) == 0
