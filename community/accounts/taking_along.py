"""Everything the place holds of a person, as one file to take along: JSON, Markdown, a calendar."""

import json
import zipfile
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

from community.holdings import Facts, Holding

_READ_ME = """# What {place} holds of you

Written on {day}. The same is in `data.json`, for programs. `calendar.ics` holds your calls of the
last twelve months and those to come. What others wrote, and who they are, is left out.
"""


def gathered(holdings: Sequence[Holding], person_id: int) -> Facts:
    """What every feature holds of a person, by heading."""
    everything: dict[str, Any] = {}
    for holding in holdings:
        everything |= holding.export(person_id)
    return everything


def archive(holdings: Sequence[Holding], person_id: int, *, place: str, now: datetime) -> bytes:
    """A ZIP with `data.json`, `data.md` and the files of the features."""
    facts = gathered(holdings, person_id)
    written = json.dumps(facts, ensure_ascii=False, indent=2, default=_plain)
    files: dict[str, bytes] = {
        "data.json": f"{written}\n".encode(),
        "data.md": as_markdown(facts, place=place, now=now).encode(),
    }
    for holding in holdings:
        files |= holding.files(person_id)
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in files.items():
            file.writestr(zipfile.ZipInfo(name, now.timetuple()[:6]), content)
    return made.getvalue()


def as_markdown(facts: Facts, *, place: str, now: datetime) -> str:
    """The same to read: a heading for each part, a list for each entry."""
    parts = [_READ_ME.format(place=place, day=f"{now:%Y-%m-%d}")]
    for heading, part in facts.items():
        title = f"## {heading[0].upper()}{heading[1:]}"
        if isinstance(part, Mapping):
            parts.append(f"{title}\n\n{_listed(part)}\n")
        elif not part:
            parts.append(f"{title}\n\nNothing.\n")
        else:
            entries = "\n\n".join(_listed(entry) for entry in part)
            parts.append(f"{title}\n\n{entries}\n")
    return "\n".join(parts)


def _listed(entry: Facts) -> str:
    return "\n".join(f"- {name}: {_in_words(value)}" for name, value in entry.items())


def _in_words(value: object) -> str:
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return f"{value.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
    text = str(_plain(value) if isinstance(value, date) else value)
    return text.replace("\n", "\n  ")


def _plain(value: object) -> str:
    """Dates and instants as ISO 8601."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} is not plain.")
