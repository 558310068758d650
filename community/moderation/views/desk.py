"""The desk of the responders: what waits, what is due, and whether one can take a case."""

from datetime import UTC, date, datetime, time

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from community import clock
from community.access import guard, may, viewer
from community.db import db, transaction
from community.limits import refuse_what_is_stopped
from community.moderation import answering, desk_queries, people_queries
from community.moderation.case_forms import LeaveForm
from community.moderation.case_models import Answer, Case, Leave
from community.moderation.content_waiting import waiting_for
from community.moderation.following_queries import waits_for
from community.moderation.policies import Permission
from community.notes.blocks import reader_zone
from community.notes.waiting_queries import number_waiting

from .blueprint import bp, shown

_NEITHER = "Say that you can take it, or that you have a conflict of interest. Nothing was noted."


@bp.get("/desk")
@guard(Permission.HANDLE_CASES)
def show_desk() -> ResponseReturnValue:
    """Cases by what is due next; above them those one is asked about, by their names alone."""
    return _desk(LeaveForm(), 200)


def _asked(key: str) -> Case | None:
    return desk_queries.case_asked_of(viewer().member, key, clock.now())


@bp.post("/desk/cases/<key>/answer")
@guard(Permission.ANSWER_CASES, load=_asked)
def answer_case(case: Case) -> ResponseReturnValue:
    """Take a case, or say that there is a conflict of interest: then it is there no more. The
    latter whatever measure stands.
    """
    given = request.form.get("answer")
    if given not in set(Answer):
        return _desk(LeaveForm(), 422, wrong=_NEITHER)  # a conflict is for good: none is guessed
    said = Answer(given)
    if said is Answer.CAN:
        refuse_what_is_stopped(viewer().limits, Permission.HANDLE_CASES, case)
    with transaction():
        answering.answer(case, said, by=viewer().member, now=clock.now())
    if said is Answer.CAN:
        return redirect(url_for("moderation.show_case", key=case.key), 303)
    flash("Noted. You will hear nothing more of it, and nobody asks you why.")
    return redirect(url_for("moderation.show_desk"), 303)


@bp.post("/desk/leave")
@guard(Permission.HANDLE_CASES)
def take_leave() -> ResponseReturnValue:
    """Not be asked for some days."""
    form = LeaveForm(request.form)
    if not form.validate():
        return _desk(form, 422)
    starts, ends = form.days()
    with transaction():
        given = _begin_of(starts), _begin_of(ends)
        answering.be_away(viewer().member, *given, now=clock.now())
    flash("You are not asked about new cases in that time. What you have taken stays with you.")
    return redirect(url_for("moderation.show_desk"), 303)


def _own_leave(key: str) -> Leave | None:
    member = viewer().member
    query = select(Leave).where(Leave.key == key, Leave.member_id == (member.id if member else 0))
    return db.session.scalars(query).first()


@bp.post("/desk/leave/<key>/withdrawal")
@guard(Permission.HANDLE_CASES, load=_own_leave)
def end_leave(leave: Leave) -> ResponseReturnValue:
    """Be back."""
    with transaction():
        answering.be_back(leave, now=clock.now())
    return redirect(url_for("moderation.show_desk"), 303)


def _desk(form: LeaveForm, status: int, *, wrong: str = "") -> ResponseReturnValue:
    member, now = viewer().member, clock.now()
    is_over = "past" in request.args
    of_content = waiting_for(member, now)
    return shown(
        "desk",
        status,
        desk=desk_queries.desk_of(member, now, is_over=is_over),
        leaves=desk_queries.leaves_of(member, now),
        colleagues=people_queries.colleagues(),
        is_over=is_over,
        can_take=may(viewer(), Permission.HANDLE_CASES),
        first_notes=number_waiting(member) if may(viewer(), Permission.READ_FIRST_NOTES) else 0,
        content_appeals=len(of_content.states),
        to_read=len(of_content.readings),
        waits=waits_for(member, now),
        form=form,
        wrong=wrong,
    )


def _begin_of(day: date) -> datetime:
    return datetime.combine(day, time(), reader_zone(viewer())).astimezone(UTC)
