"""The pages of the code of conduct."""

from flask import Flask

from community import access, agreement, audit, limits
from community.accounts import sessions
from community.conduct import acceptances, policies, standing, telling
from community.conduct.emergency_models import (
    Emergency,
    EmergencyLeftOut,
    EmergencyLifting,
    EmergencyMeasure,
    EmergencyRatification,
)
from community.conduct.measure_models import Measure, MeasureLifting

from . import accepting, drafting, naming, reading
from .blueprint import bp

__all__ = ["accepting", "drafting", "init_app", "naming", "reading"]

WRITTEN_DOWN: dict[type, str] = {
    Measure: "measure imposed",
    MeasureLifting: "measure lifted",
    Emergency: "emergency measure taken",
    EmergencyLifting: "emergency measure lifted",
    EmergencyRatification: "emergency measure ratified",
    EmergencyMeasure: "emergency measure let stand",
    EmergencyLeftOut: "left out of a join link",
}


def init_app(app: Flask) -> None:
    """Add the rules and the pages, and be what asks people to agree."""
    access.register(policies.RULES)
    limits.declare(always=policies.ALWAYS)
    audit.watch(WRITTEN_DOWN, unsaid={Emergency: frozenset({"why"})})  # it goes with its case
    telling.connect()
    sessions.limit_with(standing.is_limited, standing.limits_of)
    app.register_blueprint(bp)
    asking = agreement.Asking(terms=acceptances.terms, ask_first=accepting.ask_first)
    agreement.agree_with(app, asking)
