"""One case on one page, and what responders do there. To whom it is not open it is not there."""

from flask import make_response, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from community import clock
from community.access import guard, viewer
from community.db import transaction
from community.moderation import (
    answering,
    case_queries,
    closing,
    handling,
    part_queries,
    talking,
)
from community.moderation.case_forms import (
    StateForm,
)
from community.moderation.case_models import Audience, Case, State, Step
from community.moderation.closing_queries import ENDS, what_keeps_open
from community.moderation.policies import Permission
from community.moderation.report_models import FileKind
from community.sent import act_once, typed

from .blueprint import bp
from .case_page import (
    CameBack,
    back_to,
    case_page,
    message_form,
    open_case,
    reference_given,
)

_NAMES = {
    FileKind.PNG: "picture.png",
    FileKind.JPEG: "picture.jpg",
    FileKind.WEBP: "picture.webp",
    FileKind.HEIC: "picture.heic",
    FileKind.PDF: "document.pdf",
    FileKind.TEXT: "text.txt",
}


@bp.get("/desk/cases/<key>")
@guard(Permission.HANDLE_CASES, load=open_case)
def show_case(case: Case) -> ResponseReturnValue:
    """All of it."""
    return case_page(case, 200)


@bp.post("/desk/cases/<key>/messages")
@guard(Permission.HANDLE_CASES, load=open_case)
def write_message(case: Case) -> ResponseReturnValue:
    """Say something to whoever is chosen."""
    form = message_form(case_queries.view_of(case, clock.now()))
    if not form.validate():
        return case_page(case, 422, CameBack(message=form))
    audience, _, number = str(form.to.data).partition(" ")
    text, by, now = form.text.data or "", viewer().member, clock.now()
    key = case.key

    def say() -> str:
        if audience == Audience.RESPONDERS:
            talking.say_among_responders(case, text, by=by, now=now)
        elif audience == Audience.REPORTER:
            report = part_queries.report_of(case, number)
            if report is None:
                raise NotFound
            talking.say_to_reporter(case, report, text, by=by, now=now)
        else:
            talking.say_to_person(case, int(number), text, by=by, now=now)
        return url_for("moderation.show_case", key=key, _anchor="messages")

    return act_once(say)


@bp.post("/desk/cases/<key>/messages/<reference>/reading")
@guard(Permission.HANDLE_CASES, load=open_case)
def read_message(case: Case) -> ResponseReturnValue:
    """Let a message go that somebody else wrote to the person it is about."""
    message = part_queries.message_of(case, reference_given())
    if message is None:
        raise NotFound
    with transaction():
        talking.read_second(message, by=viewer().member, now=clock.now())
    return back_to(case, "messages")


@bp.post("/desk/cases/<key>/states")
@guard(Permission.HANDLE_CASES, load=open_case)
def move_case(case: Case) -> ResponseReturnValue:
    """Say where it stands."""
    form = StateForm(request.form)
    is_fine = form.validate()
    state = State(form.state.data) if is_fine else None
    if state in ENDS and (kept := what_keeps_open(case)):
        form.state.errors, is_fine = [kept], False
    if state is None or not is_fine:
        return case_page(case, 422, CameBack(state=form))
    given = {"why": form.why.data or "", "for_reporter": form.for_reporter.data or ""}
    with transaction(typed()):
        closing.set_by_hand(case, state, by=viewer().member, now=clock.now(), **given)
    return back_to(case, "timeline")


@bp.post("/desk/cases/<key>/steps")
@guard(Permission.HANDLE_CASES, load=open_case)
def tick_steps(case: Case) -> ResponseReturnValue:
    """Keep which steps are done."""
    done, before = (set(request.form.getlist(name)) for name in ("step", "was"))
    with transaction():
        for step in (one for one in Step if (one.value in done) != (one.value in before)):
            is_done = step.value in done  # what others have ticked since stays
            handling.check(case, step, is_done=is_done, by=viewer().member, now=clock.now())
    return back_to(case, "steps")


@bp.post("/desk/cases/<key>/holder")
@guard(Permission.HANDLE_CASES, load=open_case)
def hand_over(case: Case) -> ResponseReturnValue:
    """Let somebody else see to it."""
    given = request.form.get("member", "")
    to = part_queries.member_in(case, int(given)) if given.isdecimal() and len(given) < 10 else None  # noqa: PLR2004
    if to is None:
        return case_page(case, 422, CameBack(wrong_holder="Choose somebody who has this case too."))
    with transaction():
        answering.hand_over(case, to, now=clock.now())
    return back_to(case, "team")


@bp.get("/desk/cases/<key>/files/<reference>")
@guard(Permission.HANDLE_CASES, load=open_case)
def download_file(case: Case) -> ResponseReturnValue:
    """What came with a report: to be kept, never to be shown by the browser as a page of ours."""
    file = part_queries.file_of(case, reference_given())
    if file is None:
        raise NotFound
    response = make_response(file.content)
    response.headers["Content-Type"] = file.kind.value
    response.headers["Content-Disposition"] = f'attachment; filename="{_NAMES[file.kind]}"'
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response
