"""What people of an imported series said about tools: each thing once for each person."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from community.accounts.models import Member
from community.disclosures.disclosing import write
from community.disclosures.facts import said_in
from community.disclosures.wording import Said


class Sayings:
    """Disclosures by who said what."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, Said], int] = {}

    def number_of(self, facts: Mapping[str, Any] | None, by: Member, at: datetime) -> int | None:
        """The number of what a file has `by` say; None where it says nothing."""
        said = said_in(facts)
        return self.number(said, by, at) if said is not None else None

    def number(self, said: Said, by: Member, at: datetime) -> int:
        """The number of what `by` said, written where it is new."""
        key = by.id, said
        if key not in self._known:
            self._known[key] = write(said, by_id=by.person_id, at=at).id
        return self._known[key]
