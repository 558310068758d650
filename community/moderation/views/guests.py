"""What a guest is told about themselves, by the link of a letter; and their answer and appeal."""

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from community import clock, once
from community.access import guard
from community.accounts import limits
from community.accounts.models import Person
from community.conduct.state_queries import own_state
from community.db import transaction
from community.distance import sparing
from community.errors import TooMany
from community.moderation import (
    appealing,
    content_appeals,
    guest_links,
    readmitting,
    standing_queries,
    statement_queries,
    talking,
)
from community.moderation.forms import WordsForm
from community.moderation.policies import Permission
from community.moderation.ruling_models import Ruling
from community.moderation.talking import NobodyListens
from community.sent import key_of_form, typed

from .blueprint import bp
from .standing import Places, page_about


def _guest(token: str, **_others: object) -> Person | None:
    return guest_links.guest_with(token, clock.now())


@bp.get("/standing/letters/<token>")
@guard(Permission.READ_AS_GUEST, load=_guest)
def show_guest_standing(person: Person) -> ResponseReturnValue:
    """What was said to a guest; reading it changes nothing."""
    return _page(person, WordsForm(), 200)


@bp.post("/standing/letters/<token>/messages")
@guard(Permission.READ_AS_GUEST, load=_guest)
def answer_as_guest(person: Person) -> ResponseReturnValue:
    """Answer what was said."""
    form, now = WordsForm(request.form), clock.now()
    if not form.validate():
        return _page(person, form, 422)
    case = standing_queries.case_to_answer(person.id)
    if case is None:
        raise NobodyListens("Nobody has written to you here. Write to one of the contacts.")
    try:
        with transaction(typed()):
            if once.earlier(key_of_form(), by_id=0, now=now) is None:
                limits.count(sparing.ABOUT_REPORT, f"guest {person.id}", now=now)
                talking.answer_as_person(case, person.id, form.text.data or "", now=now)
    except TooMany as refusal:
        form.text.errors = [str(refusal)]
        return _page(person, form, refusal.status)
    return _back()


@bp.post("/standing/letters/<token>/rulings/<reference>/appeal")
@guard(Permission.READ_AS_GUEST, load=_guest)
def appeal_as_guest(person: Person) -> ResponseReturnValue:
    """Ask for a second look."""
    ruling, form = _ruling(person), WordsForm(request.form)
    if not form.validate():
        return _page(person, form, 422, of=ruling.key)
    with transaction(typed()):
        appealing.appeal(ruling, form.text.data or "", now=clock.now())
    return _back()


@bp.post("/standing/letters/<token>/rulings/<reference>/readmission")
@guard(Permission.READ_AS_GUEST, load=_guest)
def ask_as_guest(person: Person) -> ResponseReturnValue:
    """Ask to be let in again."""
    ruling, form = _ruling(person), WordsForm(request.form)
    if not form.validate():
        return _page(person, form, 422, of=f"ask-{ruling.key}")
    with transaction(typed()):
        readmitting.ask(ruling, form.text.data or "", now=clock.now())
    return _back()


@bp.post("/standing/letters/<token>/content/<key>/appeal")
@guard(Permission.READ_AS_GUEST, load=_guest)
def appeal_content_as_guest(person: Person) -> ResponseReturnValue:
    """Ask others to look at what was set aside."""
    state = own_state(person.id, str((request.view_args or {})["key"]))
    if state is None:
        raise NotFound
    form = WordsForm(request.form)
    if not form.validate():
        return _page(person, form, 422, of=state.key)
    with transaction(typed()):
        content_appeals.appeal_content(state, form.text.data or "", now=clock.now())
    return _back()


def _page(person: Person, form: WordsForm, status: int, *, of: str = "") -> ResponseReturnValue:
    return page_about(person.id, form, status, of=of, places=Places(_token()))


def _ruling(person: Person) -> Ruling:
    reference = str((request.view_args or {})["reference"])
    found = statement_queries.own_ruling(person.id, reference)
    if found is None:
        raise NotFound
    return found


def _back() -> ResponseReturnValue:
    return redirect(url_for("moderation.show_guest_standing", token=_token()), 303)


def _token() -> str:
    return str((request.view_args or {})["token"])
