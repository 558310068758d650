"""What moderation holds of a person: reports they made, what was said to them. Never who reported
them, nor that there is a case.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import Select, delete, or_, select, update

from community import clock
from community.accounts.models import Member
from community.accounts.queries import addresses_of
from community.db import db
from community.holdings import Facts, Holding

from .case_models import Audience, CaseMessage, Leave
from .report_models import Other, Report, ReportCopy
from .standing_queries import heard_by
from .statement_queries import Statement, statements_for
from .told_models import StandingUnread


def export(person_id: int) -> Facts:
    """The reports they made under their name, what they and the responders said to each other by
    days, and their leave. Who responds is one voice.
    """
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
        "messages about reports I made": [
            {"from me": one.by_id is None, "text": one.text_source, "day": one.at.date()}
            for one in db.session.scalars(_about_reports_of(person_id)).unique()
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
        "why I was not heard before": one.unheard,
        "where it holds": one.series[1] if one.series else one.scope,
        "conditions": [each.words for each in one.conditions],
        "when I asked to be let in": [
            {
                "day": each.at.date(),
                "my words": each.words_html,
                "what became of it": each.outcome,
                "answer": each.answer,
            }
            for each in one.requests
        ],
        "told": one.told_at.date(),
        "until": one.ends_at.date() if one.ends_at else None,
        "stands": one.stands,
        "my appeal": one.appeal_html,
        "what became of it": one.outcome,
        "answer": one.outcome_words,
    }


def _about_reports_of(person_id: int) -> Select[CaseMessage]:
    """What they wrote to the responders about reports under their name, and the answers."""
    query = select(CaseMessage).join(Report, Report.id == CaseMessage.report_id)
    query = query.where(CaseMessage.audience == Audience.REPORTER, Report.reporter_id == person_id)
    return query.order_by(CaseMessage.id)


def erase(person_id: int, now: datetime) -> None:  # noqa: ARG001 - holdings have one shape
    """A report stays with what it says, without whoever made it, also where they gave no more than
    an address of theirs; a copy of what they wrote stays without their name, and empty where it was
    their name; leave goes. Cases last as long as the page about them says, with who must not know
    of them.
    """
    member = select(Member.id).where(Member.person_id == person_id)
    nobody = {"reporter_id": None, "reporter_name": "", "reporter_address": None}
    is_theirs = Report.reporter_address.in_(addresses_of(person_id))
    about_them = select(Report.id).where(Report.about == Other.PERSON)  # what is copied is a name
    names = select(ReportCopy).where(ReportCopy.report_id.in_(about_them))
    names = names.where(ReportCopy.author_id == person_id).order_by(ReportCopy.report_id)
    for row in db.session.scalars(names):
        row.forget()
    db.session.flush()
    statements: list[Any] = [
        update(Report).where(or_(Report.reporter_id == person_id, is_theirs)).values(nobody),
        update(ReportCopy).where(ReportCopy.author_id == person_id).values(author_name=""),
        delete(Leave).where(Leave.member_id.in_(member)),
        delete(StandingUnread).where(StandingUnread.person_id == person_id),
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
                *("ruling_uncounted", "ruling_unheard"),
                *("ruling_measure", "appeal", "appeal_hearer", "report_person", "case_asking"),
                *("appeal_word", "case_merging", "condition_word", "readmission"),
                *("readmission_word", "ruling_look", "look_asking", "case_reminder"),
                *("emergency_report", "standing_unread", "appeal_reminder"),
            }
        ),
        export=export,
        erase=erase,
    ),
)
