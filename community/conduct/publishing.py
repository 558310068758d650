"""Writing the draft and publishing it. What is published is never edited."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import delete, select

from community import clock
from community.accounts.events import CommunitySetUp
from community.accounts.models import Community, Member
from community.db import db
from community.errors import Refusal
from community.events import announce
from community.text import render_markdown

from . import default_text
from .content import CodeText, digest, why_material
from .events import CodePublished
from .models import Change, CodeClause, CodePublication, CodeRung, CodeSection, CodeVersion
from .queries import all_published, draft, latest, text_of

_FARTHEST = timedelta(days=366)


class CannotBePublished(Refusal):
    """The version does not fit after the one before it."""


class SavedMeanwhile(Refusal):
    """Somebody else has saved or published the draft since it was read."""


@dataclass(frozen=True, slots=True)
class Announcement:
    """How a version is published; `effective_on` is a day in the community's zone."""

    change: Change
    summary: str
    effective_on: date


def write_first(event: CommunitySetUp) -> None:
    """Give a new community our own code, in force from its first minute."""
    publish_default(by=event.steward, now=event.community.set_up_at)


def publish_default(*, by: Member, now: datetime) -> None:
    """Publish our own code as the first version. Where there is a version nothing changes."""
    zone = _hold_the_community().zone
    if latest() is not None:
        return
    discard()
    version = save(default_text.default_code(), by=by, edits=0, now=now)
    today = now.astimezone(clock.zone(zone)).date()
    how = Announcement(Change.MATERIAL, default_text.SUMMARY, today)
    publish(how, edits=version.edits, by=by, now=now)


def save(code: CodeText, *, by: Member, edits: int, now: datetime) -> CodeVersion:
    """Keep `code` as the draft. `edits` says which draft was read: 0 where there was none.

    Raises `SavedMeanwhile`, and `community.text.TextTooLong`.
    """
    _hold_the_community()
    found = draft()
    _expect(found, edits)
    last = latest()
    version = found or CodeVersion(number=last.number + 1 if last else 1, edits=0)
    version.intro_source, version.intro_html = code.intro, render_markdown(code.intro)
    version.edits += 1
    version.updated_by_id, version.updated_at = by.id, now
    db.session.add(version)
    db.session.flush()
    _clear(version)
    db.session.add_all(_sections(version, code))
    db.session.flush()
    db.session.add_all([*_clauses(version, code), *_rungs(version, code)])
    db.session.flush()
    return version


def discard() -> None:
    """Throw the draft away. Without one nothing changes."""
    _hold_the_community()
    version = draft()
    if version is not None:
        _clear(version)
        db.session.delete(version)
        db.session.flush()


def publish(how: Announcement, *, edits: int, by: Member, now: datetime) -> CodePublication:
    """Publish the draft that was read as `edits`. It holds from the beginning of the day given, in
    the community's zone, or from now where that is today. What was to hold later than that, and
    was published earlier, never will.

    Raises `SavedMeanwhile` and `CannotBePublished`.
    """
    community = _hold_the_community()
    version = draft()
    _expect(version, edits)
    if version is None:
        raise SavedMeanwhile("There is no draft to publish. Somebody may have published it.")
    code, zone = text_of(version), clock.zone(community.zone)
    _refuse_what_does_not_fit(code, all_published(), how, now.astimezone(zone).date())
    begins = datetime.combine(how.effective_on, time(), tzinfo=zone)
    publication = CodePublication(
        version_id=version.id,
        change=how.change,
        summary=how.summary,
        effective_on=how.effective_on,
        effective_at=max(begins, now),
        digest=digest(code),
        by_id=by.id,
        at=now,
    )
    db.session.add(publication)
    db.session.flush()
    announce(CodePublished(publication, now))
    return publication


def reasons_for_material(before: CodeText | None, code: CodeText) -> Sequence[str]:
    """Why `code` after `before` is more than an editorial change; none where it could be one."""
    return ["It is the first version."] if before is None else why_material(before, code)


def _refuse_what_does_not_fit(
    code: CodeText, known: Sequence[CodePublication], how: Announcement, today: date
) -> None:
    if how.effective_on < today:
        raise CannotBePublished("A version takes effect today or later: choose another day.")
    if how.effective_on > today + _FARTHEST:
        raise CannotBePublished("A version takes effect within a year: choose an earlier day.")
    last = known[0] if known else None
    overtaken = [one for one in known if one.effective_on > how.effective_on]
    material = [one.number for one in overtaken if one.change is Change.MATERIAL]
    if how.change is Change.EDITORIAL and material:
        raise CannotBePublished(
            f"It takes the place of version {material[0]}, which is a material change and "
            "is not in force yet: so it is one itself."
        )
    before = text_of(last.version) if last else None
    reasons = reasons_for_material(before, code) if how.change is Change.EDITORIAL else ()
    if reasons:
        raise CannotBePublished(f"This is a material change. {' '.join(reasons)}")
    if last is not None and not overtaken and digest(code) == last.digest:
        raise CannotBePublished(f"Nothing differs from version {last.number}.")


def _expect(version: CodeVersion | None, edits: int) -> None:
    if (version.edits if version else 0) != edits:
        raise SavedMeanwhile(
            "Somebody has saved the draft since you opened this page. "
            "What you typed is still here; look at what differs, then save again."
        )


def _hold_the_community() -> Community:
    """One steward at a time: the community's row is held until the transaction ends."""
    return db.session.scalars(select(Community).with_for_update()).one()


def _clear(version: CodeVersion) -> None:
    for part in (CodeClause, CodeRung, CodeSection):
        db.session.execute(
            delete(part)
            .where(part.version_id == version.id)
            .execution_options(synchronize_session="fetch")
        )


def _sections(version: CodeVersion, code: CodeText) -> list[CodeSection]:
    return [
        CodeSection(
            version_id=version.id,
            key=section.key,
            position=place,
            heading=section.heading,
            body_source=section.body,
            body_html=render_markdown(section.body),
        )
        for place, section in enumerate(code.sections)
    ]


def _clauses(version: CodeVersion, code: CodeText) -> list[CodeClause]:
    return [
        CodeClause(
            version_id=version.id,
            key=clause.key,
            section_key=section.key,
            position=place,
            text_source=clause.text,
            text_html=render_markdown(clause.text),
        )
        for section in code.sections
        for place, clause in enumerate(section.clauses)
    ]


def _rungs(version: CodeVersion, code: CodeText) -> list[CodeRung]:
    return [
        CodeRung(
            version_id=version.id,
            level=rung.level,
            name=rung.name,
            event=rung.event,
            consequence=rung.consequence,
            repair=rung.repair,
            longest_days=rung.longest_days,
            quorum=rung.quorum,
            effects=[effect.value for effect in rung.effects],
        )
        for rung in code.ladder
    ]
