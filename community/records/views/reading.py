"""The record of a call to read: whole for whoever may, else a page that says where it stands."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue

from community import clock, keeping
from community.access import VISITOR, guard, may, viewer
from community.calls.models import Call
from community.calls.queries import call_by_slug, sittings_of
from community.calls.when import When, when_of
from community.disclosures.queries import saids_of
from community.disclosures.wording import whole_sentence
from community.facilitation.telling import LIVE
from community.facilitation.timing import next_minute
from community.ledger.queries import lines_of_call
from community.notes.blocks import left_block
from community.notes.left_queries import threads_left
from community.notes.open_queries import open_at
from community.notes.telling import of_thread_id
from community.patterns.telling import LIBRARY
from community.records import queries
from community.records.content_queries import content_of, for_reader, outline_of
from community.records.facilitator_queries import names_of_facilitators
from community.records.models import Link, Record
from community.records.policies import Permission
from community.records.queries import Standing
from community.records.redacting_calls import redactions_in, redactions_in_record
from community.records.unsent import unsent_by

from .blueprint import about, bp


@bp.get("/calls/<slug>/record")
@guard(Permission.READ_RECORD, load=call_by_slug)
@keeping.for_visitors(next_minute)
def show_record(call: Call) -> ResponseReturnValue:
    """Everything about a past call on one page."""
    head, now = about(call), clock.now()
    standing, sittings = queries.standing_of(call.id), sittings_of(call)
    holds = may(viewer(), Permission.WRITE_RECORD, call)
    may_correct = standing.is_open(now) and may(viewer(), Permission.CORRECT_RECORD, call)
    has_begun = queries.has_begun(sittings, now)
    told = _standing(standing, now) | {
        "has_begun": has_begun,
        "has_ended": queries.has_ended(call, sittings, now),
        "holds": holds,
        "has_unsent": not may_correct and _has_unsent(call, standing),
    }
    if not (standing.is_published or may_correct or (holds and has_begun)):
        redactions = redactions_in(call, call.title, told["why_absent"])
        return render_template("records/not_published.html", **head, **told, redactions=redactions)
    keeping.shows(LIVE)
    items, threads = outline_of(call, now)
    left = threads_left(call.id)
    keeping.shows(LIBRARY, *map(of_thread_id, [*threads.ids.values(), *left]))
    since = standing.publication.at if standing.publication else None
    links = queries.links_standing(call.id)
    content = for_reader(content_of(call, items, threads, since), viewer())
    return render_template(
        "records/record.html",
        **head,
        **told,
        **_own_words(call, queries.record_of(call.id), links),
        # no more than everybody may read
        left=replace(left_block(call, left, VISITOR), folded=content.folded),
        content=content,
        decisions_open=open_at(sittings, now),
        links=links,
        facilitators=names_of_facilitators(call, is_published=standing.is_published),
        labour=lines_of_call(call.id),
        times=_times(call),
        may_correct=may_correct,
        waiting=queries.number_waiting(call.id) if holds else 0,
    )


def _standing(standing: Standing, now: datetime) -> dict[str, Any]:
    publication, period, absence = standing.publication, standing.period, standing.absence
    return {
        "published_at": publication.at if publication else None,
        "published_by": _name(publication.by) if publication else None,
        "is_open": standing.is_open(now),
        "open_until": period.until if period else None,
        "publishes": bool(period and period.publishes),
        "is_absent": absence is not None,
        "why_absent": absence.why if absence else "",
        "said_absent_by": _name(absence.by) if absence else None,
    }


def _has_unsent(call: Call, standing: Standing) -> bool:
    """Whether the viewer had begun to ask for something while that was possible."""
    me, was_open = viewer().member, standing.is_published or standing.period is not None
    return me is not None and was_open and bool(unsent_by(me, call.id))


def _name(member: Any) -> str | None:
    return member.person.credited_as if member is not None else None


def _own_words(call: Call, record: Record | None, links: Sequence[Link]) -> dict[str, Any]:
    """The summary, the sentence about the tools behind it, and for which clauses words are taken
    out of it, of the title of the call, or of links.
    """
    summary = record.summary_html if record else ""
    said = record.disclosure_id if record and record.summary_html else None
    return {
        "summary_html": summary,
        "redactions": redactions_in_record(call, record, links),
        "disclosed": whole_sentence(saids_of([said])[said]) if said else "",
    }


def _times(call: Call) -> list[When]:
    """The times at which it was held."""
    zone = viewer().member.zone if viewer().member else None
    return [when_of(sitting, zone) for sitting in sittings_of(call) if not sitting.is_cancelled]
