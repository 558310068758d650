"""The two databases, and which of them a test of pages runs on."""

import re
from zlib import crc32

ENGINES = ("sqlite", "postgresql")


def engine_for(test: str) -> str:
    """The engine of a test of pages, drawn by its name, so that each has half of them. What pages
    ask of either is also sent by tests of queries and verbs, which run on both, and by a walk over
    every page on each.
    """
    return ENGINES[crc32(re.sub("|".join(ENGINES), "", test).encode()) % len(ENGINES)]
