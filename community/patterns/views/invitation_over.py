"""What whoever may know is told in the place of an error: that they are not invited to a draft any
more, or that a pattern is a draft again.
"""

from collections.abc import Iterator

from flask import make_response, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import Forbidden, NotFound

from community.access import viewer
from community.accounts.models import Member
from community.errors import Refusal, http_error, refused, typed_words
from community.notes.blocks import reader_zone
from community.patterns import drafting
from community.patterns.addresses import pattern_kept_at
from community.patterns.comparing import HEADINGS
from community.patterns.content import LINES, SECTIONS
from community.patterns.invitation_queries import taken_back_at
from community.patterns.models import Pattern
from community.patterns.queries import pattern_by_slug
from community.patterns.stage_queries import has_been_listed
from community.patterns.writing_policies import is_author, is_invited

from .blueprint import bp

_PATTERNS = "/patterns/"  # notes on one have pages of their own there


class DraftAgain(Refusal):
    """What everybody could read, nobody but its author and whom they invited can."""


@bp.app_errorhandler(NotFound)
def say_if_over(error: NotFound) -> ResponseReturnValue:
    """What is there for nobody, but for whoever was invited to it and is no more: they read that,
    and nothing of the draft.
    """
    member, pattern = viewer().member, _pattern_asked_for()
    if member is None or pattern is None or pattern.is_listed:
        return http_error(error)
    at = None if is_invited(viewer(), pattern) else taken_back_at(pattern, member.person_id)
    if at is None:
        return http_error(error)
    words, zone = list(_words_of(member, pattern)), reader_zone(viewer())
    page = render_template("patterns/invitation_over.html", at=at, words=words, zone=zone)
    response = make_response(page, 410)
    response.headers["Cache-Control"] = "private, no-store"
    return response


@bp.app_errorhandler(Forbidden)
def say_if_draft_again(error: Forbidden) -> ResponseReturnValue:
    """What may be done to a pattern that everybody reads, for whoever still reads it."""
    pattern, who = _pattern_asked_for(), viewer()
    is_theirs = pattern is not None and (is_author(who, pattern) or is_invited(who, pattern))
    if pattern is None or not is_theirs or pattern.is_listed or not has_been_listed(pattern):
        return http_error(error)
    return refused(
        DraftAgain(
            "This pattern is a draft again: only its author and whom they invited read it. What you"
            " wanted to do has to wait until it is proposed."
        )
    )


def _pattern_asked_for() -> Pattern | None:
    """The pattern of which a page was asked for, or that was at its address."""
    slug = (request.view_args or {}).get("slug")
    if slug is None or not request.path.startswith(_PATTERNS):
        return None
    return pattern_by_slug(slug) or pattern_kept_at(slug)


def _words_of(member: Member, pattern: Pattern) -> Iterator[tuple[str, str]]:
    """What they sent, or had begun to write, each with what it is called."""
    sent = typed_words()  # all of it, as no form has asked yet
    kept = drafting.draft_in(member, drafting.place_of(pattern.id))
    typed = request.form or MultiDict(drafting.typed_in(kept) if kept else ())
    told = {name: typed[name] for name in (*LINES, *SECTIONS) if typed.get(name)}
    yield from ((HEADINGS[name], text) for name, text in told.items())
    yield from (("What you had typed", text) for text in sent if text not in told.values())
