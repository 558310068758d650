"""The index: what can be found, once as it is shown and once as its words are looked up.

The words stand a second time in `search_words`, where the engine looks them up: triggers write it.
Nothing here refers to the things by a foreign key: an index follows, and holds nothing in place.
"""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, CheckConstraint, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from community.db import Base, choice
from community.holdings import Audience


class Kind(StrEnum):
    """What can be found; in this order it is shown."""

    PATTERN = "pattern"
    COLLECTION = "collection"
    SERIES = "series"
    CALL = "call"
    RECORD = "record"
    ITEM = "item"
    NOTE = "note"


INDEX = "index"  # what it says, among the revisions of what is kept
_ROOM = 2**40  # numbers of each kind
_ROOMS = (  # a new kind comes last: the others keep their numbers
    *(Kind.PATTERN, Kind.SERIES, Kind.CALL, Kind.ITEM, Kind.NOTE),
    *(Kind.COLLECTION, Kind.RECORD),
)
UNTITLED = frozenset({Kind.NOTE, Kind.RECORD})  # have no title of their own


def first_id(kind: Kind) -> int:
    """The id below all those of `kind`: each kind has a range, so that one is looked up alone."""
    return _ROOMS.index(kind) * _ROOM


def last_id(kind: Kind) -> int:
    """The greatest id that a document of `kind` can have."""
    return first_id(kind) + _ROOM - 1


LAST_ID = len(_ROOMS) * _ROOM - 1  # the greatest of all


class Document(Base):
    """Something that can be found, by whom, and where it is: `key` is its address. `id` is told by
    its kind and number. In `author_id` is the person for whom alone it is.
    """

    __tablename__ = "search_document"
    __table_args__ = (
        UniqueConstraint("kind", "number", name="uq_search_document_kind_number"),
        CheckConstraint("(audience = 'author') = (author_id IS NOT NULL)", name="author_alone"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    kind: Mapped[Kind] = mapped_column(choice(Kind))
    number: Mapped[int]
    key: Mapped[str] = mapped_column(String(140))
    call_id: Mapped[int | None]
    author_id: Mapped[int | None]
    audience: Mapped[Audience] = mapped_column(choice(Audience))
    language: Mapped[str] = mapped_column(String(35))
    at: Mapped[datetime]
    title: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    title_words: Mapped[str] = mapped_column(Text)
    text_words: Mapped[str] = mapped_column(Text)


# Compared letter by letter, so that what begins alike stands side by side.
_WORD = String(30).with_variant(String(30, collation="C"), "postgresql")


class Term(Base):
    """A word that stands in something everybody may find, or members: once for each of the two,
    and written backwards, so that what ends alike is found as well. Nothing of what is for one
    person alone.
    """

    __tablename__ = "search_term"
    __table_args__ = (
        CheckConstraint("audience <> 'author'", name="shared"),
        Index(None, "audience", "backwards"),
    )

    audience: Mapped[Audience] = mapped_column(choice(Audience), primary_key=True)
    word: Mapped[str] = mapped_column(_WORD, primary_key=True)
    backwards: Mapped[str] = mapped_column(_WORD)


class Indexing(Base):
    """That everything there was has been put into the index, by this version of how it is done."""

    __tablename__ = "search_state"

    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
