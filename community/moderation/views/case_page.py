"""The page of one case: with what came back in it, for whom the case is open to."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # new in 3.3

from community import clock
from community.access import viewer
from community.moderation import (
    against_queries,
    at_once_queries,
    case_queries,
    desk_queries,
    merging_queries,
    people_queries,
    purged_queries,
    ruling_queries,
    sight_queries,
)
from community.moderation.appeal_forms import OutcomeForm
from community.moderation.case_forms import (
    ApartForm,
    HolderForm,
    JoiningForm,
    MessageForm,
    PersonForm,
    PurgedForm,
    StateForm,
)
from community.moderation.case_models import Case, Step
from community.moderation.case_queries import CaseView
from community.moderation.readmission_forms import LookForm, ReplyForm
from community.moderation.ruling_queries import RulingView
from community.sent import once_key

from .blueprint import shown


def open_case(key: str, **_others: object) -> Case | None:
    """The case at an address, if it is open to whoever asks."""
    return desk_queries.case_open_to(viewer().member, key, clock.now())


@dataclass(frozen=True, slots=True, kw_only=True)
class CameBack:
    """What came back in the page: forms with what is wrong in them, `person` at the report
    `person_of`, `outcome`, `reply` and `look` with the key of the ruling they are about.
    """

    message: MessageForm | None = None
    state: StateForm | None = None
    outcome: tuple[str, OutcomeForm] | None = None
    reply: tuple[str, ReplyForm] | None = None
    look: tuple[str, LookForm] | None = None
    purged: PurgedForm | None = None
    person: PersonForm | None = None
    person_of: str = ""
    joining: JoiningForm | None = None
    wrong_holder: str = ""
    wrong_colleague: str = ""


def case_page(case: Case, status: int, back: CameBack | None = None) -> Response:
    """The page; with what came back in it, whatever has become of it meanwhile."""
    case, now = case if back is None else _again(case), clock.now()
    back, able = back or CameBack(), sight_queries.who_can(case, now)
    others = merging_queries.others_to_join(case, viewer().member, now)
    view = case_queries.view_of(case, now, able=able)
    holder = HolderForm()
    holder.member.choices = [SelectChoice(number, name) for number, name in view.team]
    holder.member.errors = [back.wrong_holder] if back.wrong_holder else []
    rulings = ruling_queries.rulings_of(case, now, able=able)
    return shown(
        "case",
        status,
        case=view,
        line=desk_queries.line_of(case, now),
        message=back.message or message_form(view, is_new=True),
        state=back.state or StateForm(),
        holder=holder,
        steps=[step.value for step in Step],
        member_id=viewer().member.id,
        rulings=rulings,
        outcomes=_outcome_forms(rulings) | dict([back.outcome] if back.outcome else []),
        replies={one.key: reply_form(one.key) for one in rulings}
        | dict([back.reply] if back.reply else []),
        looks={one.key: look_form(one.key) for one in rulings}
        | dict([back.look] if back.look else []),
        person=back.person or PersonForm(),
        person_of=back.person_of,
        newer=people_queries.newer_than(case),
        against=against_queries.against(view.people, viewer().member, now, but=case),
        at_once=at_once_queries.done_in_case(case, now),
        became=purged_queries.became_in(case),
        purged=back.purged or purged_form(view, is_new=True),
        joining=(back.joining or JoiningForm()).offer(others),
        apart=ApartForm(),
        wrong_colleague=back.wrong_colleague,
        once_key=once_key(),
    )


def outcome_form(key: str, given: Any = None) -> OutcomeForm:
    """The form of one appeal: each has names of its own, as several can stand on a page."""
    return OutcomeForm(given, prefix=f"appeal-{key}-")


def reply_form(key: str, given: Any = None) -> ReplyForm:
    """The form by which one answers a request to be let in again."""
    return ReplyForm(given, prefix=f"reply-{key}-")


def look_form(key: str, given: Any = None) -> LookForm:
    """The form by which one looks at a ban again."""
    return LookForm(given, prefix=f"look-{key}-")


def _outcome_forms(rulings: Sequence[RulingView]) -> dict[str, OutcomeForm]:
    keys = [one.key for one in rulings if one.appeal and one.appeal.outcome is None]
    return {key: outcome_form(key) for key in keys}


def _again(case: Case) -> Case:
    found = open_case(case.key)
    if found is None:
        raise NotFound
    return found


def message_form(view: CaseView, *, is_new: bool = False) -> MessageForm:
    """A message to whoever can be written to in a case: as it was sent, or a new one."""
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


def purged_form(view: CaseView, *, is_new: bool = False) -> PurgedForm:
    """What is left in a case of what was purged: as it was sent, or a new form."""
    form = PurgedForm(None if is_new else request.form)
    files = ((r.number, file) for r in view.reports for file in r.files if file.size)
    return form.offer([(file.key, f"Report {number}: {file.kind}") for number, file in files])


def reference_given() -> str:
    """What stands in the address for a part of the case."""
    return str((request.view_args or {})["reference"])


def back_to(case: Case, anchor: str) -> ResponseReturnValue:
    """To a place on the page of the case."""
    return redirect(url_for("moderation.show_case", key=case.key, _anchor=anchor), 303)
