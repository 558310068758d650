"""Taking words that are purged out of what was reported, sent along, said in cases and decided:
they may be kept nowhere.

Whoever purges something takes nothing out of a case about it that they are left out of: those who
have that case do it there, and are told that it waits for them.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, delete, false, insert, select
from sqlalchemy.orm import InstrumentedAttribute

from community import work
from community.accounts.models import Member
from community.audit_naming import named
from community.conduct.state_models import Content, ContentState
from community.db import db, locked, transaction
from community.errors import Refusal
from community.events import announce
from community.notes.quoting import without_quotes
from community.redaction import Spot, is_enough, pieces_of, purge, stands_in, whole_pieces_of

from .agreed_words import agree
from .case_models import Case, CaseReport
from .events import SomethingWaits
from .merging_queries import is_of
from .purge_models import IN_NO_CASE, WordPurge
from .purged_queries import copies_left, purged_in
from .purged_spots import IsIn, decided_spots, said_spots, spots_of
from .report_models import Report, ReportCopy, ReportFile
from .sight_queries import is_left_out, is_of_one_matter, who_can

_PURGED = "words purged"  # by which name the audit log calls each row that changes


class NothingPurged(Refusal):
    """Words are taken out of a case where what it is about was purged."""


def pieces_in(about: Content, texts: Iterable[str]) -> list[str]:
    """The lines by which texts of some content are recognised elsewhere; of notes short ones too,
    such as a number that is called, but none that a note quotes of others.
    """
    cut = whole_pieces_of if about is Content.NOTE else pieces_of
    found = (piece for text in texts for piece in cut(without_quotes(text)))
    return list(dict.fromkeys(found))


def purge_from_reports(state: ContentState, pieces: Sequence[str], *, by: Member) -> None:
    """Take what was purged by `state` out of every copy, report, text and message, but for cases
    about it that `by` is left out of.
    """
    hidden = _hidden_cases(state, by)
    query = select(ReportCopy).join(Report, Report.id == ReportCopy.report_id)
    query = query.where(Report.about == state.about)
    query = query.where(Report.about_id == state.subject_id, ~_is_in(Report.id, hidden))
    with named(_PURGED):
        for copy in db.session.scalars(query.order_by(ReportCopy.report_id)):
            copy.forget()
    reports, is_in = ~_is_in(Report.id, hidden), lambda one: one.not_in(hidden)
    _purge_words(state, pieces, is_in, spots_of(reports, is_in))


def purge_in_case(
    case: Case,
    lines: Sequence[str],
    files: Collection[str],
    *,
    by: Member,
    now: datetime,
    texts: Iterable[str] = (),
) -> bool:
    """Take out what is left in a case of what was purged: the copies with all that quotes them,
    `lines` wherever they stand in what was reported and said, and the files with these keys. From
    what was decided, asked and answered those go that stand in what was purged, `texts` among it,
    and those that two responders wrote. Gives whether some wait for the second. Raises
    `NothingPurged`.
    """
    locked(Case, case.id)
    states = purged_in(case)
    if not states:
        raise NothingPurged("Nothing that this case is about was purged.")
    copies = {state: _copies(case, state) for state in states}
    for state in states:
        purge_from_reports(state, pieces_in(state.about, copies[state]), by=by)
    of_case = select(CaseReport.report_id).where(is_of(CaseReport.case_id, case))
    reports, is_in = Report.id.in_(of_case), lambda one: is_of(one, case)
    _purge_words(states[0], lines, is_in, said_spots(reports, is_in))
    purged = [*texts, *(text for some in copies.values() for text in some)]
    decided = decided_spots(reports, is_in)
    found = _found(lines, decided)
    doubted = [line for line in found if not _is_of(line, purged)]
    waiting = set(doubted) - set(agree(case, doubted, by=by, now=now))
    sure = [line for line in found if line not in waiting]
    _purge_words(states[0], sure, is_in, decided)
    with named("file purged"):
        for file in db.session.scalars(_files(case, files)):
            file.keep(b"")
    return bool(waiting)


def tell_of_copies_left(now: datetime) -> None:
    """Tell those who have a case that what was purged still stands in it, once a day."""
    found = copies_left()
    db.session.rollback()

    def tell(case_id: Any) -> None:
        with transaction():
            case = db.session.get(Case, case_id)
            if case is not None:
                told = who_can(case, now, but_away=True)
                announce(SomethingWaits(case, told, "copies of what was purged", now))

    work.each(found, tell, what="copies of what was purged")


def _hidden_cases(state: ContentState, by: Member) -> Select[int]:
    """The cases about what is purged that `by` is left out of."""
    about_it = (
        select(CaseReport.case_id)
        .join(Report, Report.id == CaseReport.report_id)
        .where(Report.about == state.about, Report.about_id == state.subject_id)
        .where(is_of_one_matter(CaseReport.case_id))
        .correlate_except(CaseReport, Report)
    )
    return select(Case.id).where(about_it.exists(), is_left_out(by))


def _is_in(report_id: InstrumentedAttribute[int], cases: Select[int]) -> ColumnElement[bool]:
    return report_id.in_(select(CaseReport.report_id).where(CaseReport.case_id.in_(cases)))


def _copies(case: Case, state: ContentState) -> Sequence[str]:
    """What is left in a case of what a state purged."""
    query = (
        select(ReportCopy.text_source)
        .join(Report, Report.id == ReportCopy.report_id)
        .join(CaseReport, CaseReport.report_id == Report.id)
        .where(is_of(CaseReport.case_id, case), Report.about == state.about)
        .where(Report.about_id == state.subject_id)
    )
    return db.session.scalars(query.order_by(Report.id)).all()


def _found(lines: Sequence[str], spots: Sequence[Spot]) -> list[str]:
    """Those of the lines that stand somewhere."""
    return [line for line in lines if any(stands_in(line, spot.text) for spot in spots)]


def _is_of(line: str, purged: Sequence[str]) -> bool:
    """Whether a line is of what was purged: as much of it as others do not write by chance."""
    return is_enough(line) and any(stands_in(line, without_quotes(text)) for text in purged)


def _purge_words(
    state: ContentState,
    pieces: Sequence[str],
    is_in: IsIn,
    spots: Sequence[Spot],
) -> None:
    """Put bars wherever the pieces stand in texts of some cases, and write it down. Triggers let
    texts of a case change by them while a row says so.
    """
    cases = db.session.scalars(select(Case.id).where(is_in(Case.id)).order_by(Case.id)).all()
    rows = [{"state_id": state.id, "case_id": n, "at": state.at} for n in (IN_NO_CASE, *cases)]
    db.session.flush()
    db.session.execute(insert(WordPurge), rows)
    with named(_PURGED):
        purge(spots, pieces)
    db.session.execute(delete(WordPurge).where(WordPurge.state_id == state.id))


def _files(case: Case, keys: Collection[str]) -> Select[ReportFile]:
    query = select(ReportFile).join(CaseReport, CaseReport.report_id == ReportFile.report_id)
    query = query.where(is_of(CaseReport.case_id, case))
    return query.where(ReportFile.key.in_(keys) if keys else false()).order_by(ReportFile.id)


JOBS = (work.Job("tell of copies of what was purged", timedelta(days=1), tell_of_copies_left),)
