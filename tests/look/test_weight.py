"""The place stays light: what every page loads, as it goes over the wire without compression."""

import re

from tests.look.loaded import ROOT, on_every_page, scripts_on_every_page

STATIC = ROOT / "community/static"


def test_all_scripts_together_stay_under_twenty_kilobytes() -> None:
    assert sum(p.stat().st_size for p in STATIC.rglob("*.js")) < 20_000


def test_styles_and_scripts_leave_room_for_the_first_page_in_forty_kilobytes() -> None:
    # Compressed they are a third of it; the page itself is about 4 kB compressed.
    files = [
        *(STATIC / f"css/{name}.css" for name in on_every_page()),
        *(STATIC / f"js/{name}.js" for name in scripts_on_every_page()),
    ]

    assert sum(p.stat().st_size for p in files) < 44_000


def test_every_style_sheet_there_is_is_linked() -> None:
    pages = "".join(p.read_text() for p in (ROOT / "templates").rglob("*.html"))

    names = on_every_page()
    names |= set(re.findall(r"asset\('css/([\w-]+)\.css'\)", pages))

    assert names == {p.stem for p in STATIC.glob("css/*.css")}


def test_every_rule_of_style_is_in_a_layer() -> None:
    loose = {
        p.name
        for p in STATIC.glob("css/*.css")
        if not re.search(r"\A(/\*.*?\*/\s*)@layer \w+", p.read_text(), re.DOTALL)
    }

    assert loose == set()
