"""What containers need: `python -m community.container secrets FOLDER`, `… probe`, `… pulse FILE`.

`secrets` makes the database's password at the first start, so that none stands anywhere else.
`probe` ends with 0 where the server of this container answers, `pulse` where the worker that
touches the file was there lately.
"""

import http.client
import os
import secrets
import sys
from pathlib import Path
from urllib.parse import urlsplit

from community import clock
from community.config import Settings

PASSWORD, PASSFILE = "database_password", "pgpass"
_PATIENCE = 4.0  # seconds
_PULSE = 600.0  # seconds: as long as a worker may take for one piece of work


def make_secrets(folder: Path) -> None:
    """Make the database's password where there is none yet; what is there stays.

    The database's own user reads one file, in a folder that only our containers see; the program
    reads the other, which libpq wants to be its alone.
    """
    kept = folder / PASSWORD
    if not kept.exists():
        _write(kept, secrets.token_urlsafe(32), 0o444)
    _write(folder / PASSFILE, f"*:*:*:*:{kept.read_text()}\n", 0o600)


def is_answering(settings: Settings) -> bool:
    """Whether the server on this machine says that it is up, asked by the name it is known by."""
    name = urlsplit(settings.base_url).netloc
    door = http.client.HTTPConnection("127.0.0.1", settings.port, timeout=_PATIENCE)
    try:
        door.request("GET", "/healthz", headers={"Host": name})
        return door.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        door.close()


def has_pulse(file: Path) -> bool:
    """Whether a worker has touched `file` lately."""
    try:
        return clock.now().timestamp() - file.stat().st_mtime < _PULSE
    except OSError:
        return False


def main(words: list[str]) -> int:
    """Do what the words say; gives the exit status."""
    match words:
        case ["secrets", folder]:
            make_secrets(Path(folder))
            return 0
        case ["probe"]:
            return 0 if is_answering(Settings.load()) else 1
        case ["pulse", file]:
            return 0 if has_pulse(Path(file)) else 1
        case _:
            sys.stderr.write(f"{__doc__}\n")
            return 2


def _write(path: Path, content: str, mode: int) -> None:
    """Put a file in place whole: a start that was cut short leaves none that is empty."""
    part = path.with_suffix(".part")
    part.unlink(missing_ok=True)
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(descriptor, "w") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.chmod(mode)
    part.replace(path)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
