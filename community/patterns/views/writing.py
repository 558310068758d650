"""Writing a pattern: a new one, another revision, what has been typed so far."""

from flask import request, url_for
from flask.typing import ResponseReturnValue

from community import clock, once
from community.access import guard, may, viewer
from community.agreement import agreed_first
from community.db import transaction
from community.disclosures.disclosing import disclose
from community.disclosures.models import Disclosure
from community.disclosures.queries import last_said
from community.drafts.sent import sent_tab
from community.errors import Refusal
from community.languages import SOURCE
from community.patterns import adapting, drafting, writing
from community.patterns.adaptation_queries import is_fresh_adaptation
from community.patterns.addresses import listed_at
from community.patterns.editing import Prepared
from community.patterns.filling import values_of
from community.patterns.forms import PatternForm
from community.patterns.holding_back import FIRST_LINK, FirstLink
from community.patterns.importing import Found
from community.patterns.models import Pattern
from community.patterns.note_source_queries import is_fresh_from_note
from community.patterns.policies import Permission
from community.patterns.queries import standing_of
from community.sent import act_once

from .blueprint import bp, keep_drafts_private
from .kept_addresses import pattern_to_show
from .pattern_form import (
    DISCARD,
    DRAFT,
    PREVIEW,
    asked,
    keep,
    keep_typed,
    opened,
    page,
    renders,
    sent,
    take,
    target_of,
)
from .proposed_meanwhile import go_on_suggesting, offered_as_suggestion
from .retired_meanwhile import in_use
from .suggested_links import refuse_edit

_GONE = (
    "What this was brought from is a pattern of this place that not everybody can read any more,"
    " so it cannot be credited by itself. Say below, of what it was made from, what you changed,"
    " and who wrote it if they agree. Then send it once more."
)


_READ_FIRST = f"{FIRST_LINK} Send it as a suggestion: a curator reads it first."


class _AsSuggestion(Exception):
    """It cannot be saved, but can be suggested."""


class SourceGone(Refusal):
    """The pattern that a draft was begun from was taken back, between looking and saving."""


@bp.get("/patterns/new")
@guard(Permission.WRITE_PATTERN)
def new_pattern() -> ResponseReturnValue:
    """A form, with what was begun in it before."""
    form, kept = opened(drafting.NEW, {"once": once.new_key(), "language": SOURCE})
    return page(form, kept=kept)


@bp.post("/patterns")
@guard(Permission.WRITE_PATTERN)
@agreed_first()
def begin_pattern() -> ResponseReturnValue:
    """Write a pattern down: a draft of its author."""
    form = sent(asks=True)
    if asked() in {DRAFT, DISCARD}:
        return keep(drafting.NEW, url_for("patterns.new_pattern"))
    if not form.validate() or asked() == PREVIEW or not renders(form):
        return page(form), 422 if form.errors else 200
    content, member = form.draft(), viewer().member

    def act() -> str:
        said, now = form.said(), clock.now()
        disclosure = disclose(said, by=member.person, now=now) if said else None
        if disclosure is None:
            raise ValueError("A new pattern says whether a tool was involved.")
        pattern = writing.begin(content, by=member.person, disclosure=disclosure, now=now)
        adapted = listed_at(form.adapts.data or "")
        if adapted is None and form.adapts.data:
            raise SourceGone(_GONE)
        if adapted is not None:
            adapting.say_adapted(pattern, adapted, by=member.person, now=now)
        drafting.forget_draft(member, drafting.NEW, sent_tab())
        return url_for("patterns.show_pattern", slug=pattern.slug, sent=drafting.NEW)

    try:
        return act_once(act)
    except SourceGone as gone:
        form.form_errors.append(str(gone))
        form.is_without_source()
        return page(form), gone.status


@bp.get("/patterns/<slug>/edit")
@guard(Permission.SEND_REVISION, load=pattern_to_show)
def edit_pattern(pattern: Pattern) -> ResponseReturnValue:
    """The form, with what the pattern says, or with what was begun in it before."""
    keep_drafts_private(pattern)
    if not may(viewer(), Permission.EDIT_PATTERN, pattern):
        return go_on_suggesting(pattern)
    standing = standing_of(pattern)
    values = values_of(standing.content) if standing else {}
    target = target_of(pattern)
    asks = is_fresh_from_note(pattern) or is_fresh_adaptation(
        pattern
    )  # whether what was said of the note is true of this, too
    form, kept = opened(target.place, values | {"over": pattern.revision}, asks=asks)
    return page(form, target, kept=kept)


@bp.post("/patterns/<slug>/revisions")
@guard(Permission.SEND_REVISION, load=in_use(pattern_to_show))
@agreed_first()
def revise_pattern(pattern: Pattern) -> ResponseReturnValue:
    """Say something else; what it said before is kept."""
    if not may(viewer(), Permission.EDIT_PATTERN, pattern):
        return offered_as_suggestion(pattern, request.form), 409

    def save(prepared: Prepared, form: PatternForm) -> None:
        why = form.why.data or ""
        try:
            refuse_edit(pattern, prepared.content, why)
        except FirstLink:
            raise _AsSuggestion from None
        person, said, now = viewer().member.person, form.said(), clock.now()
        disclosure = disclose(said, by=person, now=now) if said else _standing_said(pattern)
        writing.revise(
            pattern,
            prepared.content,
            over=prepared.over,
            by=person,
            disclosure=disclosure,
            now=now,
            why=why,
        )

    try:
        return take(target_of(pattern), save)
    except _AsSuggestion:
        return offered_as_suggestion(pattern, request.form, told=_READ_FIRST), 422


@bp.post("/patterns/drafts")
@guard(Permission.WRITE_PATTERN)
def keep_what_is_typed() -> ResponseReturnValue:
    """Keep what is typed so far in one form."""
    place, member = request.form.get("place", ""), viewer().member
    if not drafting.is_place(place):
        return "", 422
    with transaction():
        if not once.was_sent(request.form.get("once", "")[:38], by_id=member.id):
            keep_typed(member, place)
    return "", 204


def show_imported(found: Found) -> ResponseReturnValue:
    """What somebody brings, in the form of a new pattern; saved is what they send from there."""
    values = values_of(found.content) | {"brought": "y", "adapts": found.adapts}
    values |= {"once": once.new_key()}
    return page(
        PatternForm(last=last_said(viewer().member.person), asks=True, **values), imported=found
    )


def _standing_said(pattern: Pattern) -> Disclosure:
    """A small change says what the revision before it said."""
    standing = standing_of(pattern)
    if standing is None:
        raise LookupError("A pattern without a revision.")
    return standing.row.disclosure
