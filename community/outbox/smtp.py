"""Letters over SMTP (RFC 5321): one line to the server, kept open for one letter after another."""

import re
import smtplib
import socket
import ssl
from contextlib import AbstractContextManager, nullcontext, suppress
from email.message import EmailMessage
from typing import Self
from urllib.parse import unquote, urlsplit

from .carriers import WIRE, NeverTaken, NobodyKnows, NobodyThere, NotDelivered, NotNow

_CONNECT = 20.0  # seconds
_REPLY = 30.0  # seconds for each reply of the server …
_ACCEPT = 300.0  # … but for the one after the whole letter (RFC 5321 §4.5.3.2.6)
_PERMANENT = 500
# What the server says of itself, its limits or its rules, not of the address (RFC 3463 §3.4, 3.5,
# 3.8): tomorrow it may be another.
_OF_THE_SERVER = re.compile(rb"5\.[347]\.\d")
_LOCAL = {"localhost", "127.0.0.1", "::1"}


class Smtp:
    """A mail server at `smtp://user:password@host:port` (STARTTLS where it offers that) or
    `smtps://…` (TLS from the beginning). A password never goes over an open line to another host.
    """

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._is_tls = parts.scheme == "smtps"
        self._host = parts.hostname or "localhost"
        self._port = parts.port or (465 if self._is_tls else 587 if parts.username else 25)
        self._user, self._password = unquote(parts.username or ""), unquote(parts.password or "")
        self._line: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        """Nothing yet: the line is opened for the first letter."""
        return self

    def __exit__(self, *_: object) -> None:
        """Say goodbye."""
        if self._line is not None:
            with suppress(smtplib.SMTPException, OSError):
                self._line.quit()
        self._hang_up()

    def be_ready(self) -> None:
        """Open a line, or find that the present one still holds: one that idles may be ended."""
        if self._holds():
            return
        self._hang_up()
        try:
            self._line = self._open()
        except smtplib.SMTPAuthenticationError as error:
            self._hang_up()
            raise NobodyThere(f"sign-in refused ({error.smtp_code})") from error
        except (smtplib.SMTPException, OSError) as error:
            self._hang_up()
            raise NobodyThere(f"no connection ({type(error).__name__})") from error

    def _holds(self) -> bool:
        if self._line is None:
            return False
        try:
            return self._line.noop()[0] == 250  # noqa: PLR2004 - RFC 5321 §4.2.1: all is well
        except (smtplib.SMTPException, OSError):
            return False

    def held(self) -> AbstractContextManager[None]:
        """Nothing lies anywhere that somebody could look for."""
        return nullcontext()

    def deliver(self, message: EmailMessage, name: str) -> None:  # noqa: ARG002 - Message-ID does
        """Post one letter to its one recipient. A sender that is refused is our fault, not the
        letter's: then nobody is there.
        """
        line = self._line
        if line is None:
            raise NobodyThere("no connection")
        sender, recipient = _addresses(message)
        try:
            self._say(line.mail(sender), "sender", never=NobodyThere)
            self._say(line.rcpt(recipient), "recipient")
            self._say(_hand_over(line, message.as_bytes(policy=WIRE)), "letter")
        except NotDelivered:
            with suppress(smtplib.SMTPException, OSError):
                line.rset()
            raise
        except (smtplib.SMTPException, OSError) as error:
            self._hang_up()
            raise NobodyKnows(f"the line broke ({type(error).__name__})") from error

    def _open(self) -> smtplib.SMTP:
        line = (
            smtplib.SMTP_SSL(self._host, self._port, timeout=_CONNECT, context=_trust())
            if self._is_tls
            else smtplib.SMTP(self._host, self._port, timeout=_CONNECT)
        )
        try:
            self._greet(line)
        except BaseException:
            line.close()
            raise
        return line

    def _greet(self, line: smtplib.SMTP) -> None:
        """Make the line private where the server can, and sign in where we are told to."""
        line.ehlo()
        is_private = self._is_tls or self._host in _LOCAL
        if not is_private and line.has_extn("starttls"):
            line.starttls(context=_trust())
            line.ehlo()
            is_private = True
        if self._user and not is_private:
            raise NobodyThere("the server offers no TLS for the password")
        if self._user:
            line.login(self._user, self._password)
        if line.sock is not None:
            line.sock.settimeout(_REPLY)

    def _say(
        self, reply: tuple[int, bytes], about: str, never: type[NotDelivered] = NeverTaken
    ) -> None:
        code, words = reply
        if code >= _PERMANENT and never is NeverTaken and _OF_THE_SERVER.match(words):
            raise NotNow(f"{about} refused for now ({code})")
        if code >= _PERMANENT:
            raise never(f"{about} refused ({code})")
        if not 200 <= code < 300:  # noqa: PLR2004 - RFC 5321 §4.2.1: 2yz is yes
            raise NotNow(f"{about} put off ({code})")

    def _hang_up(self) -> None:
        if self._line is not None:
            self._line.close()
        self._line = None


def _trust() -> ssl.SSLContext:
    """Whom the system trusts. Reading that takes longer than posting a letter does."""
    return ssl.create_default_context()


def _addresses(message: EmailMessage) -> tuple[str, str]:
    return message["From"].addresses[0].addr_spec, message["To"].addresses[0].addr_spec


def _hand_over(line: smtplib.SMTP, content: bytes) -> tuple[int, bytes]:
    """Send the letter itself; a slow server is waited for, since it may already have taken it."""
    code, words = line.docmd("DATA")
    if code != 354:  # noqa: PLR2004 - RFC 5321 §4.3.2: go on
        return (code, words) if code >= 400 else (451, words)  # noqa: PLR2004 - anything but yes
    sock: socket.socket | None = line.sock
    line.send(_dotted(content))
    if sock is not None:
        sock.settimeout(_ACCEPT)
    try:
        return line.getreply()
    finally:
        if line.sock is not None:
            line.sock.settimeout(_REPLY)


def _dotted(content: bytes) -> bytes:
    """The letter as it goes over the wire, ended by a line with a single dot (RFC 5321 §4.5.2)."""
    lines = content.replace(b"\r\n", b"\n").split(b"\n")
    if lines[-1] == b"":
        lines.pop()
    dotted = ((b"." if each.startswith(b".") else b"") + each for each in lines)
    return b"\r\n".join([*dotted, b".", b""])
