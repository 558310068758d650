"""Taking a suggested edit in other words: through the form that changes the pattern."""

from flask import abort, flash, request, url_for
from flask.typing import ResponseReturnValue

from community import clock
from community.access import guard, may, viewer
from community.agreement import agreed_first
from community.db import db
from community.disclosures.disclosing import disclose
from community.patterns import drafting, suggesting
from community.patterns.content import from_json
from community.patterns.credit_queries import unnamed
from community.patterns.editing import Prepared
from community.patterns.filling import values_of
from community.patterns.forms import PatternForm
from community.patterns.models import PatternRevision
from community.patterns.policies import Permission
from community.patterns.queries import standing_of
from community.patterns.suggested import merged, taken_in
from community.patterns.suggesting import Taking
from community.patterns.suggestion_models import Suggestion
from community.patterns.suggestion_queries import suggestion_numbered, values_of_suggestion

from .blueprint import bp, keep_drafts_private
from .pattern_form import Target, opened, page, take
from .proposed_meanwhile import offered_as_suggestion
from .suggested_links import refuse_taking


@bp.get("/pattern-suggestions/<int:number>/wording")
@guard(Permission.DECIDE_SUGGESTION, load=suggestion_numbered)
def reword_suggestion(row: Suggestion) -> ResponseReturnValue:
    """The pattern with all that is suggested, to be changed before it is saved."""
    keep_drafts_private(row.pattern)
    standing, values = standing_of(row.pattern), values_of_suggestion(row)
    if standing is None or not values:
        abort(404)
    base = db.session.get_one(PatternRevision, (row.pattern_id, row.number))
    whole, _ = merged(from_json(base.content), standing.content, values)
    typed = values_of(whole) | {"over": standing.row.number, "why": row.why}
    target = _target(row)
    form, kept = opened(target.place, typed, asks=False)
    return page(form, target, kept=kept)


@bp.post("/pattern-suggestions/<int:number>/wording")
@guard(Permission.SEND_REWORDED, load=suggestion_numbered)
@agreed_first()
def take_reworded(row: Suggestion) -> ResponseReturnValue:
    """Save it: what differs in a section that was suggested is taken, in these words."""
    if not may(viewer(), Permission.DECIDE_SUGGESTION, row):
        return offered_as_suggestion(row.pattern, request.form), 409

    def save(prepared: Prepared, form: PatternForm) -> None:
        standing = db.session.get_one(PatternRevision, (row.pattern_id, prepared.over))
        values, said, now = values_of_suggestion(row), form.said(), clock.now()
        person = viewer().member.person
        taking = Taking(
            prepared.content,
            taken_in(from_json(standing.content), prepared.content, values),
            prepared.over,
            why=form.why.data or "",
            is_read=True,
            disclosure=disclose(said, by=person, now=now) if said else None,
        )
        refuse_taking(row, taking.content, taking.why)
        suggesting.accept(row, taking, by=person, now=now)
        flash("It is in the pattern now, and both of you are credited.")

    return take(_target(row), save)


def _target(row: Suggestion) -> Target:
    address = url_for("patterns.reword_suggestion", number=row.id)
    is_off = row.by_id in unnamed(row.pattern)
    name = None if is_off else row.by.credited_as
    by = name or "somebody who is not named"
    return Target(row.pattern, drafting.place_to_reword(row.id), address, address, by)
