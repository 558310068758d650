"""What people of an imported series said about tools: each thing once for each person."""

from datetime import datetime

from community.accounts.models import Member
from community.db import db
from community.disclosures.models import DisclosedTool, Disclosure
from community.disclosures.wording import Said


class Sayings:
    """Disclosures by who said what."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, Said], int] = {}

    def number(self, said: Said, by: Member, at: datetime) -> int:
        """The number of what `by` said, written where it is new."""
        key = by.id, said
        if key not in self._known:
            row = Disclosure(
                person_id=by.person_id,
                degree=said.degree,
                purpose=said.purpose,
                checked=said.checked,
                is_required=said.is_required,
                material=said.material,
                footprint=said.footprint,
                at=at,
            )
            db.session.add(row)
            db.session.flush()
            db.session.add_all(
                DisclosedTool(
                    disclosure_id=row.id,
                    position=position,
                    name=tool.name,
                    version=tool.version,
                    controlled_by=tool.controlled_by,
                    openness=tool.openness,
                )
                for position, tool in enumerate(said.tools)
            )
            self._known[key] = row.id
        return self._known[key]
