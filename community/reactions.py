"""What happens when something has happened: event → functions, in order, in one transaction."""

from collections.abc import Mapping, Sequence

from .events import Event, Reaction

TABLE: Mapping[type[Event], Sequence[Reaction]] = {}
