"""What a setting may be: a reader takes text and gives the value, or says what would be right."""

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote, urlsplit

SHORTEST_KEY = 32  # characters
LEVELS = ("debug", "info", "warning", "error")  # of the log
FORMATS = ("auto", "json", "text")  # of the log


def path(text: str) -> Path:
    """A path, whole."""
    return Path(text).expanduser().resolve()


def words(text: str) -> tuple[str, ...]:
    """Words, between commas or blanks."""
    return tuple(text.replace(",", " ").split())


def number(least: int, most: int) -> Callable[[str], int]:
    """A reader of whole numbers from `least` to `most`."""

    def read(text: str) -> int:
        if not text.isdecimal() or not least <= int(text) <= most:
            raise ValueError(f"“{text}” is not a whole number from {least} to {most}.")
        return int(text)

    return read


def address(text: str) -> str:
    """An address of the web without a path. Raises `ValueError`."""
    parts = urlsplit(text)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment:
        raise ValueError(f"“{text}” is not an address such as https://calls.example.org.")
    _ = parts.port  # raises where it is no port
    if parts.path.strip("/"):
        raise ValueError(f"“{text}” has a path; the program needs a host of its own.")
    return text.rstrip("/")


def contact(text: str) -> str:
    """An address to write to, to read or to call. Raises `ValueError`."""
    if text and not text.startswith(("mailto:", "https://", "tel:")):
        raise ValueError(f"“{text}” does not begin with mailto:, https:// or tel:.")
    return text


def source(text: str) -> str:
    """An address of the web. Raises `ValueError`."""
    if text and not text.startswith(("https://", "http://")):
        raise ValueError(f"“{text}” does not begin with https://.")
    return text


def smtp(text: str) -> str:
    """A mail server. Raises `ValueError`."""
    parts = urlsplit(text)
    if text and (parts.scheme not in {"smtp", "smtps"} or not parts.hostname):
        raise ValueError(
            "it must look like smtp://user:password@mail.example.org:587, or smtps://."
        )
    if not unquote(f"{parts.username or ''}{parts.password or ''}").isascii():
        raise ValueError("the name and password for a mail server may hold ASCII signs alone.")
    _ = parts.port  # raises where it is no port
    return text


def mailbox(text: str) -> str:
    """An e-mail address. Raises `ValueError`."""
    if text and not re.fullmatch(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9.-]+", text):
        raise ValueError(f"“{text}” is not an e-mail address such as calls@example.org.")
    return text


def database(text: str) -> str:
    """A database, with the driver we use. Raises `ValueError`."""
    for short in ("postgres://", "postgresql://"):
        text = text.replace(short, "postgresql+psycopg://", 1) if text.startswith(short) else text
    if not text.startswith(("sqlite:///", "postgresql+psycopg://")):
        raise ValueError("it must begin with sqlite:/// or postgresql://.")
    return text


def long_enough(text: str) -> str:
    """A key that nobody guesses. Raises `ValueError`."""
    if len(text) < SHORTEST_KEY:
        raise ValueError(f"it must have at least {SHORTEST_KEY} characters.")
    return text


def long_enough_if_any(text: str) -> str:
    """Nothing, or a key that nobody guesses. Raises `ValueError`."""
    return long_enough(text) if text else text


def one_of(*known: str) -> Callable[[str], str]:
    """A reader of one of a few words."""

    def read(text: str) -> str:
        if text.lower() not in known:
            raise ValueError(f"“{text}” is not one of {', '.join(known)}.")
        return text.lower()

    return read
