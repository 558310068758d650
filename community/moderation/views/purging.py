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

WAITS = (
    "Words that you wrote stand in a decision, an appeal or an answer too, and not in what was"
    " purged: there they stay until another responder of this case has written the same here."
)


@bp.post("/desk/cases/<key>/purged-words")
@guard(Permission.HANDLE_CASES, load=open_case)
def purge_in_case(case: Case) -> ResponseReturnValue:
    """Take out the copies, what quotes them, other words and files, for ever."""
    form = purged_form(case_queries.view_of(case, clock.now()))
    if not form.validate():
        return case_page(case, 422, CameBack(purged=form))
    files, by = form.files.data or (), viewer().member
    with transaction():
        waits = purging.purge_in_case(case, form.lines, files, by=by, now=clock.now())
    flash(WAITS if waits else "It is taken out of this case.")
    return back_to(case, "purged")
