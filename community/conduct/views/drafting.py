"""Stewards write the next version: in fields or from a pasted text, look at it, publish it."""

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from community import clock
from community.access import guard, recently_confirmed, viewer
from community.accounts.queries import present_community
from community.conduct import publishing, queries
from community.conduct.content import CodeText
from community.conduct.default_text import SUMMARY, default_code
from community.conduct.differences import compare
from community.conduct.draft_forms import DraftForm
from community.conduct.filling import LONGEST_PASTE, fields_of, pasted_over
from community.conduct.forms import PublicationForm
from community.conduct.models import CodePublication, CodeVersion
from community.conduct.policies import Permission
from community.conduct.publishing import SavedMeanwhile
from community.db import transaction
from community.errors import Refusal
from community.text import TextTooLong

from .blueprint import bp
from .reading import WORDS


@bp.get("/conduct/edit")
@guard(Permission.WRITE_CODE)
def edit_draft() -> ResponseReturnValue:
    """The draft in fields; where there is none, the version before it, or our own code."""
    draft, last = queries.draft(), queries.latest()
    form = _draft_form(data=fields_of(_text(draft, last), edits=draft.edits if draft else 0))
    return _form_page(form, 200)


@bp.post("/conduct/draft")
@guard(Permission.WRITE_CODE)
def save_draft() -> ResponseReturnValue:
    """Keep what was typed as the draft."""
    form = _draft_form(request.form)
    if not form.validate():
        return _form_page(form, 422)
    try:
        code, edits = form.code(), form.read_edits()
        with transaction(code.markdown()):
            publishing.save(code, by=viewer().member, edits=edits, now=clock.now())
    except TextTooLong as wrong:
        form.form_errors.append(str(wrong))
        return _form_page(form, 422)
    except SavedMeanwhile as refusal:
        return _form_beside_what_was_saved(form, refusal)
    flash("The draft is saved. Nothing is published yet.")
    goes_on = request.form.get("then") == "write"
    return redirect(url_for("conduct.edit_draft" if goes_on else "conduct.show_draft"), 303)


@bp.post("/conduct/draft/text")
@guard(Permission.WRITE_CODE)
def paste_text() -> ResponseReturnValue:
    """Make the draft's words of a pasted text; the ladder stays. To be looked at in the fields."""
    source = request.form.get("text", "")
    draft, last = queries.draft(), queries.latest()
    present = _text(draft, last)
    code = pasted_over(present, source, taken=queries.keys_ever_used())
    form = _draft_form(data=fields_of(code or present, edits=draft.edits if draft else 0))
    if code is None:
        said = "No heading with a clause was found. Begin sections with ## and clauses with -."
        if len(source) > LONGEST_PASTE:
            said = f"The text is too long: at most {LONGEST_PASTE:,} characters are read."
        return _form_page(form, 422, pasted=source, paste_error=said)
    return _form_page(form, 200, is_pasted=True)


@bp.post("/conduct/draft/withdrawal")
@guard(Permission.WRITE_CODE)
def discard_draft() -> ResponseReturnValue:
    """Throw the draft away."""
    with transaction():
        publishing.discard()
    flash("The draft is thrown away. What is published stays as it is.")
    return redirect(url_for("conduct.show_code"), 303)


@bp.get("/conduct/draft")
@guard(Permission.WRITE_CODE, load=lambda: queries.draft())  # noqa: PLW0108 - asked at each request
def show_draft(draft: CodeVersion) -> ResponseReturnValue:
    """The draft as everybody would read it, what differs, and how to publish it."""
    return _draft_page(draft, None, 200)


@bp.post("/conduct/versions")
@guard(Permission.WRITE_CODE)
@recently_confirmed
def publish() -> ResponseReturnValue:
    """Publish the draft that was looked at."""
    form, draft = PublicationForm(request.form), queries.draft()
    if draft is None:
        abort(404)
    if not form.validate():
        return _draft_page(draft, form, 422)
    edits = form.read_edits()
    try:
        with transaction():
            publication = publishing.publish(
                form.announcement(), edits=edits, by=viewer().member, now=clock.now()
            )
            number = publication.number
    except Refusal as refusal:
        form.form_errors.append(str(refusal))
        form.edits.data = str(draft.edits)
        return _draft_page(draft, form, refusal.status)
    flash(f"Version {number} is published.")
    return redirect(url_for("conduct.show_version", number=number), 303)


@bp.post("/conduct/adoption")
@guard(Permission.WRITE_CODE)
def adopt() -> ResponseReturnValue:
    """Publish our own code as the first version."""
    with transaction(default_code().markdown()):
        publishing.publish_default(by=viewer().member, now=clock.now())
    flash("The code is in force from now on. You can change it whenever the community likes.")
    return redirect(url_for("conduct.show_code"), 303)


def _text(draft: CodeVersion | None, last: CodePublication | None) -> CodeText:
    version = draft or (last.version if last else None)
    return queries.text_of(version) if version else default_code()


def _standing(last: CodePublication | None) -> set[str]:
    return {c.key for c in queries.text_of(last.version).clauses()} if last else set()


def _draft_form(*args: Any, **given: Any) -> DraftForm:
    standing, ever_used = _standing(queries.latest()), queries.keys_ever_used()
    return DraftForm(*args, standing=standing, ever_used=ever_used, **given)


def _form_page(form: DraftForm, status: int, **more: Any) -> ResponseReturnValue:
    last = queries.latest()
    shown = {
        "differences": None,
        "is_pasted": False,
        "pasted": "",
        "paste_error": None,
        "number": last.number + 1 if last else 1,
        "has_draft": queries.draft() is not None,
    }
    return render_template("conduct/edit.html", form=form, **(shown | more)), status


def _form_beside_what_was_saved(form: DraftForm, refusal: Refusal) -> ResponseReturnValue:
    """What was typed, and what differs from what somebody saved; sent again, it is meant."""
    draft, last = queries.draft(), queries.latest()
    form.edits.data = str(draft.edits if draft else 0)
    form.form_errors.append(str(refusal))
    differences = compare(_text(draft, last), form.code())
    return _form_page(form, refusal.status, differences=differences)


def _draft_page(
    draft: CodeVersion, form: PublicationForm | None, status: int
) -> ResponseReturnValue:
    last, code = queries.latest(), queries.view_of(draft)
    before = queries.text_of(last.version) if last else None
    reasons = publishing.reasons_for_material(before, code.text)
    page = render_template(
        "conduct/draft.html",
        draft=draft,
        code=code,
        last=last,
        form=form or _publication_form(draft, is_first=last is None, is_material=bool(reasons)),
        reasons=reasons,
        differences=compare(before, code.text) if before else None,
        asked=queries.count_people_who_accepted(),
        zone=clock.zone(viewer().member.zone),
        **WORDS,
    )
    return page, status


def _publication_form(draft: CodeVersion, *, is_first: bool, is_material: bool) -> PublicationForm:
    return PublicationForm(
        edits=str(draft.edits),
        change="material" if is_material else None,
        summary=SUMMARY if is_first else "",
        effective_on=clock.now().astimezone(_zone()).date(),
    )


def _zone() -> Any:
    community = present_community()
    return clock.zone(community.zone if community else "UTC")
