"""Where the schemas are that the library publishes."""

from pathlib import Path

PATTERN = Path(__file__).parent / "pattern.schema.json"
COLLECTION = Path(__file__).parent / "collection.schema.json"
