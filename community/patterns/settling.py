"""Patterns come to the stage they have by the rules: after each act, and when time has passed."""

from datetime import datetime, timedelta

from sqlalchemy import exists, or_, select

from community import work
from community.db import db, locked, number_of, transaction
from community.events import announce

from .curation_models import CuratorWord
from .curator_queries import is_a_members
from .events import PatternRewritten, ProposalReturned
from .facets import Stage
from .models import Pattern
from .stage_queries import evidence_of
from .stages import QUIET_TO_DRAFT, QUIET_TO_PROVEN, due_stage
from .staging import move

_AT_ONCE = 100
_WHY = {
    Stage.DRAFT: "Sixty days went by without a word on it. Thank you for proposing it.",
    Stage.EMERGING: "A review by somebody who did not write it says that it is ready.",
    Stage.PROVEN: "Three verified uses in three organisations, a limit, a curator’s word, and "
    "seven days without an objection.",
}
_CAME_WITHOUT = "The evidence that “proven” asks for did not come with it."
_FELL = "Something that “proven” asks for was withdrawn, or much of it was changed since."


def settle(pattern: Pattern, *, now: datetime, fell: str = _FELL) -> None:
    """Let it have the stage that is due at `now`; `fell` is why it is proven no longer. Where it
    has it, nothing happens: two who do it at once wait for each other, and the second finds it
    done.
    """
    pattern = locked(Pattern, number_of(pattern))
    was, became = pattern.stage, due_stage(evidence_of(pattern), now)
    if became is was:
        return
    why = fell if was is Stage.PROVEN else _WHY[became]
    move(pattern, became, by=None, now=now, why=why)
    if became is Stage.DRAFT:
        announce(ProposalReturned(pattern, now))


def settle_brought(pattern: Pattern, *, now: datetime) -> None:
    """The same for what came from another place, which may have called it more than what came
    with it gives.
    """
    settle(pattern, now=now, fell=_CAME_WITHOUT)


def pattern_rewritten(event: PatternRewritten) -> None:
    """What was proven stays so only as what it was confirmed as."""
    settle(event.pattern, now=event.at)


def settle_all(now: datetime) -> None:
    """Settle what time alone can move, each pattern in a transaction of its own. Raises
    `community.work.Unfinished`.
    """

    def settle_one(pattern_id: int) -> None:
        with transaction():
            settle(db.session.get_one(Pattern, pattern_id), now=now)

    last = 0
    while numbers := _due(now, last):
        db.session.rollback()  # reading is over before the writing begins
        work.each(numbers, settle_one, what="pattern")
        last = numbers[-1]


def _due(now: datetime, after: int) -> list[int]:
    """Proposals that have not changed for long, what a curator spoke for a while ago, and what is
    proven: whatever its evidence stood on may have gone in another way than through here.
    """
    spoken = exists().where(
        CuratorWord.pattern_id == Pattern.id,
        CuratorWord.withdrawn_at.is_(None),
        CuratorWord.at <= now - QUIET_TO_PROVEN,
    )
    quiet = (Pattern.stage == Stage.PROPOSED) & (Pattern.changed_at <= now - QUIET_TO_DRAFT)
    query = select(Pattern.id).where(
        Pattern.id > after,
        or_(
            quiet & is_a_members(),
            (Pattern.stage == Stage.EMERGING) & spoken,
            Pattern.stage == Stage.PROVEN,
        ),
    )
    return list(db.session.scalars(query.order_by(Pattern.id).limit(_AT_ONCE)))


JOBS = (work.Job("settle patterns", timedelta(hours=1), settle_all),)
