"""Addresses that repeat words which were taken out of a pattern for ever."""

from collections.abc import Collection, Sequence

from community import once
from community.calls.slugs import secret_slug, slug_of, without

from .addresses import addresses_kept, free_address, give_up
from .awaiting import forget
from .citations import lead_to
from .following import lead_on
from .models import Pattern
from .staging import RESERVED


def take_out_of_address(pattern: Pattern, gone: Sequence[str]) -> None:
    """An address in words may repeat those that are gone: then it is another, and the old one leads
    nowhere, here or in a file that is brought in.
    """
    told = [slug for words in gone if (slug := slug_of(words))]
    old = pattern.slug
    for kept in {old, *addresses_kept(pattern)}:
        left = without(kept, told)
        if left == kept:
            continue
        if kept == old:
            pattern.slug = _free_without(told, left)
            lead_on(old, pattern.slug)
            lead_to([pattern])
        once.forget_naming(kept)
        forget(kept)
        give_up(kept)


def _free_without(told: Collection[str], wish: str) -> str:
    """An address that a pattern may have, `wish` where that is one, and that repeats nothing."""
    if not wish or wish in RESERVED:
        return secret_slug()
    found = free_address(wish)
    return found if without(found, told) == found else secret_slug()  # its number may repeat it
