"""What people of an imported series said about tools: each thing once for each person."""

from datetime import datetime

from community.accounts.models import Member
from community.disclosures.disclosing import write
from community.disclosures.wording import Said


class Sayings:
    """Disclosures by who said what."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, Said], int] = {}

    def number(self, said: Said, by: Member, at: datetime) -> int:
        """The number of what `by` said, written where it is new."""
        key = by.id, said
        if key not in self._known:
            self._known[key] = write(said, by_id=by.person_id, at=at).id
        return self._known[key]
