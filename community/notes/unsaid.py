"""Words taken out of what is not said yet: what is begun to be written, and what waits."""

from collections.abc import Sequence

from community.disclosures.redacting import tool_spots
from community.drafts import redacting as drafts
from community.drafts.models import Draft
from community.drafts.places import beside_call
from community.redaction import Spot, is_telling, take_out

from .subject_queries import Subject
from .waiting_models import NoteHold

Unsaid = Draft | NoteHold


def take_out_of(unsaid: Unsaid, words: str, *, bounded: bool = False) -> None:
    """Put a bar wherever the words stand in it; `bounded`: not within longer words."""
    take_out(spots_of(unsaid), words, is_bounded=bounded)


def take_out_beside(subject: Subject | None, words: str) -> None:
    """Take the words out of what is begun beside the call that something is about: of its agenda,
    its record and what it says of itself. There, words that others write by chance stay.
    """
    if is_telling(words):
        drafts.take_out(_beside(subject), words)


def spots_beside(subject: Subject | None) -> Sequence[Spot]:
    """Where what is begun beside that call has words."""
    return drafts.spots_at(_beside(subject))


def _beside(subject: Subject | None) -> Sequence[str]:
    return beside_call(subject.call.id) if subject and subject.call else ()


def spots_of(unsaid: Unsaid) -> Sequence[Spot]:
    """Where it has words."""
    if isinstance(unsaid, Draft):
        return list(drafts.spots_of(unsaid))

    def put(text: str) -> None:
        unsaid.text_source = text

    waits = Spot("waiting", "A note", "a note", unsaid.text_source, put, is_open=False)
    return [waits, *tool_spots({unsaid.disclosure_id: "a note"}, is_open=False)]
