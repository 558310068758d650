"""The community's settings, and the style sheet its accent colour is served in."""

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from community import clock, languages
from community.access import guard, public, recently_confirmed
from community.accounts import stewardship
from community.accounts.choosing_forms import SettingsForm
from community.accounts.colour import companion
from community.accounts.models import Community
from community.accounts.policies import Permission
from community.accounts.queries import present_community
from community.db import transaction
from community.sent import typed

from .blueprint import bp


@bp.get("/settings")
@guard(Permission.CHANGE_SETTINGS, load=present_community)
@recently_confirmed
def show_settings(community: Community) -> ResponseReturnValue:
    """The settings as they are."""
    form = SettingsForm(
        languages=languages.offered(),
        name=community.name,
        description=community.description_source,
        zone=community.zone,
        wordmark=community.wordmark,
        accent=community.accent,
        starters=community.starters,
        joining=community.joining,
        language=community.language,
    )
    return render_template("accounts/settings.html", form=form)


@bp.post("/settings")
@guard(Permission.CHANGE_SETTINGS, load=present_community)
@recently_confirmed
def change_settings(community: Community) -> ResponseReturnValue:
    """Keep them as they were sent."""
    form = SettingsForm(request.form, languages=languages.offered())
    if not form.validate():
        return render_template("accounts/settings.html", form=form), 422
    with transaction(typed()):
        stewardship.change_settings(community, form.draft(), now=clock.now())
    flash("The settings are changed.")
    return redirect(url_for("accounts.show_settings"), 303)


@bp.get("/accent.css")
@public
def show_accent() -> ResponseReturnValue:
    """The accent by day and its companion by night, as custom properties; the same for everyone."""
    community = present_community()
    if community is None or community.accent is None:
        abort(404)
    accent = community.accent
    sheet = f":root {{ --accent: {accent}; --accent-dark: {companion(accent)}; }}\n"
    response = Response(sheet, mimetype="text/css", headers={"Cache-Control": "public, no-cache"})
    response.add_etag()
    return response.make_conditional(request)
