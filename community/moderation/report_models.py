"""Reports: what somebody told the responders, the copy of what it is about, and what came with it.

The follow-up code is the only way back to a report for whoever made it; only its hash is kept. Of
an anonymous report nobody is kept.
"""

from datetime import datetime
from enum import StrEnum
from hashlib import sha256

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from community.accounts.brought_names import LONGEST_KEPT
from community.accounts.models import Member, Person
from community.conduct.models import CodePublication
from community.conduct.state_models import Content
from community.db import Base, ChoiceOf, choice
from community.keys import KEY_LENGTH, new_key
from community.salted import new_salt, salted_digest


class Mode(StrEnum):
    """Who may know who reported. `ESCROWED`: kept shut until another report names the person."""

    NAMED = "named"
    CONFIDENTIAL = "confidential"
    ANONYMOUS = "anonymous"
    ESCROWED = "escrowed"


class Other(StrEnum):
    """What a report is about that is no content."""

    PERSON = "person"
    NOTHING = "nothing"


About = Content | Other
"""What kind of thing a report is about."""


class Report(Base):
    """What somebody told the responders. `person_id` is whom they say it is about, where that is
    known; `publication_id` the version of the code that held at `happened_at`.
    """

    __tablename__ = "report"
    __table_args__ = (
        CheckConstraint(
            "mode <> 'anonymous' OR (reporter_id IS NULL AND reporter_name = ''"
            " AND reporter_address IS NULL)",
            name="anonymous_is_nobody",
        ),
        CheckConstraint("mode <> 'escrowed' OR person_id IS NOT NULL", name="escrow_of_somebody"),
        Index(None, "person_id"),
        Index(None, "reporter_id"),
        Index(None, "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    once_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    mode: Mapped[Mode] = mapped_column("mode", choice(Mode))
    reporter_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    reporter_name: Mapped[str] = mapped_column(String(80), default="")
    reporter_address: Mapped[str | None] = mapped_column(String(254))
    about: Mapped[About] = mapped_column(ChoiceOf((Content, Other), "about"))
    about_id: Mapped[int | None]
    about_words: Mapped[str] = mapped_column(String(200), default="")
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    words_source: Mapped[str] = mapped_column(Text)
    words_html: Mapped[str] = mapped_column(Text)
    hope: Mapped[str] = mapped_column(String(500), default="")
    content_warning: Mapped[str] = mapped_column(String(100), default="")
    happened_at: Mapped[datetime]
    publication_id: Mapped[int | None] = mapped_column(ForeignKey("code_publication.version_id"))
    at: Mapped[datetime]

    reporter: Mapped[Person | None] = relationship(foreign_keys=[reporter_id])
    person: Mapped[Person | None] = relationship(foreign_keys=[person_id])
    publication: Mapped[CodePublication | None] = relationship()
    copy: Mapped["ReportCopy | None"] = relationship(viewonly=True, lazy="joined")
    found: Mapped["ReportPerson | None"] = relationship(
        primaryjoin=(
            "and_(Report.id == ReportPerson.report_id, ReportPerson.ended_at.is_(None),"
            " ~ReportPerson.is_also)"
        ),
        uselist=False,
        lazy="joined",
        viewonly=True,
    )

    @property
    def key(self) -> str:
        """What it is addressed by: it tells neither its code nor how many reports there are."""
        return key_of(self.code_hash)

    @property
    def whom_id(self) -> int | None:
        """Whom it is about first: as the responders have found, else as the reporter said."""
        return self.found.person_id if self.found else self.person_id


def key_of(code_hash: str) -> str:
    """What the report with such a code is addressed by."""
    return sha256(f"address {code_hash}".encode()).hexdigest()[:16]


class ReportPerson(Base):
    """Whom a report is about, as a responder has found since, or found until then; `is_also`: about
    them too, beside somebody else. Whoever was named so once knows nothing of the case from then
    on.
    """

    __tablename__ = "report_person"
    __table_args__ = (
        Index(
            "uq_report_person_standing",
            "report_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL AND NOT is_also"),
            postgresql_where=text("ended_at IS NULL AND NOT is_also"),
        ),
        Index(None, "report_id"),
        Index(None, "person_id"),
        Index(None, "by_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    is_also: Mapped[bool] = mapped_column(default=False)
    at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class ReportCopy(Base):
    """What a report is about as it was then: it outlives changes and removal of the thing.

    `author_id` is whose it is, `author_name` what was shown of them; `digest` the SHA-256 of the
    source, with `salt` before it once the source was purged.
    """

    __tablename__ = "report_copy"
    __table_args__ = (Index(None, "author_id"),)

    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"), primary_key=True)
    title: Mapped[str] = mapped_column(String(200))
    text_source: Mapped[str] = mapped_column(Text)
    text_html: Mapped[str] = mapped_column(Text)
    revision: Mapped[int | None]
    author_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    author_name: Mapped[str] = mapped_column(String(LONGEST_KEPT), default="")
    made_at: Mapped[datetime | None]
    digest: Mapped[str] = mapped_column(String(64))
    salt: Mapped[str] = mapped_column(String(32), default="")
    at: Mapped[datetime]

    def forget(self) -> None:
        """Keep no words of it. By the digest nobody finds them among all there could be at once."""
        if self.text_source:
            self.salt = new_salt()
            self.digest = salted_digest(self.salt, self.text_source)
        self.title = self.text_source = self.text_html = ""


class ReportExclusion(Base):
    """A member who shall know nothing of a report: whoever reported wants it so, or they are named
    in it, hold the call it is about, wrote any of it or lead it, or had the address that was given.
    Which of these, nobody can tell.
    """

    __tablename__ = "report_exclusion"
    __table_args__ = (Index(None, "member_id"),)

    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), primary_key=True)

    member: Mapped[Member] = relationship()


class FileKind(StrEnum):
    """What can be sent along. Each is recognised by what is in it, not by its name."""

    PNG = "image/png"
    JPEG = "image/jpeg"
    TEXT = "text/plain"
    WEBP = "image/webp"
    HEIC = "image/heic"
    PDF = "application/pdf"


class ReportFile(Base):
    """What was sent along: an image without what cameras add to it, plain text, or what is kept as
    it came. Once it was purged nothing is left in it. `digest` is the SHA-256 of what it is or was,
    with `salt` before it once it was purged.
    """

    __tablename__ = "report_file"
    __table_args__ = (CheckConstraint("size <= 5242880", name="size"), Index(None, "report_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(KEY_LENGTH), unique=True, default=new_key)
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"))
    kind: Mapped[FileKind] = mapped_column(choice(FileKind))
    content: Mapped[bytes] = mapped_column(LargeBinary)
    size: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64), default="")
    salt: Mapped[str] = mapped_column(String(32), default="")
    at: Mapped[datetime]

    def keep(self, content: bytes) -> None:
        """Let this be in it; of what is there no more a salted digest stays."""
        if content == self.content:
            return
        self.salt = "" if content else new_salt()
        self.digest = salted_digest(self.salt, content or self.content)
        self.content, self.size = content, len(content)
