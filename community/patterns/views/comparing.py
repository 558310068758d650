"""Any two revisions beside each other, and going back to one of them."""

from flask import abort, flash, render_template, request
from flask.typing import ResponseReturnValue

from community import clock
from community.access import guard, viewer
from community.agreement import agreed_first
from community.db import transaction
from community.patterns import reverting
from community.patterns.comparing import WORDED, compare
from community.patterns.content import from_json
from community.patterns.curation_forms import SeenForm
from community.patterns.models import Pattern, PatternRevision
from community.patterns.policies import Permission, first_shown
from community.patterns.queries import read, revisions_by_number
from community.patterns.reading_again import RevisedSince

from .blueprint import bp, keep_drafts_private, to_pattern
from .kept_addresses import pattern_to_show, revision_to_show
from .looking_again import look_again
from .suggested_links import refuse_edit


@bp.get("/patterns/<slug>/changes")
@guard(Permission.READ_PATTERN, load=pattern_to_show)
def show_changes(pattern: Pattern) -> ResponseReturnValue:
    """What differs between the revisions `from` and `to`: without them, the last two."""
    keep_drafts_private(pattern)
    to = _number("to") or pattern.revision
    first = first_shown(viewer(), pattern)
    since = _number("from") or max(to - 1, first)
    found = revisions_by_number(pattern, {since, to}, since=first)
    if {since, to} - set(found):
        abort(404)
    return render_template(
        "patterns/changes.html",
        slug=pattern.slug,
        title=pattern.title,
        since=since,
        to=to,
        present=pattern.revision,
        differences=compare(read(found[since]).content, after := read(found[to]).content),
        language=after.language,
        worded=WORDED,
    )


@bp.post("/patterns/<slug>/revisions/<int:number>/restoration")
@guard(Permission.EDIT_REVISION, load=revision_to_show)
@agreed_first()
def restore_revision(revision: PatternRevision) -> ResponseReturnValue:
    """Say again what it said in that revision; what it says now is kept too."""
    form, by = SeenForm(request.form), viewer().member.person
    try:
        with transaction():
            refuse_edit(revision.pattern, from_json(revision.content))
            reverting.revert(revision, seen=form.seen.data or 0, by=by, now=clock.now())
    except RevisedSince:
        keep_drafts_private(revision.pattern)
        return look_again("revision", revision.pattern, form, revision)
    flash("It says again what it said then.")
    return to_pattern(revision.pattern)


def _number(name: str) -> int:
    given = request.args.get(name, "")
    is_number = given.isascii() and given.isdigit() and len(given) <= 6  # noqa: PLR2004
    return int(given) if is_number else 0
