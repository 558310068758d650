"""The colours of the style sheet can be read, by day and by night."""

import re
from pathlib import Path

import pytest

from community.accounts.colour import DARK_GROUNDS, LIGHT_GROUNDS, contrast

TOKENS = (Path(__file__).parents[2] / "community/static/css/tokens.css").read_text()
GROUNDS = ("paper", "raised", "sunken")


def palette(*, dark: bool) -> dict[str, str]:
    """Each colour's name and value in one scheme."""
    pairs = re.findall(r"--([\w-]+): light-dark\(([^,]+), ([^;]+)\);", TOKENS)
    plain = dict(re.findall(r"--(accent[\w-]*): (#\w+);", TOKENS))
    chosen = {name: night if dark else day for name, day, night in pairs}
    return {
        name: plain[value[6:-1]] if value.startswith("var(--") else value
        for name, value in chosen.items()
    }


@pytest.mark.parametrize("dark", [False, True], ids=["day", "night"])
@pytest.mark.parametrize(
    ("names", "least"),
    [
        (("ink",), 7.0),
        (("ink-soft", "act", "people", "business", "alarm"), 4.5),
        (("edge",), 3.0),
    ],
    ids=["body text", "other text", "edges of controls"],
)
def test_what_is_to_be_read_stands_out_from_every_ground(
    names: tuple[str, ...], least: float, *, dark: bool
) -> None:
    colours = palette(dark=dark)

    too_weak = {
        (name, ground): round(contrast(colours[name], colours[ground]), 2)
        for name in names
        for ground in GROUNDS
        if contrast(colours[name], colours[ground]) < least
    }

    assert too_weak == {}


@pytest.mark.parametrize("dark", [False, True], ids=["day", "night"])
def test_words_on_filled_buttons_and_marked_text_can_be_read(*, dark: bool) -> None:
    colours = palette(dark=dark)

    assert contrast(colours["on-act"], colours["act"]) >= 4.5
    assert contrast(colours["ink"], colours["mark"]) >= 7


def test_an_accent_is_judged_against_the_grounds_the_style_sheet_has() -> None:
    day, night = palette(dark=False), palette(dark=True)

    assert (day["paper"], day["raised"]) == LIGHT_GROUNDS
    assert (night["paper"], night["raised"]) == DARK_GROUNDS
