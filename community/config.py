"""What an operator can set: `COMMUNITY_…` variables, read once, checked with a sentence each."""

import contextlib
import os
import re
import secrets
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

from . import settable
from .settable import FORMATS, LEVELS

T = TypeVar("T")
PREFIX = "COMMUNITY_"
_LOCAL_HOSTS = ("localhost", "127.0.0.1", "[::1]")


class BadConfiguration(SystemExit):
    """A setting is wrong; the text says which, why and what would be right.

    It ends the program with that sentence, whatever has started it.
    """


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything the program is told from outside. Paths are absolute, addresses have no slash."""

    instance_path: Path
    database_url: str
    base_url: str
    secret_key: str = field(repr=False)
    host: str = "127.0.0.1"
    port: int = 8000
    workers: int = 2
    trusted_hosts: tuple[str, ...] = ()
    trusted_proxies: int = 0
    session_days: int = 30
    security_contact: str = ""
    source_url: str = ""
    smtp_url: str = field(default="", repr=False)
    mail_from: str = ""
    log_level: str = "info"
    log_format: str = "auto"
    metrics_token: str = field(default="", repr=False)
    sources: Mapping[str, str] = field(default_factory=dict, compare=False)

    @property
    def is_https(self) -> bool:
        """Whether people reach us over TLS."""
        return self.base_url.startswith("https://")

    @property
    def is_sqlite(self) -> bool:
        """Whether the embedded database is used."""
        return self.database_url.startswith("sqlite")

    @property
    def is_key_given(self) -> bool:
        """Whether the secret key was given, and is not the one kept in the instance folder."""
        return not self.sources.get("SECRET_KEY", "given").startswith("kept in")

    @property
    def contact(self) -> str:
        """Whom to tell of a weakness: what was set, else the usual mailbox (RFC 2142 §4)."""
        host = urlsplit(self.base_url).hostname or "localhost"
        return self.security_contact or f"mailto:security@{host}"

    @property
    def sender(self) -> str:
        """The address letters come from: what was set, else one at the host people use."""
        host = urlsplit(self.base_url).hostname or "localhost"
        return self.mail_from or f"calls@{host}"

    @property
    def hosts(self) -> list[str]:
        """The host names requests may name; any other gets 400."""
        own = urlsplit(self.base_url).hostname or "localhost"
        local = _LOCAL_HOSTS if own in _LOCAL_HOSTS else ()
        return list(dict.fromkeys((own, *local, *self.trusted_hosts)))

    @classmethod
    def load(cls, environ: Mapping[str, str] | None = None) -> "Settings":
        """Settings from the environment, with defaults. Raises `BadConfiguration`."""
        environ = os.environ if environ is None else environ
        _refuse_unknown(environ)
        chosen = _Chosen(environ)
        instance = chosen.take("INSTANCE_PATH", settable.path, "instance")
        port = chosen.take("PORT", settable.number(1, 65535), "8000")
        return cls(
            instance_path=instance,
            database_url=chosen.take(
                "DATABASE_URL", settable.database, f"sqlite:///{instance}/community.db"
            ),
            base_url=chosen.take("BASE_URL", settable.address, f"http://localhost:{port}"),
            secret_key=_secret_key(chosen, instance),
            host=chosen.take("HOST", str, "127.0.0.1"),
            port=port,
            workers=chosen.take(
                "WORKERS", settable.number(1, 64), str(min(4, os.cpu_count() or 2))
            ),
            trusted_hosts=chosen.take("TRUSTED_HOSTS", settable.words, ""),
            trusted_proxies=chosen.take("TRUSTED_PROXIES", settable.number(0, 10), "0"),
            security_contact=chosen.take("SECURITY_CONTACT", settable.contact, ""),
            source_url=chosen.take("SOURCE_URL", settable.source, ""),
            smtp_url=chosen.take("SMTP_URL", settable.smtp, ""),
            mail_from=chosen.take("MAIL_FROM", settable.mailbox, ""),
            log_level=chosen.take("LOG_LEVEL", settable.one_of(*LEVELS), "info"),
            log_format=chosen.take("LOG_FORMAT", settable.one_of(*FORMATS), "auto"),
            metrics_token=chosen.take("METRICS_TOKEN", settable.long_enough_if_any, ""),
            session_days=chosen.take("SESSION_DAYS", settable.number(1, 365), "30"),
            sources=chosen.sources,
        )


def explain(settings: Settings) -> list[tuple[str, str, str]]:
    """Each variable with its value and where it came from; secrets are masked."""
    return [
        (PREFIX + f.name.upper(), _shown(f.name, getattr(settings, f.name)), where)
        for f in fields(settings)
        if f.name != "sources"
        for where in [settings.sources.get(f.name.upper(), "given by the program")]
    ]


def _shown(name: str, value: object) -> str:
    if name in {"secret_key", "metrics_token"}:
        return "••••••••" if value else ""
    if name in {"database_url", "smtp_url"}:
        password, text = urlsplit(str(value)).password, str(value)
        shown = text.replace(f":{password}@", ":••••@") if password else text
        return re.sub(r"((?:ssl)?password=)[^&]*", r"\1••••", shown)
    if isinstance(value, tuple):
        return ", ".join(value) or "(none)"
    return str(value)


class _Chosen:
    """Takes one variable after another and remembers where each came from."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self.environ = environ
        self.sources: dict[str, str] = {}

    def take(self, name: str, read: Callable[[str], T], default: str) -> T:
        """The value of `COMMUNITY_<name>`, or the default; raises `BadConfiguration`."""
        given = self.environ.get(PREFIX + name, "").strip()
        self.sources[name] = f"environment ({PREFIX}{name})" if given else "default"
        try:
            return read(given or default)
        except ValueError as wrong:
            raise BadConfiguration(f"{PREFIX}{name} is wrong: {wrong}") from wrong


def _refuse_unknown(environ: Mapping[str, str]) -> None:
    known = {PREFIX + f.name.upper() for f in fields(Settings)} - {PREFIX + "SOURCES"}
    for name in environ:
        if name.startswith(PREFIX) and name not in known:
            raise BadConfiguration(
                f"{name} is not a setting. Known are: {', '.join(sorted(known))}."
            )


def _secret_key(chosen: _Chosen, instance: Path) -> str:
    """The key given, else the one kept in the instance folder, made at the first start."""
    given = chosen.take("SECRET_KEY", settable.long_enough, "made" * 8)
    if chosen.sources["SECRET_KEY"] != "default":  # noqa: S105 - where it came from
        return given
    kept = instance / "secret_key"
    chosen.sources["SECRET_KEY"] = f"kept in {kept}"
    try:
        instance.mkdir(parents=True, exist_ok=True)
        if not kept.exists():
            _make_key(kept)
        key = kept.read_text().strip()
    except OSError as wrong:
        raise BadConfiguration(
            f"{PREFIX}INSTANCE_PATH is wrong: {instance} cannot be used ({wrong.strerror})."
        ) from wrong
    if len(key) < settable.SHORTEST_KEY:
        raise BadConfiguration(f"{kept} holds no key. Delete it, and a new one is made.")
    return key


def _make_key(kept: Path) -> None:
    """Put a key in place whole, so that nobody ever reads half of it; the first one stays."""
    descriptor, made = tempfile.mkstemp(dir=kept.parent)  # readable by its owner alone
    try:
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(48))
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError):
            os.link(made, kept)
    finally:
        Path(made).unlink()
