"""What happens to people and to the community."""

from dataclasses import dataclass
from datetime import datetime

from community.events import Event

from .models import Community, Member, RoleGrant


@dataclass(frozen=True, slots=True)
class CommunitySetUp(Event):
    """The community was founded; `with_sample` says whether sample content was asked for,
    `with_library` whether it begins with the patterns that came with the program.
    """

    community: Community
    steward: Member
    with_sample: bool
    with_library: bool = True


@dataclass(frozen=True, slots=True)
class CommunityChanged(Event):
    """The community has other settings: its name, zone or looks."""

    community: Community


@dataclass(frozen=True, slots=True)
class MemberJoined(Event):
    """Somebody has an account now; `accepted` is the version of the code they agreed to, if any."""

    member: Member
    accepted: int | None = None


@dataclass(frozen=True, slots=True)
class ProfileChanged(Event):
    """What a member says of themselves is another: their name, zone or language."""

    person_id: int


@dataclass(frozen=True, slots=True)
class AddressChanged(Event):
    """A member has another address."""

    member: Member
    at: datetime


@dataclass(frozen=True, slots=True)
class AddressTakenBack(Event):
    """A member has the address again that somebody had changed: what else may be known of theirs
    is to be ended.
    """

    member: Member
    at: datetime


@dataclass(frozen=True, slots=True)
class RoleRevoked(Event):
    """A role was taken back, or went with an account."""

    grant: RoleGrant
    at: datetime


@dataclass(frozen=True, slots=True)
class RoleGranted(Event):
    """A role was entrusted to a member, by somebody or by themselves."""

    grant: RoleGrant
