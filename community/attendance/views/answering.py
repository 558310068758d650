"""Answers over HTTP: for a date, for a series, for a place that is offered; the list."""

from zoneinfo import ZoneInfo

from flask import (
    abort,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import Headers

from community import clock
from community.access import guard, may, viewer
from community.accounts.models import Person
from community.agreement import agreed_first
from community.attendance import following, rsvps, series_answers
from community.attendance.blocks import answer_blocks, series_block
from community.attendance.forms import AnswerForm, SeriesAnswerForm, position_in
from community.attendance.lists import COLUMNS, answer_lines, rows_of
from community.attendance.models import Answer, Rsvp
from community.attendance.policies import Permission
from community.attendance.queries import answers_of, summaries_of
from community.attendance.sheets import sheet
from community.attendance.stopping import number_waiting
from community.attendance.words import series_words, words_for, words_of
from community.calls.models import Series
from community.calls.queries import series_by_slug, sitting_at, sitting_to_answer
from community.calls.times import Sitting, ToAnswer
from community.calls.when import when_of
from community.db import number_of, transaction
from community.distance import sparing

from .blueprint import bp
from .giving_up import refuse_who_comes_again, stopped_unless, without_words

_BACK = {"home": "front.show_home", "calls": "front.list_calls", "mine": "front.list_my_calls"}


def _cannot_come() -> bool:
    """Whether what was sent says that they cannot: nobody must agree to anything to stay away."""
    return request.form.get("answer") == Answer.CANNOT


@bp.post("/calls/<slug>/sittings/<int:number>/rsvp")
@guard(Permission.GIVE_UP, load=sitting_to_answer)
@stopped_unless(_cannot_come)
@agreed_first(unless=_cannot_come)
def answer(given: ToAnswer) -> ResponseReturnValue:
    """Answer for one date."""
    form = AnswerForm(request.form)
    if not form.validate():
        _refuse_who_may_not(given)
        sitting = sitting_at(given.slug, given.position + 1) or abort(404)
        block = answer_blocks([sitting], viewer(), clock.now())[sitting.id]
        page = {"block": block, "form": form, "title": sitting.call.title}
        return render_template("attendance/answer.html", **page), 422
    draft = without_words(form.draft(), given)
    location = _back(given.slug, given.position, given.series_slug)
    with transaction():
        _spare(draft.answer, *_about(given))
        rsvp = rsvps.answer_once(given.id, viewer().person_id, draft, now=clock.now())
        said = words_of(rsvp) if rsvp else words_for(draft.answer)
    flash(said)
    return redirect(location, 303)


@bp.post("/calls/<slug>/sittings/<int:number>/rsvp/withdrawal")
@guard(Permission.GIVE_UP, load=sitting_at)
def withdraw(sitting: Sitting) -> ResponseReturnValue:
    """Take the answer for one date back."""
    refuse_who_comes_again(sitting)
    with transaction():
        general = rsvps.withdraw(sitting, _person(), now=clock.now())
        said = "Your answer is withdrawn."
        if general is not None:
            said = f"Your answer for the series holds for this date again. {words_of(general)}"
        location = _back_to(sitting)
    flash(said)
    return redirect(location, 303)


@bp.post("/calls/<slug>/sittings/<int:number>/offer/acceptance")
@guard(Permission.ANSWER, load=sitting_at)
@agreed_first()
def accept_offer(sitting: Sitting) -> ResponseReturnValue:
    """Take the place that is kept, or one that is free."""
    with transaction():
        rsvps.accept_offer(_own_rsvp(sitting), now=clock.now())
        location = _back_to(sitting)
    flash("The place is yours. You are going.")
    return redirect(location, 303)


@bp.post("/calls/<slug>/sittings/<int:number>/offer/refusal")
@guard(Permission.GIVE_UP, load=sitting_at)
def decline_offer(sitting: Sitting) -> ResponseReturnValue:
    """Let the place go to the next person."""
    with transaction():
        rsvp = _own_rsvp(sitting)
        rsvps.decline_offer(rsvp, now=clock.now())
        said, location = words_of(rsvp), _back_to(sitting)
    flash(said)
    return redirect(location, 303)


@bp.post("/series/<slug>/answer")
@guard(Permission.GIVE_UP, load=series_by_slug)
@stopped_unless(_cannot_come)
@agreed_first(unless=_cannot_come)
def answer_series(series: Series) -> ResponseReturnValue:
    """Answer for every date of a series that has no answer of its own."""
    form, person = SeriesAnswerForm(request.form), _person()
    if not form.validate():
        _refuse_who_may_not(series)
        page = {"block": series_block(series, viewer()), "form": form, "title": series.title}
        return render_template("attendance/answer_series.html", **page), 422
    draft = without_words(form.draft(), series)
    with transaction():
        _spare(draft.answer, "series", number_of(series))
        series_answers.answer_series(
            series,
            person,
            answer=draft.answer,
            position=form.read_position(),
            access_needs=draft.access_needs,
            shows_name=draft.shows_name,
            now=clock.now(),
        )
        location = _back_to_series(series)
    flash(series_words(draft.answer))
    return redirect(location, 303)


@bp.post("/series/<slug>/answer/withdrawal")
@guard(Permission.GIVE_UP, load=series_by_slug)
def withdraw_series_answer(series: Series) -> ResponseReturnValue:
    """Take the answer for a series back."""
    with transaction():
        series_answers.withdraw_series_answer(
            series, _person(), position=position_in(request.form), now=clock.now()
        )
        location = _back_to_series(series)
    flash("Your answer for the series is withdrawn. Answers you gave for single dates stay.")
    return redirect(location, 303)


@bp.post("/series/<slug>/follow")
@guard(Permission.FOLLOW, load=series_by_slug)
def follow(series: Series) -> ResponseReturnValue:
    """Follow a series."""
    with transaction():
        following.follow(series, _person(), now=clock.now())
        location = _back_to_series(series)
    flash("You follow this series. Its dates stand in your own calendar.")
    return redirect(location, 303)


@bp.post("/series/<slug>/follow/withdrawal")
@guard(Permission.FOLLOW, load=series_by_slug)
def unfollow(series: Series) -> ResponseReturnValue:
    """Follow it no longer."""
    with transaction():
        following.unfollow(series, _person())
        location = _back_to_series(series)
    flash("You no longer follow this series. Your answers stay.")
    return redirect(location, 303)


@bp.get("/calls/<slug>/sittings/<int:number>/answers")
@guard(Permission.SEE_ANSWERS, load=sitting_at)
def list_answers(sitting: Sitting) -> ResponseReturnValue:
    """Everybody who answered, with notes and access needs, for the facilitators."""
    now, zone = clock.now(), viewer().member.zone
    return render_template(
        "attendance/answers.html",
        title=sitting.call.title,
        slug=sitting.call.slug,
        number=sitting.position + 1,
        when=when_of(sitting, zone),
        zone=clock.zone(zone),
        summary=summaries_of([sitting], now)[sitting.id],
        lines=answer_lines(sitting, now),
        waiting=number_waiting(sitting, now),
    )


@bp.get("/calls/<slug>/sittings/<int:number>/answers.csv")
@guard(Permission.SEE_ANSWERS, load=sitting_at)
def download_answers(sitting: Sitting) -> ResponseReturnValue:
    """The same list for a spreadsheet."""
    lines = answer_lines(sitting, clock.now())
    headers = Headers({"Content-Type": "text/csv; charset=utf-8"})
    name = f"answers-{sitting.call.slug}-{sitting.position + 1}.csv"
    headers.set("Content-Disposition", "attachment", filename=name)
    return sheet(COLUMNS, rows_of(lines, ZoneInfo(sitting.zone))), 200, headers


def _person() -> Person:
    person: Person = viewer().member.person
    return person


def _spare(answer: Answer, what: str, number: int) -> None:
    """Nobody says yes and no for ever; whoever cannot come may say so at any time."""
    if answer is not Answer.CANNOT:
        sparing.allow_by(sparing.ANSWER, viewer().member_id, what, number, now=clock.now())


def _refuse_who_may_not(about: ToAnswer | Series) -> None:
    """No page of what they may not take part in for whoever gives up a place with a wrong form."""
    if not may(viewer(), Permission.ANSWER, about):
        abort(400)


def _about(given: ToAnswer) -> tuple[str, int]:
    """What somebody changes their mind about: the dates of a series are one thing."""
    return ("call", given.call_id) if given.series_id is None else ("series", given.series_id)


def _own_rsvp(sitting: Sitting) -> Rsvp:
    rsvp = answers_of(_person(), [sitting]).get(sitting.id)
    return rsvp or abort(404)


def _back_to(sitting: Sitting) -> str:
    series = sitting.call.series
    return _back(sitting.call.slug, sitting.position, series.slug if series else None)


def _back(slug: str, position: int, series_slug: str | None) -> str:
    """The page the answer was given on, by its name in the form; never an address from outside."""
    page = request.form.get("back", "")
    if page == "series" and series_slug is not None:
        return url_for("front.show_series", slug=series_slug, _anchor="rsvp")
    if _BACK.get(page) in current_app.view_functions:
        return url_for(_BACK[page])
    return url_for("front.show_call", slug=slug, _anchor=f"rsvp-{position + 1}")


def _back_to_series(series: Series) -> str:
    if request.form.get("back") == "mine" and _BACK["mine"] in current_app.view_functions:
        return url_for(_BACK["mine"])
    return url_for("front.show_series", slug=series.slug, _anchor="rsvp")
