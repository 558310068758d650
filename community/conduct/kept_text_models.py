"""Texts as they were before words were taken out of them under the code."""

from sqlalchemy import Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from community.db import Base, choice

from .state_models import Content


class KeptText(Base):
    """A text as it was before words were taken out of it under the code, as long as they can be
    brought back: of which `spot` it is, and what that `reads` since.
    """

    __tablename__ = "content_kept_text"
    __table_args__ = (Index(None, "about", "subject_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    about: Mapped[Content] = mapped_column(choice(Content, name="kept_content"))
    subject_id: Mapped[int]
    spot: Mapped[str] = mapped_column(Text, default="", server_default="")
    text: Mapped[str] = mapped_column(Text)
    reads: Mapped[str] = mapped_column(Text, default="", server_default="")
