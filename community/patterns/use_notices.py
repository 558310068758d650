"""Letters about links: of known uses that do not answer any more, and first ones that wait for a
curator, without what is said with them.
"""

from datetime import datetime

from community.accounts.guests import member_of
from community.accounts.models import Person, Role
from community.accounts.queries import holds_role
from community.db import db
from community.outbox.addresses import absolute
from community.outbox.kinds import Draft, Kind, Recipient
from community.outbox.models import Group, Letter
from community.outbox.owing import owe
from community.outbox.pacing import next_morning

from .curator_queries import curators
from .events import LinkFailed, LinkWaits
from .facets import Stage
from .gathering import owe_gathered
from .held_queries import number_for
from .upkeep_queries import dead_links

KIND, WAITS = "use_links", "first_links"


def link_failed(event: LinkFailed) -> None:
    """Tell whoever told of the use, and the curators, gathered in one letter the next morning."""
    if event.use.pattern.stage in (Stage.DRAFT, Stage.RETIRED):
        return
    for person_id in dict.fromkeys((event.use.by_id, *curators())):
        due = next_morning(db.session.get_one(Person, person_id).zone, event.at)
        owe(KIND, person_id=person_id, about="links", due_at=due, gathers=True, now=event.at)


def link_waits(event: LinkWaits) -> None:
    """Tell the curators, gathered; but none of what is their own, or of somebody they mute."""
    owe_gathered(WAITS, curators(), by_id=event.by_id, about="first links", now=event.at)


def _write(letter: Letter, _recipient: Recipient, _now: datetime) -> Draft | None:
    """What still does not answer; nothing where all of it does again."""
    member = member_of(letter.person_id) if letter.person_id is not None else None
    if member is None:
        return None
    curates = holds_role(member.person_id, Role.CURATOR)
    uses = dead_links(None if curates else member.person_id)
    if not uses:
        return None
    lines = [
        {
            "organisation": use.organisation,
            "title": use.pattern.title,
            "page": absolute("patterns.show_pattern", slug=use.pattern.slug) + f"#use-{use.id}",
        }
        for use in uses
    ]
    return Draft({"lines": lines, "number": len(lines)})


def _write_waits(letter: Letter, _recipient: Recipient, _now: datetime) -> Draft | None:
    """How much waits; nothing where it has been read by now, or they curate no more."""
    member = member_of(letter.person_id) if letter.person_id is not None else None
    if member is None or not holds_role(member.person_id, Role.CURATOR):
        return None
    number = number_for(member.person_id)
    if not number:
        return None
    return Draft({"number": number, "page": absolute("patterns.list_suggestions", upkeep="")})


KINDS = (Kind(KIND, Group.PATTERNS, _write), Kind(WAITS, Group.PATTERNS, _write_waits))
