"""Known uses over HTTP: added, changed and withdrawn by who knows of them, verified by others."""

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from community import clock
from community.access import guard, viewer
from community.agreement import agreed_first
from community.db import transaction
from community.disclosures.asking import is_asked_again
from community.disclosures.disclosing import disclose
from community.disclosures.queries import last_said, said_in
from community.distance import sparing
from community.errors import TooMany
from community.first_links import addresses_in
from community.patterns import known_uses
from community.patterns.held_models import Held
from community.patterns.holding_back import FIRST_LINK, FirstLink, hold, must_wait
from community.patterns.known_use_models import KnownUse
from community.patterns.known_use_queries import use_numbered
from community.patterns.known_uses import UseDraft, words_of
from community.patterns.models import Pattern
from community.patterns.policies import Permission
from community.patterns.queries import pattern_by_slug
from community.patterns.said_first import SaidFirst
from community.patterns.seen_uses import changed_since, mark_of, now_said
from community.patterns.use_forms import KnownUseForm, LinkForm, WordForm
from community.sent import act_once, once_key

from .blueprint import bp, page_of, to_pattern
from .reading import pattern_page
from .retired_meanwhile import in_use
from .said_with_links import refuse_link

_BY_ITSELF = f"{FIRST_LINK} Tell of what has one by itself: a curator reads it first."


@bp.get("/patterns/<slug>/known-uses/new")
@guard(Permission.ADD_USE, load=pattern_by_slug)
def new_use(pattern: Pattern) -> ResponseReturnValue:
    """The form for a known use."""
    return _form_page(_recalled(KnownUseForm()), pattern)


@bp.post("/patterns/<slug>/known-uses")
@guard(Permission.ADD_USE, load=in_use(pattern_by_slug))
@agreed_first()
def add_use(pattern: Pattern) -> ResponseReturnValue:
    """Say where it is used."""
    form = _recalled(KnownUseForm(request.form))
    if not form.validate():
        return _form_page(form, pattern, status=422)

    def act() -> str:
        person, now = viewer().member.person, clock.now()
        sparing.allow(sparing.KNOWN_USE, viewer().member, now=now)
        said = disclose(form.disclosure.form.said(), by=person, now=now)
        waits = _must_wait(form.draft())
        use = known_uses.add_use(pattern, form.draft(), by=person, disclosure=said, now=now)
        if waits:
            hold(Held.USE, use, by=person, now=now)
            flash(
                "It has a link, as nothing of yours had before: a curator reads it first. Until"
                " then it stands with your suggested edits."
            )
            return page_of(pattern, "known-uses", f"use of {pattern.slug}")
        flash("Thank you. Somebody else can verify it now.")
        return page_of(pattern, f"use-{use.id}", f"use of {pattern.slug}")

    try:
        return act_once(act)
    except TooMany as refusal:
        form.form_errors.append(str(refusal))
        return _form_page(form, pattern, status=refusal.status)


@bp.get("/known-uses/<int:number>/edit")
@guard(Permission.CHANGE_USE, load=use_numbered)
def edit_use(use: KnownUse) -> ResponseReturnValue:
    """The form with what is known."""
    form = _keeping(KnownUseForm(obj=use), use)
    form.seen.data = mark_of(use)
    return _form_page(form, use.pattern, use)


@bp.post("/known-uses/<int:number>")
@guard(Permission.CHANGE_USE, load=in_use(use_numbered))
@agreed_first()
def change_use(use: KnownUse) -> ResponseReturnValue:
    """Say it in other words."""
    form = _keeping(KnownUseForm(request.form), use)
    if not form.validate():
        return _form_page(form, use.pattern, use, status=422)
    if _must_wait(form.draft()):
        form.form_errors.append(_BY_ITSELF)
        return _form_page(form, use.pattern, use, status=422)
    kept = form.disclosure.form.is_kept
    if kept and is_asked_again(words_of(use), words_of(form.draft())):
        again = _recalled(KnownUseForm(request.form))
        again.disclosure.form.validate()
        return _form_page(again, use.pattern, use, status=422)
    person, seen = viewer().member.person, form.seen.data or ""
    try:
        with transaction():
            now = clock.now()
            said = None if kept else disclose(form.disclosure.form.said(), by=person, now=now)
            known_uses.change_use(use, form.draft(), by=person, disclosure=said, seen=seen, now=now)
            location = page_of(use.pattern, f"use-{use.id}", f"use {use.id}")
    except known_uses.UseChanged:
        form.seen.data = mark_of(use)
        return _form_page(form, use.pattern, use, changed=now_said(use, seen), status=409)
    return redirect(location, 303)


@bp.post("/known-uses/<int:number>/link")
@guard(Permission.MEND_LINK, load=in_use(use_numbered))
@agreed_first()
def mend_link(use: KnownUse) -> ResponseReturnValue:
    """Lead to where a link has gone that does not answer."""
    form = LinkForm(request.form)
    is_valid, url = form.validate(), form.url.data or ""
    if is_valid and must_wait(viewer(), lambda: {url}):
        form.url.errors, is_valid = [f"{FIRST_LINK} Ask a curator to mend it."], False
    if not is_valid:
        return pattern_page(use.pattern, status=422, mending=(form, use.id))
    with transaction():
        by, now = viewer().member.person, clock.now()
        known_uses.mend_link(use, url, by=by, now=now)
    return to_pattern(use.pattern, f"use-{use.id}")


@bp.post("/known-uses/<int:number>/withdrawal")
@guard(Permission.WITHDRAW_USE, load=use_numbered)
def withdraw_use(use: KnownUse) -> ResponseReturnValue:
    """Show it no more."""
    with transaction():
        known_uses.withdraw_use(use, by=viewer().member.person, now=clock.now())
    flash("The known use is withdrawn.")
    return to_pattern(use.pattern, "known-uses")


@bp.post("/known-uses/<int:number>/verification")
@guard(Permission.VERIFY_USE, load=in_use(use_numbered))
@agreed_first()
def verify_use(use: KnownUse) -> ResponseReturnValue:
    """Say that it is so."""
    form = WordForm(request.form)
    if not form.validate():
        return pattern_page(use.pattern, status=422, word_form=form, word_for=use.id)
    seen, word = form.seen.data or "", form.word.data or ""
    try:
        with transaction():
            refuse_link(use.pattern, word)
            by, now = viewer().member.person, clock.now()
            known_uses.verify_use(use, by=by, word=word, seen=seen, now=now)
    except FirstLink as wrong:
        form.word.errors = [str(wrong)]
        return pattern_page(use.pattern, status=422, word_form=form, word_for=use.id)
    except SaidFirst:
        return pattern_page(use.pattern, status=409, word_form=form, word_for=use.id)
    except known_uses.UseChanged:
        changed = changed_since(use, seen)
        return pattern_page(
            use.pattern, status=409, word_form=form, word_for=use.id, use_changed=changed
        )
    return to_pattern(use.pattern, f"use-{use.id}")


@bp.post("/known-uses/<int:number>/verification/withdrawal")
@guard(Permission.UNVERIFY_USE, load=use_numbered)
def take_verification_back(use: KnownUse) -> ResponseReturnValue:
    """Say so no longer."""
    with transaction():
        known_uses.take_verification_back(use, by=viewer().member.person, now=clock.now())
    return to_pattern(use.pattern, f"use-{use.id}")


def _must_wait(draft: UseDraft) -> bool:
    said = draft.adapted, draft.limits
    return must_wait(viewer(), lambda: {draft.url} - {""} | addresses_in(*said))


def _recalled(form: KnownUseForm) -> KnownUseForm:
    form.this_year = clock.now().year
    form.disclosure.form.recall(last_said(viewer().member.person))
    return form


def _keeping(form: KnownUseForm, use: KnownUse) -> KnownUseForm:
    form.this_year = clock.now().year
    form.disclosure.form.keep(said_in(use.disclosure))
    return form


def _form_page(
    form: KnownUseForm,
    pattern: Pattern,
    use: KnownUse | None = None,
    *,
    changed: Sequence[tuple[str, Any]] = (),
    status: int = 200,
) -> ResponseReturnValue:
    page = render_template(
        "patterns/known_use.html",
        form=form,
        slug=pattern.slug,
        title=pattern.title,
        number=use.id if use else None,
        changed=changed,
        once_key=once_key(),
    )
    return page, status
