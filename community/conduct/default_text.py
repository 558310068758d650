"""The code a new community begins with: our own words, kept as data beside this module."""

import tomllib
from functools import lru_cache
from pathlib import Path

from .content import CodeText, Effect, Quorum, RungText
from .marking import read_text

SUMMARY = "The first code of this community."
_FOLDER = Path(__file__).parent / "default"


@lru_cache(maxsize=1)
def default_code() -> CodeText:
    """Text, clauses and ladder."""
    intro, sections = read_text((_FOLDER / "code.md").read_text("utf-8"))
    given = tomllib.loads((_FOLDER / "ladder.toml").read_text("utf-8"))["rung"]
    ladder = tuple(
        RungText(
            level=level,
            name=rung["name"],
            event=rung["event"],
            consequence=rung["consequence"],
            repair=rung["repair"],
            longest_days=rung.get("days"),
            quorum=Quorum(rung["quorum"]),
            effects=tuple(Effect(effect) for effect in rung["effects"]),
        )
        for level, rung in enumerate(given)
    )
    return CodeText(intro, sections, ladder)
