"""The way back to a report: by its code alone, which is sent and never stands in an address."""

from flask import request
from flask.typing import ResponseReturnValue

from community import clock, once
from community.access import guard
from community.accounts import limits
from community.accounts.limits import Limit
from community.db import transaction
from community.distance import sparing
from community.errors import TooMany
from community.moderation import report_queries, talking
from community.moderation.forms import CodeForm, WordsForm
from community.moderation.policies import Permission
from community.moderation.report_models import Report
from community.sent import key_of_form, typed

from .blueprint import bp, shown

RETURN = Limit("report return", 20, limits.SIGN_UP.within)
_UNKNOWN = "No report has this code. Look at each letter; spaces and hyphens do not matter."


@bp.get("/messages")
@guard(Permission.REPORT)
def show_messages() -> ResponseReturnValue:
    """Where every discreet letter leads, whatever it is about: to what each can look at."""
    return shown("messages", form=CodeForm())


@bp.get("/report/return")
@guard(Permission.REPORT)
def ask_for_code() -> ResponseReturnValue:
    """Ask for the code of the receipt."""
    return shown("return", form=CodeForm())


@bp.post("/report/return")
@guard(Permission.REPORT)
def show_report() -> ResponseReturnValue:
    """Where a report stands, what was said about it, and a form to say more."""
    found = _find(form := CodeForm(request.form))
    if found is None:
        return shown("return", 422, form=form)
    return _page(found, form.code.data or "", WordsForm(), 200)


@bp.post("/report/messages")
@guard(Permission.REPORT)
def write_to_responders() -> ResponseReturnValue:
    """Say more. The answer is the page of the report, as its address cannot hold the code."""
    found = _find(form := CodeForm(request.form))
    if found is None:
        return shown("return", 422, form=form)
    message = WordsForm(request.form)
    if not message.validate():
        return _page(found, form.code.data or "", message, 422)
    text, now = message.text.data or "", clock.now()
    try:
        with transaction(typed()):
            if once.earlier(key_of_form(), by_id=0, now=now) is not None:
                return _page(found, form.code.data or "", WordsForm(), 200)  # it was sent before
            limits.count(sparing.ABOUT_REPORT, f"report {found.id}", now=now)
            talking.answer_as_reporter(found, text, now=now)
    except TooMany as refusal:
        message.text.errors = [str(refusal)]
        return _page(found, form.code.data or "", message, refusal.status)
    return _page(found, form.code.data or "", WordsForm(), 200)


def _find(form: CodeForm) -> Report | None:
    """The report of a code; each try counts for the network it comes from."""
    if not form.validate():
        return None
    try:
        limits.allow(RETURN, limits.network(request.remote_addr), now=clock.now())
    except TooMany as refusal:
        form.form_errors.append(str(refusal))
        return None
    found = report_queries.report_with(form.code.data or "")
    if found is None:
        form.code.errors = [_UNKNOWN]
    return found


def _page(report: Report, code: str, message: WordsForm, status: int) -> ResponseReturnValue:
    return shown(
        "followed",
        status,
        told=report_queries.told_to_reporter(report),
        code=code,
        form=message,
        once_key=once.new_key(),
    )
