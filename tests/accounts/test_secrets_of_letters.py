"""A link out of a letter works for what it is for, and for nothing else."""

import pytest
from sqlalchemy import select

from community.accounts import addresses, arriving, inviting, mailed
from community.accounts.joining import Joiner
from community.accounts.models import MailedLink, Purpose
from community.db import db
from tests.accounts.signing_up import OURS
from tests.factories import START, make_community, make_member

PAGES = {
    "sign up": "/sign-up/{}",
    "sign in": "/sign-in/link/{}",
    "reset": "/password/reset/{}",
    "address": "/address/{}",
    "address back": "/address/back/{}",
    "invitation": "/sign-up/invited/{}",
}
FORM = {"password": "another river at dusk"}


@pytest.fixture
def secrets(writing) -> dict[str, str]:
    """A secret of each kind that still works."""
    with writing():
        make_community()
        ada, bob = make_member("Ada"), make_member("Bob")
        joiner = Joiner("Grace", "g@example.org", "g@example.org", "UTC")
        moved = addresses.ask(bob, email="b@example.net", email_key="b@example.net", now=START)
        addresses.make(moved, now=START)
        moving = addresses.ask(ada, email="a@example.net", email_key="a@example.net", now=START)
        links = {
            "sign up": arriving.ask(arriving.Asking(joiner), invitation=None, now=START).link,
            "sign in": mailed.make(Purpose.SIGN_IN, lasts=arriving.LASTS, now=START, member=ada),
            "reset": mailed.make(Purpose.RESET, lasts=arriving.LASTS, now=START, member=ada),
            "address": moving.link,
            "address back": moved.back_link,
        }
        invitation = inviting.make(by=ada, lasts=arriving.LASTS, most_uses=1, now=START)
        texts = {name: mailed.text_of(link) for name, link in links.items()}
        return {name: str(text) for name, text in texts.items()} | {
            "invitation": str(inviting.text_of(invitation))
        }


def test_each_secret_works_at_its_own_page_alone(secrets, app, reading, at):
    with at(START):
        for kind, secret in secrets.items():
            client = app.test_client()
            opened = [p for p in PAGES if client.get(PAGES[p].format(secret)).status_code == 200]
            assert opened == [kind]
            for page, path in PAGES.items():
                if page != kind:
                    answer = client.post(path.format(secret), data=FORM, headers=OURS)
                    assert answer.status_code in {404, 405}, (kind, page)
    with reading() as session:
        used = session.scalars(
            select(MailedLink.purpose).where(MailedLink.used_at.is_not(None))
        ).all()
    assert used == [Purpose.ADDRESS]  # the move that was made before


def test_looking_twice_at_every_link_changes_nothing(secrets, app, reading, at):
    def everything() -> list[str]:
        with reading() as session:
            rows = session.execute(select(MailedLink.id, MailedLink.used_at)).all()
            return [str(row) for row in rows]

    before = everything()
    with at(START):
        for kind, secret in secrets.items():
            client = app.test_client()
            answers = [client.get(PAGES[kind].format(secret)) for _ in range(2)]
            assert [answer.status_code for answer in answers] == [200, 200]
            assert answers[0].headers["Cache-Control"] == "private, no-store"
            assert answers[0].headers["X-Robots-Tag"] == "noindex"
            assert "Set-Cookie" not in answers[0].headers
    assert everything() == before


def test_a_guess_and_a_dead_link_get_the_same_page(secrets, app, at):
    client = app.test_client()
    with at(START):
        path = PAGES["sign in"].format(secrets["sign in"])
        client.post(path, headers=OURS)
        dead, guess = client.get(path), client.get(PAGES["sign in"].format("x" * 32))
    assert (dead.status_code, dead.text) == (guess.status_code, guess.text)


def test_under_another_key_of_the_installation_no_letter_holds_a_link(
    secrets, another_app, settings
):
    other = another_app(secret_key="k" * 40)
    with other.app_context():
        texts = [mailed.text_of(link) for link in db.session.scalars(select(MailedLink))]
    assert set(texts) == {None}
