"""Keys: what stands in an address in place of a number, so that nobody finds it by counting."""

from secrets import token_urlsafe

KEY_LENGTH = 16  # room for it in a column


def new_key() -> str:
    """What stands in an address and cannot be guessed: 72 bits, twelve letters."""
    return token_urlsafe(9)
