"""Who gets in where patterns leave the library and come into it."""

from tests.architecture.roles import EVERYONE, MEMBERS, OWNER, STEWARDS

NAMED = OWNER | {"member", "facilitator"}  # who told of a use, reviewed, verified, or objects
TAKING_ROUTES: dict[str, frozenset[str]] = {
    "GET patterns.show_markdown": EVERYONE,
    "GET patterns.show_data": EVERYONE,
    "GET patterns.show_linked_data": EVERYONE,
    "GET patterns.show_bibtex": EVERYONE,
    "GET patterns.show_citation_file": EVERYONE,
    "GET patterns.show_schema": EVERYONE,
    "GET patterns.show_feed": EVERYONE,
    "GET exchange.take_library": EVERYONE,
    "GET patterns.new_import": MEMBERS,
    "POST patterns.show_import": MEMBERS,
    "GET exchange.new_library": STEWARDS,
    "POST exchange.import_patterns": STEWARDS,
    "POST exchange.preview_patterns": STEWARDS,
    "POST patterns.take_name_off": NAMED,
    "POST patterns.put_name_back": NAMED,
}
