"""Going back to an earlier revision: a new one that says the same."""

from datetime import datetime

from community.accounts.models import Person
from community.db import db, locked

from .content import from_json
from .models import Pattern, PatternRevision
from .reading_again import refuse_other
from .writing import revise


def revert(
    revision: PatternRevision, *, seen: int | None = None, by: Person, now: datetime
) -> PatternRevision:
    """Say again what was said in `revision`, in place of the one that was `seen`. Where it says
    that already, nothing changes. Raises `RevisedSince`.
    """
    pattern = locked(Pattern, revision.pattern_id)
    content = from_json(revision.content)
    standing = db.session.get_one(PatternRevision, (pattern.id, pattern.revision))
    if from_json(standing.content) != content:
        refuse_other(pattern, seen)
    return revise(
        pattern,
        content,
        over=pattern.revision,
        by=by,
        disclosure=revision.disclosure,
        now=now,
        why=f"Back to revision {revision.number}.",
    )
