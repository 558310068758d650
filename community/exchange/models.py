"""Series that came from a file, the people they brought along, and files that wait to be read."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from community.accounts.brought_names import LONGEST_NAME
from community.accounts.models import Member, Person
from community.calls.models import Series
from community.db import UNNESTED, Base


class SeriesImport(Base):
    """A series was made from a file: by whom, when, and the digest of what the file said."""

    __tablename__ = "series_import"
    __table_args__ = (Index(None, "by_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    series_id: Mapped[int] = mapped_column(ForeignKey("series.id"), unique=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)  # SHA-256, in hexadecimal
    by_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    at: Mapped[datetime]

    series: Mapped[Series] = relationship(lazy="joined", innerjoin=UNNESTED)


class ImportedPerson(Base):
    """Somebody whom a file names: a person without an account, who is nobody's whom we know.

    `name` is how the file credits them; None for those it does not name.
    """

    __tablename__ = "imported_person"
    __table_args__ = (Index(None, "import_id"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    import_id: Mapped[int] = mapped_column(ForeignKey("series_import.id"))
    name: Mapped[str | None] = mapped_column(String(LONGEST_NAME))

    person: Mapped[Person] = relationship()


class SeriesFile(Base):
    """A file somebody has put up and is looking at before it is imported."""

    __tablename__ = "series_file"
    __table_args__ = (Index(None, "member_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    name: Mapped[str] = mapped_column(String(200))
    content: Mapped[bytes] = mapped_column(LargeBinary)
    made_at: Mapped[datetime]

    member: Mapped[Member] = relationship()
