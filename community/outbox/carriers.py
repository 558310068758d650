"""How a letter leaves the house: over SMTP, or into a folder where nobody has set a mail server."""

import os
import smtplib
import socket
import ssl
import tempfile
from contextlib import suppress
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self
from urllib.parse import unquote, urlsplit

_CONNECT = 20.0  # seconds
_REPLY = 30.0  # seconds for each reply of the server …
_ACCEPT = 300.0  # … but for the one after the whole letter (RFC 5321 §4.5.3.2.6)
_PERMANENT = 500
_WIRE = SMTP.clone(max_line_length=998)  # an address is never cut in two (RFC 5322 §2.1.1)
_LOCAL = {"localhost", "127.0.0.1", "::1"}


class NotDelivered(Exception):
    """The letter was not taken; `fault` says why in a word, without what was written."""

    def __init__(self, fault: str) -> None:
        super().__init__(fault)
        self.fault = fault


class NotNow(NotDelivered):
    """The server did not take this letter now; it may later."""


class NeverTaken(NotDelivered):
    """The server will not take this letter, however often it is tried."""


class NobodyThere(NotDelivered):
    """The server cannot be reached: no letter can be posted now."""


class Carrier(Protocol):
    """Takes letters while it is open (`with carrier:`)."""

    def __enter__(self) -> Self:
        """Begin."""

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End what was begun."""

    def be_ready(self) -> None:
        """Connect if need be, before a letter is taken in hand. Raises `NobodyThere`."""

    def deliver(self, message: EmailMessage, name: str) -> None:
        """Hand `message` over; `name` is one for each letter. Raises `NotDelivered`."""


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
        """Open a line, or find that the present one still holds."""
        try:
            if self._line is None or self._line.noop()[0] != 250:  # noqa: PLR2004 - all is well
                self._hang_up()
                self._line = self._open()
        except smtplib.SMTPAuthenticationError as error:
            self._hang_up()
            raise NobodyThere(f"sign-in refused ({error.smtp_code})") from error
        except (smtplib.SMTPException, OSError) as error:
            self._hang_up()
            raise NobodyThere(f"no connection ({type(error).__name__})") from error

    def deliver(self, message: EmailMessage, name: str) -> None:  # noqa: ARG002 - Message-ID does
        """Post one letter to its one recipient."""
        line = self._line
        if line is None:
            raise NobodyThere("no connection")
        sender, recipient = _addresses(message)
        try:
            self._say(line.mail(sender), "sender")
            self._say(line.rcpt(recipient), "recipient")
            self._say(_hand_over(line, message.as_bytes(policy=_WIRE)), "letter")
        except NotDelivered:
            with suppress(smtplib.SMTPException, OSError):
                line.rset()
            raise
        except (smtplib.SMTPException, OSError) as error:
            self._hang_up()
            raise NotNow(f"the line broke ({type(error).__name__})") from error

    def _open(self) -> smtplib.SMTP:
        context = ssl.create_default_context()
        line = (
            smtplib.SMTP_SSL(self._host, self._port, timeout=_CONNECT, context=context)
            if self._is_tls
            else smtplib.SMTP(self._host, self._port, timeout=_CONNECT)
        )
        try:
            self._greet(line, context)
        except BaseException:
            line.close()
            raise
        return line

    def _greet(self, line: smtplib.SMTP, context: ssl.SSLContext) -> None:
        """Make the line private where the server can, and sign in where we are told to."""
        line.ehlo()
        is_private = self._is_tls or self._host in _LOCAL
        if not is_private and line.has_extn("starttls"):
            line.starttls(context=context)
            line.ehlo()
            is_private = True
        if self._user and not is_private:
            raise NobodyThere("the server offers no TLS for the password")
        if self._user:
            line.login(self._user, self._password)
        if line.sock is not None:
            line.sock.settimeout(_REPLY)

    def _say(self, reply: tuple[int, bytes], about: str) -> None:
        code = reply[0]
        if code >= _PERMANENT:
            raise NeverTaken(f"{about} refused ({code})")
        if not 200 <= code < 300:  # noqa: PLR2004 - RFC 5321 §4.2.1: 2yz is yes
            raise NotNow(f"{about} put off ({code})")

    def _hang_up(self) -> None:
        if self._line is not None:
            self._line.close()
        self._line = None


class Folder:
    """A folder with a file for each letter, for an installation without a mail server."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> Self:
        """Nothing to begin."""
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing to end."""

    def be_ready(self) -> None:
        """Make the folder, for the eyes of its owner alone."""
        try:
            self._path.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise NobodyThere(f"no folder ({error.strerror})") from error

    def deliver(self, message: EmailMessage, name: str) -> None:
        """Write the letter whole; the same letter again takes the same place."""
        try:
            descriptor, made = tempfile.mkstemp(dir=self._path)
            with os.fdopen(descriptor, "wb") as file:
                file.write(message.as_bytes(policy=_WIRE))
                file.flush()
                os.fsync(file.fileno())
            Path(made).replace(self.file_of(name))
        except OSError as error:
            raise NotNow(f"not written ({error.strerror})") from error

    def file_of(self, name: str) -> Path:
        """Where the letter of this name is kept."""
        return self._path / f"{name}.eml"

    def names(self) -> list[str]:
        """The names of the letters that are kept."""
        return [file.stem for file in self._path.glob("letter-*.eml")]

    def discard(self, name: str) -> None:
        """Delete the letter of this name. Doing it twice changes nothing."""
        self.file_of(name).unlink(missing_ok=True)


def carrier_for(smtp_url: str, folder: Path) -> Smtp | Folder:
    """The mail server that is set, else the folder."""
    return Smtp(smtp_url) if smtp_url else Folder(folder)


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
