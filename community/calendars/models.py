"""Secrets of personal feeds, and files being imported."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from community.accounts.models import Member
from community.db import UNNESTED, Base


class FeedSecret(Base):
    """The secret of a member's personal feed, one generation after another; only its hash."""

    __tablename__ = "feed_secret"
    __table_args__ = (
        UniqueConstraint("member_id", "generation"),
        Index(
            "uq_feed_secret_standing",
            "member_id",
            unique=True,
            sqlite_where=text("revoked_at IS NULL"),
            postgresql_where=text("revoked_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    generation: Mapped[int]
    secret_hash: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    fetched_at: Mapped[datetime | None]
    fetched_by: Mapped[str | None] = mapped_column(String(200))

    member: Mapped[Member] = relationship(lazy="joined", innerjoin=UNNESTED)


class ImportFile(Base):
    """A calendar file somebody has put up and is looking at before it is imported."""

    __tablename__ = "import_file"

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    content: Mapped[bytes] = mapped_column(LargeBinary)
    zone: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime]
    imported_at: Mapped[datetime | None]
