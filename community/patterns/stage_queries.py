"""What is known of a pattern that its stage follows from."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, select

from community.conduct.state_models import Content
from community.conduct.taking_out import before
from community.db import db
from community.marks import BAR

from .comparing import is_another
from .content import from_json
from .curation_models import (
    CuratorWord,
    Objection,
    ObjectionAnswer,
    PatternCheck,
    Review,
    Verdict,
)
from .curation_queries import checks_by_others
from .curator_queries import is_a_members
from .facets import LISTED
from .held_models import Held, is_kept_back
from .known_use_models import KnownUse, UseState, UseVerification
from .models import Pattern, PatternRelation, PatternRevision, StageChange
from .stages import USES_NEEDED, Evidence
from .suggestion_message_queries import last_said_of_edits
from .thread_queries import cautions_of, last_note_on
from .use_models import Shown, UseMark
from .writer_queries import writers_of, wrote_some


def evidence_of(pattern: Pattern) -> Evidence:
    """The evidence as it stands; four queries, and one more where it was changed since a curator
    spoke for it.

    Only verified uses of those who use it now count: who has stopped, or only tried, confirms
    nothing, but can state a limit. A caution counts until it is answered or taken out. A
    review counts for the revision it was written of, and only while its writer has written none
    themselves, and so does what they have verified, and a curator's word, which counts until much
    of what it was about is other words. The seven days begin when the last thing came that *proven*
    asks for, and again whenever an objection or a caution is answered or withdrawn.
    """
    began, reviewed_at, is_reviewed, said_at, said_of, checked_at, kept, *heard = _facts(pattern)
    word_at = None if said_at and is_outgrown(pattern, said_of, said_at) else said_at
    since = began or pattern.made_at
    uses, objections = _uses(pattern), _objections(pattern.id)
    firsts = _first_verified(uses)
    limits = [use.changed_at for use, _ in uses if use.limits]
    closed = [withdrawn or answered for _, withdrawn, answered in objections]
    heeded = [answered for _, answered in cautions_of(pattern)]
    parts = [*sorted(firsts.values())[:USES_NEEDED], *sorted(limits)[:1], word_at, *closed, *heeded]
    is_whole = len(firsts) >= USES_NEEDED and limits and word_at and all([*closed, *heeded])
    return Evidence(
        pattern.stage,
        since=since,
        heard_at=_latest(
            *(pattern.changed_at, since, reviewed_at, *heard),
            *(at for row in objections for at in row),
            *(at for use, seen in uses for at in (use.changed_at, seen)),
        ),
        is_reviewed=is_reviewed,
        verified_uses=sum(seen is not None and use.state is UseState.USING for use, seen in uses),
        organisations=len(firsts),
        states_limit=bool(limits),
        has_curator=word_at is not None,
        open_objections=sum(at is None for at in closed),
        open_cautions=sum(at is None for at in heeded),
        complete_at=_latest(since, *parts) if is_whole else None,
        checked_at=checked_at,
        is_looked_after=kept is not None,
    )


def has_been_listed(pattern: Pattern) -> bool:
    """Whether everybody could ever read it."""
    return bool(db.session.scalar(select(ever_listed(pattern.id))))


def ever_listed(pattern_id: Any) -> ColumnElement[bool]:
    """For a query: whether everybody could ever read a pattern."""
    return exists().where(StageChange.pattern_id == pattern_id, StageChange.became.in_(LISTED))


def has_written(person_id: int, pattern: Pattern) -> bool:
    """Whether somebody wrote any revision of a pattern, or suggested what is in one."""
    wrote = select(wrote_some(person_id, pattern))
    return pattern.author_id == person_id or bool(db.session.scalar(wrote))


def is_outgrown(pattern: Pattern, number: int | None, at: datetime) -> bool:
    """Whether what was said of revision `number` (None: of the one that stood at `at`) was said of
    much that is other words by now. One query, where another revision stands.
    """
    if number == pattern.revision:
        return False
    theirs = PatternRevision.pattern_id == pattern.id
    then = PatternRevision.at <= at if number is None else PatternRevision.number == number
    was = select(PatternRevision.content).where(theirs, then)
    now = select(PatternRevision.content).where(theirs, PatternRevision.number == pattern.revision)
    one = was.order_by(PatternRevision.number.desc()).limit(1).scalar_subquery()
    before, after = db.session.execute(select(one, now.scalar_subquery())).one()
    return before not in (None, after) and is_another(from_json(before), from_json(after))


class Spent(StrEnum):
    """Why a curator's word counts no more: they have written some of the pattern since, or much of
    what it was about is other words.
    """

    OWN = "own"
    OUTGROWN = "outgrown"


def why_spent(pattern: Pattern, word: CuratorWord) -> Spent | None:
    """Why a curator's word counts no more; None where it does."""
    if has_written(word.by_id, pattern):
        return Spent.OWN
    return Spent.OUTGROWN if is_outgrown(pattern, word.number, word.at) else None


def is_spent(pattern: Pattern, word: CuratorWord) -> bool:
    """Whether a curator's word counts no more."""
    return why_spent(pattern, word) is not None


def _facts(pattern: Pattern) -> Sequence[Any]:
    """When its stage began; the last review; whether a ready one counts; a curator's word and of
    which revision it is; the last check by somebody who did not write it; its number, where
    whoever began it has an account; and when somebody last wrote a note on it, suggested an edit,
    wrote about one, answered one, checked it, let others know that they use it, and said what it
    has to do with another.
    """
    mine = Review.pattern_id == pattern.id
    ready = exists().where(
        mine,
        Review.withdrawn_at.is_(None),
        Review.verdict == Verdict.READY,
        Review.number == pattern.revision,
        Review.by_id.not_in(writers_of(pattern.id)),
    )
    word = (
        *(CuratorWord.pattern_id == pattern.id, CuratorWord.withdrawn_at.is_(None)),
        CuratorWord.by_id.not_in(writers_of(pattern.id)),
    )
    parts = (
        select(func.max(StageChange.at)).where(StageChange.pattern_id == pattern.id),
        select(func.max(Review.at)).where(mine, ~is_kept_back(Held.REVIEW, Review.id)),
        select(ready),
        select(CuratorWord.at).where(*word),
        select(CuratorWord.number).where(*word),
        select(func.max(PatternCheck.at)).where(*checks_by_others(pattern.id)),
        select(Pattern.id).where(Pattern.id == pattern.id, is_a_members()),
        last_note_on(pattern),
        *last_said_of_edits(pattern),
        *_said_with_one_press(pattern.id),
    )
    return db.session.execute(select(*(part.scalar_subquery() for part in parts))).one()


def _said_with_one_press(pattern_id: int) -> Sequence[Select[Any]]:
    """When somebody last checked it, let others know that they use it, and said what it has to do
    with another, or there what that has to do with it.
    """
    relates = (PatternRelation.pattern_id == pattern_id) | (PatternRelation.other_id == pattern_id)
    return (
        select(func.max(PatternCheck.at)).where(PatternCheck.pattern_id == pattern_id),
        select(func.max(UseMark.at)).where(
            UseMark.pattern_id == pattern_id, UseMark.shown != Shown.PRIVATE
        ),
        select(func.max(PatternRelation.at))
        .join(Pattern, Pattern.id == PatternRelation.pattern_id)
        .where(relates, PatternRelation.awaited.is_(None), Pattern.stage.in_(LISTED)),
    )


def _uses(pattern: Pattern) -> Sequence[tuple[KnownUse, datetime | None]]:
    """Each known use, and when it was verified by somebody who wrote none of the pattern."""
    query = (
        select(KnownUse, UseVerification.at)
        .outerjoin(
            UseVerification,
            (UseVerification.use_id == KnownUse.id)
            & UseVerification.withdrawn_at.is_(None)
            & UseVerification.by_id.not_in(writers_of(pattern.id)),
        )
        .where(KnownUse.pattern_id == pattern.id, KnownUse.withdrawn_at.is_(None))
    )
    return [(use, at) for use, at in db.session.execute(query)]


def _objections(pattern_id: int) -> Sequence[tuple[datetime, datetime | None, datetime | None]]:
    """When each was raised, withdrawn and answered."""
    query = (
        select(Objection.at, Objection.withdrawn_at, ObjectionAnswer.at)
        .outerjoin(
            ObjectionAnswer,
            (ObjectionAnswer.objection_id == Objection.id) & ObjectionAnswer.withdrawn_at.is_(None),
        )
        .where(Objection.pattern_id == pattern_id)
        .where(~is_kept_back(Held.OBJECTION, Objection.id))
    )
    return [(at, withdrawn, answered) for at, withdrawn, answered in db.session.execute(query)]


def _first_verified(
    uses: Iterable[tuple[KnownUse, datetime | None]],
) -> dict[str, datetime]:
    """When each organisation that uses it was first verified, however its name is spaced."""
    found: dict[str, datetime] = {}
    known = list(uses)
    kept = _names_kept(use for use, _ in known)
    for use, seen in known:
        if seen is not None and use.state is UseState.USING:
            name = " ".join(kept.get(use.id, use.organisation).casefold().split())
            found[name] = min(seen, found.get(name, seen))
    return found


def _names_kept(uses: Iterable[KnownUse]) -> Mapping[int, str]:
    """Which organisations these are, where words of their names are taken out for now."""
    gone = [use.id for use in uses if BAR in use.organisation]
    return before(Content.USE, gone, "organisation") if gone else {}


def _latest(*instants: datetime | None) -> datetime:
    return max(at for at in instants if at is not None)
