"""Addresses that repeat words which were taken out of a pattern for ever."""

from sqlalchemy import delete

from community.calls.slugs import secret_slug, slug_of
from community.db import db
from community.once import Submission

from .addresses import addresses_kept, free_address, give_up
from .awaiting import forget
from .following import lead_on
from .models import Pattern


def take_out_of_address(pattern: Pattern, words: str) -> None:
    """An address in words may repeat them: then it is another, and the old one leads nowhere, here
    or in a file that is brought in.
    """
    told, old = slug_of(words), pattern.slug
    for kept in {old, *addresses_kept(pattern)} if told else ():
        if f"-{told}-" not in f"-{kept}-":
            continue
        if kept == old:
            left = f"-{old}-".replace(f"-{told}-", "-").strip("-")
            pattern.slug = free_address(left or secret_slug())
            lead_on(old, pattern.slug)
        db.session.execute(delete(Submission).where(Submission.location.contains(kept)))
        forget(kept)
        give_up(kept)
