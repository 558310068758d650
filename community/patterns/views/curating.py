"""Curation over HTTP: reviews, a curator's word, checks, retirement."""

from flask import flash, request
from flask.typing import ResponseReturnValue

from community import clock
from community.access import guard, viewer
from community.agreement import agreed_first
from community.db import transaction
from community.distance import sparing
from community.errors import TooMany
from community.patterns import curating
from community.patterns.collection_queries import pattern_meant
from community.patterns.curation_forms import (
    CuratorForm,
    RetirementForm,
    ReviewForm,
    SeenForm,
    WhyForm,
)
from community.patterns.curation_models import Review, Verdict
from community.patterns.curation_queries import retirement_of, review_numbered
from community.patterns.facets import Stage
from community.patterns.held_models import Held
from community.patterns.models import Pattern
from community.patterns.policies import Permission
from community.patterns.queries import pattern_by_slug
from community.patterns.reading_again import RevisedSince
from community.patterns.said_first import SaidFirst
from community.patterns.staging import last_change
from community.sent import act_once

from .blueprint import bp, page_of, to_pattern
from .looking_again import form_page, look_again, standing
from .retired_meanwhile import in_use
from .said_with_links import let_wait, waits_with


@bp.get("/patterns/<slug>/reviews/new")
@guard(Permission.REVIEW_PATTERN, load=pattern_by_slug)
def new_review(pattern: Pattern) -> ResponseReturnValue:
    """The form for a review."""
    return form_page("review", pattern, ReviewForm(seen=pattern.revision))


@bp.post("/patterns/<slug>/reviews")
@guard(Permission.REVIEW_PATTERN, load=in_use(pattern_by_slug))
@agreed_first()
def add_review(pattern: Pattern) -> ResponseReturnValue:
    """Judge the revision that was read."""
    form = ReviewForm(request.form)
    if not form.validate():
        return form_page("review", pattern, form, status=422)

    def act() -> str:
        now, words, interest = clock.now(), form.words.data or "", form.interest.data or ""
        sparing.allow(sparing.REVIEW, viewer().member, now=now)
        waits = waits_with(pattern, words, interest)
        row = curating.review(
            pattern,
            Verdict(form.verdict.data),
            interest=interest,
            words=words,
            looked_at=tuple(form.looked_at.data or ()),
            seen=form.seen.data or 0,
            waits=waits,
            by=viewer().member.person,
            now=now,
        )
        if waits:
            let_wait(Held.REVIEW, row, now)
        else:
            flash("Thank you. Your review stands on the page.")
        return page_of(pattern, "reviews", f"review {pattern.slug}")

    try:
        return act_once(act)
    except RevisedSince:
        return look_again("review", pattern, form)
    except TooMany as refusal:
        form.form_errors.append(str(refusal))
        return form_page("review", pattern, form, status=refusal.status)


@bp.post("/pattern-reviews/<int:number>/withdrawal")
@guard(Permission.WITHDRAW_REVIEW, load=review_numbered)
def withdraw_review(review: Review) -> ResponseReturnValue:
    """Take it back."""
    with transaction():
        curating.withdraw_review(review, now=clock.now())
    return to_pattern(review.pattern, "reviews")


@bp.post("/patterns/<slug>/curator-word")
@guard(Permission.SPEAK_FOR, load=in_use(pattern_by_slug))
@agreed_first()
def speak_for(pattern: Pattern) -> ResponseReturnValue:
    """A curator's word that it may be called proven."""
    form = CuratorForm(request.form)
    if not form.validate():
        return form_page("word", pattern, form, status=422)
    word, by, seen = form.word.data or "", viewer().member.person, form.seen.data or 0
    try:
        with transaction():
            curating.speak_for(pattern, word=word, seen=seen, by=by, now=clock.now())
    except RevisedSince:
        return look_again("word", pattern, form)
    except SaidFirst:
        first = curating.word_for(pattern)
        stands = standing(pattern, first, first.word) if first else None
        return form_page("word", pattern, form, stands=stands, status=409)
    return to_pattern(pattern, "stage", f"word {pattern.slug}")


@bp.post("/patterns/<slug>/curator-word/withdrawal")
@guard(Permission.TAKE_WORD_BACK, load=pattern_by_slug)
def take_word_back(pattern: Pattern) -> ResponseReturnValue:
    """No curator speaks for it any longer."""
    with transaction():
        curating.take_word_back(pattern, by=viewer().member.person, now=clock.now())
    return to_pattern(pattern, "stage")


@bp.post("/patterns/<slug>/check")
@guard(Permission.CHECK_PATTERN, load=in_use(pattern_by_slug))
@agreed_first()
def check_pattern(pattern: Pattern) -> ResponseReturnValue:
    """Say that it is still right."""
    form = SeenForm(request.form)
    try:
        with transaction():
            by, seen = viewer().member.person, form.seen.data or 0
            curating.check(pattern, seen=seen, by=by, now=clock.now())
    except RevisedSince:
        return look_again("check", pattern, form)
    return to_pattern(pattern, "stage")


@bp.post("/patterns/<slug>/check/withdrawal")
@guard(Permission.TAKE_CHECK_BACK, load=pattern_by_slug)
def take_check_back(pattern: Pattern) -> ResponseReturnValue:
    """Say so no longer."""
    with transaction():
        curating.take_check_back(pattern, by=viewer().member.person, now=clock.now())
    return to_pattern(pattern, "stage")


@bp.get("/patterns/<slug>/retirement")
@guard(Permission.RETIRE_PATTERN, load=pattern_by_slug)
def new_retirement(pattern: Pattern) -> ResponseReturnValue:
    """The form to retire it."""
    return form_page("retirement", pattern, RetirementForm())


@bp.post("/patterns/<slug>/retirement")
@guard(Permission.RETIRE_PATTERN, load=pattern_by_slug)
@agreed_first()
def retire_pattern(pattern: Pattern) -> ResponseReturnValue:
    """Keep it for the record only."""
    form = RetirementForm(request.form)
    given = (form.successor.data or "").removeprefix("[[").removesuffix("]]")
    successor = pattern_meant(given) if given else None
    if not form.validate():
        return form_page("retirement", pattern, form, status=422)
    if given and successor is None:
        form.successor.errors = ["No pattern of the library is called that, nor stands there."]
        return form_page("retirement", pattern, form, status=422)
    try:
        with transaction():
            by, why = viewer().member.person, form.why.data or ""
            curating.retire(pattern, why=why, successor=successor, by=by, now=clock.now())
    except SaidFirst:
        return _changed_first("retirement", pattern, form, became=Stage.RETIRED)
    return to_pattern(pattern, sent=f"retirement {pattern.slug}")


@bp.get("/patterns/<slug>/retirement/withdrawal")
@guard(Permission.RETIRE_PATTERN, load=pattern_by_slug)
def ask_why_back(pattern: Pattern) -> ResponseReturnValue:
    """Why it is to have its stage again."""
    return form_page("back", pattern, WhyForm())


@bp.post("/patterns/<slug>/retirement/withdrawal")
@guard(Permission.RETIRE_PATTERN, load=pattern_by_slug)
def put_back(pattern: Pattern) -> ResponseReturnValue:
    """Let it have its stage again."""
    form = WhyForm(request.form)
    if not form.validate():
        return form_page("back", pattern, form, status=422)
    try:
        with transaction():
            by, why = viewer().member.person, form.why.data or ""
            curating.put_back(pattern, why=why, by=by, now=clock.now())
    except SaidFirst:
        return _changed_first("back", pattern, form, was=Stage.RETIRED)
    return to_pattern(pattern, sent=f"back {pattern.slug}")


def _changed_first(what: str, pattern: Pattern, form: WhyForm, **of: Stage) -> ResponseReturnValue:
    change, told = last_change(pattern, **of), retirement_of(pattern)
    instead = told.successor.title if told and told.successor else ""
    stands = standing(pattern, change, change.why_shown, instead=instead) if change else None
    return form_page(what, pattern, form, stands=stands, status=409)
