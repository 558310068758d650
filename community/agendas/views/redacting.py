"""Words to take out of an item for ever: asked for, looked at where they stand, taken out."""

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from community import clock
from community.access import guard, viewer
from community.agendas import redacting
from community.agendas.lines import facilitates
from community.agendas.policies import Permission
from community.agendas.redaction_queries import (
    Wording,
    number_elsewhere,
    spots_of,
    wording_by_key,
)
from community.db import transaction
from community.redaction import preview, texts_left
from community.redaction_fields import RedactionForm

from .blueprint import bp, keep_to_its_link, page_of

_TAKE = "take"


@bp.get("/agenda-items/<key>/redaction")
@guard(Permission.REDACT_ITEM, load=wording_by_key)
def ask_what_to_redact(wording: Wording) -> ResponseReturnValue:
    """The texts, and the form for the words that are to go."""
    return _page(wording, RedactionForm(), 200)


@bp.post("/agenda-items/<key>/redaction")
@guard(Permission.REDACT_ITEM, load=wording_by_key)
def redact_item(wording: Wording) -> ResponseReturnValue:
    """Show what would be gone where; once that was looked at, take it out."""
    form, item = RedactionForm(request.form), wording.item
    if not form.validate():
        return _page(wording, form, 422)
    words = form.words.data or ""
    spots = spots_of(item, viewer())
    shown = preview(spots, words)
    elsewhere = number_elsewhere(item.id, words)
    if not shown.found and not shown.hidden and not elsewhere:
        form.say_not_there()
        return _page(wording, form, 422)
    if request.form.get("do") != _TAKE:
        return _page(wording, form, 200, shown=shown, elsewhere=elsewhere)
    with transaction(texts_left(spots, words)):
        redacting.redact(
            item,
            words,
            why=form.why.data or "",
            whole=request.form.getlist("whole"),
            also="also" in request.form,
            by=viewer(),
            now=clock.now(),
        )
        location = page_of(item)
    flash("The words are gone.")
    return redirect(location, 303)


def _page(
    wording: Wording, form: RedactionForm, status: int, **shown: object
) -> ResponseReturnValue:
    item = wording.item
    holds = facilitates(viewer(), item.call)
    keep_to_its_link(item.call)
    row = item if holds or wording.last is None else wording.last
    texts = (row.title, row.body_source, row.people_source, row.business_source)
    given = {"shown": None, "elsewhere": 0} | shown
    page = render_template(
        "agendas/redaction.html",
        key=item.key,
        title=row.title,
        text="\n\n".join(text for text in texts if text),
        back=page_of(item),
        form=form,
        **given,
    )
    return page, status
