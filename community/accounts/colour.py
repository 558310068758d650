"""Colours: how well one stands against another, and an accent's companion for dark pages."""

import re

# The grounds of the style sheet, community/static/css/tokens.css: --paper and --raised.
LIGHT_GROUNDS = ("#faf6ee", "#fffdf8")
DARK_GROUNDS = ("#191613", "#24201b")
LEAST = 4.5  # WCAG 2.2, 1.4.3
_FORM = re.compile(r"#[0-9a-f]{6}")
_STEPS = 40


class ColourTooPale(ValueError):
    """The accent cannot be read on the paper; the text says by how much."""


def read_accent(text: str) -> str:
    """The accent meant by `text`, as `#rrggbb`, readable on paper by day.

    Raises `ValueError`, or `ColourTooPale` with the measured ratio, as a sentence to the person.
    """
    colour = text.strip().lower()
    if re.fullmatch(r"#[0-9a-f]{3}", colour):
        colour = "#" + "".join(2 * digit for digit in colour[1:])
    if not _FORM.fullmatch(colour):
        raise ValueError("Write a colour as six digits from 0 to f, such as #0f4f55.")
    ratio = least_contrast(colour, LIGHT_GROUNDS)
    if ratio < LEAST:
        raise ColourTooPale(
            f"Text in {colour} would be too pale to read: its contrast with the paper is "
            f"{_down(ratio)}:1, and {LEAST}:1 is the least. Choose a darker colour."
        )
    return colour


def companion(accent: str) -> str:
    """The lighter relative of `accent` that can be read on dark pages: mixed with white."""
    for step in range(_STEPS + 1):
        mixed = _mix_with_white(accent, step / _STEPS)
        if least_contrast(mixed, DARK_GROUNDS) >= LEAST:
            return mixed
    return "#ffffff"


def least_contrast(colour: str, grounds: tuple[str, ...]) -> float:
    """The contrast of `colour` with the ground it stands worst against, from 1 to 21."""
    return min(contrast(colour, ground) for ground in grounds)


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two `#rrggbb` colours, from 1 to 21 (WCAG 2.2, *contrast ratio*)."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    """Relative luminance from 0 to 1 (WCAG 2.2, *relative luminance*)."""
    red, green, blue = (_linear(channel / 255) for channel in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4  # noqa: PLR2004


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _mix_with_white(colour: str, share: float) -> str:
    mixed = (round(channel + (255 - channel) * share) for channel in _channels(colour))
    return "#" + "".join(f"{channel:02x}" for channel in mixed)


def _down(ratio: float) -> str:
    """With one decimal, never rounded up to what would have been enough."""
    return f"{int(ratio * 10) / 10:.1f}"
