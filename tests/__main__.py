"""`python3 tests`: makes an environment, gets a browser, checks everything; needs Python alone.

What follows on the command line is handed to pytest: `python3 tests tests/calls -k weekly`.
"""

import hashlib
import os
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

HOME = Path(__file__).resolve().parent.parent
VENV = HOME / ".venv-tests"
LOCK = HOME / "requirements-test.lock"
PYTHON = VENV / "bin" / "python"
FLOOR = (3, 11)


def main(arguments: list[str]) -> int:
    """Everything that must hold; returns 0 only where all of it does."""
    if sys.version_info < FLOOR:
        sys.exit(f"Python {FLOOR[0]}.{FLOOR[1]} or later is needed; this is {sys.version}.")
    if Path(sys.prefix).resolve() != VENV.resolve():
        _make_environment()
        return subprocess.call([PYTHON, HOME / "tests", *arguments])
    environ = _environ(_find_browser())
    failed = _failed(_checks(arguments), environ)
    print(f"\nFailed: {', '.join(failed)}." if failed else "\nEverything holds.")
    return 1 if failed else 0


def _checks(arguments: list[str]) -> list[tuple[str, list[str]]]:
    python = [sys.executable, "-m"]
    workers = [] if any(a.startswith(("-n", "--pdb", "-s")) for a in arguments) else ["-n", "3"]
    return [
        ("ruff check", [*python, "ruff", "check", "."]),
        ("ruff format", [*python, "ruff", "format", "--check", "."]),
        ("mypy", [*python, "mypy"]),
        ("pytest", [*python, "pytest", *workers, "--dist", "worksteal", *arguments]),
    ]


def _failed(checks: list[tuple[str, list[str]]], environ: dict[str, str]) -> list[str]:
    """The checks that do not hold. All run at once, since the longest leaves a processor idle now
    and then; it is the last, and says what it does while it does it, the others when they end.
    """
    *others, (last, command) = checks
    with ExitStack() as stack:
        begun = []
        for name, other in others:
            said = stack.enter_context(tempfile.TemporaryFile())
            process = subprocess.Popen(
                other, cwd=HOME, env=environ, stdout=said, stderr=subprocess.STDOUT
            )
            begun.append((name, process, said))
        began = time.monotonic()
        is_held = subprocess.call(command, cwd=HOME, env=environ) == 0
        print(f"  {last} {_verdict(is_held)} ({time.monotonic() - began:.0f} s)", flush=True)
        failed = [] if is_held else [last]
        for name, process, said in begun:
            is_held = process.wait() == 0
            said.seek(0)
            print(f"\n— {name}\n{said.read().decode()}  {name} {_verdict(is_held)}", flush=True)
            failed += [] if is_held else [name]
    return failed


def _verdict(is_held: bool) -> str:
    return "holds" if is_held else "FAILS"


def _environ(browser: str) -> dict[str, str]:
    """Variables of the checks: what Python has compiled is kept, beside the environment, so that
    not every worker and every program that a test starts compiles all of it again.
    """
    kept = {"PYTHONPYCACHEPREFIX": str(VENV / "compiled"), "TESTS_BROWSER": browser}
    given = os.environ | kept
    return {name: value for name, value in given.items() if name != "PYTHONDONTWRITEBYTECODE"}


def _make_environment() -> None:
    """Make the environment, or bring it to the lock file where that has changed."""
    wanted = hashlib.sha256(LOCK.read_bytes() + sys.version.encode()).hexdigest()
    stamp = VENV / "installed"
    if stamp.exists() and stamp.read_text() == wanted:
        return
    print(f"Making {VENV.name} …", flush=True)
    if subprocess.call([sys.executable, "-m", "venv", "--clear", VENV]) != 0:
        sys.exit(
            "The environment could not be made. On Debian and Ubuntu the part of Python that\n"
            "makes one is a package of its own: apt install python3-venv"
        )
    install = ("-m", "pip", "install", "-qq", "--disable-pip-version-check")
    if subprocess.call([PYTHON, *install, "--require-hashes", "-r", LOCK]) != 0:
        sys.exit("What the tests need could not be installed; pip says why above.")
    stamp.write_text(wanted)


def _find_browser() -> str:
    sys.path.insert(0, str(HOME))
    from tests import find_browser  # noqa: PLC0415 - only now can it be found

    try:
        browser = find_browser.find(fetch=True)
    except find_browser.NoBrowser as refused:
        sys.exit(str(refused))
    print(f"Browser: {browser}", flush=True)
    if not find_browser.has_fonts():
        sys.exit(
            "No font is installed, so every page would be 0 pixels high in the browser.\n"
            "Install one (on Debian: apt install fonts-dejavu-core)."
        )
    return browser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
