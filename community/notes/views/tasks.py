"""Decisions and actions in lists: of a series, and one's own; saying that something is done."""

from datetime import date

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from community import clock
from community.access import guard, permitted, viewer
from community.agreement import agreed_first
from community.calls.models import Series, Visibility
from community.calls.policies import is_facilitator_of
from community.calls.queries import series_by_slug
from community.db import transaction
from community.distance.queries import folded_by
from community.notes import carrying, finishing
from community.notes.blocks import reader_zone
from community.notes.carried import CarriedAction
from community.notes.forms import HowForm
from community.notes.freezing import NotesAreFrozen
from community.notes.left_queries import left_at
from community.notes.open_queries import open_until
from community.notes.policies import Permission
from community.notes.task_queries import (
    action_by_key,
    actions_of,
    decisions_of,
    done_by,
    open_for,
)
from community.notes.tasks import Action
from community.origin import keep_from_shared_caches

from .blueprint import bp
from .writing import after


@bp.get("/my-actions")
@guard(Permission.SEE_MY_ACTIONS)
def list_my_actions() -> ResponseReturnValue:
    """What one is to do, what is overdue, and what one has done."""
    member, done = viewer().member, "done" in request.args
    page = done_by(member, cursor=request.args.get("after")) if done else None
    lines = list(page.rows) if page else open_for(member)
    today = _today()
    return render_template(
        "notes/my_actions.html",
        overdue=[line for line in lines if _is_late(line.due_on, today) and not done],
        lines=[line for line in lines if done or not _is_late(line.due_on, today)],
        done=done,
        next_cursor=page.next if page else None,
        zone=reader_zone(viewer()),
        folded=folded_by(viewer()),
    )


@bp.get("/series/<slug>/decisions")
@guard(Permission.READ_NOTES, load=series_by_slug)
def list_decisions(series: Series) -> ResponseReturnValue:
    """What was decided in the calls of a series."""
    _keep_to_its_link(series)
    page = decisions_of(series, **_seen_by(series), cursor=request.args.get("after"))
    return render_template(
        "notes/decisions.html",
        title=series.title,
        slug=series.slug,
        lines=page.rows,
        open_until=open_until({line.call_id for line in page.rows}, clock.now()),
        next_cursor=page.next,
        zone=reader_zone(viewer()),
        folded=folded_by(viewer()),
    )


@bp.get("/series/<slug>/actions")
@guard(Permission.READ_NOTES, load=series_by_slug)
def list_actions(series: Series) -> ResponseReturnValue:
    """What is to be done after the calls of a series, or is done."""
    _keep_to_its_link(series)
    done = "done" in request.args
    page = actions_of(series, done=done, **_seen_by(series), cursor=request.args.get("after"))
    return render_template(
        "notes/actions.html",
        title=series.title,
        slug=series.slug,
        lines=page.rows,
        done=done,
        next_cursor=page.next,
        today=_today(),
        zone=reader_zone(viewer()),
        folded=folded_by(viewer()),
    )


@bp.get("/notes/<key>/completion")
@guard(Permission.FINISH_ACTION, load=action_by_key)
def ask_how(action: Action) -> ResponseReturnValue:
    """The form to say that an action is done, with a word on how."""
    return _done_page(action, HowForm())


@bp.post("/notes/<key>/completion")
@guard(Permission.FINISH_ACTION, load=action_by_key)
@agreed_first()
def finish(action: Action) -> ResponseReturnValue:
    """Say that it is done."""
    form = HowForm(request.form)
    if not form.validate():
        return _done_page(action, form), 422
    try:
        with transaction():
            finishing.finish(action, how=form.how.data or "", by=viewer().member, now=clock.now())
            location = _back(action)
    except NotesAreFrozen as wrong:
        form.how.errors = [str(wrong)]
        return _done_page(action, form), 409
    flash("Done. Thank you.")
    return redirect(location, 303)


@bp.post("/notes/<key>/completion/withdrawal")
@guard(Permission.FINISH_ACTION, load=action_by_key)
def reopen(action: Action) -> ResponseReturnValue:
    """It is still to be done."""
    with transaction():
        finishing.reopen(action, by=viewer().member, now=clock.now())
        location = _back(action)
    flash("The action is open again.")
    return redirect(location, 303)


@bp.post("/calls/<slug>/left-open/<key>/withdrawal")
@guard(Permission.LEAVE_ACTION_OUT, load=left_at)
def leave_out(carried: CarriedAction) -> ResponseReturnValue:
    """Take an action off the list of what an earlier call has left open."""
    with transaction():
        carrying.leave_out(carried, by=viewer().member, now=clock.now())
        location = url_for("front.show_call", slug=carried.to_call.slug, _anchor="left-open")
    flash("It is no longer on the list of this call. The action itself stays open.")
    return redirect(location, 303)


def _done_page(action: Action, form: HowForm) -> str:
    back = request.values.get("back")
    return render_template(
        "notes/done.html",
        key=action.note.key,
        text_html=action.note.text_html,
        form=form,
        is_done=action.completion is not None,
        how=action.completion.how if action.completion else "",
        back=back if back in {"live", "mine"} else None,
        can=permitted(viewer(), action, [Permission.FINISH_ACTION]),
    )


def _back(action: Action) -> str:
    if request.form.get("back") == "mine":
        return url_for("notes.list_my_actions")
    return after(action.note)


def _seen_by(series: Series) -> dict[str, bool]:
    if series.is_removed:
        abort(404)
    who = viewer()
    return {
        "for_member": who.member is not None,
        "for_owner": is_facilitator_of(who, series),
    }


def _keep_to_its_link(series: Series) -> None:
    if series.visibility is not Visibility.PUBLIC:
        keep_from_shared_caches()


def _today() -> date:
    return clock.now().astimezone(reader_zone(viewer())).date()


def _is_late(due_on: date | None, today: date) -> bool:
    return due_on is not None and due_on < today
