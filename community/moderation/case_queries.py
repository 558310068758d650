"""One case on one page: its reports with their evidence, what happened, what was said."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from community.accounts.models import Member
from community.accounts.queries import names_of, zone_of_place
from community.conduct.state_models import Content
from community.db import db

from .case_models import Answer, Case, CaseAnswer, CaseCheck, CaseHolder, CaseReport, Step
from .concerned_queries import whom_of
from .emergency_models import EmergencyReport
from .merging_queries import Joining, homes_in, is_of, joinings_of
from .report_models import Mode, Other, Report, ReportCopy, ReportFile
from .said_queries import EventView, MessageView, events_of, messages_of
from .sight_queries import who_can
from .subject_queries import subjects_of
from .subjects import Subject

_SET_ASIDE = {one.value for one in Content}


@dataclass(frozen=True, slots=True)
class FileLine:
    """What came with a report."""

    key: str
    kind: str
    size: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is reported as it was copied; `now_html` as it is now where that differs, `is_gone`
    where it is there no more.
    """

    title: str
    html: str
    source: str
    author_name: str
    made_at: datetime | None
    revision: int | None
    digest: str
    now_html: str | None
    is_gone: bool
    reference: str  # of what can be set aside


@dataclass(frozen=True, slots=True)
class ReportView:
    """A report as the responders read it: `number` is its place in the case, which changes where
    another joins it, and `key` what it is addressed by. It is about `person`, and `also` others.
    `reporter` is empty for one that nobody made; `came_as` is the name of the case it came to,
    where that goes on in this one. Nobody reads an answer to one that was made `by_itself`.
    `happened_at` is there where the hour is known, and `happened_on` is the day in the zone of the
    place: of whoever reported it tells nothing.
    """

    key: str
    number: int
    mode: str
    reporter: str
    about: str
    about_words: str
    person: str
    also: Sequence[tuple[int, str]]
    words_html: str
    hope: str
    content_warning: str
    happened_at: datetime | None
    happened_on: date
    at: datetime
    version: int | None
    evidence: Evidence | None
    files: Sequence[FileLine]
    came_as: str
    by_itself: bool


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case as its page shows it."""

    key: str
    name: str
    state: str
    opened_at: datetime
    reports: Sequence[ReportView]
    people: Sequence[tuple[int, str]]
    events: Sequence[EventView]
    messages: Sequence[MessageView]
    done: frozenset[str]
    team: Sequence[tuple[int, str]]
    holder_id: int | None
    joinings: Sequence[Joining]


def view_of(case: Case, now: datetime, *, able: Sequence[Member] | None = None) -> CaseView:
    """All of a case that is open to whoever looks, with what goes on in it. `able`: what `who_can`
    gives, where that is known already.
    """
    reports, joinings = reports_of(case), joinings_of(case)
    present = subjects_of(reports)
    came_as = _names_of_parts(case, joinings)
    whom = whom_of(reports)
    reporters = [r.reporter_id for r in reports if r.reporter_id is not None]
    names = names_of([*reporters, *(number for some in whom.values() for number in some)])
    files = _files([report.id for report in reports])
    by_itself = made_by_themselves(reports)
    people = {number: names.get(number, "") for some in whom.values() for number in some}
    return CaseView(
        key=case.key,
        name=case.name,
        state=case.standing.state.value,
        opened_at=case.opened_at,
        reports=[
            _report(
                *(r, n, names, whom[r.id], files.get(r.id, ())),
                came_as=came_as.get(r.id, ""),
                by_itself=r.id in by_itself,
                present=present.get((r.about, r.about_id or 0)),
            )
            for n, r in enumerate(reports, 1)
        ],
        people=sorted(people.items()),
        events=events_of(case, joinings),
        messages=messages_of(case, people),
        done=frozenset(_done(case)),
        team=_team(case, who_can(case, now) if able is None else able),
        holder_id=_holder(case),
        joinings=joinings,
    )


def reports_of(case: Case) -> Sequence[Report]:
    """The reports a case is made of, with those of what goes on in it, the oldest first."""
    query = select(Report).join(CaseReport, CaseReport.report_id == Report.id)
    query = query.options(joinedload(Report.publication)).where(is_of(CaseReport.case_id, case))
    return db.session.scalars(query.order_by(Report.id)).unique().all()


def _names_of_parts(case: Case, joinings: Sequence[Joining]) -> Mapping[int, str]:
    """The name of the case that a report came to, where that goes on in another."""
    parts = {one.case_id: one.name for one in joinings if one.stands}
    homes = homes_in(case) if parts else {}
    return {report_id: parts.get(case_id, "") for report_id, case_id in homes.items()}


def _report(
    row: Report,
    number: int,
    names: Mapping[int, str],
    whom: Sequence[int],
    files: Sequence[FileLine],
    *,
    came_as: str,
    by_itself: bool,
    present: Subject | None,
) -> ReportView:
    known = names.get(row.reporter_id or 0) or row.reporter_name
    is_exact = by_itself or (row.copy is not None and row.copy.made_at == row.happened_at)
    return ReportView(
        key=row.key,
        number=number,
        mode=row.mode.value,
        reporter="" if row.mode is Mode.ANONYMOUS else known,
        about=row.about.value,
        about_words=row.about_words,
        person=names.get(row.whom_id or 0, ""),
        also=[(number, names.get(number, "")) for number in whom if number != row.whom_id],
        words_html=row.words_html,
        hope=row.hope,
        content_warning=row.content_warning,
        happened_at=row.happened_at if is_exact else None,
        happened_on=row.happened_at.astimezone(zone_of_place()).date(),
        at=row.at,
        version=row.publication.number if row.publication else None,
        evidence=_evidence(row, row.copy, present) if row.copy else None,
        files=files,
        came_as=came_as,
        by_itself=by_itself,
    )


def _evidence(row: Report, copy: ReportCopy, present: Subject | None) -> Evidence:
    can_tell = row.about not in {Content.PATTERN, Other.PERSON, Other.NOTHING}
    is_same = present is not None and present.source == copy.text_source
    return Evidence(
        title=copy.title,
        html=copy.text_html,
        source=copy.text_source,
        author_name=copy.author_name,
        made_at=copy.made_at,
        revision=copy.revision,
        digest=copy.digest,
        now_html=None if present is None or is_same else present.html,
        is_gone=can_tell and (present is None or present.is_gone),
        reference=present.text if present and present.about.value in _SET_ASIDE else "",
    )


def made_by_themselves(reports: Sequence[Report]) -> set[int]:
    """Those of what was done at once in a call, which are all by somebody who is named: nobody has
    a code for them.
    """
    named = [one.id for one in reports if one.mode is Mode.NAMED]
    if not named:
        return set()
    query = select(EmergencyReport.report_id).where(EmergencyReport.report_id.in_(named))
    return set(db.session.scalars(query))


def _files(report_ids: Sequence[int]) -> dict[int, list[FileLine]]:
    found: dict[int, list[FileLine]] = {}
    columns = ReportFile.report_id, ReportFile.key, ReportFile.kind, ReportFile.size
    query = select(*columns).where(ReportFile.report_id.in_(report_ids)).order_by(ReportFile.id)
    for report_id, key, kind, size in db.session.execute(query):
        found.setdefault(report_id, []).append(FileLine(key, kind.value, size))
    return found


def _done(case: Case) -> Sequence[Step]:
    return db.session.scalars(select(CaseCheck.step).where(CaseCheck.case_id == case.id)).all()


def _team(case: Case, able: Sequence[Member]) -> Sequence[tuple[int, str]]:
    """Who said that they can take it, and still can. Of others nothing is shown."""
    said = select(CaseAnswer.member_id).where(
        CaseAnswer.case_id == case.id, CaseAnswer.answer == Answer.CAN
    )
    have_it = set(db.session.scalars(said))
    return sorted((one.id, one.name) for one in able if one.id in have_it)


def _holder(case: Case) -> int | None:
    query = select(CaseHolder.member_id)
    return db.session.scalar(
        query.where(CaseHolder.case_id == case.id, CaseHolder.ended_at.is_(None))
    )
