"""The form of a pattern, wherever it stands: opened, kept as a draft, looked at, and sent."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from community import clock
from community.access import viewer
from community.accounts.models import Member
from community.db import transaction
from community.disclosures.queries import last_said
from community.drafts.sent import sent_tab
from community.errors import Refusal
from community.notes.blocks import reader_zone
from community.patterns import drafting, editing
from community.patterns.adaptation_queries import unsaid_changes
from community.patterns.comparing import WORDED, compare
from community.patterns.content import SECTIONS, Content, missing
from community.patterns.editing import Prepared, TooLong
from community.patterns.filling import values_of
from community.patterns.forms import PatternForm
from community.patterns.held_models import Held
from community.patterns.held_queries import waiting
from community.patterns.models import Pattern
from community.patterns.policies import first_shown
from community.patterns.queries import standing_of
from community.patterns.redaction_queries import redacted_from
from community.patterns.staging import NAMES
from community.patterns.text_forms import MOST_KEPT
from community.patterns.writing import RevisedMeanwhile, html_of

from .kept_drafts import KeptDrafts, kept_drafts, kept_once_more

PREVIEW, DRAFT, DISCARD = "preview", "draft", "discard"
_TRIES = 3  # when others are saved at the same moment

Save = Callable[[Prepared, PatternForm], None]


@dataclass(frozen=True, slots=True)
class Target:
    """What a form changes: where its draft is kept, where it stands, and where it is sent. With a
    `suggested_by`, somebody's suggestion is in it.
    """

    pattern: Pattern
    place: str
    stands_at: str
    post_to: str
    suggested_by: str = ""


def target_of(pattern: Pattern) -> Target:
    """The form that changes a pattern."""
    return Target(
        pattern,
        drafting.place_of(pattern.id),
        url_for("patterns.edit_pattern", slug=pattern.slug),
        url_for("patterns.revise_pattern", slug=pattern.slug),
    )


def take(target: Target, save: Save) -> ResponseReturnValue:
    """Let `save` keep what was sent, merged with what others wrote meanwhile; or send it back."""
    pattern = target.pattern
    if asked() in {DRAFT, DISCARD}:
        return keep(target.place, target.stands_at)
    form, standing = sent(asks="disclosure-degree" in request.form), standing_of(pattern)
    if standing is not None:
        form.most_sources = max(form.most_sources, len(standing.content.sources))
        form.most_checks = max(form.most_checks, len(standing.content.checks))
        form.most_in_all = standing.content.most_after
    if not form.validate() or asked() == PREVIEW or not renders(form):
        return page(form, target), 422 if form.errors else 200
    over = form.over.data or 1
    if over < first_shown(viewer(), pattern):
        return _opened_since(target, form), 409
    return _merge(target, form, save, over=over)


def _opened_since(target: Target, form: PatternForm) -> str:
    """The form once more, over what the pattern says now, with what it would change of that."""
    standing = standing_of(target.pattern)
    if standing is None:
        raise LookupError("A pattern without a revision.")
    form.form_errors.append(editing.OPENED_SINCE)
    form.over.data = standing.row.number
    replaced = compare(standing.content, form.draft(standing.content))
    return page(form, target, replaced=replaced, language=standing.content.language)


def _merge(target: Target, form: PatternForm, save: Save, *, over: int) -> ResponseReturnValue:
    pattern = target.pattern
    standing = standing_of(pattern)
    mine = form.draft(standing.content if standing else None)
    for _ in range(_TRIES):
        try:
            prepared = editing.prepare(pattern, mine, over=over)
        except TooLong as wrong:  # with what others wrote
            form[wrong.section].errors = [str(wrong)]
            return page(form, target), 422
        if prepared.clashes or (prepared.is_much and form.said() is None):
            return _ask_again(target, prepared)
        try:
            return _save(target, prepared, form, save)
        except RevisedMeanwhile:
            continue
        except Refusal as refusal:  # with all that was typed
            form.form_errors.append(str(refusal))
            return page(form, target), refusal.status
    raise RevisedMeanwhile("Others are changing this pattern at the moment. Send it once more.")


def _save(target: Target, prepared: Prepared, form: PatternForm, save: Save) -> ResponseReturnValue:
    with transaction():
        save(prepared, form)
        drafting.forget_draft(viewer().member, target.place, sent_tab())
        location = url_for("patterns.show_pattern", slug=target.pattern.slug, sent=target.place)
    if prepared.is_merged:
        flash("Somebody else changed it meanwhile. Both changes are in it now.")
    return redirect(location, 303)


def _ask_again(target: Target, prepared: Prepared) -> ResponseReturnValue:
    if prepared.clashes:
        return _clash(target, prepared), 409
    return page(sent(asks=True), target, is_much=True), 422


def _clash(target: Target, prepared: Prepared) -> str:
    """The form once more, with both changes where they fit, and the others' words where not."""
    asks = "disclosure-degree" in request.form
    values = values_of(prepared.content) | {"over": prepared.over}
    last = last_said(viewer().member.person)
    form = PatternForm(last=last, asks=asks, **values)
    form.why.data = request.form.get("why", "")
    if asks:
        form.disclosure.process(request.form)
        form.disclosure.form.recall(last)
    return page(form, target, clashes=prepared.clashes, language=prepared.content.language)


def opened(
    place: str, values: dict[str, Any], *, asks: bool = True
) -> tuple[PatternForm, KeptDrafts]:
    """The form with its draft in it, if there is one, and what is kept of it."""
    kept, last = kept_drafts(place), last_said(viewer().member.person)
    if kept.draft is None:
        return PatternForm(last=last, asks=asks, **values), kept
    typed = MultiDict([*drafting.typed_in(kept.draft), ("once", values.get("once", ""))])
    return PatternForm(typed, last=last, asks=asks), kept


def sent(*, asks: bool) -> PatternForm:
    """The form as it was sent."""
    form = PatternForm(request.form, last=last_said(viewer().member.person), asks=asks)
    if form.is_brought:
        form.most_sources = form.most_checks = MOST_KEPT
    return form


def asked() -> str:
    """What a button asked for besides sending it."""
    return request.form.get("do", "")


def renders(form: PatternForm) -> bool:
    """Whether every section can be rendered; if not, the form says which cannot."""
    try:
        editing.render(form.draft())
    except TooLong as wrong:
        form[wrong.section].errors = [str(wrong)]
        return False
    return True


def keep(place: str, stands_at: str) -> ResponseReturnValue:
    """Keep what was typed, or throw it away, as a button of the form asks for."""
    member = viewer().member
    with transaction():
        if asked() == DISCARD:
            drafting.forget_draft(member, place, sent_tab())
        else:
            keep_typed(member, place)
    return redirect(stands_at, 303)


def keep_typed(member: Member, place: str) -> None:
    """Keep what the form holds as a draft."""
    pairs = [(name, value) for name, value in request.form.items(multi=True)]
    drafting.keep_draft(member, place, pairs, tab=sent_tab(), now=clock.now())


def page(
    form: PatternForm,
    target: Target | None = None,
    *,
    kept: KeptDrafts | None = None,
    **told: Any,
) -> str:
    """The page of the form; without a target it is of a new pattern."""
    shown, pattern = _previewed(form), target.pattern if target else None
    place = target.place if target else drafting.NEW
    stands_at = target.stands_at if target else url_for("patterns.new_pattern")
    return render_template(
        "patterns/edit.html",
        form=form,
        slug=pattern.slug if pattern else None,
        title=pattern.title if pattern else None,
        is_draft=pattern is None or not pattern.is_listed,
        waits=waiting(Held.PATTERN, pattern.id) if pattern and not pattern.is_listed else None,
        place=place,
        post_to=target.post_to if target else url_for("patterns.begin_pattern"),
        suggested_by=target.suggested_by if target else "",
        lacks=_lacks(pattern, shown) if shown else [],
        headings=SECTIONS,
        worded=WORDED,
        preview=html_of(shown) if shown and asked() == PREVIEW else None,
        shown=shown,
        since=redacted_from(pattern) if pattern else 0,
        zone=reader_zone(viewer()),
        kept=kept or kept_once_more(place, stands_at),
        **{"clashes": {}, "is_much": False, "imported": None, "replaced": None} | told,
    )


def _lacks(pattern: Pattern | None, content: Content) -> list[str]:
    """What it still needs before it can be proposed."""
    lacks = [NAMES[name] for name in missing(content)]
    return (
        lacks
        if pattern is None or pattern.is_listed
        else [*lacks, *unsaid_changes(pattern, content)]
    )


def _previewed(form: PatternForm) -> Content | None:
    """What is in the form, where it can be read as a pattern."""
    try:
        return None if form.errors else form.draft()
    except ValueError:  # a draft may hold what is no choice
        return None
