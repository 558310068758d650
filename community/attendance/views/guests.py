"""The page behind the link of a guest's letter: confirm, then change, withdraw, be forgotten."""

from flask import Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from community import clock
from community.access import guard, public
from community.accounts import erasing_again
from community.agreement import AgreeingForm
from community.attendance import guest_answers, guest_pages, leaving, rsvps
from community.attendance.forms import AnswerForm, GuestForm
from community.attendance.models import Answer, GuestAnswer
from community.attendance.policies import Permission
from community.db import transaction

from .blueprint import bp, private


@bp.get("/answers/forgotten")
@public
def show_forgotten() -> ResponseReturnValue:
    """What was done for a guest who asked to be forgotten."""
    return private(render_template("attendance/forgotten.html"))


def _given(token: str) -> GuestAnswer | None:
    """Where nothing is sent, a dead link leads to the calls: a guest has nowhere else to go."""
    found = guest_answers.find(token, clock.now())
    if found is None and request.method == "GET":
        abort(private(render_template("attendance/dead_link.html"), 404))
    return found


@bp.get("/answers/<token>")
@guard(Permission.KEEP_GUEST_ANSWER, load=_given)
def show_guest_answer(given: GuestAnswer) -> ResponseReturnValue:
    """What was asked, with a button that confirms it; then what holds, and how to change it."""
    return _guest_page(given)


@bp.post("/answers/<token>/confirmation")
@guard(Permission.KEEP_GUEST_ANSWER, load=_given)
def confirm_guest_answer(given: GuestAnswer) -> ResponseReturnValue:
    """Let the answer count."""
    now = clock.now()
    agreeing = _agreeing(given)
    if given.confirmed_at is None and not agreeing.validate():
        return _guest_page(given, agreeing=agreeing, status=422)
    with transaction():
        guest_answers.confirm(given, accepted=agreeing.agreed_to, now=now)
    return _back()


@bp.post("/answers/<token>/rsvp")
@guard(Permission.KEEP_GUEST_ANSWER, load=_given)
def change_guest_answer(given: GuestAnswer) -> ResponseReturnValue:
    """Answer otherwise."""
    person, form = guest_pages.person_of(given), AnswerForm(request.form)
    agreeing, stays_away = _agreeing(given), form.answer.data == Answer.CANNOT
    if not form.validate() or not (stays_away or agreeing.validate()):
        return _guest_page(given, form=form, agreeing=agreeing, status=422)
    draft = form.draft()
    with transaction():
        if not stays_away:
            guest_answers.agree(person, agreeing.agreed_to, now=clock.now())
        guest_answers.refuse_where_stopped(
            person, draft.answer, given.sitting, note=draft.note, now=clock.now()
        )
        rsvps.answer(
            given.sitting,
            person,
            answer=draft.answer,
            note=draft.note,
            access_needs=draft.access_needs,
            shows_name=draft.shows_name,
            now=clock.now(),
        )
    return _back()


@bp.post("/answers/<token>/rsvp/withdrawal")
@guard(Permission.KEEP_GUEST_ANSWER, load=_given)
def withdraw_guest_answer(given: GuestAnswer) -> ResponseReturnValue:
    """Take the answer back."""
    person = guest_pages.person_of(given, needs_sight=False)
    with transaction():
        rsvps.withdraw(given.sitting, person, now=clock.now())
    return _back()


@bp.post("/answers/<token>/offer/acceptance")
@guard(Permission.KEEP_GUEST_ANSWER, load=_given)
def accept_guest_offer(given: GuestAnswer) -> ResponseReturnValue:
    """Take the place that is kept, or one that is free."""
    agreeing = _agreeing(given)
    if not agreeing.validate():
        return _guest_page(given, agreeing=agreeing, status=422)
    with transaction():
        person, now = guest_pages.person_of(given), clock.now()
        guest_answers.refuse_where_stopped(person, Answer.GOING, given.sitting, now=now)
        guest_answers.agree(person, agreeing.agreed_to, now=now)
        rsvps.accept_offer(guest_pages.rsvp_of(given), now=clock.now())
    return _back()


@bp.post("/answers/<token>/offer/refusal")
@guard(Permission.KEEP_GUEST_ANSWER, load=_given)
def decline_guest_offer(given: GuestAnswer) -> ResponseReturnValue:
    """Let the place go to the next person."""
    with transaction():
        rsvps.decline_offer(guest_pages.rsvp_of(given), now=clock.now())
    return _back()


@bp.post("/answers/<token>/name")
@guard(Permission.KEEP_GUEST_ANSWER, load=_given)
def change_guest_name(given: GuestAnswer) -> ResponseReturnValue:
    """Another name, another zone."""
    guest, form = guest_pages.guest_of(given), GuestForm(request.form)
    if not form.validate():
        return _guest_page(given, name_form=form, status=422)
    with transaction():
        guest_pages.rename(guest, name=form.name.data or "", zone=form.zone.data)
    return _back()


@bp.post("/answers/<token>/erasure")
@guard(Permission.KEEP_GUEST_ANSWER, load=_given)
def forget_guest(given: GuestAnswer) -> ResponseReturnValue:
    """Forget the guest: every answer of theirs, their name and address."""
    guest, now = guest_pages.guest_of(given), clock.now()
    number, came_at = guest.person_id, guest.person.created_at
    names = erasing_again.names_of(number)
    with transaction():
        if leaving.forget(guest, now=now):
            erasing_again.note_guest(number, came_at, now)
    erasing_again.leave_no_trace(names)
    return redirect(url_for("attendance.show_forgotten"), 303)


def _guest_page(
    given: GuestAnswer,
    *,
    form: AnswerForm | None = None,
    agreeing: AgreeingForm | None = None,
    name_form: GuestForm | None = None,
    status: int = 200,
) -> Response:
    page = guest_pages.page_of(given, clock.now())
    values = {
        "token": _token(),
        "page": page,
        "form": form,
        "agreeing": agreeing or AgreeingForm(terms=guest_answers.terms_for(given, clock.now())),
        "name_form": name_form or GuestForm(name=page.name, zone=page.zone),
    }
    return private(render_template("attendance/guest_answer.html", **values), status)


def _agreeing(given: GuestAnswer) -> AgreeingForm:
    return AgreeingForm(request.form, terms=guest_answers.terms_for(given, clock.now()))


def _back() -> ResponseReturnValue:
    return redirect(url_for("attendance.show_guest_answer", token=_token()), 303)


def _token() -> str:
    return str((request.view_args or {})["token"])
