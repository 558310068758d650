"""A thread to take along: as Markdown and as data. What is off the record is in neither."""

from flask import Response, abort, jsonify
from flask.typing import ResponseReturnValue

from community import clock
from community.access import guard
from community.calls.models import Visibility
from community.conduct.clause_addresses import code_at
from community.notes.export_queries import texts_of
from community.notes.exports import as_data, as_markdown
from community.notes.models import Thread
from community.notes.policies import Permission
from community.notes.queries import thread_by_key
from community.notes.subject_queries import Subject, subject_of
from community.outbox.addresses import absolute

from .blueprint import bp
from .reading import keep_to_its_link


@bp.get("/threads/<key>.md")
@guard(Permission.READ_NOTES, load=thread_by_key)
def show_thread_markdown(thread: Thread) -> ResponseReturnValue:
    """The whole thread in Markdown."""
    subject = _subject(thread)
    words = as_markdown(texts_of(thread, clock.now()), **_about(thread, subject))
    return _taken_along(subject, Response(words, mimetype="text/markdown"))


@bp.get("/threads/<key>.json")
@guard(Permission.READ_NOTES, load=thread_by_key)
def show_thread_data(thread: Thread) -> ResponseReturnValue:
    """The whole thread as data."""
    subject = _subject(thread)
    data = as_data(texts_of(thread, clock.now()), **_about(thread, subject))
    return _taken_along(subject, jsonify(data))


def _subject(thread: Thread) -> Subject:
    subject = subject_of(thread)
    if subject is None or subject.is_off_record:
        abort(404)
    return subject


def _about(thread: Thread, subject: Subject) -> dict[str, str]:
    return {
        "title": subject.title,
        "page": absolute("notes.show_thread", key=thread.key),
        "root": absolute("notes.show_note", key="-")[:-1],
        "code_at": code_at(),
    }


def _taken_along(subject: Subject, response: Response) -> Response:
    keep_to_its_link(subject)
    if subject.call is not None and subject.call.visibility is Visibility.LINK:
        response.headers["X-Robots-Tag"] = "noindex"
    return response
