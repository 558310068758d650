"""The page that asks to accept the code: by itself, and in the way of what takes part."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from community import clock
from community.access import guard, viewer
from community.agreement import GoOn, How
from community.conduct import acceptances, queries
from community.conduct.differences import compare
from community.conduct.models import CodePublication
from community.conduct.policies import Permission
from community.db import transaction

from .blueprint import bp
from .reading import WORDS

_FIELD = "accepted_version"


def ask_first(go_on: GoOn) -> ResponseReturnValue:
    """What `agreement.agreed_first` does: go on if the member has accepted what is in force.

    What was sent is kept on the page that asks and goes on from there with the acceptance.
    """
    person_id, now = viewer().person_id, clock.now()
    if not acceptances.needs_to_accept(person_id, now):
        return go_on()
    holding = queries.version_in_force(now)
    if holding is None or not _accept_what_was_read(holding, How.RSVP):
        carried = [pair for pair in request.form.items(multi=True) if pair[0] != _FIELD]
        return _page(carried, request.full_path.rstrip("?")), 422
    return go_on()


@bp.get("/conduct/acceptance")
@guard(Permission.ACCEPT)
def show_acceptance() -> ResponseReturnValue:
    """The code in force, what differs from what was accepted before, and one button."""
    return _page([], None)


@bp.post("/conduct/acceptance")
@guard(Permission.ACCEPT)
def accept() -> ResponseReturnValue:
    """Accept the version that was read, if it still is the one in force."""
    holding = queries.version_in_force(clock.now())
    if holding is None or not _accept_what_was_read(holding, How.PAGE):
        return _page([], None), 422
    flash("You have accepted the code of conduct. Thank you for reading it.")
    return redirect(url_for("conduct.show_code", _anchor="yours"), 303)


def _accept_what_was_read(holding: CodePublication, how: How) -> bool:
    """False, and nothing is recorded, where another version was read, or none."""
    if request.form.get(_FIELD) != str(holding.number):
        return False
    with transaction():
        acceptances.accept(viewer().member.person, holding, how=how, now=clock.now())
    return True


def _page(carried: list[tuple[str, str]], action: str | None) -> str:
    now, person_id = clock.now(), viewer().member.person_id
    holding, accepted = queries.version_in_force(now), queries.last_accepted(person_id)
    code = queries.view_of(holding.version) if holding else None
    before = accepted.publication if accepted else None
    differences = None
    if code is not None and before is not None and before.number != code.number:
        differences = compare(queries.text_of(before.version), code.text)
    return render_template(
        "conduct/acceptance.html",
        publication=holding,
        code=code,
        accepted=accepted,
        is_asked=acceptances.needs_to_accept(person_id, now),
        differences=differences,
        carried=carried,
        action=action,
        field_name=_FIELD,
        was_sent=request.form.get(_FIELD),
        zone=clock.zone(viewer().member.zone),
        **WORDS,
    )
