"""Addresses in words that no pattern has just now, and that no other is to have."""

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from community.db import Base


class PatternAddress(Base):
    """An address at which everybody could read a pattern before it was a draft again and shown by
    a link: kept for it, since addresses of revisions are permanent. And the link of a draft that
    was closed again, which leads its author and whom they invited on.
    """

    __tablename__ = "pattern_address"
    __table_args__ = (Index(None, "pattern_id"),)

    slug: Mapped[str] = mapped_column(String(80), primary_key=True)
    pattern_id: Mapped[int] = mapped_column(ForeignKey("pattern.id"))


class AddressGivenUp(Base):
    """An address given up since it repeats words that were taken out for ever. `digest` is the
    SHA-256 of `salt` and the address, which is kept nowhere: so nobody brings it back by chance,
    and nobody reads what it was.
    """

    __tablename__ = "pattern_address_given_up"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    salt: Mapped[str] = mapped_column(String(32))
