"""The smallest file of a series that has something of everything in it: an evening with a note."""

import json
from typing import Any

from community.exchange.layout import FORMAT
from tests.exchange.rewriting import packed

AT = "2025-12-01T12:00:00+00:00"
FOLDER = "calls/2025-12-04-small-evening"
_MANNERS = {"recording": "not recorded", "note_takers": "ask first", "language": "en"}
_PLACES = {"minutes": 60, "capacity": None, "hours_to_accept": None, "sequence": 0}
_MADE = {"created": AT, "updated": AT}
SAID: dict[str, Any] = {
    "degree": "none",
    "purpose": "",
    "checked": None,
    "is_required": False,
    "material": "",
    "footprint": "",
    "tools": [],
}


def small_series(words: str = "Good evening.", title: str = "Small evenings") -> bytes:
    """The file of a series that is nowhere else, with one note that says `words`."""
    facts = {"slug": "small-evenings", "title": title, "description": words, "captions": ""}
    series = {
        "format": FORMAT,
        "licence": "CC BY-SA 4.0",
        "series": {**facts, **_MANNERS, **_MADE, "visibility": "public", "topics": []},
        "recurrences": [],
        "calls": [FOLDER],
        "facilitators": ["p1"],
        "people": [{"ref": "p1", "name": "Ada"}],
    }
    files = {"series.json": series, f"{FOLDER}/call.json": _call(words)}
    return packed({path: json.dumps(values) for path, values in files.items()})


def _call(words: str) -> dict[str, Any]:
    own = {"visibility": None, "captions": None, **dict.fromkeys(_MANNERS)}
    facts = {"slug": "small-evening", "rule_date": None, "title": "First", "description": None}
    sitting = {
        "position": 0,
        "slot": None,
        "original_start": None,
        "keeps_time": False,
        "local_start": "2025-12-04T18:00:00",
        "zone": "Europe/Berlin",
        "cancelled": None,
        "uid": "small-evening@example.org",
        **_PLACES,
        **_MADE,
    }
    note = {
        "key": "small-note-1",
        "answers": None,
        "by": "p1",
        "kind": "note",
        "text": words,
        "disclosure": SAID,
        "made": AT,
        "changed": None,
    }
    return {
        "format": FORMAT,
        "call": {**facts, **own, **_MADE, "topics": []},
        "sittings": [sitting],
        "roles": [],
        "items": [],
        "editions": [],
        "carried_over": None,
        "record": None,
        "no_record": None,
        "threads": [{"key": "small-thread", "item": None, "begun": AT, "notes": [note]}],
    }
