"""One case on one page, and what responders do there. To whom it is not open it is not there."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Response, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # new in 3.3

from community import clock
from community.access import guard, viewer
from community.db import transaction
from community.moderation import (
    answering,
    at_once_queries,
    case_queries,
    closing,
    desk_queries,
    handling,
    merging_queries,
    part_queries,
    people_queries,
    ruling_queries,
    talking,
)
from community.moderation.case_forms import (
    ApartForm,
    HolderForm,
    JoiningForm,
    MessageForm,
    PersonForm,
    StateForm,
)
from community.moderation.case_models import Audience, Case, State, Step
from community.moderation.case_queries import CaseView
from community.moderation.closing_queries import ENDS, what_keeps_open
from community.moderation.policies import Permission
from community.moderation.report_models import FileKind
from community.moderation.ruling_forms import OutcomeForm
from community.moderation.ruling_queries import RulingView
from community.sent import act_once, once_key, typed

from .blueprint import bp, shown

_NAMES = {FileKind.PNG: "picture.png", FileKind.JPEG: "picture.jpg", FileKind.TEXT: "text.txt"}


def open_case(key: str, **_others: object) -> Case | None:
    """The case at an address, if it is open to whoever asks."""
    return desk_queries.case_open_to(viewer().member, key, clock.now())


@bp.get("/desk/cases/<key>")
@guard(Permission.HANDLE_CASES, load=open_case)
def show_case(case: Case) -> ResponseReturnValue:
    """All of it."""
    return case_page(case, 200)


@bp.post("/desk/cases/<key>/messages")
@guard(Permission.HANDLE_CASES, load=open_case)
def write_message(case: Case) -> ResponseReturnValue:
    """Say something to whoever is chosen."""
    form = _message_form(case_queries.view_of(case, clock.now()))
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


@dataclass(frozen=True, slots=True, kw_only=True)
class CameBack:
    """What came back in the page: forms with what is wrong in them, `person` at the report
    `person_of`, `outcome` with the key of the ruling that is appealed.
    """

    message: MessageForm | None = None
    state: StateForm | None = None
    outcome: tuple[str, OutcomeForm] | None = None
    person: PersonForm | None = None
    person_of: str = ""
    joining: JoiningForm | None = None
    wrong_holder: str = ""
    wrong_colleague: str = ""


def case_page(case: Case, status: int, back: CameBack | None = None) -> Response:
    """The page, with what came back in it."""
    back = back or CameBack()
    case, now = _again(case), clock.now()
    others = merging_queries.others_to_join(case, viewer().member, now)
    view = case_queries.view_of(case, now)
    holder = HolderForm()
    holder.member.choices = [SelectChoice(number, name) for number, name in view.team]
    holder.member.errors = [back.wrong_holder] if back.wrong_holder else []
    rulings = ruling_queries.rulings_of(case, now)
    return shown(
        "case",
        status,
        case=view,
        message=back.message or _message_form(view, is_new=True),
        state=back.state or StateForm(),
        holder=holder,
        steps=[step.value for step in Step],
        member_id=viewer().member.id,
        rulings=rulings,
        outcomes=_outcome_forms(rulings) | dict([back.outcome] if back.outcome else []),
        person=back.person or PersonForm(),
        person_of=back.person_of,
        newer=people_queries.newer_than(case),
        at_once=at_once_queries.done_in_case(case, now),
        joining=(back.joining or JoiningForm()).offer(others),
        apart=ApartForm(),
        wrong_colleague=back.wrong_colleague,
        once_key=once_key(),
    )


def outcome_form(key: str, given: Any = None) -> OutcomeForm:
    """The form of one appeal: each has names of its own, as several can stand on a page."""
    return OutcomeForm(given, prefix=f"appeal-{key}-")


def _outcome_forms(rulings: Sequence[RulingView]) -> dict[str, OutcomeForm]:
    keys = [one.key for one in rulings if one.appeal and one.appeal.outcome is None]
    return {key: outcome_form(key) for key in keys}


def _again(case: Case) -> Case:
    found = open_case(case.key)
    if found is None:
        raise NotFound
    return found


def _message_form(view: CaseView, *, is_new: bool = False) -> MessageForm:
    form = MessageForm(None if is_new else request.form)
    form.to.choices = [
        SelectChoice("responders", "The responders of this case"),
        *(
            SelectChoice(f"reporter {r.key}", f"Who made report {r.number}")
            for r in view.reports
            if not r.by_itself
        ),
        *(SelectChoice(f"reported {number}", name) for number, name in view.people),
    ]
    return form


def reference_given() -> str:
    """What stands in the address for a part of the case."""
    return str((request.view_args or {})["reference"])


def back_to(case: Case, anchor: str) -> ResponseReturnValue:
    """To a place on the page of the case."""
    return redirect(url_for("moderation.show_case", key=case.key, _anchor=anchor), 303)
