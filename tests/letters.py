"""Letters as they stand in the outbox, written without being posted: for tests of what they say."""

import email
import email.policy
import re
from email.message import EmailMessage
from urllib.parse import urlsplit

from flask import Flask
from sqlalchemy import select

from community import clock
from community.db import db
from community.outbox.composing import compose
from community.outbox.models import Letter
from tests.mailbox import Arrived


def letters_to(app: Flask, address: str) -> list[Arrived]:
    """What would arrive at an address if everything owed were posted now, the oldest first."""
    with app.app_context():
        owed = db.session.scalars(
            select(Letter).where(Letter.closed_at.is_(None)).order_by(Letter.id)
        )
        messages = [compose(letter, app.extensions["outbox"], clock.now()) for letter in owed.all()]
    came = [_as_it_arrives(message) for message in messages if message is not None]
    return [letter for letter in came if letter.recipient == address]


def link_in(letter: Arrived, path: str) -> str:
    """The link of a letter that begins with `path`, as a path; the same in text and HTML."""
    found = re.findall(rf"https?://[^\s/]+({re.escape(path)}[^\s\"]*)", letter.text)
    assert len(set(found)) == 1, (path, letter.text)
    assert urlsplit(found[0]).path in letter.html
    return str(found[0])


def _as_it_arrives(message: EmailMessage) -> Arrived:
    read = email.message_from_bytes(message.as_bytes(), policy=email.policy.default)
    assert isinstance(read, EmailMessage)
    return Arrived(str(message["To"].addresses[0].addr_spec), read)
