"""One's own lines: what waits, what is listed, what was declined."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from community import clock
from community.access import guard, viewer
from community.accounts.models import Credit
from community.agreement import agreed_first
from community.db import transaction
from community.ledger import confirming, queries
from community.ledger.forms import AnswerForm
from community.ledger.models import Line, Shown
from community.ledger.policies import Permission
from community.ledger.queries import line_numbered
from community.notes.blocks import reader_zone

from .blueprint import bp


@bp.get("/my-labour")
@guard(Permission.SEE_MY_LABOUR)
def show_my_labour() -> ResponseReturnValue:
    """What waits for one's word, what is listed, what was declined."""
    return _page(AnswerForm(shown=_usual()), 200)


@bp.post("/my-labour/confirmation")
@guard(Permission.SEE_MY_LABOUR)
@agreed_first()
def confirm() -> ResponseReturnValue:
    """Let lines be listed: one, or those that are ticked."""
    form = AnswerForm(request.form)
    if not form.validate() or form.wrong:
        return _page(form, 422)
    with transaction():
        number = confirming.confirm(form.answer, by=viewer().member, now=clock.now())
    flash("It is listed. Thank you." if number == 1 else f"{number} lines are listed. Thank you.")
    return _back()


@bp.post("/my-labour/refusal")
@guard(Permission.SEE_MY_LABOUR)
def decline() -> ResponseReturnValue:
    """Let lines not be listed: one, or those that are ticked."""
    form = AnswerForm(request.form)
    if not form.lines:
        return _page(form, 422)
    with transaction():
        confirming.decline(form.lines, by=viewer().member, now=clock.now())
    flash("Declined. Nobody sees it.")
    return _back()


@bp.post("/my-labour/<int:number>/confirmation/withdrawal")
@guard(Permission.ANSWER_LINE, load=line_numbered)
def take_back(line: Line) -> ResponseReturnValue:
    """List a line no more."""
    with transaction():
        confirming.take_back(line, now=clock.now())
    flash("It is not listed any more, and waits for you again.")
    return _back()


@bp.post("/my-labour/<int:number>/refusal/withdrawal")
@guard(Permission.ANSWER_LINE, load=line_numbered)
def consider_again(line: Line) -> ResponseReturnValue:
    """Let a line wait again."""
    with transaction():
        confirming.consider_again(line, now=clock.now())
    flash("It waits for you again.")
    return _back()


def _back() -> ResponseReturnValue:
    return redirect(url_for("ledger.show_my_labour"), 303)


def _usual() -> str:
    """How somebody is credited who has not said so here: as their profile says."""
    is_named = viewer().member.person.credit is not Credit.NOBODY
    return (Shown.NAME if is_named else Shown.COUNTED).value


def _page(form: AnswerForm, status: int) -> ResponseReturnValue:
    member = viewer().member
    waiting = queries.waiting_for(member)
    declined = queries.declined_by(member)
    taken_off = queries.taken_off_from(member)
    page = queries.confirmed_by(member, cursor=request.args.get("after"))
    lines = [
        *waiting,
        *declined,
        *(line for line, _ in taken_off),
        *(row.line for row in page.rows),
    ]
    begins = queries.begins_of({line.call_id for line in lines})
    shown = render_template(
        "ledger/mine.html",
        form=form,
        wrong=form.wrong if status != 200 else "",  # noqa: PLR2004 - the page as it is
        ticked=form.lines,
        credited_as=member.person.credited_as,
        waiting=_lines(waiting, begins),
        declined=_lines(declined, begins),
        taken_off=[_line(line, begins) | {"reason": why} for line, why in taken_off],
        confirmed=[
            _line(row.line, begins) | {"name": row.name, "shown": row.shown} for row in page.rows
        ],
        next_cursor=page.next,
        zone=reader_zone(viewer()),
    )
    return shown, status


def _lines(lines: Sequence[Line], begins: Mapping[int, datetime]) -> list[dict[str, object]]:
    return [_line(line, begins) for line in lines]


def _line(line: Line, begins: Mapping[int, datetime]) -> dict[str, object]:
    return {
        "number": line.id,
        "kind": line.kind,
        "what": line.what,
        "minutes": line.minutes,
        "call": line.call.title,
        "slug": line.call.slug,
        "began": begins.get(line.call_id),
        "typed": request.form.get(f"minutes-{line.id}", ""),
    }
