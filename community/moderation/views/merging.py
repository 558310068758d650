"""Making one case of two that a responder has, and taking them apart again."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from community import clock
from community.access import guard, viewer
from community.db import transaction
from community.moderation import desk_queries, merging, merging_queries
from community.moderation.case_forms import ApartForm, JoiningForm
from community.moderation.case_models import Case
from community.moderation.merging_models import CaseMerging
from community.moderation.policies import Permission

from .blueprint import bp
from .case_page import CameBack, back_to, case_page, open_case


@bp.post("/desk/cases/<key>/joinings")
@guard(Permission.HANDLE_CASES, load=open_case)
def join_cases(case: Case) -> ResponseReturnValue:
    """Let this case and another that is open to whoever asks be one."""
    by, now, form = viewer().member, clock.now(), JoiningForm(request.form)
    form.offer(merging_queries.others_to_join(case, by, now))
    other = desk_queries.case_open_to(by, form.other.data or "", now) if form.validate() else None
    if other is None:
        return case_page(case, 422, CameBack(joining=form))
    try:
        with transaction():
            lead = merging.merge(case, other, by=by, why=form.joining_why.data or "", now=now)
    except merging.StayApart as refusal:
        form.form_errors.append(str(refusal))
        return case_page(case, refusal.status, CameBack(joining=form))
    flash("They are one case now.")
    return back_to(lead, "together")


def _joining(key: str, reference: str) -> CaseMerging | None:
    """What goes on in a case that is open to whoever asks."""
    case = open_case(key)
    return merging_queries.standing_merging(case, reference) if case else None


@bp.post("/desk/cases/<key>/joinings/<reference>/withdrawal")
@guard(Permission.HANDLE_CASES, load=_joining)
def take_apart(row: CaseMerging) -> ResponseReturnValue:
    """Let it go on by itself again."""
    form, key = ApartForm(request.form), str((request.view_args or {})["key"])
    why = (form.apart_why.data or "") if form.validate() else ""
    with transaction():
        merging.take_apart(row, by=viewer().member, why=why, now=clock.now())
    flash("They are two cases again.")
    return redirect(url_for("moderation.show_case", key=key, _anchor="timeline"), 303)
