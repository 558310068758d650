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
    `complete_at` when the last thing that *proven* asks for came; `checked_at` the last check;
    `is_looked_after` whether there is somebody to whom it would return as a draft.
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
    is_looked_after: bool = True


@dataclass(frozen=True, slots=True)
class Need:
    """One thing the next stage asks for, and whether it is there; `until` is when time ends it."""

    words: str
    is_met: bool
    until: datetime | None = None


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
        until = known.heard_at + QUIET_TO_DRAFT if known.is_looked_after else None
        return [Need(words, known.is_reviewed, until)]
    if known.stage is not Stage.EMERGING:
        return []
    standing = _standing_needs(known)
    ends = known.complete_at + QUIET_TO_PROVEN if known.complete_at else None
    is_whole = all(need.is_met for need in standing)
    is_quiet = ends is not None and now >= ends and is_whole
    until = ends if is_whole and not is_quiet else None
    return [*standing, Need("Seven days without a reasoned objection.", is_quiet, until)]


def _standing_needs(known: Evidence) -> list[Need]:
    uses, places = (
        f"{min(number, USES_NEEDED)} of {USES_NEEDED}"
        for number in (known.verified_uses, known.organisations)
    )
    objections = _how_many(known.open_objections, "does", "do")
    cautions = _how_many(known.open_cautions, "is", "are")
    return [
        Need(f"{uses} verified uses, in {places} organisations.", _is_used(known)),
        Need("A limit: somebody says where it did not fit.", known.states_limit),
        Need("The word of one curator.", known.has_curator),
        Need(f"No objection that stands{objections}.", known.open_objections == 0),
        Need(f"No caution without an answer{cautions}.", known.open_cautions == 0),
    ]


def _how_many(number: int, one: str, more: str) -> str:
    if number == 0:
        return ""
    return f"; one {one}" if number == 1 else f"; {number} {more}"


def due_stage(known: Evidence, now: datetime) -> Stage:
    """The stage it has by the rules at `now`. Drafts and retired ones move by people alone.

    What was proven is emerging again once a use, the limit or the curator’s word that it stood on
    is withdrawn: readers are told that it is confirmed, so it has to be. An objection alone does
    not take it back, or anybody could; it is shown on the page, and counts before *proven*.
    """
    if known.stage is Stage.PROPOSED:
        if known.is_reviewed:
            return Stage.EMERGING
        is_quiet = known.is_looked_after and now >= known.heard_at + QUIET_TO_DRAFT
        return Stage.DRAFT if is_quiet else Stage.PROPOSED
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
