"""The rule of a series for empty agendas over HTTP: read it, set it, lift it."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from community import clock
from community.access import guard, viewer
from community.agendas import emptying
from community.agendas.empty_queries import rule_of
from community.agendas.forms import EmptyRuleForm
from community.agendas.policies import Permission
from community.calls.models import Series
from community.calls.queries import series_by_slug
from community.db import transaction

from .blueprint import bp


@bp.get("/series/<slug>/empty-agendas")
@guard(Permission.RULE_EMPTY_AGENDAS, load=series_by_slug)
def show_empty_rule(series: Series) -> ResponseReturnValue:
    """What happens to calls with nothing on their agenda."""
    return _page(series, None, 200)


@bp.post("/series/<slug>/empty-agendas")
@guard(Permission.RULE_EMPTY_AGENDAS, load=series_by_slug)
def set_empty_rule(series: Series) -> ResponseReturnValue:
    """Let empty calls be cancelled by themselves."""
    form = EmptyRuleForm(request.form)
    if not form.validate():
        return _page(series, form, 422)
    with transaction():
        hours = form.hours.data or 24
        emptying.set_rule(series, hours=hours, by=viewer().member, now=clock.now())
        location = url_for("agendas.show_empty_rule", slug=series.slug)
    flash("It is on. A call that is nearer than that already is left alone.")
    return redirect(location, 303)


@bp.post("/series/<slug>/empty-agendas/withdrawal")
@guard(Permission.RULE_EMPTY_AGENDAS, load=series_by_slug)
def lift_empty_rule(series: Series) -> ResponseReturnValue:
    """Let no call be cancelled by itself."""
    with transaction():
        emptying.lift_rule(series)
        location = url_for("agendas.show_empty_rule", slug=series.slug)
    flash("It is off. No call of this series is cancelled by itself.")
    return redirect(location, 303)


def _page(series: Series, form: EmptyRuleForm | None, status: int) -> ResponseReturnValue:
    rule = rule_of(series.id)
    page = render_template(
        "agendas/empty_rule.html",
        slug=series.slug,
        title=series.title,
        form=form or EmptyRuleForm(hours=rule.hours if rule else 24),
        hours=rule.hours if rule else None,
    )
    return page, status
