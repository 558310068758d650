"""Which letters a person receives: chosen signed in, or where a letter's own link leads to."""

from collections.abc import Collection

from flask import (
    Response,
    abort,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue

from community import access, clock
from community.access import guard, public
from community.accounts import wanted_letters
from community.accounts.guests import member_of
from community.accounts.letterheads import recipient_of
from community.accounts.policies import Permission
from community.db import transaction
from community.origin import open_to_any_origin
from community.outbox import choices
from community.outbox.models import Group

from .blueprint import bp

WORDS = {
    Group.CHANGES: "Calls I answered are moved, cancelled, or held after all",
    Group.PLACES: "A place is offered to me, or my time to take it is over",
    Group.AGENDAS: "The agenda of a call I may come to is published, mine is still empty,"
    " or what I proposed is answered",
    Group.DAY_BEFORE: "A reminder a day before",
    Group.HOUR_BEFORE: "A reminder an hour before",
    Group.SHARING: "I am invited to facilitate, given a role, or taken off one at a call",
    Group.RECORDS: "The record of a call I was at is open for correction, or published",
    Group.RECORD_NUDGES: "A call I facilitate has no record, three and seven days after it,"
    " or a correction of its record is asked for",
    Group.PATTERNS: "Patterns I wrote or suggested an edit of: suggestions, answers, stages",
    Group.NOTES: "Somebody mentions me in a note or answers one of mine, soon after",
    Group.NOTES_DAILY: "Somebody does so, in one letter a day, where I do not have it soon after",
}


@bp.get("/letters/choices/<token>")
@public
def show_unsubscription(token: str) -> ResponseReturnValue:
    """A button for this kind of letters. A guest, who has no other page, sees and chooses what else
    they receive; a member does so signed in: letters are passed on.
    """
    person_id, group = _read(token)
    return _page(person_id, group, token)


@bp.post("/letters/choices/<token>")
@public
@open_to_any_origin
def unsubscribe(token: str) -> ResponseReturnValue:
    """Stop letters of one group with one click (RFC 8058), or keep what was chosen on the page."""
    person_id, group = _read(token)
    if "chosen" not in request.form:
        with transaction():
            wanted_letters.keep(person_id, {group: False}, now=clock.now())
        return _private(make_response("You receive no more letters of this kind.\n"))
    _keep(person_id, _within_reach(person_id, group))
    return redirect(url_for("accounts.show_unsubscription", token=token, kept=""), 303)


@bp.get("/profile/letters")
@guard(Permission.EDIT_OWN_PROFILE)
def show_letter_choices() -> ResponseReturnValue:
    """Which letters I receive."""
    lines = _lines(access.viewer().member.person_id, choices.CHOOSABLE)
    return render_template("accounts/letter_choices.html", choices=lines)


@bp.post("/profile/letters")
@guard(Permission.EDIT_OWN_PROFILE)
def choose_letters() -> ResponseReturnValue:
    """Receive what is ticked, and nothing else."""
    person_id = access.viewer().member.person_id
    _keep(person_id, choices.CHOOSABLE)
    flash("Your choice is kept.")
    return redirect(url_for("accounts.show_letter_choices"), 303)


def _within_reach(person_id: int, group: Group) -> Collection[Group]:
    """What a letter's own link lets a person choose."""
    return choices.CHOOSABLE if member_of(person_id) is None else (group,)


def _keep(person_id: int, groups: Collection[Group]) -> None:
    """Keep what was ticked on the page."""
    ticked = set(request.form.getlist("group"))
    wanted = {each: each.value in ticked for each in groups}
    with transaction():
        wanted_letters.keep(person_id, wanted, now=clock.now())


def _lines(person_id: int, groups: Collection[Group]) -> list[tuple[Group, str, bool]]:
    wanted = choices.choices_of(person_id)
    return [(each, WORDS[each], wanted[each]) for each in groups]


def _read(token: str) -> tuple[int, Group]:
    found = choices.read_token(token)
    if found is None or recipient_of(found[0]) is None:
        abort(404)
    return found


def _page(person_id: int, group: Group, token: str) -> Response:
    lines = _lines(person_id, _within_reach(person_id, group))
    page = render_template(
        "accounts/unsubscription.html",
        token=token,
        group=group,
        choices=lines,
        is_whole=len(lines) == len(choices.CHOOSABLE),
        is_kept="kept" in request.args,
    )
    return _private(make_response(page))


def _private(response: Response) -> Response:
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
