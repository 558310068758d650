"""Words to take out of a pattern for ever: asked for, looked at where they stand, taken out."""

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from community import clock
from community.access import guard, viewer
from community.db import transaction
from community.origin import keep_from_shared_caches
from community.patterns import redacting
from community.patterns.content import LINES, SECTIONS
from community.patterns.models import Pattern
from community.patterns.policies import Permission
from community.patterns.queries import pattern_by_slug, standing_of
from community.patterns.redaction_queries import spots_of
from community.patterns.remaining import remaining
from community.redaction import preview, texts_left
from community.redaction_fields import RedactionForm

from .blueprint import bp, to_pattern

_TAKE = "take"


@bp.get("/patterns/<slug>/redaction")
@guard(Permission.REDACT_PATTERN, load=pattern_by_slug)
def ask_what_to_redact(pattern: Pattern) -> ResponseReturnValue:
    """What it says, and the form for the words that are to go."""
    return _page(pattern, RedactionForm(), 200)


@bp.post("/patterns/<slug>/redaction")
@guard(Permission.REDACT_PATTERN, load=pattern_by_slug)
def redact_pattern(pattern: Pattern) -> ResponseReturnValue:
    """Show what would be gone where; once that was looked at, take it out."""
    form = RedactionForm(request.form)
    if not form.validate():
        return _page(pattern, form, 422)
    words = form.words.data or ""
    spots = spots_of(pattern)
    shown = preview(spots, words)
    if not shown.found and not shown.hidden:
        form.say_not_there()
        return _page(pattern, form, 422)
    if request.form.get("do") != _TAKE:
        return _page(pattern, form, 200, shown=shown, elsewhere=remaining(pattern, words))
    with transaction(texts_left(spots, words)):
        redacting.redact(
            pattern,
            words,
            why=form.why.data or "",
            whole=request.form.getlist("whole"),
            by=viewer().member.person,
            now=clock.now(),
        )
        answer = to_pattern(pattern)
    flash("The words are gone.")
    return answer


def _page(
    pattern: Pattern, form: RedactionForm, status: int, **shown: object
) -> ResponseReturnValue:
    keep_from_shared_caches()
    standing = standing_of(pattern)
    texts = [standing.content.text_of(n) for n in (*LINES, *SECTIONS)] if standing else []
    page = render_template(
        "patterns/redaction.html",
        slug=pattern.slug,
        title=pattern.title,
        text="\n\n".join(text for text in texts if text),
        back=url_for("patterns.show_pattern", slug=pattern.slug),
        form=form,
        **{"shown": None, "elsewhere": ()} | shown,
    )
    return page, status
