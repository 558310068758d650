"""Every text of reports, cases and what was decided in which words may stand that are purged.

What was said, decided and asked stays as it is: triggers let a text change where a bar is put into
it, as long as a row says that something is purged. That it changed stands in the audit log.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, select, true
from sqlalchemy.orm import joinedload

from community.conduct.emergency_models import Emergency
from community.conduct.measure_models import Measure
from community.conduct.state_models import ContentAppeal, ContentReading, ContentState
from community.db import db
from community.redaction import Put, Spot
from community.text import LONGEST_SOURCE, render_markdown

from .appeal_models import Appeal, AppealOutcome, AppealWord
from .case_models import CaseMessage, CaseState
from .emergency_models import EmergencyReport
from .merging_models import CaseMerging
from .purged_queries import IS_ABOUT
from .readmission_models import Readmission, ReadmissionWord, RulingCondition, RulingLook
from .report_models import FileKind, Report, ReportFile
from .ruling_models import Ruling, RulingMeasure, RulingUnheard

IsIn = Callable[[Any], ColumnElement[bool]]
"""For a query: whether the number of a case is one of those that words are taken out of."""

_RENDERED = "_source"  # ends the name of a text that is rendered beside


class _Said(NamedTuple):
    """Rows of a model, and which of their columns are texts: how long each can be."""

    model: type[Any]
    where: ColumnElement[bool]
    texts: Mapping[str, int]


def spots_of(reports: ColumnElement[bool], is_in: IsIn) -> list[Spot]:
    """All texts of some reports and cases: what was said and what was decided; and what is said of
    any content that is set aside, which is in no case.
    """
    return [*said_spots(reports, is_in), *_decided(reports, is_in, true())]


def said_spots(reports: ColumnElement[bool], is_in: IsIn) -> list[Spot]:
    """The texts of some reports with what came with them, and what was said in some cases."""
    return [*_all((*_of_reports(reports), *_of_cases(is_in))), *_of_files(reports)]


def decided_spots(reports: ColumnElement[bool], is_in: IsIn) -> list[Spot]:
    """What was decided in some cases, asked and answered; and what is said of the content alone
    that some reports are about.
    """
    told = select(Report.id).where(IS_ABOUT, reports).correlate_except(Report)
    return _decided(reports, is_in, told.exists())


def _decided(reports: ColumnElement[bool], is_in: IsIn, states: ColumnElement[bool]) -> list[Spot]:
    return [*_all((*_of_decisions(is_in), *_of_content(states))), *_of_acts(reports)]


def _all(said: Sequence[_Said]) -> list[Spot]:
    return [spot for one in said for row in _rows(one) for spot in _spots(row, one.texts)]


def _of_reports(reports: ColumnElement[bool]) -> Sequence[_Said]:
    lines = {"hope": 500, "content_warning": 100, "about_words": 200}
    return (_Said(Report, reports, {"words_source": LONGEST_SOURCE, **lines}),)


def _of_cases(is_in: IsIn) -> Sequence[_Said]:
    joined = is_in(CaseMerging.case_id) & is_in(CaseMerging.into_id)
    return (
        _Said(CaseMessage, is_in(CaseMessage.case_id), {"text_source": LONGEST_SOURCE}),
        _Said(CaseState, is_in(CaseState.case_id), {"why": 500}),
        _Said(CaseMerging, joined, {"why": 500, "ended_why": 500}),
    )


def _of_decisions(is_in: IsIn) -> Sequence[_Said]:
    rulings = select(Ruling.id).where(is_in(Ruling.case_id))
    appeals = select(Appeal.id).where(Appeal.ruling_id.in_(rulings))
    requests = select(Readmission.id).where(Readmission.ruling_id.in_(rulings))
    measures = select(RulingMeasure.measure_id).where(RulingMeasure.ruling_id.in_(rulings))
    letter = ("behaviour", "impact", "expected", "consequence", "rationale", "for_reporter")
    words = dict.fromkeys(("words", "for_reporter"), LONGEST_SOURCE)
    asked, short = {"words_source": LONGEST_SOURCE}, {"scope": 300, "how_found": 300}
    lines, answer = dict.fromkeys(letter, LONGEST_SOURCE), {"answer": LONGEST_SOURCE}
    return (
        _Said(Ruling, Ruling.id.in_(rulings), {**lines, **short}),
        _Said(RulingCondition, RulingCondition.ruling_id.in_(rulings), {"words": 500}),
        _Said(RulingUnheard, RulingUnheard.ruling_id.in_(rulings), {"words": 300}),
        _Said(RulingLook, RulingLook.ruling_id.in_(rulings), {"why": LONGEST_SOURCE}),
        _Said(Measure, Measure.id.in_(measures), {"facts": LONGEST_SOURCE, **short}),
        _Said(Appeal, Appeal.id.in_(appeals), asked),
        _Said(AppealWord, AppealWord.appeal_id.in_(appeals), words),
        _Said(AppealOutcome, AppealOutcome.appeal_id.in_(appeals), {"words": LONGEST_SOURCE}),
        _Said(Readmission, Readmission.id.in_(requests), asked | answer),
        _Said(ReadmissionWord, ReadmissionWord.readmission_id.in_(requests), words),
    )


def _of_content(states: ColumnElement[bool]) -> Sequence[_Said]:
    words = {"words_source": LONGEST_SOURCE, "words": 500}
    some = select(ContentState.id).where(states)
    return (
        _Said(ContentState, states, {"why": 500}),
        _Said(ContentAppeal, ContentAppeal.state_id.in_(some), words),
        _Said(ContentReading, ContentReading.state_id.in_(some), {"words": 500}),
    )


def _rows(said: _Said) -> Sequence[Any]:
    key: Any = said.model.__mapper__.primary_key
    query: Select[Any] = select(said.model).where(said.where).order_by(*key)
    return db.session.scalars(query).unique().all()


def _spots(row: Any, texts: Mapping[str, int]) -> list[Spot]:
    return [_line(row, name, most) for name, most in texts.items()]


def _line(row: Any, name: str, most: int) -> Spot:
    """A text as it was typed, with what is rendered of it."""

    def put(text: str) -> None:
        setattr(row, name, text)
        if name.endswith(_RENDERED):
            setattr(row, f"{name.removesuffix(_RENDERED)}_html", render_markdown(text))

    return _spot(name, getattr(row, name), put, most)


def _of_files(reports: ColumnElement[bool]) -> list[Spot]:
    query = select(ReportFile).join(Report, Report.id == ReportFile.report_id)
    query = query.where(ReportFile.kind == FileKind.TEXT, reports)
    return [_of_file(row) for row in db.session.scalars(query.order_by(ReportFile.id))]


def _of_file(row: ReportFile) -> Spot:
    def put(text: str) -> None:
        row.keep(text.encode())

    return _spot("file", row.content.decode(), put)


def _of_acts(reports: ColumnElement[bool]) -> list[Spot]:
    query = select(EmergencyReport).join(Report, Report.id == EmergencyReport.report_id)
    query = query.where(reports).order_by(EmergencyReport.emergency_id)
    rows = db.session.scalars(query.options(joinedload(EmergencyReport.emergency))).unique()
    return [_of_act(row.emergency) for row in rows]


def _of_act(row: Emergency) -> Spot:
    """Why something was done at once, which goes as a whole: a trigger lets it do nothing else."""

    def put(_text: str) -> None:
        row.why = ""

    return _spot("why", row.why, put)


def _spot(name: str, text: str, put: Put, most: int = LONGEST_SOURCE) -> Spot:
    return Spot(name, "What was reported", "reports", text, put, most, is_open=False)
