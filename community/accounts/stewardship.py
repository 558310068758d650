"""What stewards do: change the community's settings, entrust roles and take them back."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from community.db import db
from community.errors import Refusal
from community.events import announce
from community.text import render_markdown

from .events import CommunityChanged, RoleGranted, RoleRevoked
from .models import Community, Joining, Member, Role, RoleGrant, Starters
from .staying import held


class LastSteward(Refusal):
    """A community without a steward could never have one again."""


@dataclass(frozen=True, slots=True)
class CommunityDraft:
    """What a steward can change. `accent` is `#rrggbb`, readable on paper, or None."""

    name: str
    description: str
    zone: str
    wordmark: str | None
    accent: str | None
    starters: Starters
    joining: Joining = Joining.OPEN
    language: str = "en"


def change_settings(community: Community, draft: CommunityDraft, *, now: datetime) -> None:
    """Make `draft` the community's settings. Raises `community.text.TextTooLong`."""
    community.name = draft.name
    community.description_source = draft.description
    community.description_html = render_markdown(draft.description)
    community.zone = draft.zone
    community.wordmark = draft.wordmark
    community.accent = draft.accent
    community.starters = draft.starters
    community.joining = draft.joining
    community.language = draft.language
    community.updated_at = now
    announce(CommunityChanged(community))


def grant_role(member: Member, role: Role, *, by: Member | None, now: datetime) -> None:
    """Entrust `role` to `member`. Where they hold it already nothing changes.

    `by` is None only for the first steward, who is named by whoever sets the community up.
    Raises `community.accounts.staying.HasLeft`.
    """
    hold_the_community()
    held(member)
    if _standing(member, role) is None:
        grant = RoleGrant(
            member_id=member.id,
            role=role,
            granted_by_id=by.id if by else None,
            granted_at=now,
        )
        db.session.add(grant)
        db.session.flush()
        announce(RoleGranted(grant))


def revoke_role(member: Member, role: Role, *, by: Member, now: datetime) -> None:
    """Take `role` back. Where they do not hold it nothing changes. Raises `LastSteward`."""
    hold_the_community()
    grant = _standing(member, role)
    if grant is None:
        return
    if role is Role.STEWARD and count_stewards() == 1:
        raise LastSteward(
            f"{member.name} is the only steward. Name another one first: "
            "a community without a steward could never have one again."
        )
    grant.revoked_at = now
    grant.revoked_by_id = by.id
    db.session.flush()
    announce(RoleRevoked(grant, now))


def _standing(member: Member, role: Role) -> RoleGrant | None:
    return db.session.scalar(
        select(RoleGrant).where(
            RoleGrant.member_id == member.id,
            RoleGrant.role == role,
            RoleGrant.revoked_at.is_(None),
        )
    )


def count_stewards() -> int:
    """How many members are stewards now."""
    standing = select(func.count(RoleGrant.id)).where(
        RoleGrant.role == Role.STEWARD, RoleGrant.revoked_at.is_(None)
    )
    return db.session.scalar(standing) or 0


def hold_the_community() -> None:
    """Hold the community's row until the transaction ends: two stewards cannot go at once."""
    db.session.execute(select(Community.id).with_for_update())
