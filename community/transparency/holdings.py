"""What is held of people here: which reports of half-years they agreed to."""

from datetime import datetime

from sqlalchemy import select

from community.accounts.models import Member
from community.db import db
from community.holdings import Facts, Holding

from .models import TransparencyApproval, TransparencyReport


def export(person_id: int) -> Facts:
    """The reports they agreed to, and when."""
    query = (
        select(TransparencyReport, TransparencyApproval.at)
        .join(TransparencyApproval, TransparencyApproval.report_id == TransparencyReport.id)
        .join(Member, Member.id == TransparencyApproval.member_id)
        .where(Member.person_id == person_id)
        .order_by(TransparencyApproval.at)
    )
    return {
        "transparency reports I agreed to": [
            {"half-year": report.half_year.label, "agreed": at}
            for report, at in db.session.execute(query).unique()
        ]
    }


def erase(person_id: int, now: datetime) -> None:
    """Nothing: that two people agreed stays true, and who they were goes with their name."""


HOLDINGS = (
    Holding(
        tables=frozenset({"transparency_approval", "transparency_publication"}),
        export=export,
        erase=erase,
    ),
)
