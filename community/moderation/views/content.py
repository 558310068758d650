"""Setting content aside: from a case, or from the thing itself, and back."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from community import clock
from community.access import guard, viewer
from community.conduct.models import CodeVersion
from community.conduct.queries import text_of
from community.conduct.state_models import Content, ContentState, Heard, Standing
from community.conduct.state_queries import state_at
from community.conduct.taking_out import Back
from community.db import db, transaction
from community.moderation import (
    case_queries,
    content_appeals,
    content_kinds,
    listed_content,
    out_of_sight,
    purging,
    seen_content,
    setting_aside,
)
from community.moderation.case_forms import PurgedForm
from community.moderation.case_models import Case
from community.moderation.content_forms import AnewForm, ContentForm, HeardForm
from community.moderation.content_spans import Aside, stand_unseen
from community.moderation.content_waiting import waiting_for
from community.moderation.policies import Permission
from community.moderation.subjects import Subject
from community.redaction import Sight, preview, texts_left

from .blueprint import bp, shown
from .case_page import open_case, purged_form
from .purging import WAITS

_Seen = tuple[Sequence[Sight], bool]  # where words are shown, and whether they also stand elsewhere
_SEEN_NOWHERE: _Seen = ((), False)
_BY_HAND = "The words are kept for its author, who can put them back by hand."
_BACK = {
    Back.NOW: "It is back where it was.",
    Back.EARLIER: f"The words are back in earlier versions alone. {_BY_HAND}",
    Back.NOWHERE: f"It was changed since, so no words came back by themselves. {_BY_HAND}",
}


@bp.get("/desk/content")
@guard(Permission.SET_CONTENT_ASIDE)
def list_content() -> ResponseReturnValue:
    """What is set aside now, and what is to be read before it goes."""
    member, now = viewer().member, clock.now()
    lines = listed_content.set_aside_now(now, member)
    return shown("contents", lines=lines, waits=waiting_for(member, now).readings)


@bp.get("/desk/content/new")
@guard(Permission.SET_CONTENT_ASIDE)
def ask_about_content() -> ResponseReturnValue:
    """Ask how far, and under which clause of the code that held when it was written."""
    subject = _subject(request.args)
    form = _form(subject, is_new=True)
    form.about.data, form.case.data = subject.text, request.args.get("case", "")
    return _page(subject, form, 200)


@bp.post("/desk/content")
@guard(Permission.SET_CONTENT_ASIDE)
def set_content_aside() -> ResponseReturnValue:
    """Set it aside; whether to purge it, or to take words out of it, is asked twice. From a case
    what else shows it there is purged with it.
    """
    subject = _subject(request.form)
    form = _form(subject)
    if not form.validate():
        return _page(subject, form, 422)
    given = Aside(
        Standing(form.state.data), form.clause.data, form.why.data or "", form.words.data or ""
    )
    is_sure, seen = request.form.get("sure") == "yes", _SEEN_NOWHERE
    if given.state is Standing.REDACTED and not is_sure:
        spots = content_kinds.spots_of(subject)
        seen = preview(spots, given.words).found, stand_unseen(spots, given.words)
        if not any(seen):
            form.say_not_there(content_kinds.why_not_there(subject, given.words))
            return _page(subject, form, 422)
    case = _case(request.form) if given.state is Standing.PURGED else None
    beside = purged_form(case_queries.view_of(case, clock.now())) if case else None
    if given.state in {Standing.PURGED, Standing.REDACTED} and not is_sure:
        return _page(subject, form, 200, asks_again=True, seen=seen, beside=beside)
    if beside is not None and not beside.validate():
        return _page(subject, form, 422, asks_again=True, beside=beside)
    by, now = viewer().member, clock.now()
    with transaction(_texts_left(subject, given)):
        texts = [spot.text for spot in content_kinds.spots_of(subject)] if case else []
        state = setting_aside.set_aside(subject, given, by=by, now=now)
        if case is not None and beside is not None:
            words = beside.lines, beside.files.data or ()
            if purging.purge_in_case(case, *words, by=by, now=now, texts=texts):
                flash(WAITS)
    return redirect(url_for("moderation.show_content", key=state.key), 303)


@bp.get("/desk/content/<key>")
@guard(Permission.SET_CONTENT_ASIDE, load=state_at)
def show_content(state: ContentState) -> ResponseReturnValue:
    """One thing that is or was set aside."""
    return content_page(state, 200)


@bp.post("/desk/content/<key>/withdrawal")
@guard(Permission.SET_CONTENT_ASIDE, load=state_at)
def bring_content_back(state: ContentState) -> ResponseReturnValue:
    """Undo it."""
    with transaction():
        back = setting_aside.bring_back(state, by=viewer().member, now=clock.now())
    flash(_BACK[back])
    return redirect(url_for("moderation.list_content"), 303)


@bp.post("/desk/content/<key>/appeal/outcome")
@guard(Permission.SET_CONTENT_ASIDE, load=state_at)
def hear_content_appeal(state: ContentState) -> ResponseReturnValue:
    """Decide on an appeal that another responder is not to hear."""
    form = HeardForm(request.form)
    if not form.validate():
        return content_page(state, 422, heard=form)
    outcome, words, by = Heard(form.outcome.data), form.words.data or "", viewer().member
    with transaction():
        back = content_appeals.hear(state, outcome, words, by=by, now=clock.now())
    if back is not None:
        flash(_BACK[back])
    return redirect(url_for("moderation.show_content", key=state.key), 303)


def content_page(
    state: ContentState,
    status: int,
    *,
    heard: HeardForm | None = None,
    anew: Mapping[str, AnewForm] | None = None,
) -> Response:
    """One of them, with forms that came back in it."""
    one = seen_content.view_of(state, clock.now(), viewer().member)
    forms = {said: anew_form(said) for said in (*one.to_read, *one.in_writing)}
    return shown(
        "content", status, one=one, form=heard or HeardForm(), anew={**forms, **(anew or {})}
    )


def anew_form(said: str, given: Any = None) -> AnewForm:
    """The form for other words in the place of why, or of an answer: both can be on a page."""
    return AnewForm(given, prefix=f"{said}-")


def _subject(values: Mapping[str, str]) -> Subject:
    found = out_of_sight.content_at(viewer(), values.get("about", ""), _case(values))
    if found is None:
        raise NotFound
    return found


def _case(values: Mapping[str, str]) -> Case | None:
    """The case from which it is set aside, where there is one."""
    return open_case(values["case"]) if values.get("case") else None


def _form(subject: Subject, *, is_new: bool = False) -> ContentForm:
    form = ContentForm(None if is_new else request.form)
    code = setting_aside.code_for(subject.made_at or clock.now())
    version = db.session.get_one(CodeVersion, code.version_id) if code else None
    form.offer(text_of(version) if version else None, Content(subject.about))
    return form


def _page(
    subject: Subject,
    form: ContentForm,
    status: int,
    *,
    asks_again: bool = False,
    seen: _Seen = _SEEN_NOWHERE,
    beside: PurgedForm | None = None,
) -> ResponseReturnValue:
    found, unseen = seen
    values = {"asks_again": asks_again, "found": found, "unseen": unseen, "beside": beside}
    return shown("set_aside", status, subject=subject, form=form, **values)


def _texts_left(subject: Subject, given: Aside) -> set[str]:
    """What it says without the words, to be rendered before anything is held."""
    if given.state is not Standing.REDACTED:
        return set()
    return texts_left(content_kinds.spots_of(subject), given.words)
