"""A suggested edit: what it would change, what is said of it, and what comes of it."""

from collections.abc import Collection, Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from community import clock
from community.access import guard, may_see, permitted, viewer
from community.agreement import agreed_first
from community.conduct.state_models import Content as SetAside
from community.conduct.state_queries import redactions_among
from community.db import db, transaction
from community.disclosures.queries import saids_of
from community.disclosures.wording import whole_sentence
from community.errors import TooMany
from community.notes.blocks import reader_zone
from community.origin import keep_from_shared_caches
from community.patterns import editing, suggesting
from community.patterns import suggestion_queries as told
from community.patterns.comparing import WORDED
from community.patterns.content import from_json
from community.patterns.credit_queries import unnamed
from community.patterns.editing import TooLong
from community.patterns.held_models import Held
from community.patterns.holding_back import FirstLink
from community.patterns.models import PatternRevision
from community.patterns.place_queries import decline_place
from community.patterns.policies import Permission, has_written, is_among
from community.patterns.redacting import WordsWereTakenOut
from community.patterns.suggested import merged, only, own_words
from community.patterns.suggested_relation_queries import RelationPart, relation_parts
from community.patterns.suggesting import NothingTaken, SuggestionClosed, Taking
from community.patterns.suggesting_relations import accept_relations
from community.patterns.suggestion_forms import AcceptanceForm, MessageForm, RefusalForm
from community.patterns.suggestion_message_queries import messages_about
from community.patterns.suggestion_models import Suggestion
from community.patterns.writing import RevisedMeanwhile
from community.sent import act_once, once_key

from .blueprint import bp, to_pattern
from .said_with_links import let_wait, refuse_link, waits_with
from .suggested_links import refuse_relations, refuse_taking
from .told_aside import tell_of

_ACTS = (
    Permission.DECIDE_SUGGESTION,
    Permission.WRITE_ABOUT_SUGGESTION,
    Permission.WITHDRAW_SUGGESTION,
)


def _suggestion_to_show(number: int) -> Suggestion | None:
    """The suggestion; those it is among are told where it is set aside under the code."""
    row = told.suggestion_numbered(number)
    if row is not None and row.is_aside and is_among(viewer(), row):
        tell_of(SetAside.SUGGESTION, row.id, mine=has_written(viewer(), row))
    return row


@bp.get("/pattern-suggestions/<int:number>")
@guard(Permission.READ_SUGGESTION, load=_suggestion_to_show)
def show_suggestion(row: Suggestion) -> ResponseReturnValue:
    """What it would change, and what was said."""
    return _page(row)


@bp.post("/pattern-suggestions/<int:number>/acceptance")
@guard(Permission.DECIDE_SUGGESTION, load=told.suggestion_numbered)
@agreed_first()
def accept_suggestion(row: Suggestion) -> ResponseReturnValue:
    """Take the sections that are ticked."""
    values, pattern = told.values_of_suggestion(row), row.pattern
    relations = relation_parts(row)
    form = AcceptanceForm(request.form, offered=[*values, *(one.name for one in relations)])
    if not form.validate():
        return _page(row, accepting=form, status=422)
    if relations:
        return _accept_relations(row, relations, form)
    standing = from_json(_revision(row, pattern.revision).content)
    whole, _ = merged(from_json(_revision(row, row.number).content), standing, values)
    content, by = only(standing, whole, form.taken), viewer().member.person
    try:
        editing.render(content)
        with transaction():
            over, reason = form.over.data or 0, form.reason.data or ""
            taking = Taking(content, form.taken, over, reason)
            refuse_taking(row, content, row.why)
            refuse_link(pattern, reason)
            suggesting.accept(row, taking, by=by, now=clock.now())
    except (TooLong, WordsWereTakenOut, FirstLink) as wrong:
        form.form_errors.append(str(wrong))
        return _page(row, accepting=form, status=422)
    except RevisedMeanwhile:
        return _page(row, accepting=form, has_moved=True, status=409)
    except SuggestionClosed:
        return _closed(row, form.reason.data)
    flash("It is in the pattern now, and both of you are credited.")
    return to_pattern(pattern, sent=f"take {row.id}")


def _accept_relations(
    row: Suggestion, relations: Sequence[RelationPart], form: AcceptanceForm
) -> ResponseReturnValue:
    taken = [one.id for one in relations if one.name in form.taken]
    try:
        with transaction():
            reason, by = form.reason.data or "", viewer().member.person
            accept_relations(row, taken, reason=reason, by=by, now=clock.now())
            refuse_relations(row, taken)
            refuse_link(row.pattern, reason)
    except (NothingTaken, FirstLink) as wrong:
        form.form_errors.append(str(wrong))
        return _page(row, accepting=form, status=wrong.status)
    except SuggestionClosed:
        return _closed(row, form.reason.data)
    flash("It stands on both patterns now, and both of you are credited.")
    slug, sent = row.pattern.slug, f"take {row.id}"
    return redirect(url_for("patterns.show_relations", slug=slug, sent=sent), 303)


@bp.post("/pattern-suggestions/<int:number>/refusal")
@guard(Permission.DECIDE_SUGGESTION, load=told.suggestion_numbered)
@agreed_first()
def decline_suggestion(row: Suggestion) -> ResponseReturnValue:
    """Take nothing of it, and say why."""
    form = RefusalForm(request.form)
    if not form.validate():
        return _page(row, declining=form, status=422)
    try:
        with transaction():
            by, now = viewer().member.person, clock.now()
            refuse_link(row.pattern, form.why.data or "")
            suggesting.decline(row, form.why.data or "", by=by, now=now)
    except FirstLink as wrong:
        form.form_errors.append(str(wrong))
        return _page(row, declining=form, status=422)
    except SuggestionClosed:
        return _closed(row, form.why.data)
    return _to(row, f"decline {row.id}")


@bp.post("/pattern-suggestions/<int:number>/messages")
@guard(Permission.WRITE_ABOUT_SUGGESTION, load=told.suggestion_numbered)
@agreed_first()
def write_about_suggestion(row: Suggestion) -> ResponseReturnValue:
    """Ask or answer."""
    form = MessageForm(request.form)
    if not form.validate():
        return _page(row, writing=form, status=422)

    def act() -> str:
        words, by, now = form.words.data or "", viewer().member.person, clock.now()
        waits = waits_with(row.pattern, words)
        said = suggesting.say(row, words, waits=waits, by=by, now=now)
        if waits:
            let_wait(Held.MESSAGE, said, now)
        sent, anchor = f"message {row.id}", "messages"
        return url_for("patterns.show_suggestion", number=row.id, sent=sent, _anchor=anchor)

    try:
        return act_once(act)
    except TooMany as refusal:
        form.form_errors.append(str(refusal))
        return _page(row, writing=form, status=refusal.status)


@bp.post("/pattern-suggestions/<int:number>/withdrawal")
@guard(Permission.WITHDRAW_SUGGESTION, load=told.suggestion_numbered)
def withdraw_suggestion(row: Suggestion) -> ResponseReturnValue:
    """Take it back."""
    with transaction():
        suggesting.withdraw(row, now=clock.now())
    return _to(row)


def _revision(row: Suggestion, number: int) -> PatternRevision:
    return db.session.get_one(PatternRevision, (row.pattern_id, number))


def _closed(row: Suggestion, typed: str | None) -> ResponseReturnValue:
    """What came of it before, and what was typed as a message that can be sent instead."""
    return _page(row, writing=MessageForm(data={"words": typed}), was_closed=True, status=409)


def _to(row: Suggestion, sent: str | None = None) -> ResponseReturnValue:
    return redirect(url_for("patterns.show_suggestion", number=row.id, sent=sent), 303)


def _page(row: Suggestion, *, status: int = 200, **sent_back: Any) -> ResponseReturnValue:
    keep_from_shared_caches()
    off, sections, decision = unnamed(row.pattern), told.sections_of(row), told.decision_on(row)
    values, relations = {one.section: one.value for one in sections}, relation_parts(row)
    state = told.state_of(row, decision, [*sections, *relations])
    base = from_json(_revision(row, row.number).content)
    present = row.pattern.revision if state == "open" else row.number
    standing = from_json(_revision(row, present).content)
    is_seen = may_see(viewer(), row.pattern)
    parts = merged(base, standing, values)[1] if is_seen else own_words(base, values)
    told_title = base.title if row.pattern.aside is None else None
    page = render_template(
        "patterns/suggestion.html",
        row=row,
        slug=row.pattern.slug,
        title=row.pattern.title if is_seen else told_title,
        is_seen=is_seen,
        state=state,
        by=None if row.by_id in off else row.by.credited_as,
        disclosed=whole_sentence(saids_of([row.disclosure_id])[row.disclosure_id]),
        sections=parts,
        language=standing.language,
        worded=WORDED,
        relations=relations,
        taken={one.section: one.is_taken for one in sections},
        present=present,
        decision=decision,
        decline_place=decline_place(decision),
        decided_by=None if not decision or decision.by_id in off else decision.by.credited_as,
        redactions=redactions_among(SetAside.SUGGESTION, [row.id]).get(row.id, ()),
        messages=messages_about(row, off),
        can=permitted(viewer(), row, _ACTS),
        once_key=once_key(),
        zone=reader_zone(viewer()),
        **_forms([*values, *(one.name for one in relations)])
        | {"has_moved": False, "was_closed": False}
        | sent_back,
    )
    return page, status


def _forms(offered: Collection[str]) -> dict[str, Any]:
    return {
        "accepting": AcceptanceForm(offered=offered),
        "declining": RefusalForm(),
        "writing": MessageForm(),
    }
