"""The stewards' page that says how the place is doing, and what to do about it."""

from itertools import groupby

from flask import render_template
from flask.typing import ResponseReturnValue

from community import clock, condition
from community.access import guard
from community.accounts.policies import Permission

from .blueprint import bp


@bp.get("/health")
@guard(Permission.SEE_HEALTH)
def show_health() -> ResponseReturnValue:
    """What every part has found about itself just now, worst first."""
    findings = condition.examine(clock.now())
    by_weight = groupby(findings, key=lambda finding: finding.weight)
    groups = {weight.name.lower(): list(some) for weight, some in by_weight}
    return render_template("accounts/health.html", groups=groups)
