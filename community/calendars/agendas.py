"""What is published of agendas, in the words of a calendar entry. A draft is never read here."""

from collections.abc import Sequence

from community.agendas.content import short_lines
from community.agendas.edition_queries import latest_editions, published_items
from community.calls.times import Sitting

_MOST_AT_ONCE = 5000  # ids in one statement


def agendas_in(sittings: Sequence[Sitting]) -> dict[int, str]:
    """The latest edition of the agenda of each call of `sittings` that has one, by call id."""
    calls = sorted({sitting.call_id for sitting in sittings})
    found: dict[int, str] = {}
    for first in range(0, len(calls), _MOST_AT_ONCE):
        editions = latest_editions(calls[first : first + _MOST_AT_ONCE])
        items = published_items([edition.id for edition in editions.values()])
        for call_id, edition in editions.items():
            lines = short_lines(items.get(edition.id, ()))
            found[call_id] = "\n".join([f"Agenda (edition {edition.number}):", *lines])
    return found
