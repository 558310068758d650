"""A guest for the tests: asks with a name and an address, and reads the letter that comes."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from community import clock
from community.attendance.models import Answer, Rsvp
from community.db import Base, db
from tests.factories import START
from tests.mailbox import Mailbox

GINA = {
    "name": "Gina Guest",
    "email": "gina@example.org",
    "zone": "America/New_York",
    "answer": "going",
    "website": "",
}


class Visitor:
    """Somebody without an account, with a browser and a mailbox."""

    def __init__(
        self, client: FlaskClient, post: Callable[[], int], mailbox: Mailbox, path: str
    ) -> None:
        self.client, self._post, self._mailbox = client, post, mailbox
        self.path = path
        client.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"

    def form(self, *, now: datetime = START, path: str | None = None, **given: str) -> dict:
        """What the form sends that is opened at `now`."""
        with clock.at(now):
            page = self.client.get(path or self.path).text
        (stamp,) = re.findall(r'name="stamp" type="hidden" value="([^"]+)"', page)
        return GINA | {"stamp": stamp} | given

    def ask(
        self, *, now: datetime = START, path: str | None = None, after: int = 10, **given: str
    ) -> TestResponse:
        """Open the form, and send it `after` seconds later."""
        data = self.form(now=now, path=path, **given)
        with clock.at(now + timedelta(seconds=after)):
            return self.client.post(path or self.path, data=data)

    def link(self, address: str = GINA["email"], *, now: datetime = START) -> str:
        """The path in the latest letter to an address, once a worker has posted it."""
        with clock.at(now + timedelta(minutes=1)):
            self._post()
        return link_in(self._mailbox.to(address)[-1].text)

    def answered(self, *, now: datetime = START, **given: str) -> str:
        """Ask, open the link in the letter and confirm; gives the link."""
        assert self.ask(now=now, **given).status_code == 303
        link = self.link(given.get("email", GINA["email"]), now=now)
        with clock.at(now + timedelta(minutes=2)):
            assert self.client.post(f"{link}/confirmation").location == link
        return link


def link_in(text: str) -> str:
    """The path of the guest's page that stands in a letter."""
    (address,) = set(re.findall(r"https?://\S+/answers/[A-Za-z0-9_-]{32}", text))
    return urlsplit(address).path


def answers(reading) -> list[tuple[str, Answer]]:
    """Every answer that counts, by the name of who gave it."""
    with reading():
        rows = db.session.scalars(select(Rsvp).order_by(Rsvp.id)).all()
        return [(row.person.name, row.answer) for row in rows]


def count(reading, model: type[Base]) -> int:
    """How many rows there are."""
    with reading():
        return db.session.scalar(select(func.count()).select_from(model)) or 0
