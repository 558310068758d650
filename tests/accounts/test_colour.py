"""Accent colours: readable on paper, with a companion that is readable by night."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community.accounts.colour import (
    DARK_GROUNDS,
    LEAST,
    LIGHT_GROUNDS,
    ColourTooPale,
    companion,
    contrast,
    least_contrast,
    read_accent,
)

TOKENS = Path(__file__).parents[2] / "community/static/css/tokens.css"
colours = st.integers(0, 0xFFFFFF).map(lambda n: f"#{n:06x}")


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [("#000000", "#ffffff", 21.0), ("#777777", "#ffffff", 4.48), ("#0000ff", "#ffffff", 8.59)],
)
def test_contrast_is_what_the_standard_says(one, other, ratio):
    assert round(contrast(one, other), 2) == ratio
    assert contrast(one, other) == contrast(other, one)


def test_the_grounds_are_those_of_the_style_sheet():
    sheet = TOKENS.read_text()
    grounds = [
        re.findall(rf"--{name}: light-dark\((#\w+), (#\w+)\)", sheet)[0]
        for name in ("paper", "raised")
    ]

    assert list(zip(*grounds, strict=True)) == [LIGHT_GROUNDS, DARK_GROUNDS]


@pytest.mark.parametrize(("text", "accent"), [("#0F4F55", "#0f4f55"), (" #036 ", "#003366")])
def test_a_dark_enough_colour_is_taken(text, accent):
    assert read_accent(text) == accent


@pytest.mark.parametrize(
    "text", ["", "green", "#12345", "#1234567", "#gggggg", "red;}*{", "0f4f55"]
)
def test_what_is_no_colour_is_refused(text):
    with pytest.raises(ValueError, match="such as #0f4f55"):
        read_accent(text)


def test_a_pale_colour_is_refused_with_the_measured_ratio():
    with pytest.raises(ColourTooPale) as refused:
        read_accent("#ff9900")

    assert str(refused.value) == (
        "Text in #ff9900 would be too pale to read: its contrast with the paper is 1.9:1, "
        "and 4.5:1 is the least. Choose a darker colour."
    )


@given(colours)
def test_no_colour_that_is_taken_falls_short_in_either_scheme(colour):
    try:
        accent = read_accent(colour)
    except ColourTooPale:
        assert least_contrast(colour, LIGHT_GROUNDS) < LEAST
    else:
        assert least_contrast(accent, LIGHT_GROUNDS) >= LEAST
        assert least_contrast(companion(accent), DARK_GROUNDS) >= LEAST
