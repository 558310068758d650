"""What a member is told about themselves, and their answer: open while they are suspended too."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from community import clock
from community.access import guard, viewer
from community.db import transaction
from community.distance import sparing
from community.errors import TooMany
from community.moderation import (
    appealing,
    out_of_sight,
    standing_queries,
    statement_queries,
    talking,
)
from community.moderation.forms import WordsForm
from community.moderation.policies import Permission
from community.moderation.ruling_models import Ruling
from community.moderation.talking import NobodyListens

from .blueprint import bp, shown


@bp.get("/standing")
@guard(Permission.SEE_OWN_STANDING)
def show_standing() -> ResponseReturnValue:
    """What was said to the member."""
    return standing_page(WordsForm(), 200)


@bp.post("/standing/messages")
@guard(Permission.SEE_OWN_STANDING)
def answer_responders() -> ResponseReturnValue:
    """Answer what was said."""
    form = WordsForm(request.form)
    if not form.validate():
        return standing_page(form, 422)
    member = viewer().member
    case = standing_queries.case_to_answer(member.person_id)
    if case is None:
        raise NobodyListens("Nobody has written to you here. Write to one of the contacts.")
    text, now = form.text.data or "", clock.now()
    try:
        with transaction():
            sparing.allow(sparing.TO_RESPONDERS, member, now=now)
            talking.answer_as_person(case, member.person_id, text, now=now)
    except TooMany as refusal:
        form.text.errors = [str(refusal)]
        return standing_page(form, refusal.status)
    flash("The responders have it.")
    return redirect(url_for("moderation.show_standing"), 303)


def standing_page(form: WordsForm, status: int) -> ResponseReturnValue:
    """The page, with a form that came back in it."""
    person_id = viewer().member.person_id
    return shown(
        "standing",
        status,
        heard=standing_queries.heard_by(person_id),
        statements=statement_queries.statements_for(person_id, clock.now()),
        contents=out_of_sight.own_content(person_id),
        form=form,
    )


def _own(reference: str) -> Ruling | None:
    member = viewer().member
    return statement_queries.own_ruling(member.person_id, reference) if member else None


@bp.post("/standing/rulings/<reference>/appeal")
@guard(Permission.SEE_OWN_STANDING, load=_own)
def appeal_ruling(ruling: Ruling) -> ResponseReturnValue:
    """Ask for a second look; open while one is suspended too."""
    form = WordsForm(request.form)
    if not form.validate():
        return standing_page(form, 422)
    with transaction():
        appealing.appeal(ruling, form.text.data or "", now=clock.now())
    flash("Others than those who decided will look at it, and answer you here.")
    return redirect(url_for("moderation.show_standing"), 303)
