"""Publishing an agenda, and reading what is published: editions, differences, exports."""

from dataclasses import replace
from typing import Any

from flask import Response, abort, flash, jsonify, render_template, request, url_for
from flask.typing import ResponseReturnValue

from community import clock
from community.access import guard, viewer
from community.agendas import edition_queries, publishing, queries
from community.agendas.audience import number_to_tell
from community.agendas.comparing import compare
from community.agendas.content import AgendaText, budget_of
from community.agendas.editions import Edition
from community.agendas.exports import Cut, as_data, as_markdown
from community.agendas.folding import fold
from community.agendas.forms import PublicationForm
from community.agendas.policies import Permission
from community.agreement import agreed_first
from community.calls.models import Call, Visibility
from community.calls.queries import call_by_slug, sittings_of
from community.calls.when import TimesHeld, times_held
from community.conduct.bar_queries import clauses_beside
from community.conduct.clause_addresses import code_at
from community.conduct.state_models import Content
from community.conduct.state_queries import redactions_among
from community.disclosures.queries import last_of, said_in
from community.errors import Refusal
from community.fields import counted
from community.marks import BAR
from community.outbox.addresses import absolute
from community.sent import act_once, once_key

from .blueprint import bp, items_for, keep_to_its_link, refuse_gone, text_for


@bp.get("/calls/<slug>/agenda/publication")
@guard(Permission.WRITE_AGENDA, load=call_by_slug)
def ask_to_publish(call: Call) -> ResponseReturnValue:
    """What would be published, what differs from the last edition, and whom it is mailed to."""
    form = PublicationForm(version=str(queries.version_of(call)))
    return _publication_page(call, form, 200)


@bp.post("/calls/<slug>/agenda/editions")
@guard(Permission.WRITE_AGENDA, load=call_by_slug)
@agreed_first()
def publish(call: Call) -> ResponseReturnValue:
    """Publish the draft that was looked at."""
    form, me = PublicationForm(request.form), viewer().member
    _recall(form)
    if not form.validate():
        return _publication_page(call, form, 422)

    def act() -> str:
        edition = publishing.publish(
            call,
            version=form.read_version(),
            note=form.note.data or "",
            said=form.disclosure.form.said(),
            by=me,
            now=clock.now(),
        )
        flash(f"Edition {edition.number} of the agenda is published.")
        return url_for("agendas.show_agenda", slug=edition.call.slug)

    try:
        return act_once(act)
    except Refusal as refusal:
        form.form_errors.append(str(refusal))
        form.version.data = str(queries.version_of(call))
        return _publication_page(call, form, refusal.status)


def _edition(slug: str, number: int) -> Call | None:
    """The call, where it has this edition."""
    call = call_by_slug(slug)
    found = call and edition_queries.edition_of(call.id, number)
    return call if found else None


@bp.get("/calls/<slug>/agenda/editions/<int:number>")
@guard(Permission.READ_AGENDA, load=_edition)
def show_edition(call: Call) -> ResponseReturnValue:
    """One edition as it was published."""
    edition, every = _asked(call), edition_queries.editions_of(call.id)
    text = text_for(call, edition)
    text = replace(text, items=fold(text.items, viewer()))
    return render_template(
        "agendas/edition.html",
        **_about(call),
        agenda=text,
        budget=budget_of(text.items, text.minutes),
        latest=every[0].number,
        earlier=[one.number for one in every if one.number < edition.number],
        redactions=redactions_among(Content.ITEM, {line.number for line in text.items}),
    )


@bp.get("/calls/<slug>/agenda/editions/<int:number>/changes")
@guard(Permission.READ_AGENDA, load=_edition)
def show_edition_changes(call: Call) -> ResponseReturnValue:
    """What differs in an edition from one before it: the last, or the one in `since`."""
    edition, every = _asked(call), edition_queries.editions_of(call.id)
    earlier = [one for one in every if one.number < edition.number]
    since = counted(request.args.get("since")) or edition.number - 1
    before = next((one for one in earlier if one.number == since), None)
    if before is None:
        abort(404)
    items = edition_queries.published_items([before.id, edition.id])
    old, new = (items_for(call, items.get(one.id, ())) for one in (before, edition))
    return render_template(
        "agendas/changes.html",
        **_about(call),
        number=edition.number,
        since=since,
        note=edition.note,
        earlier=[one.number for one in earlier],
        differences=compare(old, new),
    )


@bp.get("/calls/<slug>/agenda.md")
@guard(Permission.READ_AGENDA, load=call_by_slug)
def show_agenda_markdown(call: Call) -> ResponseReturnValue:
    """The latest edition in Markdown."""
    text, told = _to_take(call)
    words = as_markdown(text, **told)
    return _taken_along(call, Response(words, mimetype="text/markdown"))


@bp.get("/calls/<slug>/agenda.json")
@guard(Permission.READ_AGENDA, load=call_by_slug)
def show_agenda_data(call: Call) -> ResponseReturnValue:
    """The latest edition as data."""
    text, told = _to_take(call)
    return _taken_along(call, jsonify(as_data(text, **told)))


def _taken_along(call: Call, response: Response) -> Response:
    keep_to_its_link(call)
    if call.visibility is Visibility.LINK:
        response.headers["X-Robots-Tag"] = "noindex"
    return response


def _to_take(call: Call) -> tuple[AgendaText, dict[str, Any]]:
    """The latest edition, with what stands around it; one query more where there are bars."""
    text = _latest(call)
    words = {one.number: one.words for one in text.items if not one.is_off_record}
    cut = {(Content.ITEM, number) for number, said in words.items() if BAR in said}
    cut |= {(Content.CALL, call.id)} if BAR in call.title else set()
    page = absolute("agendas.show_agenda", slug=call.slug)
    told = {"title": call.title, "page": page, "times": _times(call)}
    return text, told | {"cut": Cut(code_at(), call.id, clauses_beside(cut))}


def _latest(call: Call) -> AgendaText:
    refuse_gone(call)
    edition = edition_queries.latest_of(call.id)
    return edition_queries.text_of(edition) if edition else abort(404)


def _asked(call: Call) -> Edition:
    refuse_gone(call)
    number = int((request.view_args or {})["number"])
    return edition_queries.edition_of(call.id, number) or abort(404)


def _times(call: Call, zone: str | None = None) -> TimesHeld:
    return times_held(sittings_of(call), zone)


def _about(call: Call) -> dict[str, object]:
    """What every page of an edition says of its call."""
    keep_to_its_link(call)
    member = viewer().member
    times = _times(call, member.zone if member else None)
    return {
        "slug": call.slug,
        "title": call.title,
        "visibility": call.visibility,
        "times": times,
        "zone": times.zone,
    }


def _recall(form: PublicationForm) -> None:
    last = last_of(viewer().member.person)
    form.disclosure.form.recall(said_in(last) if last else None)


def _publication_page(call: Call, form: PublicationForm, status: int) -> ResponseReturnValue:
    _recall(form)
    last = edition_queries.latest_of(call.id)
    draft = edition_queries.draft_items(call.id)
    before = edition_queries.published_items([last.id]).get(last.id, ()) if last else ()
    available = queries.minutes_available(sittings_of(call))
    page = render_template(
        "agendas/publication.html",
        **_about(call),
        form=form,
        once_key=once_key(),
        items=draft,
        budget=budget_of(draft, available),
        last=last.number if last else None,
        differences=compare(before, draft) if last else (),
        told=number_to_tell(call.id, clock.now()),
    )
    return page, status
