"""Marks each change of what a feed shows, so that "unchanged" is said without rendering."""

from typing import Any

from community.accounts.events import CommunityChanged, CommunitySetUp, ProfileChanged
from community.agendas.events import AgendaPublished, ItemRedacted, ItemSetAside
from community.attendance.events import FollowChanged, RsvpChanged, SeriesAnswerChanged
from community.calls.events import CallChanged, SeriesChanged, SittingsScheduled
from community.calls.models import Call, Series
from community.calls.times import Sitting
from community.records.events import RecordPublished, RecordTakenBack
from community.revisions import bump, numbers

__all__ = ["CALLS", "COMMUNITY", "bump", "numbers"]

CALLS = "calls"  # any series or call at all
COMMUNITY = "community"  # its name and zone


def of_series(series: Series) -> str:
    """The scope of one series and all its dates."""
    return of_series_id(series.id)


def of_series_id(series_id: int) -> str:
    """The same, for the series with this number."""
    return f"series:{series_id}"


def of_call(call_id: int) -> str:
    """The scope of one call and its sittings."""
    return f"call:{call_id}"


def of_person(person_id: int) -> str:
    """The scope of one person's answers, follows and profile."""
    return f"person:{person_id}"


def series_changed(happened: SeriesChanged) -> None:
    """The words, rule, owners or removal of a series are others."""
    bump(CALLS, of_series(happened.series))


def call_changed(happened: CallChanged) -> None:
    """The words, owners or removal of a call are others."""
    _bump_call(happened.call)


def agenda_published(happened: AgendaPublished) -> None:
    """A call has another agenda."""
    _bump_call(happened.call)


def item_redacted(happened: ItemRedacted | ItemSetAside) -> None:
    """Words were taken out of the agendas of calls."""
    for call in happened.calls:
        _bump_call(call)


def record_changed(happened: RecordPublished | RecordTakenBack) -> None:
    """The record of a call is published, or a draft again."""
    _bump_call(happened.call)


def sittings_scheduled(happened: SittingsScheduled) -> None:
    """Dates were added."""
    for sitting in happened.sittings:
        _bump_call(sitting.call)


def sitting_changed(happened: Any) -> None:
    """A sitting was moved, cancelled, is held after all, or has another place."""
    sitting: Sitting = happened.sitting
    _bump_call(sitting.call)


def person_changed(
    happened: RsvpChanged | SeriesAnswerChanged | FollowChanged | ProfileChanged,
) -> None:
    """What somebody answers or follows, or says of themselves, is another."""
    bump(of_person(happened.person_id))


def community_changed(_happened: CommunityChanged | CommunitySetUp) -> None:
    """The community has another name or zone."""
    bump(COMMUNITY)


def _bump_call(call: Call) -> None:
    bump(CALLS, of_call(call.id), *([of_series(call.series)] if call.series is not None else []))
