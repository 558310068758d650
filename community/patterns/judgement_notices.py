"""The letter about what others say of a pattern: reviews, and objections, which keep it from being
proven until somebody answers.
"""

from datetime import datetime

from sqlalchemy import select

from community.accounts.guests import member_of
from community.accounts.models import Role
from community.accounts.queries import holds_role
from community.db import db
from community.outbox.addresses import absolute
from community.outbox.kinds import Draft, Kind, Recipient
from community.outbox.models import Group, Letter, Outcome
from community.outbox.owing import WRITTEN_AT, is_within, told_already, told_by

from .curator_queries import curators, is_looked_after
from .events import PatternJudged
from .gathering import owe_gathered
from .judgement_queries import Judged, judged_since

KIND = "pattern_judged"
MOST = 10  # in one letter


def pattern_judged(event: PatternJudged) -> None:
    """Tell the author, gathered; the curators where the author has no account. But nobody of what
    they said themselves, or of somebody they mute or block.
    """
    pattern = event.pattern
    theirs = (pattern.author_id,) if is_looked_after(pattern) else curators()
    owe_gathered(KIND, theirs, by_id=event.by_id, about="what is said of patterns", now=event.at)


def has_told(person_id: int, at: datetime) -> bool:
    """Whether a letter of this kind has told a person what was said at an instant."""
    sent = Letter.kind == KIND, Letter.person_id == person_id, Letter.outcome == Outcome.SENT
    rows = db.session.execute(select(Letter.owed_at, WRITTEN_AT).where(*sent, Letter.owed_at <= at))
    return is_within(at, [told_by(owed_at, written) for owed_at, written in rows])


def _write(letter: Letter, _recipient: Recipient, _now: datetime) -> Draft | None:
    """What was said since the letter was owed, and stands."""
    member = member_of(letter.person_id) if letter.person_id is not None else None
    if member is None:
        return None
    told, curates = told_already(letter), holds_role(member.person_id, Role.CURATOR)
    found = judged_since(member.person_id, letter.owed_at, curates=curates)
    lines = [_line(one) for one in found if not is_within(one.at, told)]
    if not lines:
        return None
    return Draft(
        {
            "lines": lines[:MOST],
            "number": len(lines),
            "page": absolute("patterns.list_suggestions"),
        }
    )


def _line(one: Judged) -> dict[str, object]:
    anchor = "reviews" if one.verdict else "objections"
    page = absolute("patterns.show_pattern", slug=one.slug) + f"#{anchor}"
    verdict = one.verdict.value if one.verdict else None
    return {
        "title": one.title,
        "words": one.words,
        "by": one.by,
        "verdict": verdict,
        "page": page,
    }


KINDS = (Kind(KIND, Group.PATTERNS, _write),)
