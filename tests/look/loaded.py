"""What every page loads, read from the layouts."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
LAYOUT = (ROOT / "templates/layout/bare.html").read_text()
BASE = (ROOT / "templates/layout/base.html").read_text()


def on_every_page() -> set[str]:
    """The style sheets that the layout links."""
    return {*_listed("sheet", LAYOUT), "print"}


def scripts_on_every_page() -> set[str]:
    """The scripts that the layouts load."""
    return {*_listed("module", BASE), "theme"}


def _listed(kind: str, layout: str) -> list[str]:
    listed = re.search(rf"for {kind} in \(([^)]*)\)", layout)
    assert listed is not None
    return re.findall(r'"([\w-]+)"', listed[1])
