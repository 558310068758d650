"""Suggesting an edit of a pattern: two taps from any of its sections."""

from typing import Any

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from community import clock, once
from community.access import guard, may, viewer
from community.agreement import agreed_first
from community.db import transaction
from community.disclosures.disclosing import disclose
from community.disclosures.queries import last_said
from community.distance import sparing
from community.distance.forbidding import ContactForbidden
from community.drafts.sent import sent_tab
from community.errors import TooMany
from community.fields import counted
from community.notes.blocks import reader_zone
from community.patterns import drafting, editing, suggested, suggesting
from community.patterns.comparing import HEADINGS, WORDED, compare
from community.patterns.content import Content
from community.patterns.editing import TooLong
from community.patterns.filling import values_of
from community.patterns.models import Pattern
from community.patterns.policies import Permission, first_shown
from community.patterns.queries import Standing, read, revision_at
from community.patterns.redaction_queries import redacted_from
from community.patterns.suggested import FOUND_BY, SUGGESTABLE, Values, is_much_of, values_between
from community.patterns.suggesting import TooManySuggestions
from community.patterns.suggestion_forms import SuggestionForm
from community.patterns.writing import html_of
from community.sent import act_once

from .blueprint import bp, keep_drafts_private
from .kept_addresses import pattern_to_show
from .kept_drafts import KeptDrafts, kept_drafts, kept_once_more
from .retired_meanwhile import in_use
from .suggested_links import edit_waits, thank

ADD, PREVIEW, DRAFT, DISCARD = "add", "preview", "draft", "discard"


@bp.get("/patterns/<slug>/suggestions/new")
@guard(Permission.SUGGEST_EDIT, load=pattern_to_show)
def new_suggestion(pattern: Pattern) -> ResponseReturnValue:
    """The text of a section in a form, with what was begun there before."""
    before = read_over(pattern, pattern.revision)
    sections = _sections(request.args)
    kept = kept_drafts(drafting.place_to_suggest(pattern.id))
    given: dict[str, Any] = {"over": before.row.number, "once": once.new_key()}
    values = values_of(before.content) | given
    if kept.draft is None:
        form = _form(None, sections, asks=suggested.is_short(before.content, sections), **values)
        return suggestion_page(pattern, form, before, kept=kept)
    typed = MultiDict([*drafting.typed_in(kept.draft), ("once", given["once"])])
    asked = {*_sections(typed), *sections}
    is_asked = "disclosure-degree" in typed or suggested.is_short(before.content, asked)
    form = _form(typed, asked, asks=is_asked)
    _fill(form, asked - set(_sections(typed)), values)
    return suggestion_page(pattern, form, before, kept=kept)


@bp.post("/patterns/<slug>/suggestions")
@guard(Permission.SUGGEST_EDIT, load=in_use(pattern_to_show))
@agreed_first()
def add_suggestion(pattern: Pattern) -> ResponseReturnValue:
    """Send it to whoever may change the pattern."""
    do = request.form.get("do", "")
    if do in {DRAFT, DISCARD}:
        return _keep(pattern, discards=do == DISCARD)
    form = _sent(asks="disclosure-degree" in request.form)
    over = counted(request.form.get("over")) or pattern.revision
    if over < first_shown(viewer(), pattern):
        return _opened_since(pattern, form), 409
    before = read_over(pattern, over)
    form.most_in_all = before.content.most_after
    if do == ADD:
        return suggestion_page(pattern, _with_another(form, before), before)
    if do == PREVIEW:
        return _preview(pattern, before, form)
    return _check(pattern, before, form)


def _preview(pattern: Pattern, before: Standing, form: SuggestionForm) -> ResponseReturnValue:
    """The form once more, with what it would change and how that looks; nothing is sent."""
    if not form.validate():
        return suggestion_page(pattern, form, before), 422
    content = form.content(before.content)
    try:
        editing.render(content)
    except TooLong as wrong:
        form[wrong.section].errors = [str(wrong)]
        return suggestion_page(pattern, form, before), 422
    looks = {name: html for name, html in html_of(content).items() if name in form.sections}
    differs = compare(before.content, content)
    return suggestion_page(pattern, form, before, replaced=differs, looks=looks)


def _opened_since(pattern: Pattern, form: SuggestionForm) -> str:
    """The form once more, over what the pattern says now, with what it would change of that."""
    standing = read_over(pattern, pattern.revision)
    form.most_in_all = standing.content.most_after
    is_fine = form.validate()
    replaced = compare(standing.content, form.content(standing.content)) if is_fine else None
    form.form_errors.append(editing.OPENED_SINCE)
    form.over.data = standing.row.number
    return suggestion_page(pattern, form, standing, replaced=replaced)


def _check(pattern: Pattern, before: Standing, form: SuggestionForm) -> ResponseReturnValue:
    """Send it on, or back with what is wrong."""
    is_fine = form.validate()
    content = form.content(before.content) if is_fine else before.content
    values = values_between(before.content, content)
    if is_fine and not values:
        form.form_errors.append("Nothing is different yet: change the words, then send them.")
    if not values:
        return suggestion_page(pattern, form, before), 422
    if is_much_of(before.content, values) and form.said() is None:
        return suggestion_page(pattern, _sent(asks=True), before, is_much=True), 422
    try:
        editing.render(content)
        return _send(pattern, before, values, form)
    except TooLong as wrong:
        form[wrong.section].errors = [str(wrong)]
    except (TooManySuggestions, TooMany, ContactForbidden) as wrong:
        form.form_errors.append(str(wrong))
    return suggestion_page(pattern, form, before), 422


def _send(
    pattern: Pattern, before: Standing, values: Values, form: SuggestionForm
) -> ResponseReturnValue:
    member, said, why = viewer().member, form.said(), form.why.data or ""
    place = drafting.place_to_suggest(pattern.id)
    waits = edit_waits(pattern, before.content, values, why)

    def act() -> str:
        now = clock.now()
        sparing.allow(sparing.SUGGESTION, member, now=now)
        row = suggesting.suggest(
            before.row,
            values,
            why=why,
            by=member.person,
            waits=waits,
            disclosure=disclose(said, by=member.person, now=now) if said else before.row.disclosure,
            now=now,
        )
        drafting.forget_draft(member, place, sent_tab())
        if not may(viewer(), Permission.EDIT_PATTERN, pattern):
            drafting.forget_draft(member, drafting.place_of(pattern.id))  # it was begun in a draft
        thank(row, waits=waits, now=now)
        return url_for("patterns.show_suggestion", number=row.id, sent=place)

    return act_once(act)


def read_over(pattern: Pattern, number: int) -> Standing:
    """The revision that was read; over one that is not there: the present one."""
    row = revision_at(pattern.slug, number) or revision_at(pattern.slug, pattern.revision)
    if row is None:
        abort(404)
    return read(row)


def _sections(given: Any) -> list[str]:
    """Those that were asked for; without any: the summary."""
    asked = set(given.getlist("section"))
    return [name for name in SUGGESTABLE if name in asked] or ["summary"]


def _sent(*, asks: bool) -> SuggestionForm:
    return _form(request.form, _sections(request.form), asks=asks)


def _form(typed: Any, sections: Any, *, asks: bool, **values: Any) -> SuggestionForm:
    last = last_said(viewer().member.person) if asks else None
    return SuggestionForm(typed, sections=sections, last=last, asks=asks, **values)


def _with_another(form: SuggestionForm, before: Standing) -> SuggestionForm:
    """The form as it was typed, with one more section as it stands."""
    more = {request.form.get("more", "")} & set(SUGGESTABLE)
    longer = _form(request.form, {*form.sections, *more}, asks="disclosure" in form)
    _fill(longer, more - set(form.sections), values_of(before.content))
    return longer


def _fill(form: SuggestionForm, sections: set[str], values: dict[str, Any]) -> None:
    for name in sections:
        form[name].process(None, values[name])


def _keep(pattern: Pattern, *, discards: bool) -> ResponseReturnValue:
    member, place = viewer().member, drafting.place_to_suggest(pattern.id)
    with transaction():
        if discards:
            drafting.forget_draft(member, place, sent_tab())
        else:
            pairs = list(request.form.items(multi=True))
            drafting.keep_draft(member, place, pairs, tab=sent_tab(), now=clock.now())
        sections = _sections(request.form)
        location = url_for("patterns.new_suggestion", slug=pattern.slug, section=sections)
    return redirect(location, 303)


def suggestion_page(
    pattern: Pattern,
    form: SuggestionForm,
    before: Standing,
    *,
    kept: KeptDrafts | None = None,
    **told: Any,
) -> str:
    """The page of the form, over what it says `before`."""
    keep_drafts_private(pattern)
    place = drafting.place_to_suggest(pattern.id)
    page = url_for("patterns.new_suggestion", slug=pattern.slug, section=form.sections)
    return render_template(
        "patterns/suggest.html",
        form=form,
        slug=pattern.slug,
        title=pattern.title,
        place=place,
        headings=HEADINGS,
        worded=WORDED,
        language=before.content.language,
        found_by=FOUND_BY,
        others=[name for name in SUGGESTABLE if name not in form.sections],
        since=redacted_from(pattern),
        zone=reader_zone(viewer()),
        kept=kept or kept_once_more(place, page),
        shown=_shown(form, before),
        **{"is_much": False, "replaced": None, "looks": {}} | told,
    )


def _shown(form: SuggestionForm, before: Standing) -> Content | None:
    """What it would say, where that can be read."""
    try:
        return None if form.errors else form.content(before.content)
    except ValueError:  # a draft may hold what is no choice
        return None
