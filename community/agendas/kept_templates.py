"""Templates that a community has made of its own agendas."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from community.accounts.models import Member
from community.db import UNNESTED, Base, choice

from .models import LONGEST_TITLE, ItemKind

LONGEST_NAME = 80
LONGEST_ABOUT = 300


class Template(Base):
    """An agenda to begin with, kept under a name; taken away, it can be put back."""

    __tablename__ = "agenda_template"
    __table_args__ = (
        CheckConstraint("(removed_at IS NULL) = (removed_by_id IS NULL)", name="removed_by"),
        Index(None, "made_by_id"),
        Index(None, "removed_by_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(LONGEST_NAME))
    about: Mapped[str] = mapped_column(String(LONGEST_ABOUT), default="")
    made_by_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    made_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]
    removed_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))

    made_by: Mapped[Member] = relationship(
        foreign_keys=[made_by_id], lazy="joined", innerjoin=UNNESTED
    )


class TemplateItem(Base):
    """An item of a template, its texts in Markdown; they are rendered where they are used. What
    was said about tools goes along.
    """

    __tablename__ = "agenda_template_item"
    __table_args__ = (
        CheckConstraint("minutes BETWEEN 1 AND 480", name="minutes"),
        Index(None, "disclosure_id"),
    )

    template_id: Mapped[int] = mapped_column(ForeignKey("agenda_template.id"), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    title: Mapped[str] = mapped_column(String(LONGEST_TITLE))
    body: Mapped[str] = mapped_column(Text)
    for_people: Mapped[str] = mapped_column(Text)
    for_business: Mapped[str] = mapped_column(Text)
    kind: Mapped[ItemKind] = mapped_column("item_kind", choice(ItemKind))
    minutes: Mapped[int]
    is_off_record: Mapped[bool]
    disclosure_id: Mapped[int | None] = mapped_column(ForeignKey("disclosure.id"))


class TemplateOrigin(Base):
    """Of which item on an agenda an item of a template was made: what is taken out of that for ever
    is taken out of this too.
    """

    __tablename__ = "agenda_template_origin"
    __table_args__ = (
        ForeignKeyConstraint(
            ["template_id", "place"],
            ["agenda_template_item.template_id", "agenda_template_item.place"],
        ),
        Index(None, "item_id"),
    )

    template_id: Mapped[int] = mapped_column(primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_item.id"))
