"""Who may see, start, change and share series and calls."""

from enum import StrEnum
from typing import Any

from community.access import Rule, Viewer, any_of, everyone, role, signed_in
from community.accounts.models import Role, Starters
from community.accounts.queries import present_community
from community.conduct.content import Effect
from community.limits import SeriesOf

from .models import Call, Series, Visibility
from .queries import facilitates
from .times import Sitting, ToAnswer


class Permission(StrEnum):
    """What can be done with series and calls."""

    READ = "read"
    START_SERIES = "start series"
    SCHEDULE_CALL = "schedule call"
    EDIT = "edit"
    EDIT_TIMES = "edit times"
    REMOVE = "remove"
    SHARE = "share"
    ANSWER_INVITATION = "answer invitation"


def is_facilitator_of(viewer: Viewer, subject: Any) -> bool:
    """Whether the viewer is one of those who own the series or call `subject` belongs to."""
    return viewer.member is not None and facilitates(viewer.member, subject)


def may_see_series(viewer: Viewer, series: Any) -> bool:
    """By its visibility; who has the address of one *by link* may see it."""
    return series.visibility is not Visibility.MEMBERS or viewer.is_authenticated


def may_see_sitting(viewer: Viewer, sitting: Any) -> bool:
    """Whoever may see its call."""
    return may_see_series(viewer, sitting.call)


def _may_start(viewer: Viewer, _subject: Any) -> bool:
    community = present_community()
    return (
        community is not None and community.starters is Starters.MEMBERS and signed_in(viewer, None)
    )


_starters = any_of(role(Role.FACILITATOR), role(Role.STEWARD), _may_start)
_owners = any_of(is_facilitator_of, role(Role.STEWARD))

RULES: dict[Permission, Rule] = {
    Permission.READ: everyone,  # of those who may see it at all
    Permission.START_SERIES: _starters,
    Permission.SCHEDULE_CALL: _starters,
    Permission.EDIT: _owners,
    Permission.EDIT_TIMES: is_facilitator_of,  # the forms hold join links, which are theirs alone
    Permission.REMOVE: _owners,
    Permission.SHARE: _owners,
    Permission.ANSWER_INVITATION: signed_in,
}
SIGHT: dict[type, Rule] = {
    Series: may_see_series,
    Call: may_see_series,
    Sitting: may_see_sitting,
    ToAnswer: may_see_series,
}
SERIES: dict[type, SeriesOf] = {Series: lambda series: series.id}
# Not to be looked at either: the join link stands in the forms.
STOPPED = {
    Permission.EDIT_TIMES: (Effect.READING_ONLY, Effect.NO_ACCOUNT, Effect.NOT_IN_SERIES),
}
