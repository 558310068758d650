"""What people choose to receive, kept for as long as they are here."""

from collections.abc import Mapping
from datetime import datetime

from community.outbox import choices
from community.outbox.models import Group

from .staying import hold_person


def keep(person_id: int, wanted: Mapping[Group, bool], *, now: datetime) -> None:
    """Let a member or a guest receive letters of these groups, or none of them. Keeping the same
    twice changes nothing. Raises `community.accounts.staying.HasLeft`.
    """
    hold_person(person_id)
    for group, is_wanted in wanted.items():
        choices.choose(person_id, group, is_wanted=is_wanted, now=now)
