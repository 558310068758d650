"""Published agendas: numbered editions, frozen as they were read. Only words that must go for ever
are taken out of one.
"""

from datetime import datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from community.accounts.models import Member
from community.calls.models import Call
from community.db import UNNESTED, Base, choice

from .models import LONGEST_TITLE, ItemKind

LONGEST_NOTE = 300


class Edition(Base):
    """One published agenda of a call: by whom, when, and in a line what is new in it. `minutes` is
    how long the call was to last.
    """

    __tablename__ = "agenda_edition"
    __table_args__ = (
        UniqueConstraint("call_id", "number"),
        CheckConstraint("number >= 1", name="number"),
        Index(None, "by_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"))
    number: Mapped[int]
    note: Mapped[str] = mapped_column(String(LONGEST_NOTE), default="")
    minutes: Mapped[int]
    by_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    at: Mapped[datetime]
    disclosure_id: Mapped[int | None] = mapped_column(ForeignKey("disclosure.id"))

    call: Mapped[Call] = relationship(lazy="joined", innerjoin=UNNESTED)
    by: Mapped[Member] = relationship(lazy="joined", innerjoin=UNNESTED)


class EditionItem(Base):
    """An item as it was published; `item_id` leads to every copy of its words."""

    __tablename__ = "edition_item"
    __table_args__ = (
        CheckConstraint("minutes BETWEEN 1 AND 480", name="minutes"),
        Index(None, "item_id"),
    )

    edition_id: Mapped[int] = mapped_column(ForeignKey("agenda_edition.id"), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_item.id"))
    title: Mapped[str] = mapped_column(String(LONGEST_TITLE))
    body_source: Mapped[str] = mapped_column(Text)
    body_html: Mapped[str] = mapped_column(Text)
    people_source: Mapped[str] = mapped_column(Text)
    people_html: Mapped[str] = mapped_column(Text)
    business_source: Mapped[str] = mapped_column(Text)
    business_html: Mapped[str] = mapped_column(Text)
    text_policy: Mapped[int]
    kind: Mapped[ItemKind] = mapped_column("item_kind", choice(ItemKind))
    minutes: Mapped[int]
    is_off_record: Mapped[bool]
    disclosure_id: Mapped[int | None] = mapped_column(ForeignKey("disclosure.id"))


class EditionOwner(Base):
    """Who led an item as it was published. The name is read where it is shown."""

    __tablename__ = "edition_owner"
    __table_args__ = (
        ForeignKeyConstraint(
            ["edition_id", "place"],
            ["edition_item.edition_id", "edition_item.place"],
            name="fk_edition_owner_item",
        ),
        Index(None, "member_id"),
    )

    edition_id: Mapped[int] = mapped_column(primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), primary_key=True)

    member: Mapped[Member] = relationship(lazy="joined", innerjoin=UNNESTED)
