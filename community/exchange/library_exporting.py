"""The library of patterns as a ZIP: Markdown to read, JSON to import; the same content makes the
same bytes.
"""

from tempfile import SpooledTemporaryFile
from typing import IO

from community.patterns import collection_texts, markdown
from community.patterns.library_queries import library_whole
from community.patterns.models import Pattern
from community.patterns.schemas import COLLECTION, PATTERN
from community.patterns.taken_collection_queries import public_whole
from community.patterns.taking import as_data

from .packing import Package

SCHEMA_FILE = "schemas/pattern.schema.json"
COLLECTION_SCHEMA_FILE = "schemas/collection.schema.json"
FOLDER = "patterns"
COLLECTIONS = "collections"
_IN_MEMORY = 4 * 1024 * 1024
_README = """# Patterns

The library of patterns of {place}: each as Markdown to read and as JSON to import elsewhere, with
every revision and stage and with what others said of it; and the collections that everybody sees.
Each says in its credit line who wrote it and under which licence.
"""


def export_library(*, base_url: str, place: str) -> IO[bytes]:
    """The file, open at its beginning. Drafts are not in it, nor names that were taken off."""

    def address_of(pattern: Pattern, number: int) -> str:
        return f"{base_url}/patterns/{pattern.slug}/revisions/{number}"

    file: IO[bytes] = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - closed by who sends it
    with Package(file) as package:
        package.add("README.md", _README.format(place=place))
        package.add(SCHEMA_FILE, PATTERN.read_bytes())
        for taken, told in library_whole(address_of):
            facts = as_data(taken, f"../{SCHEMA_FILE}")
            package.add(f"{FOLDER}/{taken.slug}.md", markdown.write(taken))
            package.add_json(f"{FOLDER}/{taken.slug}.json", {**facts, **told})
        _add_collections(package)
    file.seek(0)
    return file


def _add_collections(package: Package) -> None:
    """Those that everybody sees."""
    package.add(COLLECTION_SCHEMA_FILE, COLLECTION.read_bytes())
    for taken in public_whole():
        facts = collection_texts.as_data(taken, f"../{COLLECTION_SCHEMA_FILE}")
        package.add_json(f"{COLLECTIONS}/{taken.slug}.json", facts)
