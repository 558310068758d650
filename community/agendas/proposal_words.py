"""What proposals said while everybody read them, kept once they are none any more."""

from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from community.db import Base, choice

from .models import LONGEST_TITLE, ItemKind


class ProposalWords(Base):
    """The words of a proposal as they were when it was accepted, declined or parked: what others
    go on reading, whatever becomes of it in the draft, until it is published or proposed again.
    """

    __tablename__ = "proposal_words"
    __table_args__ = (
        CheckConstraint("minutes BETWEEN 1 AND 480", name="minutes"),
        Index(None, "disclosure_id"),
    )
    is_off_record: ClassVar[bool] = False  # nobody else had read them

    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_item.id"), primary_key=True)
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
    disclosure_id: Mapped[int | None] = mapped_column(ForeignKey("disclosure.id"))
