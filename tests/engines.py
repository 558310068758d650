"""The two databases, and which of them a test runs on that need not run on both."""

import re
from types import ModuleType
from zlib import crc32

ENGINES = ("sqlite", "postgresql")
# What a file of tests imports that speaks of what a database does by itself: it refuses, it waits,
# it is asked in its own words.
OF_A_DATABASE = {
    "DBAPIError",
    "DatabaseError",
    "IntegrityError",
    "LostReference",
    "SQLAlchemyError",
    "StatementError",
    "locked",
    "refuses",
    "text",
}


def engine_for(test: str) -> str:
    """The engine of a test of pages, rows or letters, drawn by its name, so that each has half of
    them. Every page is also walked over on each; and tests of what a database itself does, as
    `speaks_of_databases` knows them, run on both.
    """
    return ENGINES[crc32(re.sub("|".join(ENGINES), "", test).encode()) % len(ENGINES)]


def speaks_of_databases(tests: ModuleType) -> bool:
    """Whether a file of tests names what a database does by itself."""
    return not OF_A_DATABASE.isdisjoint(vars(tests))
