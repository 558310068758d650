"""Whether what a file says agrees with itself. Pure; what does not raises `FileRefused`."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from community.agendas.models import State
from community.ledger.models import Labour

from .cleaning import Facts
from .reading import FileRefused


def check_labour(lines: Sequence[Facts], where: str) -> None:
    """The labour of a call: each line once, and other labour says what it was."""
    named = [(line["who"], line["kind"], line["what"]) for line in lines if line["who"]]
    each_once(named, where, "labour")
    for line in lines:
        if line["kind"] == Labour.OTHER.value and not line["what"]:
            raise FileRefused(f"{where}: labour: other labour says what it was.")


def check_there(there: Facts | None, where: str) -> None:
    """Nobody of those who were there is named twice, and no more than there were."""
    if there is not None:
        each_once(there["named"], where, "attendance: named")
        if len(there["named"]) > there["count"]:
            raise FileRefused(f"{where}: attendance: more are named than were there.")


def check_held(call: Facts, items: Collection[str], where: str) -> None:
    """What was spoken about is in the file, one after the other while the call was on."""
    for held in call.get("held", ()):
        in_file([one["item"] for one in held["items"]], items, where, "held: item")
        for spell in (held, *held["items"]):
            begins, ends = map(datetime.fromisoformat, (spell["from"], spell["to"]))
            if ends < begins:
                raise FileRefused(f"{where}: held: it ended before it began.")


def check_items(items: Sequence[Facts], where: str) -> None:
    """No more would join than vote, and what was declined says why, and nothing else."""
    for item in items:
        if ("why" in item) is not (item["state"] == State.DECLINED):
            raise FileRefused(f"{where}: items: why: what was declined says why, and nothing else.")
    for votes in (item["votes"] for item in items if "votes" in item):
        if votes["would_join"] > votes["count"]:
            raise FileRefused(f"{where}: items: votes: more would join than vote.")


def check_left(calls: Sequence[Facts]) -> None:
    """What was left open is an action of the file, and goes on from each call once."""
    notes = [note for call in calls for thread in call["threads"] for note in thread["notes"]]
    actions = {note["key"] for note in notes if "action" in note}
    slugs = {call["call"]["slug"] for call in calls}
    left = [(call, one) for call in calls for one in call.get("left_open", ())]
    each_once([(one["note"], one["from"]) for _, one in left], "The calls", "left_open")
    for call, one in left:
        where = place_of(call)
        in_file([one["note"]], actions, where, "left_open: note")
        in_file([one["from"]], slugs - {call["call"]["slug"]}, where, "left_open: from")


def place_of(call: Facts) -> str:
    """What a call is called where something is wrong in it."""
    return f"The call “{call['call']['slug']}”"


def each_once(values: Sequence[Any], where: str, what: str) -> None:
    """Raises `FileRefused` where two of the values are the same."""
    if len(set(values)) != len(values):
        raise FileRefused(f"{where}: {what}: the same stands there twice.")


def in_file(values: Iterable[str], known: Collection[str], where: str, what: str) -> None:
    """Raises `FileRefused` where a value is none of those `known`."""
    for value in values:
        if value not in known:
            raise FileRefused(f"{where}: {what}: “{value}” is not in the file, or not before it.")
