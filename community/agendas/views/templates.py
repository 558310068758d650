"""Templates over HTTP: begin with one, keep an agenda as one, take one away."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from community import clock
from community.access import guard, may, viewer
from community.agendas import templating
from community.agendas.forms import TemplateForm
from community.agendas.kept_templates import Template
from community.agendas.policies import Permission
from community.agendas.templating import BegunAlready, template_called, template_numbered
from community.agreement import agreed_first
from community.calls.models import Call
from community.calls.queries import call_by_slug
from community.db import transaction
from community.sent import act_once, once_key

from .blueprint import bp, new_page


@bp.get("/calls/<slug>/agenda/templates")
@guard(Permission.WRITE_AGENDA, load=call_by_slug)
def list_templates(call: Call) -> ResponseReturnValue:
    """The templates there are, each with its items, to begin the agenda with."""
    own, me = templating.own(), viewer()
    return render_template(
        "agendas/templates.html",
        slug=call.slug,
        title=call.title,
        shipped=templating.shipped(),
        own=own,
        removable=[t.number for t in own if may(me, Permission.REMOVE_TEMPLATE, t)],
        once_key=once_key(),
    )


@bp.post("/calls/<slug>/agenda/beginnings")
@guard(Permission.WRITE_AGENDA, load=call_by_slug)
def begin_agenda(call: Call) -> ResponseReturnValue:
    """Put the items of a template on the draft."""
    template = template_called(request.form.get("template", ""))
    if template is None:
        abort(422)
    again = bool(request.form.get("again"))

    def act() -> str:
        given = {"again": again, "by": viewer().member, "now": clock.now()}
        templating.begin_with_template(call, template, **given)
        flash(f"The items of “{template.name}” are on the draft. Change them as you like.")
        return url_for("agendas.show_draft", slug=call.slug, _anchor="items")

    try:
        return act_once(act)
    except BegunAlready as refusal:
        page = "agendas/begin_again.html"
        about = {"slug": call.slug, "title": call.title}
        given = {"name": template.name, "template": template.key, "once_key": once_key()}
        return render_template(page, **about, **given), refusal.status


@bp.get("/calls/<slug>/agenda/templates/new")
@guard(Permission.WRITE_AGENDA, load=call_by_slug)
def new_template(call: Call) -> ResponseReturnValue:
    """The form for the name of a template."""
    return new_page("agendas/new_template.html", call, TemplateForm(), 200)


@bp.post("/calls/<slug>/agenda/templates")
@guard(Permission.WRITE_AGENDA, load=call_by_slug)
@agreed_first()
def keep_template(call: Call) -> ResponseReturnValue:
    """Keep the draft as a template."""
    form = TemplateForm(request.form)
    if not form.validate():
        return new_page("agendas/new_template.html", call, form, 422)

    def act() -> str:
        name, about = form.name.data or "", form.about.data or ""
        templating.keep(call, name=name, about=about, by=viewer().member, now=clock.now())
        flash(f"The agenda is kept as “{name}”.")
        return url_for("agendas.list_templates", slug=call.slug)

    return act_once(act)


@bp.post("/agenda-templates/<int:number>/removal")
@guard(Permission.REMOVE_TEMPLATE, load=template_numbered)
def remove_template(template: Template) -> ResponseReturnValue:
    """Take a template away; the page that follows can put it back."""
    with transaction():
        templating.remove(template, by=viewer().member, now=clock.now())
    return redirect(url_for("agendas.show_removed_template", number=template.id), 303)


@bp.get("/agenda-templates/<int:number>/removal")
@guard(Permission.REMOVE_TEMPLATE, load=template_numbered)
def show_removed_template(template: Template) -> ResponseReturnValue:
    """That it was taken away, with a button that puts it back."""
    return render_template(
        "agendas/removed_template.html",
        name=template.name,
        number=template.id,
        is_removed=template.removed_at is not None,
    )


@bp.post("/agenda-templates/<int:number>/removal/withdrawal")
@guard(Permission.REMOVE_TEMPLATE, load=template_numbered)
def put_template_back(template: Template) -> ResponseReturnValue:
    """Put a template back."""
    with transaction():
        templating.put_back(template)
    return redirect(url_for("agendas.show_removed_template", number=template.id), 303)
