"""What follows a ruling: asking to be let in again, answering that, conditions, the yearly look."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from community import clock
from community.access import guard, viewer
from community.db import transaction
from community.moderation import readmission_queries, readmitting, ruling_queries
from community.moderation.case_models import Case
from community.moderation.forms import WordsForm
from community.moderation.policies import Permission
from community.moderation.readmission_models import Answered
from community.moderation.readmitting import Reply
from community.moderation.ruling_models import Ruling
from community.sent import typed

from .blueprint import bp
from .case_page import (
    CameBack,
    back_to,
    case_page,
    look_form,
    open_case,
    reference_given,
    reply_form,
)
from .standing import own_ruling_at, standing_page


@bp.post("/standing/rulings/<reference>/readmission")
@guard(Permission.SEE_OWN_STANDING, load=own_ruling_at)
def ask_readmission(ruling: Ruling) -> ResponseReturnValue:
    """Ask to be let in again; open while one is suspended, as that is what it is for."""
    form = WordsForm(request.form)
    if not form.validate():
        return standing_page(form, 422, of=f"ask-{ruling.key}")
    with transaction(typed()):
        readmitting.ask(ruling, form.text.data or "", now=clock.now())
    flash("Others than those who decided look at it, and answer you here within 14 days.")
    return redirect(url_for("moderation.show_standing"), 303)


@bp.post("/desk/cases/<key>/rulings/<reference>/readmission")
@guard(Permission.HANDLE_CASES, load=open_case)
def answer_readmission(case: Case) -> ResponseReturnValue:
    """Say what becomes of a request; so it is once enough say the same."""
    ruling = _ruling(case)
    row = readmission_queries.open_request(ruling)
    if row is None:
        raise NotFound
    form = reply_form(ruling.key, request.form)
    if not form.validate():
        return case_page(case, 422, CameBack(reply=(ruling.key, form)))
    words, told = form.words.data or "", form.for_reporter.data or ""
    given = Reply(Answered(form.outcome.data), words, told)
    with transaction(typed()):
        readmitting.say(row, given, by=viewer().member, now=clock.now())
    return back_to(case, "rulings")


@bp.post("/desk/cases/<key>/rulings/<reference>/conditions/<int:number>")
@guard(Permission.HANDLE_CASES, load=open_case)
def judge_condition(case: Case) -> ResponseReturnValue:
    """Say that a condition is met, or is not."""
    number = int((request.view_args or {})["number"])
    condition = readmission_queries.condition_at(_ruling(case), number)
    if condition is None:
        raise NotFound
    is_met = request.form.get("met") == "yes"
    with transaction():
        readmitting.say_of_condition(condition, is_met=is_met, by=viewer().member, now=clock.now())
    return back_to(case, "rulings")


@bp.post("/desk/cases/<key>/rulings/<reference>/looks")
@guard(Permission.HANDLE_CASES, load=open_case)
def look_at_ban(case: Case) -> ResponseReturnValue:
    """Look at a ban again, and let it stand."""
    ruling = _ruling(case)
    form = look_form(ruling.key, request.form)
    if not form.validate():
        return case_page(case, 422, CameBack(look=(ruling.key, form)))
    with transaction():
        readmitting.look_again(ruling, form.why.data or "", by=viewer().member, now=clock.now())
    return back_to(case, "rulings")


def _ruling(case: Case) -> Ruling:
    found = ruling_queries.ruling_of(case, reference_given())
    if found is None:
        raise NotFound
    return found
