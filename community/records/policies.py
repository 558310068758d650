"""Who may read, write and correct records."""

from enum import StrEnum
from typing import Any

from community.access import Rule, Viewer, everyone, signed_in
from community.calls.policies import is_facilitator_of, may_see_series
from community.conduct.content import Effect

from .corrections import Correction
from .participant_queries import took_part


class Permission(StrEnum):
    """What can be done with records."""

    READ_RECORD = "read record"
    WRITE_RECORD = "write record"
    CORRECT_RECORD = "correct record"
    TAKE_CORRECTION_BACK = "take correction back"
    ANSWER_CORRECTION = "answer correction"
    SEE_MISSING_RECORDS = "see missing records"


def may_see_correction(viewer: Viewer, correction: Any) -> bool:
    """Whoever asked for it, and the facilitators of the call; not even stewards."""
    if correction.call.is_removed or not may_see_series(viewer, correction.call):
        return False
    return _asked_for_it(viewer, correction) or is_facilitator_of(viewer, correction.call)


def may_correct(viewer: Viewer, call: Any) -> bool:
    """Members who took part; when it is open the verbs say."""
    return viewer.member is not None and took_part(viewer.member, call)


def _asked_for_it(viewer: Viewer, correction: Any) -> bool:
    return viewer.member is not None and viewer.member.id == correction.by_id


# A record that is not published belongs to those who hold the call: not even stewards see it.
RULES: dict[Permission, Rule] = {
    Permission.READ_RECORD: everyone,  # of those who may see the call; a draft is told of only
    Permission.WRITE_RECORD: is_facilitator_of,
    Permission.CORRECT_RECORD: may_correct,
    Permission.TAKE_CORRECTION_BACK: _asked_for_it,
    Permission.ANSWER_CORRECTION: lambda viewer, c: is_facilitator_of(viewer, c.call),
    Permission.SEE_MISSING_RECORDS: signed_in,
}
SIGHT: dict[type, Rule] = {Correction: may_see_correction}
# Words that others read, as notes are.
STOPPED = {Permission.CORRECT_RECORD: (Effect.NO_NOTES,)}
