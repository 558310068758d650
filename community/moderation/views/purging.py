"""Taking out of a case what is left in it of something that was purged."""

from flask import flash
from flask.typing import ResponseReturnValue

from community import clock
from community.access import guard, viewer
from community.db import transaction
from community.moderation import case_queries, purging
from community.moderation.case_models import Case
from community.moderation.policies import Permission

from .blueprint import bp
from .case_page import CameBack, back_to, case_page, open_case, purged_form


@bp.post("/desk/cases/<key>/purged-words")
@guard(Permission.HANDLE_CASES, load=open_case)
def purge_in_case(case: Case) -> ResponseReturnValue:
    """Take out the copies, what quotes them, other words and files, for ever."""
    form = purged_form(case_queries.view_of(case, clock.now()))
    if not form.validate():
        return case_page(case, 422, CameBack(purged=form))
    given = form.purged.data or "", form.files.data or ()
    with transaction():
        purging.purge_in_case(case, *given, by=viewer().member, now=clock.now())
    flash("It is taken out of this case.")
    return back_to(case, "purged")
