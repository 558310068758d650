"""Words taken out of what is not said yet: what is begun to be written, and what waits."""

from collections.abc import Sequence

from community.bars import without
from community.drafts.models import Draft
from community.drafts.redacting import spots_of as spots_of_draft
from community.redaction import Spot

from .waiting_models import NoteHold

Unsaid = Draft | NoteHold


def take_out_of(unsaid: Unsaid, words: str, *, bounded: bool = False) -> None:
    """Put a bar wherever the words stand in it; `bounded`: not within longer words."""
    for spot in spots_of(unsaid):
        told = without(words, spot.text, is_bounded=bounded)
        if told != spot.text:
            spot.put(told)


def spots_of(unsaid: Unsaid) -> Sequence[Spot]:
    """Where it has words."""
    if isinstance(unsaid, Draft):
        return list(spots_of_draft(unsaid))

    def put(text: str) -> None:
        unsaid.text_source = text

    return [Spot("waiting", "A note", "a note", unsaid.text_source, put, is_open=False)]
