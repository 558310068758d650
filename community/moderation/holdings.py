"""What moderation holds of a person: reports they made, what was said to them. Never who reported
them, nor that there is a case.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, or_, select, update

from community import clock
from community.accounts.models import Member
from community.accounts.queries import addresses_of
from community.db import db
from community.holdings import Facts, Holding

from .case_models import Leave
from .report_models import About, Report, ReportCopy
from .standing_queries import heard_by
from .statement_queries import Statement, statements_for


def export(person_id: int) -> Facts:
    """The reports they made under their name, what was said to them by days, and their leave."""
    reports = select(Report).where(Report.reporter_id == person_id).order_by(Report.id)
    member = select(Member.id).where(Member.person_id == person_id)
    leaves = select(Leave).where(Leave.member_id.in_(member)).order_by(Leave.starts_at)
    return {
        "reports I made": [
            {
                "words": one.words_source,
                "hope": one.hope,
                "who may know": one.mode.value,
                "sent": one.at,
            }
            for one in db.session.scalars(reports).unique()
        ],
        "messages between the responders and me": [
            {"from me": one.is_mine, "text": one.text_html, "day": one.at.date()}
            for one in heard_by(person_id)
        ],
        "what was decided about me": [
            _decided(one) for one in statements_for(person_id, clock.now())
        ],
        "when I was on leave as a responder": [
            {"from": one.starts_at, "until": one.ends_at} for one in db.session.scalars(leaves)
        ],
    }


def _decided(one: Statement) -> Facts:
    return {
        "rung": f"{one.level}, {one.rung}",
        "clauses": [key for key, _ in one.clauses],
        "behaviour": one.behaviour,
        "impact": one.impact,
        "expected": one.expected,
        "consequence": one.consequence,
        "where it holds": one.series[1] if one.series else one.scope,
        "conditions": [each.words for each in one.conditions],
        "when I asked to be let in": [each.at.date() for each in one.requests],
        "told": one.told_at.date(),
        "until": one.ends_at.date() if one.ends_at else None,
        "stands": one.stands,
        "my appeal": one.outcome or bool(one.appeal_html),
    }


def erase(person_id: int, now: datetime) -> None:  # noqa: ARG001 - holdings have one shape
    """A report stays with what it says, without whoever made it, also where they gave no more than
    an address of theirs; a copy of what they wrote stays without their name, and empty where it was
    their name; leave goes. Cases last as long as the page about them says, with who must not know
    of them.
    """
    member = select(Member.id).where(Member.person_id == person_id)
    nobody = {"reporter_id": None, "reporter_name": "", "reporter_address": None}
    is_theirs = Report.reporter_address.in_(addresses_of(person_id))
    about_them = select(Report.id).where(Report.about == About.PERSON)  # what is copied is a name
    statements: list[Any] = [
        update(Report).where(or_(Report.reporter_id == person_id, is_theirs)).values(nobody),
        update(ReportCopy).where(ReportCopy.author_id == person_id).values(author_name=""),
        update(ReportCopy)
        .where(ReportCopy.author_id == person_id, ReportCopy.report_id.in_(about_them))
        .values(title="", text_source=""),
        delete(Leave).where(Leave.member_id.in_(member)),
    ]
    for statement in statements:
        db.session.execute(statement.execution_options(synchronize_session="fetch"))


HOLDINGS = (
    Holding(
        tables=frozenset(
            {
                *("report", "report_copy", "report_exclusion", "case_state", "case_answer"),
                *("case_holder", "case_check", "case_message", "case_message_reading"),
                *("responder_leave", "ruling", "ruling_decider", "ruling_notice"),
                *("ruling_measure", "appeal", "appeal_hearer", "report_person", "case_asking"),
                *("appeal_word", "case_merging", "condition_word", "readmission"),
                *("readmission_word", "ruling_look", "look_asking"),
                "emergency_report",
            }
        ),
        export=export,
        erase=erase,
    ),
)
