"""How a letter leaves the house, and into a folder where nobody has set a mail server."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

WIRE = SMTP.clone(max_line_length=998)  # an address is never cut in two (RFC 5322 §2.1.1)
_FRESH = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
_ENDINGS = (".eml", ".part")


class NotDelivered(Exception):
    """The letter was not taken; `fault` says why in a word, without what was written."""

    def __init__(self, fault: str) -> None:
        super().__init__(fault)
        self.fault = fault


class NotNow(NotDelivered):
    """The server did not take this letter now; it may later."""


class NobodyKnows(NotNow):
    """The line broke: the server may have taken the letter, or not."""


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

    def held(self) -> AbstractContextManager[None]:
        """While a letter is written and handed over, so that nobody looks for it meanwhile."""

    def deliver(self, message: EmailMessage, name: str) -> None:
        """Hand `message` over; `name` is one for each letter. Raises `NotDelivered`."""


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

    @contextmanager
    def held(self) -> Iterator[None]:
        """Alone with the folder, among all processes: what somebody is called when a letter is
        written they are called still when it lies there. Not to be held twice.
        """
        try:
            folder = os.open(self._path, os.O_RDONLY)
        except FileNotFoundError:  # nothing lies there
            yield
            return
        try:
            fcntl.flock(folder, fcntl.LOCK_EX)
            yield
        finally:
            os.close(folder)

    def deliver(self, message: EmailMessage, name: str) -> None:
        """Write the letter whole; the same letter again takes the same place."""
        part = self._path / f"{name}.part"
        try:
            with os.fdopen(os.open(part, _FRESH, 0o600), "wb") as file:
                file.write(message.as_bytes(policy=WIRE))
                file.flush()
                os.fsync(file.fileno())
            part.replace(self.file_of(name))
        except OSError as error:
            with suppress(OSError):
                part.unlink()
            raise NotNow(f"not written ({error.strerror})") from error

    def file_of(self, name: str) -> Path:
        """Where the letter of this name is kept."""
        return self._path / f"{name}.eml"

    def names(self) -> set[str]:
        """The names of the letters that are kept, those written in part too."""
        return {file.stem for ending in _ENDINGS for file in self._path.glob(f"*{ending}")}

    def discard(self, name: str) -> None:
        """Delete the letter of this name. Doing it twice changes nothing."""
        for ending in _ENDINGS:
            with suppress(OSError):
                (self._path / f"{name}{ending}").unlink(missing_ok=True)
