"""Who gets in where patterns leave the library and come into it."""

from tests.architecture.roles import OWNER

TAKING_ROUTES: dict[str, frozenset[str]] = {
    "POST patterns.take_name_off": OWNER,
    "POST patterns.put_name_back": OWNER,
}
