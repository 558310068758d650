"""Going back to an earlier revision: a new one that says the same."""

from datetime import datetime

from community.accounts.models import Person
from community.db import locked

from .content import from_json
from .models import Pattern, PatternRevision
from .writing import revise


def revert(revision: PatternRevision, *, by: Person, now: datetime) -> PatternRevision:
    """Say again what was said in `revision`. Where it says that already, nothing changes."""
    pattern = locked(Pattern, revision.pattern_id)
    return revise(
        pattern,
        from_json(revision.content),
        over=pattern.revision,
        by=by,
        disclosure=revision.disclosure,
        now=now,
        why=f"Back to revision {revision.number}.",
    )
