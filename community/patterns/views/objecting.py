"""Objections to a pattern over HTTP, and the answers to them."""

from flask import request
from flask.typing import ResponseReturnValue

from community import clock
from community.access import guard, viewer
from community.agreement import agreed_first
from community.db import transaction
from community.distance import sparing
from community.errors import TooMany
from community.patterns import objecting
from community.patterns.curation_forms import ReasonForm
from community.patterns.curation_models import Objection
from community.patterns.curation_queries import objection_numbered, objection_to_answer
from community.patterns.held_models import Held
from community.patterns.models import Pattern
from community.patterns.policies import Permission
from community.patterns.queries import pattern_by_slug
from community.patterns.said_first import SaidFirst
from community.sent import act_once

from .blueprint import bp, page_of, to_pattern
from .looking_again import form_page, standing
from .retired_meanwhile import in_use
from .said_with_links import let_wait, waits_with


@bp.get("/patterns/<slug>/objections/new")
@guard(Permission.OBJECT, load=pattern_by_slug)
def new_objection(pattern: Pattern) -> ResponseReturnValue:
    """The form for an objection."""
    return form_page("objection", pattern, ReasonForm())


@bp.post("/patterns/<slug>/objections")
@guard(Permission.OBJECT, load=in_use(pattern_by_slug))
@agreed_first()
def add_objection(pattern: Pattern) -> ResponseReturnValue:
    """Say why it should not be proven."""
    form = ReasonForm(request.form)
    if not form.validate():
        return form_page("objection", pattern, form, status=422)

    def act() -> str:
        by, now = viewer().member.person, clock.now()
        sparing.allow(sparing.OBJECTION, viewer().member, now=now)
        words = form.words.data or ""
        waits = waits_with(pattern, words)
        row = objecting.object_to(pattern, words, waits=waits, by=by, now=now)
        if waits:
            let_wait(Held.OBJECTION, row, now)
        return page_of(pattern, "objections", f"objection {pattern.slug}")

    try:
        return act_once(act)
    except TooMany as refusal:
        form.form_errors.append(str(refusal))
        return form_page("objection", pattern, form, status=refusal.status)


@bp.post("/pattern-objections/<int:number>/withdrawal")
@guard(Permission.WITHDRAW_OBJECTION, load=objection_numbered)
def withdraw_objection(objection: Objection) -> ResponseReturnValue:
    """Object no longer."""
    with transaction():
        objecting.withdraw_objection(objection, now=clock.now())
    return to_pattern(objection.pattern, "objections")


@bp.get("/pattern-objections/<int:number>/answer/new")
@guard(Permission.ANSWER_OBJECTION, load=objection_numbered)
def new_answer(objection: Objection) -> ResponseReturnValue:
    """The form for an answer."""
    return form_page("answer", objection.pattern, ReasonForm(), objection)


@bp.post("/pattern-objections/<int:number>/answer")
@guard(Permission.ANSWER_OBJECTION, load=in_use(objection_to_answer))
@agreed_first()
def answer_objection(objection: Objection) -> ResponseReturnValue:
    """Answer it."""
    objecting.refuse_withdrawn(objection)
    form = ReasonForm(request.form)
    if not form.validate():
        return form_page("answer", objection.pattern, form, objection, status=422)
    try:
        with transaction():
            by, now = viewer().member.person, clock.now()
            words = form.words.data or ""
            waits = waits_with(objection.pattern, words)
            row = objecting.answer_objection(objection, words, waits=waits, by=by, now=now)
            if row is not None and waits:
                let_wait(Held.ANSWER, row, now)
    except SaidFirst:
        answer = objecting.answer_to(objection)
        stands = standing(objection.pattern, answer, answer.words) if answer else None
        return form_page("answer", objection.pattern, form, objection, stands=stands, status=409)
    except TooMany as refusal:
        form.form_errors.append(str(refusal))
        return form_page("answer", objection.pattern, form, objection, status=refusal.status)
    return to_pattern(objection.pattern, "objections", f"answer {objection.id}")


@bp.post("/pattern-objections/<int:number>/answer/withdrawal")
@guard(Permission.TAKE_ANSWER_BACK, load=objection_numbered)
def take_answer_back(objection: Objection) -> ResponseReturnValue:
    """Let it stand again."""
    with transaction():
        objecting.take_answer_back(objection, by=viewer().member.person, now=clock.now())
    return to_pattern(objection.pattern, "objections")
