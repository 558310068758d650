"""Adding known uses, changing and withdrawing them, and saying that they are so."""

from dataclasses import dataclass, fields
from datetime import datetime

from sqlalchemy import func, select

from community.accounts.models import Person
from community.db import db, locked, number_of
from community.disclosures.models import Disclosure
from community.errors import Refusal, TooMany

from .known_use_models import KnownUse, LinkMending, UseLink, UseState, UseVerification
from .models import Pattern
from .retired import refuse_retired
from .said_first import refuse_others
from .seen_uses import changed_since
from .settling import settle
from .stage_queries import has_written

MOST_USES = 100


class OwnUse(Refusal):
    """Nobody verifies what they added themselves, or of a pattern that they wrote some of."""


class UseGone(Refusal):
    """The known use was withdrawn."""


class LinkAnswers(Refusal):
    """There is nothing to mend."""


class UseChanged(Refusal):
    """It says something else than when it was read."""


@dataclass(frozen=True, slots=True)
class UseDraft:
    """What is said of a use; `since` is a year, `limits` where it did not fit."""

    organisation: str
    state: UseState
    place: str = ""
    url: str = ""
    since: int | None = None
    adapted: str = ""
    limits: str = ""


def add_use(
    pattern: Pattern, draft: UseDraft, *, by: Person, disclosure: Disclosure, now: datetime
) -> KnownUse:
    """Say where it is used. Raises `community.errors.TooMany` and `retired.KeptForTheRecord`."""
    pattern = locked(Pattern, number_of(pattern))
    refuse_retired(pattern)
    standing = select(func.count()).where(
        KnownUse.pattern_id == pattern.id, KnownUse.withdrawn_at.is_(None)
    )
    if (db.session.scalar(standing) or 0) >= MOST_USES:
        raise TooMany("This pattern has as many known uses as it can show.")
    use = KnownUse(
        pattern_id=pattern.id, by_id=by.id, disclosure_id=disclosure.id, at=now, changed_at=now
    )
    _fill(use, draft)
    db.session.add(use)
    db.session.flush()
    settle(pattern, now=now)
    return use


def change_use(
    use: KnownUse,
    draft: UseDraft,
    *,
    by: Person,
    disclosure: Disclosure | None = None,
    seen: str | None = None,
    now: datetime,
) -> None:
    """Say it in other words. Whoever has verified it verified what it said, so that ends; the same
    words again change nothing. Without a `disclosure`, what was said about tools holds; `seen` is
    the mark of what was read (`seen_uses`), None: it was read just now.

    Raises `UseGone`, `UseChanged` and `retired.KeptForTheRecord`.
    """
    use = held(use)
    refuse_retired(use.pattern)
    if use.withdrawn_at is not None:
        raise UseGone("This known use was withdrawn.")
    if all(getattr(use, f.name) == getattr(draft, f.name) for f in fields(UseDraft)):
        return
    _refuse_changed(use, seen)
    _fill(use, draft)
    if disclosure is not None:
        use.disclosure_id = disclosure.id
    use.changed_at, use.version = now, use.version + 1
    take_verification_back(use, by=by, now=now)


def mend_link(use: KnownUse, url: str, *, by: Person, now: datetime) -> None:
    """Lead to where it has gone, and keep who did. What it says is the same, so who has verified it
    has; that is why only a link that does not answer is mended so. The same again changes nothing.

    Raises `LinkAnswers`, `UseGone` and `retired.KeptForTheRecord`.
    """
    use = held(use)
    refuse_retired(use.pattern)
    if use.withdrawn_at is not None:
        raise UseGone("This known use was withdrawn.")
    if use.url == url:
        return
    link = db.session.get(UseLink, use.id)
    if link is None or link.url != use.url or not link.asks_for_a_look:
        raise LinkAnswers("Its link answers. Whoever told of the use can change it.")
    use.url = url  # it says the same as before, so no days begin anew
    db.session.add(LinkMending(use_id=use.id, by_id=by.id, at=now))
    db.session.flush()


def withdraw_use(use: KnownUse, *, by: Person, now: datetime) -> None:
    """Show it no more. Doing it twice changes nothing."""
    use = held(use)
    if use.withdrawn_at is None:
        use.withdrawn_at, use.withdrawn_by_id = now, by.id
        db.session.flush()
        settle(use.pattern, now=now)


def verify_use(
    use: KnownUse, *, by: Person, word: str = "", now: datetime, seen: str | None = None
) -> None:
    """Say that it is so, with a word on how one knows. What is verified stays so by whom it was, as
    long as they wrote none of the pattern.
    `seen` is the mark of what was read (`seen_uses`); None: it was read just now.

    Raises `OwnUse`, `UseGone`, `UseChanged`, `said_first.SaidFirst` and `retired.KeptForTheRecord`.
    """
    use = held(use)
    refuse_retired(use.pattern)
    if use.by_id == by.id:
        raise OwnUse("Somebody else than you, who added it, has to verify it.")
    if has_written(by.id, use.pattern):
        raise OwnUse("You wrote some of the pattern, so somebody else has to verify its uses.")
    if use.withdrawn_at is not None:
        raise UseGone("This known use was withdrawn.")
    standing = _verification_of(use)
    if standing is not None and not has_written(standing.by_id, use.pattern):
        refuse_others((standing.by_id, standing.word), (by.id, word))
        return
    _refuse_changed(use, seen)
    if standing is not None:
        standing.withdrawn_at, standing.withdrawn_by_id = now, by.id
        db.session.flush()
    said = {"by_id": by.id, "at": now, "word": word, "version": use.version}
    db.session.add(UseVerification(use_id=use.id, added_by_id=use.by_id, **said))
    db.session.flush()
    settle(use.pattern, now=now)


def take_verification_back(use: KnownUse, *, by: Person, now: datetime) -> None:
    """Nobody says that it is so any longer. Doing it twice changes nothing."""
    use = held(use)
    row = _verification_of(use)
    if row is not None:
        row.withdrawn_at, row.withdrawn_by_id = now, by.id
    db.session.flush()
    settle(use.pattern, now=now)


def words_of(said: UseDraft | KnownUse) -> str:
    """What somebody wrote of a use in their own words."""
    return f"{said.adapted}\n{said.limits}"


def held(use: KnownUse) -> KnownUse:
    """The use, with its pattern held: what is known of that follows from all of its uses."""
    db.session.flush()
    locked(Pattern, use.pattern_id)
    return locked(KnownUse, number_of(use))


def _refuse_changed(use: KnownUse, seen: str | None) -> None:
    if seen is not None and changed_since(use, seen):
        raise UseChanged("It was changed after you had read it. Look at what has changed.")


def _verification_of(use: KnownUse) -> UseVerification | None:
    query = select(UseVerification).where(
        UseVerification.use_id == use.id, UseVerification.withdrawn_at.is_(None)
    )
    return db.session.scalar(query)


def _fill(use: KnownUse, draft: UseDraft) -> None:
    for each in fields(UseDraft):
        setattr(use, each.name, getattr(draft, each.name))
