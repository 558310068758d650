"""“We use this” over HTTP: one button, details after it, one button back."""

from flask import request
from flask.typing import ResponseReturnValue

from community import clock
from community.access import guard, viewer
from community.agreement import agreed_first
from community.db import transaction
from community.patterns import marking
from community.patterns.models import Pattern
from community.patterns.policies import Permission
from community.patterns.queries import pattern_by_slug
from community.patterns.use_forms import UseMarkForm
from community.patterns.use_models import Shown, Using

from .blueprint import bp, to_pattern
from .reading import pattern_page


@bp.post("/patterns/<slug>/use")
@guard(Permission.MARK_USE, load=pattern_by_slug)
@agreed_first()
def mark_use(pattern: Pattern) -> ResponseReturnValue:
    """Say how far one has come with it."""
    form = UseMarkForm(request.form)
    if not form.validate():
        return pattern_page(pattern, status=422, mark_form=form)
    using, shown = Using(form.using.data), Shown(form.shown.data)
    with transaction():
        marking.mark(pattern, using, shown, by=viewer().member.person, now=clock.now())
    return to_pattern(pattern, "use")


@bp.post("/patterns/<slug>/use/withdrawal")
@guard(Permission.TAKE_MARK_BACK, load=pattern_by_slug)
def take_mark_back(pattern: Pattern) -> ResponseReturnValue:
    """Say nothing of it any longer."""
    with transaction():
        marking.take_mark_back(pattern, by=viewer().member.person)
    return to_pattern(pattern, "use")
