"""Turns one sitting into the value of a calendar entry: rows in, values out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from community.attendance.models import Answer, Rsvp
from community.calls.models import Call, Removal, Series
from community.calls.times import Sitting

from .phrases import description, shortened, words_of_call
from .values import Event

Status = Literal["CONFIRMED", "TENTATIVE", "CANCELLED"]
LONGEST_BODY = 2000  # characters of a call's own words in one entry
SHORTEST_BODY = 160
ROOM_FOR_BODIES = 400_000  # characters in one file, so that no series' file reaches a megabyte


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How a feed shows its entries. `links` and `rsvps` are by sitting id and hold only what the
    reader of this feed may see; `sittings_in` counts the sittings of each call id, `agendas` are
    what is published, by call id.
    """

    base_url: str
    alarm_minutes: int | None = None
    hides_cancelled: bool = False
    is_personal: bool = False
    is_opaque: bool = False
    longest_body: int = LONGEST_BODY
    links: Mapping[int, str] = field(default_factory=dict)
    rsvps: Mapping[int, Rsvp] = field(default_factory=dict)
    sittings_in: Mapping[int, int] = field(default_factory=dict)
    agendas: Mapping[int, str] = field(default_factory=dict)

    def page_of(self, subject: Call | Series) -> str:
        """The address of the page of a call or series."""
        kind = "calls" if isinstance(subject, Call) else "series"
        return f"{self.base_url}/{kind}/{subject.slug}"


def room_for_body(entries: int) -> int:
    """How many characters of its own words each of `entries` entries may carry."""
    return max(SHORTEST_BODY, min(LONGEST_BODY, ROOM_FOR_BODIES // max(entries, 1)))


def sitting_event(sitting: Sitting, look: Look) -> Event:
    """A sitting as an entry of its own, under its own UID."""
    words, link, rsvp = (
        words_of_call(sitting.call),
        look.links.get(sitting.id),
        look.rsvps.get(sitting.id),
    )
    reason = called_off(sitting)
    lines = [
        which_sitting(sitting.position, look.sittings_in.get(sitting.call_id, 1)),
        _waiting(rsvp),
    ]
    page, agenda = look.page_of(sitting.call), look.agendas.get(sitting.call_id, "")
    status, transparent = _standing(reason is not None, rsvp, look)
    return Event(
        uid=sitting.uid,
        sequence=sitting.sequence,
        stamp=latest(sitting, rsvp),
        created=sitting.created_at,
        summary=words.title,
        description=description(
            words,
            page,
            reason=reason,
            lines=filter(None, lines),
            agenda="" if sitting.call.is_removed else shortened(agenda, look.longest_body),
            longest=look.longest_body,
        ),
        start=sitting.local_start,
        zone=sitting.zone,
        minutes=sitting.minutes,
        url=page,
        status=status,
        transparent=transparent,
        categories=words.topics,
        location=link if reason is None else None,
        conference=link if reason is None else None,
        language=words.language,
        alarm_minutes=look.alarm_minutes,
    )


def called_off(sitting: Sitting) -> str | None:
    """Why a sitting is not held; None where it is. What had begun when its call or series was
    removed has taken place.
    """
    if sitting.cancellation is not None:
        return sitting.cancellation.reason
    removal = removal_of(sitting.call)
    return removal.reason if removal is not None and sitting.starts_at > removal.at else None


def removal_of(call: Call) -> Removal | None:
    """The removal of a call, or of its series."""
    return call.removal or (call.series.removal if call.series is not None else None)


def latest(sitting: Sitting, rsvp: Rsvp | None = None) -> datetime:
    """When anything last changed that the entry of a sitting shows: DTSTAMP and LAST-MODIFIED."""
    call, removal = sitting.call, removal_of(sitting.call)
    return max(
        sitting.updated_at,
        call.updated_at,
        *([call.series.updated_at] if call.series else []),
        *([sitting.slot.updated_at] if sitting.slot else []),
        *([sitting.cancellation.at] if sitting.cancellation else []),
        *([removal.at] if removal else []),
        *([rsvp.updated_at] if rsvp else []),
    )


def which_sitting(position: int, sittings: int) -> str:
    """Which of the sittings of a time-spread call this is; empty where there is one alone."""
    return f"Sitting {position + 1} of {sittings} of the same call." if sittings > 1 else ""


def _waiting(rsvp: Rsvp | None) -> str:
    waits = rsvp is not None and rsvp.answer is Answer.WAITING
    return "You are on the waiting list." if waits else ""


def _standing(is_off: bool, rsvp: Rsvp | None, look: Look) -> tuple[Status, bool]:  # noqa: FBT001
    """STATUS and whether the time stays free in the reader's calendar (TRANSP)."""
    if is_off:
        return "CANCELLED", True
    if not look.is_personal:
        return "CONFIRMED", not look.is_opaque
    going = rsvp is not None and rsvp.answer is Answer.GOING
    return ("CONFIRMED", False) if going else ("TENTATIVE", True)
