"""What a member is told about themselves, and their answer: open while they are suspended too."""

from dataclasses import dataclass

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from community import clock
from community.access import guard, viewer
from community.conduct.state_models import ContentState
from community.conduct.state_queries import own_state
from community.db import transaction
from community.distance import sparing
from community.errors import TooMany
from community.moderation import (
    appealing,
    at_once_queries,
    content_appeals,
    seen_content,
    standing_queries,
    statement_queries,
    talking,
    telling,
)
from community.moderation.forms import WordsForm
from community.moderation.policies import Permission
from community.moderation.ruling_models import Ruling
from community.moderation.talking import NobodyListens
from community.sent import act_once, once_key, typed

from .blueprint import bp, shown


@dataclass(frozen=True, slots=True)
class Places:
    """Where the forms of the page go: those of a guest by the token of a letter."""

    token: str = ""

    def message(self) -> str:
        """An answer to the responders."""
        if self.token:
            return url_for("moderation.answer_as_guest", token=self.token)
        return url_for("moderation.answer_responders")

    def appeal(self, key: str) -> str:
        """An appeal against a ruling."""
        if self.token:
            return url_for("moderation.appeal_as_guest", token=self.token, reference=key)
        return url_for("moderation.appeal_ruling", reference=key)

    def content_appeal(self, key: str) -> str:
        """An appeal against setting something aside."""
        if self.token:
            return url_for("moderation.appeal_content_as_guest", token=self.token, key=key)
        return url_for("moderation.appeal_content", key=key)

    def readmission(self, key: str) -> str:
        """A request to be let in again."""
        if self.token:
            return url_for("moderation.ask_as_guest", token=self.token, reference=key)
        return url_for("moderation.ask_readmission", reference=key)


@bp.get("/standing")
@guard(Permission.SEE_OWN_STANDING)
def show_standing() -> ResponseReturnValue:
    """What was said to the member, who has seen it then: not by what a browser asks ahead."""
    is_ahead = "prefetch" in request.headers.get("Sec-Purpose", "")
    if viewer().is_told and request.method == "GET" and not is_ahead:
        with transaction():
            telling.look(viewer().member.person_id)
    return standing_page(WordsForm(), 200)


@bp.post("/standing/messages")
@guard(Permission.SEE_OWN_STANDING)
def answer_responders() -> ResponseReturnValue:
    """Answer what was said."""
    form = WordsForm(request.form)
    if not form.validate():
        return standing_page(form, 422)
    member = viewer().member
    case = standing_queries.case_to_answer(member.person_id)
    if case is None:
        raise NobodyListens("Nobody has written to you here. Write to one of the contacts.")
    text, now = form.text.data or "", clock.now()

    def say() -> str:
        sparing.allow(sparing.TO_RESPONDERS, member, now=now)
        talking.answer_as_person(case, member.person_id, text, now=now)
        flash("The responders have it.")
        return url_for("moderation.show_standing")

    try:
        return act_once(say)
    except TooMany as refusal:
        form.text.errors = [str(refusal)]
        return standing_page(form, refusal.status)


def standing_page(form: WordsForm, status: int, *, of: str = "") -> ResponseReturnValue:
    """The page, with a form that came back in it: an appeal where `of` says against what, or with
    `ask-` before it a request to be let in again.
    """
    return page_about(viewer().member.person_id, form, status, of=of, places=Places())


def page_about(
    person_id: int, form: WordsForm, status: int, *, of: str, places: "Places"
) -> ResponseReturnValue:
    """The same for whoever it is about, a guest too, whose forms go to other `places`."""
    now = clock.now()
    said = statement_queries.statements_for(person_id, now)
    return shown(
        "standing",
        status,
        heard=standing_queries.heard_by(person_id),
        at_once=at_once_queries.statements_at_once(person_id, now),
        of_calls=standing_queries.told_of_calls(person_id),
        statements=statement_queries.still_held_against(said, now),
        contents=seen_content.own_content(person_id, now),
        form=WordsForm() if of else form,
        appeal=form,
        appeal_of=of,
        now=now,
        places=places,
        once_key=once_key(),
    )


def own_ruling_at(reference: str) -> Ruling | None:
    """The ruling at an address that whoever asks was told of."""
    member = viewer().member
    return statement_queries.own_ruling(member.person_id, reference) if member else None


@bp.post("/standing/rulings/<reference>/appeal")
@guard(Permission.SEE_OWN_STANDING, load=own_ruling_at)
def appeal_ruling(ruling: Ruling) -> ResponseReturnValue:
    """Ask for a second look; open while one is suspended too."""
    form = WordsForm(request.form)
    if not form.validate():
        return standing_page(form, 422, of=ruling.key)
    with transaction(typed()):
        appealing.appeal(ruling, form.text.data or "", now=clock.now())
    flash("Others than those who decided will look at it, and answer you here.")
    return redirect(url_for("moderation.show_standing"), 303)


def _own_content(key: str) -> ContentState | None:
    member = viewer().member
    return own_state(member.person_id, key) if member else None


@bp.post("/standing/content/<key>/appeal")
@guard(Permission.SEE_OWN_STANDING, load=_own_content)
def appeal_content(state: ContentState) -> ResponseReturnValue:
    """Ask others to look at what was set aside; open while one is suspended too."""
    form = WordsForm(request.form)
    if not form.validate():
        return standing_page(form, 422, of=state.key)
    with transaction(typed()):
        content_appeals.appeal_content(state, form.text.data or "", now=clock.now())
    flash("Another responder than who decided it looks at it, and answers you here.")
    return redirect(url_for("moderation.show_standing", _anchor="content"), 303)
