"""The words and links of a record, written by the facilitators of its call."""

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from community import clock
from community.access import guard, viewer
from community.agreement import agreed_first
from community.calls.models import Call
from community.calls.queries import call_by_slug
from community.db import transaction
from community.disclosures.asking import is_asked_again
from community.disclosures.queries import last_said, saids_of
from community.drafts import places
from community.drafts.sent import CHANGED_SINCE, Begun, begun, forget_sent, kept
from community.errors import Refusal
from community.records import drafting, linking, queries
from community.records.forms import LinkForm, SummaryForm
from community.records.models import Link, LinkKind, Record
from community.records.policies import Permission
from community.sent import typed

from .blueprint import about, bp, to_record


@bp.get("/calls/<slug>/record/edit")
@guard(Permission.WRITE_RECORD, load=call_by_slug)
def edit_record(call: Call) -> ResponseReturnValue:
    """The summary and the links, to change, with what was begun of the summary."""
    own = _begun(call)
    typed = own.typed("summary")
    if typed is None:
        return _page(call, 200, own=own)
    record = queries.record_of(call.id)
    form = _asking(SummaryForm(typed), record)
    is_behind = record is not None and own.is_behind(record.version)
    if record is not None and is_behind:
        form.form_errors.append(CHANGED_SINCE)
        form.version.data = str(record.version)
    return _page(call, 200, form=form, own=own, shows_theirs=is_behind)


@bp.post("/calls/<slug>/record/summary/draft")
@guard(Permission.WRITE_RECORD, load=call_by_slug)
def keep_summary(call: Call) -> ResponseReturnValue:
    """Keep what is begun of the summary, or throw it away."""
    back = url_for("records.edit_record", slug=call.slug)
    return kept(places.of_summary(call.id), text="summary", words=(), back=back)


@bp.post("/calls/<slug>/record/summary")
@guard(Permission.WRITE_RECORD, load=call_by_slug)
@agreed_first()
def write_summary(call: Call) -> ResponseReturnValue:
    """Save the summary; where somebody else has changed it meanwhile, show theirs too."""
    record, me = queries.record_of(call.id), viewer().member
    form = _asking(SummaryForm(request.form), record)
    if not form.validate():
        return _page(call, 422, form=form)
    source, said = form.summary.data or "", form.disclosure.form
    if said.is_kept and record and is_asked_again(record.summary_source, source):
        again = _asking(SummaryForm(request.form), None)
        again.disclosure.form.validate()
        return _page(call, 422, form=again)
    try:
        with transaction(typed()):
            drafting.write_summary(
                call,
                source,
                version=form.read_version(),
                said=None if said.is_kept else said.said(),
                by=me,
                now=clock.now(),
            )
            slug, sent = call.slug, forget_sent(places.of_summary(call.id))
    except drafting.ChangedMeanwhile as refusal:
        form.form_errors.append(str(refusal))
        record = queries.record_of(call.id)
        form.version.data = str(record.version if record else 0)
        return _page(call, refusal.status, form=form, shows_theirs=True)
    flash("The summary is saved.")
    return to_record(slug, sent=sent)


@bp.post("/calls/<slug>/record/links")
@guard(Permission.WRITE_RECORD, load=call_by_slug)
@agreed_first()
def add_link(call: Call) -> ResponseReturnValue:
    """Add a link."""
    form = LinkForm(request.form)
    if not form.validate():
        return _page(call, 422, link_form=form)
    try:
        with transaction():
            given = {"title": form.title.data or "", "url": form.url.data or ""}
            kind = LinkKind(form.kind.data)
            linking.add_link(call, kind, **given, by=viewer().member, now=clock.now())
            slug = call.slug
    except Refusal as refusal:
        form.form_errors.append(str(refusal))
        return _page(call, refusal.status, link_form=form)
    flash("The link is in the record.")
    return redirect(url_for("records.edit_record", slug=slug, _anchor="links"), 303)


@bp.post("/calls/<slug>/record/links/<int:number>/removal")
@guard(Permission.WRITE_RECORD, load=lambda slug, number: call_by_slug(slug))  # noqa: ARG005
def remove_link(call: Call) -> ResponseReturnValue:
    """Take a link out."""
    with transaction():
        linking.remove_link(_link(call), by=viewer().member, now=clock.now())
        slug = call.slug
    flash("The link is out of the record.")
    return redirect(url_for("records.edit_record", slug=slug, _anchor="links"), 303)


@bp.post("/calls/<slug>/record/links/<int:number>/removal/withdrawal")
@guard(Permission.WRITE_RECORD, load=lambda slug, number: call_by_slug(slug))  # noqa: ARG005
def put_link_back(call: Call) -> ResponseReturnValue:
    """Put it back."""
    with transaction():
        linking.put_link_back(_link(call), now=clock.now())
        slug = call.slug
    return redirect(url_for("records.edit_record", slug=slug, _anchor="links"), 303)


def _link(call: Call) -> Link:
    number = int((request.view_args or {})["number"])
    return queries.link_of(call, number) or abort(404)


def _page(
    call: Call,
    status: int,
    *,
    form: SummaryForm | None = None,
    link_form: LinkForm | None = None,
    shows_theirs: bool = False,
    own: Begun | None = None,
) -> ResponseReturnValue:
    head, record = about(call), queries.record_of(call.id)
    if form is None:
        form = _asking(SummaryForm(data=_filled(record)), record)
    page = render_template(
        "records/edit.html",
        **head,
        form=form,
        link_form=link_form or LinkForm(),
        links=queries.links_of(call.id),
        begun=own or _begun(call),
        theirs_html=record.summary_html if record and shows_theirs else "",
    )
    return page, status


def _begun(call: Call) -> Begun:
    url = url_for("records.keep_summary", slug=call.slug)
    return begun(places.of_summary(call.id), url, url_for("records.edit_record", slug=call.slug))


def _asking(form: SummaryForm, record: Record | None) -> SummaryForm:
    """The form, which keeps what is said of the summary that stands there, if there is one."""
    number = record.disclosure_id if record and record.summary_source else None
    if number is not None:
        form.disclosure.form.keep(saids_of([number])[number])
    else:
        form.disclosure.form.recall(last_said(viewer().member.person))
    return form


def _filled(record: Any) -> dict[str, str]:
    if record is None:
        return {}
    return {"summary": record.summary_source, "version": str(record.version)}
