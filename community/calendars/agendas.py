"""What is published of agendas and records, in the words of a calendar entry. A draft is never
read here.
"""

from collections.abc import Sequence

from community.agendas.content import short_lines
from community.agendas.edition_queries import latest_editions, published_heads
from community.calls.times import Sitting
from community.records.list_queries import published_among

_MOST_AT_ONCE = 5000  # ids in one statement
_RECORD = "The record of this call is published."


def agendas_in(sittings: Sequence[Sitting]) -> dict[int, str]:
    """What is told of each call of `sittings`, by call id: that there is a record, to which its
    page leads, and the latest edition of its agenda.
    """
    calls = sorted({sitting.call_id for sitting in sittings})
    found: dict[int, str] = {}
    for first in range(0, len(calls), _MOST_AT_ONCE):
        editions = latest_editions(calls[first : first + _MOST_AT_ONCE])
        items = published_heads([edition.id for edition in editions.values()])
        for call_id, edition in editions.items():
            lines = short_lines(items.get(edition.id, ()))
            found[call_id] = "\n".join([f"Agenda (edition {edition.number}):", *lines])
        for call_id in published_among(calls[first : first + _MOST_AT_ONCE]):
            parts = [_RECORD, *([found[call_id]] if call_id in found else [])]
            found[call_id] = "\n\n".join(parts)
    return found
