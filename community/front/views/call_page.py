"""Everything the page of a call shows, gathered before it is rendered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for

from community.access import Viewer
from community.attendance.blocks import AnswerBlock, answer_blocks, with_stops
from community.attendance.models import Answer
from community.calls import links
from community.calls.models import Call, NoteTakers, Recording, Series
from community.calls.times import Sitting
from community.calls.when import When, when_of
from community.front.queries import sample_among
from community.languages import language_name
from community.outbox.audience import number_told

from .lines import marks_of, reader_zone, watch_answers

RECORDING = {
    Recording.NO: "Not recorded",
    Recording.YES: "Recorded; you can take part without agreeing to that",
    Recording.PARTS: "Parts of it are recorded; you can take part without agreeing to that",
}
NOTE_TAKERS = {
    NoteTakers.WELCOME: "Automatic note-takers are welcome",
    NoteTakers.ASK: "Ask before you bring an automatic note-taker",
    NoteTakers.NO: "No automatic note-takers",
}


@dataclass(frozen=True, slots=True)
class SittingView:
    """One time of a call, as its page shows it to one reader."""

    number: int
    when: When
    marks: tuple[str, ...]
    reason: str
    join_link: str | None
    has_link: bool
    answers: AnswerBlock
    is_over: bool
    has_begun: bool
    is_cancelled: bool
    told: int  # how many are written to when it is held after all


def sitting_views(sittings: Sequence[Sitting], viewer: Viewer, now: datetime) -> list[SittingView]:
    """The sittings of a call for one reader; join links only where they may have them."""
    member = viewer.member
    watch_answers(sittings)
    blocks = answer_blocks(sittings, viewer, now)
    if member is not None:
        blocks = with_stops(blocks, sittings, member.person, now)
    going = {key for key, block in blocks.items() if block.answer is Answer.GOING}
    shown = (
        links.links_for(member.person_id, sittings, going, now=now)
        if member
        else links.public_links(sittings)
    )
    known = links.with_link(sittings)
    samples = sample_among(sittings)
    zone = reader_zone(viewer)
    return [
        _view(
            s,
            blocks[s.id],
            shown.get(s.id),
            zone,
            now,
            has_link=s.id in known,
            is_sample=s.id in samples,
        )
        for s in sittings
    ]


def _view(
    sitting: Sitting,
    block: AnswerBlock,
    link: str | None,
    zone: str | None,
    now: datetime,
    *,
    has_link: bool,
    is_sample: bool,
) -> SittingView:
    off, over = sitting.is_cancelled, sitting.is_over(now)
    return SittingView(
        number=sitting.position + 1,
        when=when_of(sitting, zone),
        marks=(
            *marks_of(sitting, block.answer, is_full=block.summary.is_full, now=now),
            *(["sample"] if is_sample else []),
        ),
        reason=sitting.cancellation.reason if sitting.cancellation else "",
        join_link=None if off or over else link,
        has_link=has_link,
        answers=block,
        is_over=over,
        has_begun=sitting.has_begun(now),
        is_cancelled=off,
        told=number_told([sitting.id], now) if off else 0,
    )


def policies_of(call: Call | Series) -> dict[str, str | None]:
    """What is agreed about recording, note-takers, captions, access and language, in words."""
    return {
        "recording": RECORDING[call.recording],
        "note_taker": NOTE_TAKERS[call.note_takers],
        "captions": call.captions or None,
        "access": call.access or None,
        "language": f"Held in {language_name(call.language)}",
    }


def address_of(call: Call | None) -> tuple[str, str] | None:
    """Title and address of a neighbouring call."""
    return (call.title, url_for("front.show_call", slug=call.slug)) if call else None
