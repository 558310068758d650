"""A real mail server for the tests, with a box for each address; it can be told to be difficult."""

import email
import email.policy
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


@dataclass(frozen=True, slots=True)
class Arrived:
    """A letter as it came: who it was handed over for, and what it says."""

    recipient: str
    message: EmailMessage

    @property
    def id(self) -> str:
        """Its Message-ID."""
        return str(self.message["Message-ID"])

    @property
    def subject(self) -> str:
        """Its subject, decoded."""
        return str(self.message["Subject"])

    @property
    def text(self) -> str:
        """Its plain text, decoded."""
        part = self.message.get_body(("plain",))
        assert part is not None
        return str(part.get_content()).replace("\r\n", "\n")

    @property
    def html(self) -> str:
        """Its HTML, decoded."""
        part = self.message.get_body(("html",))
        assert part is not None
        return str(part.get_content()).replace("\r\n", "\n")


class Mailbox:
    """What a mail server on a port of its own has taken. `answer` may say no: it is asked with the
    recipient at RCPT, and with the letter after DATA; what it gives instead of None is the reply.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._port = free_port()
        self._controller: Controller | None = None
        self._forget()

    def _forget(self) -> None:
        self.letters: list[Arrived] = []
        self.raw: list[bytes] = []
        self.refuse_sender: Callable[[str], str | None] = lambda _sender: None
        self.refuse_recipient: Callable[[str], str | None] = lambda _recipient: None
        self.refuse_letter: Callable[[Arrived], str | None] = lambda _letter: None
        self.on_taken: Callable[[Arrived], object] = lambda _letter: None

    @property
    def url(self) -> str:
        """The address for `COMMUNITY_SMTP_URL`."""
        return f"smtp://127.0.0.1:{self._port}"

    def to(self, address: str) -> list[Arrived]:
        """The letters for one address, in the order in which they came."""
        with self._lock:
            return [letter for letter in self.letters if letter.recipient == address]

    def only(self, address: str) -> Arrived:
        """The one letter for an address."""
        (letter,) = self.to(address)
        return letter

    def begin(self) -> None:
        """Take letters, with none in the box and no difficulties."""
        with self._lock:
            self._forget()
        if self._controller is None:
            self.start()

    def start(self) -> None:
        """Begin to take letters."""
        self._controller = Controller(self, hostname="127.0.0.1", port=self._port)
        self._controller.start()

    def stop(self) -> None:
        """Take no more."""
        if self._controller is not None:
            self._controller.stop()
        self._controller = None

    async def handle_MAIL(  # noqa: N802 - aiosmtpd calls it so
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: Any
    ) -> str:
        """A sender."""
        refusal = self.refuse_sender(address)
        if refusal is None:
            envelope.mail_from = address
        return refusal or "250 OK"

    async def handle_RCPT(  # noqa: N802 - aiosmtpd calls it so
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: Any
    ) -> str:
        """A recipient."""
        refusal = self.refuse_recipient(address)
        if refusal is None:
            envelope.rcpt_tos.append(address)
        return refusal or "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        """A whole letter."""
        content = envelope.content
        assert isinstance(content, bytes)
        message = email.message_from_bytes(content, policy=email.policy.default)
        assert isinstance(message, EmailMessage)
        (recipient,) = envelope.rcpt_tos
        letter = Arrived(recipient, message)
        refusal = self.refuse_letter(letter)
        if refusal is not None:
            return refusal
        with self._lock:
            self.letters.append(letter)
            self.raw.append(content)
        self.on_taken(letter)
        return "250 OK"


def free_port(host: str = "127.0.0.1") -> int:
    """A port nobody listens on."""
    with socket.socket() as free:
        free.bind((host, 0))
        port: int = free.getsockname()[1]
    return port


@contextmanager
def open_mailbox() -> Iterator[Mailbox]:
    """A mail server for as long as the block lasts."""
    mailbox = Mailbox()
    mailbox.begin()
    try:
        yield mailbox
    finally:
        mailbox.stop()
