"""How far a pattern has come: the rules, in one place. Values in, values out."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from .facets import Stage

QUIET_TO_DRAFT = timedelta(days=60)
QUIET_TO_PROVEN = timedelta(days=7)
CHECKED_FOR = timedelta(days=365)
USES_NEEDED = 3


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of a pattern that its stage follows from.

    `since` is when its present stage began; `heard_at` when anything last happened to it;
    `complete_at` when the last thing that *proven* asks for came; `checked_at` the last check.
    """

    stage: Stage
    since: datetime
    heard_at: datetime
    is_reviewed: bool = False  # one review *ready* by somebody who did not write it
    verified_uses: int = 0
    organisations: int = 0
    states_limit: bool = False
    has_curator: bool = False
    open_objections: int = 0
    open_cautions: int = 0
    complete_at: datetime | None = None
    checked_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Need:
    """One thing the next stage asks for, and whether it is there."""

    words: str
    is_met: bool


def next_stage(known: Evidence) -> Stage | None:
    """The stage that comes after the present one, where there is one to work towards."""
    return {
        Stage.DRAFT: Stage.PROPOSED,
        Stage.PROPOSED: Stage.EMERGING,
        Stage.EMERGING: Stage.PROVEN,
    }.get(known.stage)


def needs(known: Evidence, now: datetime) -> list[Need]:
    """What the next stage asks for, in sentences for readers."""
    if known.stage is Stage.PROPOSED:
        words = "One review that says it is ready, by somebody who did not write it."
        return [Need(words, known.is_reviewed)]
    if known.stage is not Stage.EMERGING:
        return []
    standing = _standing_needs(known)
    rested = known.complete_at is not None and now >= known.complete_at + QUIET_TO_PROVEN
    is_quiet = rested and all(need.is_met for need in standing)
    return [*standing, Need("Seven days without a reasoned objection.", is_quiet)]


def _standing_needs(known: Evidence) -> list[Need]:
    return [
        Need(f"{USES_NEEDED} verified uses in {USES_NEEDED} organisations.", _is_used(known)),
        Need("A limit: somebody says where it did not fit.", known.states_limit),
        Need("The word of one curator.", known.has_curator),
        Need("No objection that stands.", known.open_objections == 0),
        Need("No caution without an answer.", known.open_cautions == 0),
    ]


def due_stage(known: Evidence, now: datetime) -> Stage:
    """The stage it has by the rules at `now`. Drafts and retired ones move by people alone.

    What was proven is emerging again once a use, the limit or the curator’s word that it stood on
    is withdrawn: readers are told that it is confirmed, so it has to be. An objection alone does
    not take it back, or anybody could; it is shown on the page, and counts before *proven*.
    """
    if known.stage is Stage.PROPOSED:
        if known.is_reviewed:
            return Stage.EMERGING
        return Stage.DRAFT if now >= known.heard_at + QUIET_TO_DRAFT else Stage.PROPOSED
    if known.stage is Stage.PROVEN and not _has_evidence(known):
        return Stage.EMERGING
    if known.stage is Stage.EMERGING and all(need.is_met for need in needs(known, now)):
        return Stage.PROVEN
    return known.stage


def needs_check(known: Evidence, now: datetime) -> bool:
    """Whether nobody has checked it for twelve months."""
    if known.stage not in (Stage.EMERGING, Stage.PROVEN):
        return False
    return now >= (known.checked_at or known.since) + CHECKED_FOR


def next_hour(now: datetime) -> datetime:
    """Up to when time alone changes no page of the library: sooner than anybody notices."""
    return now + timedelta(hours=1)


def _has_evidence(known: Evidence) -> bool:
    return _is_used(known) and known.states_limit and known.has_curator


def _is_used(known: Evidence) -> bool:
    return known.verified_uses >= USES_NEEDED and known.organisations >= USES_NEEDED
