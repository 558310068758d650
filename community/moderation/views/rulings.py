"""Deciding in a case: drafting, agreeing, telling; and hearing appeals."""

from collections.abc import Mapping
from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from community import clock
from community.access import guard, viewer
from community.accounts.models import Person
from community.accounts.queries import member_by_handle
from community.calls.models import Series
from community.calls.queries import series_by_slug
from community.conduct.content import Effect
from community.db import db, transaction
from community.moderation import (
    appealing,
    case_queries,
    deciding,
    heard_queries,
    lasting_queries,
    ruling_queries,
)
from community.moderation.appeal_models import Appeal, Outcome
from community.moderation.appealing import Word
from community.moderation.case_models import Case
from community.moderation.deciding import ConditionDraft, RulingDraft
from community.moderation.policies import Permission
from community.moderation.reasons import NOT_HEARD
from community.moderation.ruling_forms import NOTHING, RulingForm
from community.moderation.ruling_models import Dismissal, Ruling
from community.sent import act_once, once_key

from .blueprint import bp, shown
from .case_page import CameBack, back_to, case_page, open_case, outcome_form, reference_given


@bp.get("/desk/cases/<key>/rulings/new")
@guard(Permission.HANDLE_CASES, load=open_case)
def new_ruling(case: Case) -> ResponseReturnValue:
    """The letter in four parts, the clauses of the code that held, and the ladder."""
    given = request.args.get("replaces") or request.args.get("like")
    earlier = ruling_queries.ruling_of(case, given) if given else None
    begun = {"lets_stand": request.args.getlist("stands")}
    form = _form(case, ruling_queries.typed_in(earlier) if earlier else begun, is_new=True)
    if earlier is not None and earlier.level is None:
        form.level.data = NOTHING
    form.replaces.data = request.args.get("replaces", "")
    form.is_on_appeal.data = "1" if "appeal" in request.args else ""
    if "withdrawn" in request.args:
        form.level.data = NOTHING
    return _page(case, form, 200)


@bp.post("/desk/cases/<key>/rulings")
@guard(Permission.HANDLE_CASES, load=open_case)
def draft_ruling(case: Case) -> ResponseReturnValue:
    """Propose it. Whoever writes it agrees to it."""
    form = _form(case)
    if not (form.validate() and _scope_is_found(form) and _is_heard(case, form)):
        return _page(case, form, 422)
    key, by = case.key, viewer().member

    def propose() -> str:
        deciding.draft(case, _draft(case, form), by=by, now=clock.now())
        return url_for("moderation.show_case", key=key, _anchor="rulings")

    return act_once(propose)


@bp.post("/desk/cases/<key>/rulings/<reference>/agreement")
@guard(Permission.HANDLE_CASES, load=open_case)
def agree_to_ruling(case: Case) -> ResponseReturnValue:
    """Decide it with the others."""
    ruling = _ruling(case)
    with transaction():
        deciding.agree(ruling, by=viewer().member, now=clock.now())
    return back_to(case, "rulings")


@bp.post("/desk/cases/<key>/rulings/<reference>/removal")
@guard(Permission.HANDLE_CASES, load=open_case)
def discard_ruling(case: Case) -> ResponseReturnValue:
    """Throw a draft away."""
    ruling = _ruling(case)
    with transaction():
        deciding.discard(ruling, by=viewer().member)
    return back_to(case, "rulings")


@bp.post("/desk/cases/<key>/rulings/<reference>/notice")
@guard(Permission.HANDLE_CASES, load=open_case)
def send_ruling(case: Case) -> ResponseReturnValue:
    """Tell the person it is about, and whoever reported."""
    ruling = _ruling(case)
    with transaction():
        deciding.notify(ruling, by=viewer().member, now=clock.now())
    return back_to(case, "rulings")


@bp.post("/desk/cases/<key>/rulings/<reference>/appeal/hearers")
@guard(Permission.HANDLE_CASES, load=open_case)
def hear_appeal(case: Case) -> ResponseReturnValue:
    """Join those who hear it."""
    row = _appeal(case)
    with transaction():
        appealing.hear(row, by=viewer().member, now=clock.now())
    return back_to(case, "rulings")


@bp.post("/desk/cases/<key>/rulings/<reference>/appeal/outcome")
@guard(Permission.HANDLE_CASES, load=open_case)
def decide_appeal(case: Case) -> ResponseReturnValue:
    """Say that it is upheld, withdrawn or sent back: so it is once enough say the same."""
    row = _appeal(case)
    form = outcome_form(row.ruling.key, request.form)
    if not form.validate():
        return case_page(case, 422, CameBack(outcome=(row.ruling.key, form)))
    words, told = form.words.data or "", form.for_reporter.data or ""
    word = Word(Outcome(form.outcome.data), words, told)
    with transaction():
        appealing.say(row, word, by=viewer().member, now=clock.now())
    return back_to(case, "rulings")


def _ruling(case: Case) -> Ruling:
    found = ruling_queries.ruling_of(case, reference_given())
    if found is None:
        raise NotFound
    return found


def _appeal(case: Case) -> Appeal:
    found = ruling_queries.appeal_of(case, reference_given())
    if found is None:
        raise NotFound
    return found


def _form(case: Case, like: Mapping[str, Any] | None = None, *, is_new: bool = False) -> RulingForm:
    """What was typed; or a new one, as it was `like` in an earlier ruling."""
    form = RulingForm(None if is_new else request.form, data=like)
    if is_new and "code" in request.args:
        form.code.data = request.args["code"]
    known = ruling_queries.codes_of(case)
    code = ruling_queries.code_among(known, form.code.data or "")
    form.versions = [(one.number, one.effective_on) for one in known]
    form.code.data = str(code[0].number) if code else ""
    form.offer(code[1] if code else None, case_queries.view_of(case, clock.now()).people)
    form.offer_lasting(lasting_queries.can_last(case, clock.now()))
    return form


def _scope_is_found(form: RulingForm) -> bool:
    """Whether the series and the person that are named are there."""
    if form.series.data and series_by_slug(form.series.data) is None:
        form.series.errors = ["No series has this address."]
    if form.other.data and _other(form) is None:
        form.other.errors = ["Nobody has this handle."]
    return not (form.series.errors or form.other.errors)


def _is_heard(case: Case, form: RulingForm) -> bool:
    """Whether whoever it is about was heard, has appealed, or it says why not."""
    if form.is_dismissal or form.unheard.data or form.is_on_appeal.data == "1":
        return True
    is_heard = heard_queries.was_heard(case.id, form.person.data, clock.now())
    form.unheard.errors = [] if is_heard else [NOT_HEARD]
    return is_heard


def _other(form: RulingForm) -> Person | None:
    member = member_by_handle((form.other.data or "").removeprefix("@"))
    return member.person if member else None


def _draft(case: Case, form: RulingForm) -> RulingDraft:
    known, is_off = ruling_queries.codes_of(case), form.is_dismissal
    code = ruling_queries.code_among(known, form.code.data or "")
    series: Series | None = series_by_slug(form.series.data) if form.series.data else None
    return RulingDraft(
        rationale=form.rationale.data or "",
        person=db.session.get(Person, form.person.data) if form.person.data else None,
        publication=None if is_off or code is None else code[0],
        level=None if is_off else int(form.level.data),
        clauses=() if is_off else form.clauses.data or (),
        effects=() if is_off else [Effect(one) for one in form.effects.data or ()],
        dismissal=Dismissal(form.dismissal.data) if is_off else None,
        behaviour=form.behaviour.data or "",
        impact=form.impact.data or "",
        expected=form.expected.data or "",
        consequence=form.consequence.data or "",
        scope=form.scope.data or "",
        how_found=form.how_found.data or "",
        for_reporter=form.for_reporter.data or "",
        unheard=form.unheard.data or "",
        lasts_days=None if is_off else form.lasts_days.data,
        series=series,
        other_person=_other(form) if form.other.data else None,
        replaces=ruling_queries.ruling_of(case, form.replaces.data or ""),
        is_on_appeal=form.is_on_appeal.data == "1",
        conditions=[ConditionDraft(*one) for one in form.conditions()],
        lets_stand=()
        if is_off
        else lasting_queries.with_keys(case, form.lets_stand.data or (), clock.now()),
    )


def _page(case: Case, form: RulingForm, status: int) -> ResponseReturnValue:
    return shown("ruling", status, form=form, key=case.key, name=case.name, once_key=once_key())
