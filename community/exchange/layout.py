"""How the files of a series lie in their ZIP, and how much of it is read again. Pure."""

from datetime import date
from functools import lru_cache
from pathlib import Path

FORMAT = 1  # another number for each change after which older programs read something wrongly
SERIES_FILE = "series.json"
CALL_FILE = "call.json"
SCHEMAS = ("series.schema.json", "call.schema.json")

MOST_BYTES = 16 * 1024 * 1024  # of a file that is put up on a page
MOST_BYTES_OF_COMMAND = 256 * 1024 * 1024
MOST_NOTES = 5_000  # of a file that is put up on a page; they are rendered while it is looked at
MOST_FILES = 12_000
MOST_CALLS = 2_000
MOST_JSON = 16 * 1024 * 1024  # of one file, unpacked
MOST_JSON_IN_ALL = 96 * 1024 * 1024
HIGHEST_RATIO = 200  # of unpacked bytes to packed ones
MOST_PATTERNS = 2_000  # of a library that is put up on a page
MOST_COLLECTIONS = 2_000
MOST_FILES_OF_COMMAND = 60_000  # of a library; a ZIP of our kind lists no more
MOST_JSON_OF_COMMAND = 1024 * 1024 * 1024


def folder_of(day: date, slug: str) -> str:
    """The folder of a call by the local day it is held, in the order of the days."""
    return f"calls/{day.isoformat()}-{slug}"


@lru_cache(maxsize=len(SCHEMAS))
def schema(name: str) -> str:
    """The JSON Schema with this name: what the files of a series are held to."""
    return (Path(__file__).parent / "schemas" / name).read_text()
