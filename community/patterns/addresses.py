"""Addresses in words: each belongs to one pattern for good, and none that was given up with words
that were taken out comes back.
"""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Select, delete, or_, select, union

from community.calls.slugs import first_free, is_secret
from community.db import db
from community.salted import new_salt, salted_digest

from .address_models import AddressGivenUp, PatternAddress
from .facets import LISTED
from .models import Pattern

_LONGEST_WISH = 70  # and room for a number


def free_address(wish: str) -> str:
    """`wish`, or with the first number at which no pattern is or was; two queries."""
    wish = wish[:_LONGEST_WISH] or "pattern"
    likes = [
        select(model.slug).where(model.slug.startswith(wish, autoescape=True))
        for model in (Pattern, PatternAddress)
    ]
    taken = set(db.session.scalars(union(*likes)))
    gone = _salted_given_up()
    while _is_among(gone, found := first_free(wish, taken)):
        taken.add(found)
    return found


def taken_addresses() -> set[str]:
    """Every address that a pattern has, or that is kept for one."""
    return set(db.session.scalars(union(select(Pattern.slug), select(PatternAddress.slug))))


def keep_address(pattern: Pattern, slug: str) -> None:
    """Let nobody else have an address of a pattern. Twice changes nothing."""
    if db.session.get(PatternAddress, slug) is None:
        db.session.add(PatternAddress(slug=slug, pattern_id=pattern.id))
        db.session.flush()


def addresses_kept(pattern: Pattern) -> Sequence[str]:
    """Where others could read it, as far as that is kept for it: those in words first."""
    mine = select(PatternAddress.slug).where(PatternAddress.pattern_id == pattern.id)
    return sorted(db.session.scalars(mine), key=lambda slug: (is_secret(slug), slug))


def kept_at(slugs: Collection[str]) -> Select[int]:
    """The numbers of the patterns for which addresses are kept."""
    return select(PatternAddress.pattern_id).where(PatternAddress.slug.in_(slugs))


def pattern_kept_at(slug: str) -> Pattern | None:
    """The pattern for which an address is kept."""
    return db.session.scalar(select(Pattern).where(Pattern.id.in_(kept_at([slug]))))


def listed_at(slug: str) -> Pattern | None:
    """The pattern that everybody can read at an address, or that was there before."""
    here = select(Pattern).where(Pattern.stage.in_(LISTED))
    at = or_(Pattern.slug == slug, Pattern.drafted_as == slug, Pattern.id.in_(kept_at([slug])))
    return db.session.scalar(here.where(at).order_by(Pattern.id)) if slug else None


def give_up(slug: str) -> None:
    """Nothing is to be at an address any more, nor is it to be read anywhere that it was one; of
    one that has no words nothing is kept.
    """
    db.session.execute(delete(PatternAddress).where(PatternAddress.slug == slug))
    if not is_secret(slug) and not given_up([slug]):
        salt = new_salt()
        db.session.add(AddressGivenUp(digest=salted_digest(salt, slug), salt=salt))
        db.session.flush()


def given_up(slugs: Collection[str]) -> frozenset[str]:
    """Those of these addresses that were given up; one query."""
    gone = _salted_given_up()
    return frozenset(slug for slug in slugs if _is_among(gone, slug))


def _salted_given_up() -> Sequence[Any]:
    """A salt and a digest for each address that was given up."""
    return db.session.execute(select(AddressGivenUp.salt, AddressGivenUp.digest)).all()


def _is_among(gone: Sequence[Any], slug: str) -> bool:
    return any(salted_digest(salt, slug) == digest for salt, digest in gone)
