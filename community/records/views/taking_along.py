"""A published record to take along, at addresses that stay: in Markdown and as data."""

from flask import Response, abort, jsonify
from flask.typing import ResponseReturnValue

from community import clock
from community.access import guard
from community.calls.models import Call, Visibility
from community.calls.queries import call_by_slug, sittings_of
from community.conduct.clause_addresses import code_at
from community.disclosures.queries import saids_of
from community.disclosures.wording import assisted_by
from community.facilitation.look_back_queries import FEWEST, number_said, said_of
from community.ledger.queries import lines_of_call
from community.notes.left_queries import left_open
from community.notes.open_queries import open_at
from community.outbox.addresses import absolute
from community.records import queries
from community.records.content_queries import content_to_take, outline_of
from community.records.exports import Taken, as_data, as_markdown
from community.records.facilitator_queries import names_of_facilitators
from community.records.left_exports import Left
from community.records.note_queries import MOST_TASKS, sources_of
from community.records.policies import Permission
from community.records.redacting_calls import redactions_in_record

from .blueprint import about, bp


@bp.get("/calls/<slug>/record.md")
@guard(Permission.READ_RECORD, load=call_by_slug)
def show_record_markdown(call: Call) -> ResponseReturnValue:
    """The record in Markdown, once it is published."""
    words = as_markdown(_taken(call))
    return _to_its_link(call, Response(words, mimetype="text/markdown"))


@bp.get("/calls/<slug>/record.json")
@guard(Permission.READ_RECORD, load=call_by_slug)
def show_record_data(call: Call) -> ResponseReturnValue:
    """The record as data, once it is published."""
    return _to_its_link(call, jsonify(as_data(_taken(call))))


def _taken(call: Call) -> Taken:
    about(call)
    notes_at = absolute("notes.show_note", key="-")[:-1]
    publication = queries.standing_of(call.id).publication or abort(404)
    now, sittings = clock.now(), sittings_of(call)
    content, sources = content_to_take(call, *outline_of(call, now), publication.at)
    record, links = queries.record_of(call.id), queries.links_standing(call.id)
    said = record.disclosure_id if record and record.summary_source else None
    return Taken(
        title=call.title,
        page=absolute("records.show_record", slug=call.slug),
        notes_at=notes_at,
        code_at=code_at(),
        redactions=redactions_in_record(call, record, links),
        times=tuple((s.starts_at, s.ends_at) for s in sittings if not s.is_cancelled),
        facilitators=names_of_facilitators(call, is_published=True),
        published=publication.at,
        summary=record.summary_source if record else "",
        assisted_by=assisted_by(saids_of([said])[said]) if said else (),
        links=tuple((link.kind.value, link.title, link.url) for link in links),
        left=_left(call, notes_at, code_at()),
        content=content,
        sources=sources,
        decisions_open=open_at(sittings, now),
        labour=tuple(lines_of_call(call.id)),
        looked_back=_looked_back(call),
    )


def _left(call: Call, notes_at: str, code_at: str) -> Left:
    """What the call began with, as everybody may read it."""
    left = left_open(call, None, most=MOST_TASKS)
    sources = sources_of([one.line.key for one in left.actions])
    return Left(
        notes_at, code_at, [(one, sources[one.line.key]) for one in left.actions], left.more
    )


def _looked_back(call: Call) -> tuple[tuple[str, str], ...]:
    """What was said, once enough have said something for nobody to know who it was."""
    if number_said(call.id) < FEWEST:
        return ()
    said = said_of(call.id, with_those_out=False)
    return tuple((one.worked, one.differently) for one in said if one.placeholder is None)


def _to_its_link(call: Call, response: Response) -> Response:
    if call.visibility is Visibility.LINK:
        response.headers["X-Robots-Tag"] = "noindex"
    return response
