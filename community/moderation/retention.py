"""Retention: what is kept no longer goes whole, and leaves counts. Triggers of the database let it
through where the dates allow it, and nothing else.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, ForeignKeyConstraint, Table, delete, select, tuple_
from sqlalchemy.dialects import postgresql, sqlite

from community import audit, work
from community.accounts.stewardship import hold_the_community
from community.conduct import forgetting, left_addresses
from community.conduct.emergency_models import Emergency
from community.conduct.measure_models import Measure
from community.conduct.state_models import (
    REASON_GONE,
    ContentAppeal,
    ContentReading,
    ContentState,
    Standing,
)
from community.db import Base, db, locked, transaction
from community.notes import hiding_at_once

from . import purging, salting
from . import retention_queries as queries
from .case_models import Case, CaseReport
from .counted_models import KeptCount
from .counting_queries import Act, acts_of_case, acts_of_emergency, acts_of_report
from .emergency_models import EmergencyReport
from .half_years import half_year_of
from .purge_models import CasePurge, MeasurePurge, ReportPurge
from .report_models import Report
from .ruling_models import Ruling, RulingMeasure

AT_ONCE = 20
"""How many cases go in one round: the rest has time until the next."""


def purge_what_is_old(now: datetime) -> None:
    """Purge some cases, reports and measures whose time is over, each in a transaction of its own.
    Several workers do each once. Raises `community.work.Unfinished`.
    """
    found = [
        *((purge_case, one) for one in queries.cases_to_purge(now, AT_ONCE)),
        *((purge_report, one) for one in queries.reports_to_purge(now, AT_ONCE)),
        *((purge_measure, one) for one in queries.measures_to_purge(now, AT_ONCE)),
        *((purge_emergency, one) for one in queries.emergencies_to_purge(now, AT_ONCE)),
        *((forget_reason, one) for one in queries.reasons_to_forget(now, AT_ONCE)),
    ]
    db.session.rollback()  # reading is over before the writing begins

    def purge(piece: Any) -> None:
        with transaction():
            piece[0](piece[1], now=now)

    work.each(found, purge, what="purge")


def purge_case(case_id: int, *, now: datetime) -> None:
    """Let a case go and all that was one with it, with reports, rulings, measures and all that was
    said. What happened is counted. Where another worker was quicker, or its time is not over,
    nothing happens.
    """
    hold_the_community()  # whoever counts a half-year counts a case either here or there
    db.session.execute(select(Case.id).where(Case.id == case_id).with_for_update())
    if not queries.cases_to_purge(now, 1, case_id=case_id):
        return
    cases = queries.matter_of(case_id)
    for one in cases:
        _count(acts_of_case(one))
    reports = _ids(select(CaseReport.report_id).where(CaseReport.case_id.in_(cases)))
    measures = _ids(
        select(RulingMeasure.measure_id)
        .join(Ruling, Ruling.id == RulingMeasure.ruling_id)
        .where(Ruling.case_id.in_(cases))
    )
    _forget_why(reports)
    _let_go(CasePurge, cases, now)
    _let_go(ReportPurge, reports, now)
    _let_go(MeasurePurge, measures, now)
    _take_out(Case, cases)
    _take_out(Report, reports)
    _take_out(Measure, measures)
    _keep_no_row(CasePurge, ReportPurge, MeasurePurge)


def purge_report(report_id: int, *, now: datetime) -> None:
    """Let a report go that lay in escrow for three years."""
    hold_the_community()
    row = select(Report.id).where(Report.id == report_id).with_for_update()
    if db.session.scalar(row) is None:
        return
    _count(acts_of_report(report_id))
    _let_go(ReportPurge, [report_id], now)
    _take_out(Report, [report_id])
    _keep_no_row(ReportPurge)


def purge_measure(measure_id: int, *, now: datetime) -> None:
    """Let a measure go that is of no case."""
    row = select(Measure.id).where(Measure.id == measure_id).with_for_update()
    if db.session.scalar(row) is None:
        return
    _let_go(MeasurePurge, [measure_id], now)
    _take_out(Measure, [measure_id])
    _keep_no_row(MeasurePurge)


def purge_emergency(number: int, *, now: datetime) -> None:
    """Let an emergency measure go that stands no more and is in no case any more."""
    hold_the_community()
    db.session.execute(select(Emergency.id).where(Emergency.id == number).with_for_update())
    if not queries.emergencies_to_purge(now, 1, number=number):
        return
    _count(acts_of_emergency(number))
    hiding_at_once.forget(number)
    _take_out(Emergency, [number])
    db.session.expire_all()


def forget_reason(number: int, *, now: datetime) -> None:
    """Take out why something was set aside, and what was asked and answered about it. That it is,
    and under which clause, stays as it stands.
    """
    state = locked(ContentState, number)
    if not queries.reasons_to_forget(now, 1, number=number):
        return
    state.why = REASON_GONE
    if state.state is Standing.REDACTED:
        forgetting.forget_one(state)
    read = select(ContentReading).where(ContentReading.state_id == number)
    for row in db.session.scalars(read.order_by(ContentReading.id)):
        row.forget(now)
    db.session.flush()
    table: Any = ContentAppeal.__table__
    audit.take_out(table, table.c.state_id == number)
    db.session.expire_all()


def _forget_why(reports: Sequence[int]) -> None:
    """Take out why something was done at once, where the reports go that told of it."""
    told = select(EmergencyReport.emergency_id).where(EmergencyReport.report_id.in_(reports))
    for row in db.session.scalars(select(Emergency).where(Emergency.id.in_(told))).unique():
        row.why = ""
    db.session.flush()


def _ids(query: Any) -> Sequence[int]:
    return db.session.scalars(query).all()


def _let_go(model: type[Base], ids: Sequence[int], now: datetime) -> None:
    (key,) = model.__table__.primary_key
    for one in ids:
        db.session.add(model(**{key.name: one, "at": now}))
    db.session.flush()


def _keep_no_row(*models: type[Base]) -> None:
    """A number may come again, for something else: nothing is left that would let that go too."""
    for model in models:
        db.session.execute(delete(model).execution_options(synchronize_session=False))
    db.session.expire_all()


def _take_out(model: type[Base], ids: Sequence[int]) -> None:
    table: Any = model.__table__
    _with_its_parts(table, table.c.id.in_(ids))


def _with_its_parts(table: Table, where: ColumnElement[bool]) -> None:
    """Delete rows after all that cannot be without them; the log says of each that it went."""
    for part, key in _parts_of(table):
        refers = tuple_(*(part.c[name] for name in key.column_keys))
        to = [element.column for element in key.elements]
        _with_its_parts(part, refers.in_(select(*to).where(where)))
    audit.take_out(table, where)


def _parts_of(table: Table) -> Iterable[tuple[Table, ForeignKeyConstraint]]:
    """The tables that refer to this one in each of their rows, and by which key."""
    for other in Base.metadata.sorted_tables:
        keys = sorted(other.foreign_key_constraints, key=lambda one: str(one.name))
        for key in keys if other is not table else ():
            if key.referred_table is table and not any(one.nullable for one in key.columns):
                yield other, key


def _count(acts: Iterable[Act]) -> None:
    """Add to what is counted of what is gone."""
    kind = postgresql if db.engine.dialect.name == "postgresql" else sqlite
    halves = Counter((half_year_of(act.at), act.what, act.took) for act in acts)
    for (half, what, took), number in sorted(halves.items()):
        row = {"year": half.year, "half": half.half, "what": what, "took": took}
        statement = kind.insert(KeptCount).values(**row, number=number)
        db.session.execute(
            statement.on_conflict_do_update(
                index_elements=list(row),
                set_={"number": KeptCount.number + statement.excluded.number},
            )
        )


JOBS = (
    work.Job("purge what is kept no longer", timedelta(hours=1), purge_what_is_old),
    work.Job("let addresses of who left go", timedelta(hours=1), left_addresses.forget_old),
    *purging.JOBS,
    *salting.JOBS,
)
