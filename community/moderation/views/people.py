"""Whom a report is about, and colleagues who are asked about a case by hand."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from community import clock
from community.access import guard, viewer
from community.accounts.queries import member_by_handle
from community.db import transaction
from community.moderation import concerned_queries, naming, part_queries, people_queries
from community.moderation.case_forms import PersonForm
from community.moderation.case_models import Case
from community.moderation.policies import Permission

from .blueprint import bp
from .case_page import CameBack, back_to, case_page, open_case, reference_given

_NOBODY = "Nobody has this handle."


@bp.post("/desk/cases/<key>/reports/<reference>/person")
@guard(Permission.HANDLE_CASES, load=open_case)
def name_person(case: Case) -> ResponseReturnValue:
    """Say whom a report is about, alone or too. Who has named themselves has the case no more."""
    form, key = PersonForm(request.form), reference_given()
    report = part_queries.report_of(case, key)
    if report is None:
        raise NotFound
    is_fine = form.validate()
    member = member_by_handle(form.handle_alone) if is_fine else None
    if member is None:
        form.handle.errors = [*form.handle.errors, *([_NOBODY] if is_fine else [])]
        return case_page(case, 422, CameBack(person=form, person_of=key))
    by, now = viewer().member, clock.now()
    name = naming.name_another if "too" in request.form else naming.name_person
    with transaction():
        name(case, report, member.person, by=by, now=now)
    if open_case(case.key) is None:
        return redirect(url_for("moderation.show_desk"), 303)
    return back_to(case, f"report-{key}")


@bp.post("/desk/cases/<key>/reports/<reference>/person/withdrawal")
@guard(Permission.HANDLE_CASES, load=open_case)
def name_no_more(case: Case) -> ResponseReturnValue:
    """Say that a report is not about somebody too, after all."""
    report, given = part_queries.report_of(case, reference_given()), request.form.get("person", "")
    whom = concerned_queries.whom_of([report])[report.id][1:] if report else ()
    number = next((one for one in whom if str(one) == given), None)
    if report is None or number is None:
        raise NotFound
    with transaction():
        naming.name_no_more(case, report, number, now=clock.now())
    return back_to(case, f"report-{report.key}")


@bp.post("/desk/cases/<key>/colleagues")
@guard(Permission.HANDLE_CASES, load=open_case)
def ask_colleague(case: Case) -> ResponseReturnValue:
    """Ask a responder who was none yet when it was opened."""
    given = request.form.get("member", "")
    member = next((m for m in people_queries.newer_than(case) if str(m.id) == given), None)
    if member is None:
        return case_page(case, 422, CameBack(wrong_colleague="Choose a responder who is new."))
    with transaction():
        naming.ask(case, member, by=viewer().member, now=clock.now())
    flash("They are asked whether they can take it, if nothing keeps them from it.")
    return back_to(case, "team")
