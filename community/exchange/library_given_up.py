"""What of a library is not brought in since words were taken out for ever of what was there."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from community.patterns.addresses import given_up

Facts = Mapping[str, Any]
_GIVEN_UP = "words were taken out for ever of what was at their addresses here"


def told(number: int) -> str:
    """A sentence on how many patterns were at addresses that are given up, without their words;
    nothing where none was.
    """
    return f"Left out, as {_GIVEN_UP}: {number}." if number else ""


def without_given_up(patterns: Sequence[Facts]) -> Sequence[Facts]:
    """The patterns of a file but for those at addresses that are given up here, and for what the
    others say of these: an address may repeat the words.
    """
    gone = given_up({slug for facts in patterns for slug in _named(facts)})
    return [_without(facts, gone) for facts in patterns if facts["pattern"] not in gone]


def _named(facts: Facts) -> Sequence[str]:
    after = [one["successor"] for one in facts["history"]["stages"] if one["successor"]]
    return [facts["pattern"], *(one["pattern"] for one in facts["relations"]), *after]


def _without(facts: Facts, gone: Collection[str]) -> Facts:
    if not gone:
        return facts
    history = facts["history"]
    stages = [
        {**one, "successor": None} if one["successor"] in gone else one for one in history["stages"]
    ]
    relations = [one for one in facts["relations"] if one["pattern"] not in gone]
    return {**facts, "relations": relations, "history": {**history, "stages": stages}}
