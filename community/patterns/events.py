"""What has happened to patterns."""

from dataclasses import dataclass
from datetime import datetime

from community.accounts.models import Person
from community.events import Event

from .invitation_models import PatternInvitation
from .known_use_models import KnownUse
from .models import Pattern
from .suggestion_models import Suggestion


@dataclass(frozen=True, slots=True)
class PatternRevised(Event):
    """A pattern has another present revision, or its first."""

    pattern: Pattern
    at: datetime


@dataclass(frozen=True, slots=True)
class PatternRewritten(Event):
    """Somebody has written a revision after another: what stood on that may stand no longer."""

    pattern: Pattern
    at: datetime


@dataclass(frozen=True, slots=True)
class DraftShared(Event):
    """The author of a draft has invited somebody to it."""

    invitation: PatternInvitation


@dataclass(frozen=True, slots=True)
class StageReached(Event):
    """A pattern came to another stage, by somebody or by the rules."""

    pattern: Pattern
    at: datetime


@dataclass(frozen=True, slots=True)
class ProposalReturned(Event):
    """A proposal that nobody spoke of is its author's draft again."""

    pattern: Pattern
    at: datetime


@dataclass(frozen=True, slots=True)
class LinkWaits(Event):
    """Something with the first link of somebody waits until a curator has read it."""

    by_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class SuggestionMade(Event):
    """Somebody has suggested an edit of a pattern."""

    suggestion: Suggestion
    pattern: Pattern
    at: datetime


@dataclass(frozen=True, slots=True)
class SuggestionAnswered(Event):
    """A suggestion was taken or declined, or somebody has written something about it."""

    suggestion: Suggestion
    pattern: Pattern
    by: Person
    at: datetime


@dataclass(frozen=True, slots=True)
class PatternJudged(Event):
    """Somebody has reviewed a pattern, or objects to it."""

    pattern: Pattern
    by_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class LinkFailed(Event):
    """The link of a known use has not answered on several days."""

    use: KnownUse
    at: datetime


@dataclass(frozen=True, slots=True)
class PatternRedacted(Event):
    """Words were taken out of a pattern for ever."""

    pattern: Pattern
    at: datetime


@dataclass(frozen=True, slots=True)
class CollectionRedacted(Event):
    """Words were taken out of a collection."""

    at: datetime
