"""Reads about the code: which version holds when, what it says, the draft, the contacts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, exists, func, select

from community.db import db

from .content import ClauseText, CodeText, Effect, RungText, SectionText
from .models import (
    Acceptance,
    CodeClause,
    CodePublication,
    CodeRung,
    CodeSection,
    CodeVersion,
    Contact,
)


@dataclass(frozen=True, slots=True)
class ClauseView:
    """A clause as a page shows it; `number` is its place in its section now, from 1."""

    key: str
    number: int
    text_html: str


@dataclass(frozen=True, slots=True)
class SectionView:
    """A section as a page shows it."""

    key: str
    heading: str
    body_html: str
    clauses: tuple[ClauseView, ...]


@dataclass(frozen=True, slots=True)
class CodeView:
    """A version as a page shows it, and the words it was written in."""

    number: int
    intro_html: str
    sections: tuple[SectionView, ...]
    text: CodeText


@dataclass(frozen=True, slots=True)
class ContactLine:
    """A contact as everybody may see them."""

    id: int
    name: str
    address: str
    words: str


def version_in_force(now: datetime) -> CodePublication | None:
    """The publication of the version that holds at `now`; None where there is no code."""
    return db.session.scalars(_in_force(now).limit(1)).first()


def version_in_force_at(instant: datetime) -> CodePublication | None:
    """The version that held at an instant of the past: what happened then is judged by it."""
    return version_in_force(instant)


def latest() -> CodePublication | None:
    """The version published last, in force or not yet."""
    return db.session.scalars(_published().limit(1)).first()


def published(number: int) -> CodePublication | None:
    """The publication of version `number`; drafts are none."""
    return db.session.scalars(_published().where(CodeVersion.number == number)).first()


def all_published() -> Sequence[CodePublication]:
    """Every published version, the latest first."""
    return db.session.scalars(_published()).all()


def overtakers(known: Sequence[CodePublication]) -> dict[int, int]:
    """Of versions that never took effect, or never will: which later one stands in their place."""
    found: dict[int, int] = {}
    for one in known:
        later = [
            other.number
            for other in known
            if other.number > one.number and other.at < one.effective_at >= other.effective_at
        ]
        if later:
            found[one.number] = min(later)
    return found


def draft() -> CodeVersion | None:
    """The draft of the next version, if somebody has begun one."""
    is_published = exists().where(CodePublication.version_id == CodeVersion.id)
    return db.session.scalars(select(CodeVersion).where(~is_published)).first()


def view_of(version: CodeVersion) -> CodeView:
    """What a version says, in three queries."""
    of_version = CodeSection.version_id == version.id
    sections = db.session.scalars(select(CodeSection).where(of_version).order_by("position")).all()
    clauses = db.session.scalars(
        select(CodeClause).where(CodeClause.version_id == version.id).order_by("position")
    ).all()
    mine = {s.key: [c for c in clauses if c.section_key == s.key] for s in sections}
    return CodeView(
        number=version.number,
        intro_html=version.intro_html,
        sections=tuple(
            SectionView(
                s.key,
                s.heading,
                s.body_html,
                tuple(ClauseView(c.key, n, c.text_html) for n, c in enumerate(mine[s.key], 1)),
            )
            for s in sections
        ),
        text=CodeText(
            version.intro_source,
            tuple(
                SectionText(
                    s.key,
                    s.heading,
                    s.body_source,
                    tuple(ClauseText(c.key, c.text_source) for c in mine[s.key]),
                )
                for s in sections
            ),
            _ladder_of(version),
        ),
    )


def text_of(version: CodeVersion) -> CodeText:
    """The words of a version."""
    return view_of(version).text


def keys_ever_used() -> set[str]:
    """Every key of a published clause: none of them may ever stand for something else."""
    query = select(CodeClause.key).join(
        CodePublication, CodePublication.version_id == CodeClause.version_id
    )
    return set(db.session.scalars(query))


def last_accepted(person_id: int) -> Acceptance | None:
    """The latest version a person has accepted, with when."""
    query = (
        select(Acceptance)
        .join(CodeVersion, CodeVersion.id == Acceptance.version_id)
        .where(Acceptance.person_id == person_id)
        .order_by(CodeVersion.number.desc())
    )
    return db.session.scalars(query.limit(1)).first()


def contacts() -> list[ContactLine]:
    """The people to write to, in the order they were named."""
    rows = db.session.scalars(select(Contact).order_by(Contact.id)).all()
    return [ContactLine(row.id, row.name, row.address, row.words) for row in rows]


def contact(number: int) -> Contact | None:
    """One of them."""
    return db.session.get(Contact, number)


def is_contact(member_id: int) -> bool:
    """Whether a member is named as a contact."""
    query = select(Contact.id).where(Contact.member_id == member_id).limit(1)
    return db.session.scalar(query) is not None


def count_people_who_accepted() -> int:
    """How many people have accepted some version."""
    return db.session.scalar(select(func.count(Acceptance.person_id.distinct()))) or 0


def _published() -> Select[CodePublication]:
    return (
        select(CodePublication)
        .join(CodeVersion, CodeVersion.id == CodePublication.version_id)
        .order_by(CodeVersion.number.desc())
    )


def _in_force(now: datetime) -> Select[CodePublication]:
    return _published().where(CodePublication.effective_at <= now)


def _ladder_of(version: CodeVersion) -> tuple[RungText, ...]:
    rungs = db.session.scalars(
        select(CodeRung).where(CodeRung.version_id == version.id).order_by(CodeRung.level)
    )
    return tuple(
        RungText(
            level=rung.level,
            name=rung.name,
            event=rung.event,
            consequence=rung.consequence,
            repair=rung.repair,
            longest_days=rung.longest_days,
            quorum=rung.quorum,
            effects=tuple(Effect(effect) for effect in rung.effects),
        )
        for rung in rungs
    )
