"""Who gets in where in the library. The owner has begun the pattern that is asked for."""

from tests.architecture.roles import EVERYONE

PATTERN_ROUTES: dict[str, frozenset[str]] = {
    "GET patterns.list_patterns": EVERYONE,
    "GET patterns.show_pattern": EVERYONE,
    "GET patterns.list_revisions": EVERYONE,
    "GET patterns.show_revision": EVERYONE,
}
