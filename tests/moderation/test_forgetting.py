"""Reasons that go when their time is over: of what was done at once, and of what was set aside."""

import pytest
from sqlalchemy import select, text

from community import audit, audit_rows
from community.access import Viewer
from community.accounts.models import Role
from community.conduct.emergencies import Measure
from community.conduct.emergency_models import Act, ActingRole, Emergency
from community.conduct.holdings import erase_content
from community.conduct.state_models import Heard, Standing
from community.db import db
from community.moderation import (
    at_once,
    content_appeals,
    deciding,
    handling,
    naming,
    retention,
    setting_aside,
)
from community.moderation.asking_models import CaseAsking
from community.moderation.case_models import State
from community.moderation.content_spans import Aside
from community.moderation.counting_queries import counts_of
from community.moderation.deciding import RulingDraft
from community.moderation.half_years import half_year_of
from community.moderation.report_models import Report, ReportExclusion, ReportPerson
from community.moderation.retention_queries import reasons_to_forget
from community.moderation.ruling_models import Dismissal
from community.moderation.seen_content import view_of
from community.moderation.subject_queries import subject_at
from community.notes.models import NoteRemoval
from tests.conduct.build import KIND, SMALL, publish
from tests.factories import make_call, make_community, make_member
from tests.moderation.build import case_of, days, refuses, report, take
from tests.notes.saying import say

YEARS = -5 * 365  # the database looks at its own clock too, so what is old here lies years back


def then(number):
    return days(YEARS + number)


def people_of_a_place():
    """Mia, who holds a call; Ada, who writes there; and two who respond."""
    make_community()
    publish(make_member("Stella", Role.STEWARD), SMALL, now=then(0))
    names = {"Ada": (), "Mia": ()} | dict.fromkeys(("Rue", "Kim"), (Role.RESPONDER,))
    return {name: make_member(name, *roles) for name, roles in names.items()}


def _acted(people, call, act, **given):
    subject = subject_at(Viewer(people["Kim"]), f"call:{call.slug}")
    one = {"act": act, "call_id": call.id, "why": "It hurt.", "role": ActingRole.RESPONDER}
    return at_once.take(Measure(**one, **given), subject, call, by=people["Kim"], now=then(0))


def test_what_was_done_at_once_goes_with_its_case_also_what_was_called_right(app, writing):
    with writing():
        people = people_of_a_place()
        call = make_call(people["Mia"])
        note = say(call, people["Ada"], "Speak properly.", now=then(0))
        given = {"note_id": note.id, "person": people["Ada"].person}
        _acted(people, call, Act.HIDE_NOTE, **given)
        right = _acted(people, call, Act.PAUSE_ANSWERS)
        at_once.ratify(right, by=people["Rue"], now=then(0))
        case = case_of(db.session.scalars(select(Report)).unique().first())
        take(case, people["Rue"], now=then(0))
        ivo = make_member("Ivo", Role.RESPONDER)
        naming.ask(case, ivo, by=people["Rue"], now=then(5))
        for row in db.session.scalars(select(Report)).unique().all():
            naming.name_person(case, row, ivo.person, by=people["Rue"], now=then(6))
        handling.move_to(case, State.CLOSED, by=people["Rue"], now=then(10))
    with app.app_context():
        before = _counted()
        assert before[0][("at once hide note", 0)] == before[0][("called right", 0)] == 1
    for now, left in ((then(374), ["It hurt."] * 2), (then(376), [])):
        for _ in range(2):
            with app.app_context():
                retention.purge_what_is_old(now)
        with app.app_context():
            assert db.session.scalars(select(Emergency.why)).all() == left
    with app.app_context():
        assert db.session.scalars(select(NoteRemoval.emergency_id)).all() == [None]
        beside = Report, ReportPerson, ReportExclusion, CaseAsking
        assert [len(db.session.execute(select(one)).unique().all()) for one in beside] == [0] * 4
        assert _counted() == before
        verdict, rows = audit.verify(), audit_rows.compare()
        assert (verdict.broken, rows.changed, rows.gone) == (None, [], [])


def test_why_something_was_set_aside_goes_after_a_year_and_that_it_is_stays(db_session):
    people = people_of_a_place()
    call = make_call(people["Mia"])
    rude, told = (say(call, people["Ada"], "Hm.", now=then(0)) for _ in range(2))
    report(f"note:{told.key}", by=people["Mia"], now=then(0))
    states = [
        setting_aside.set_aside(
            subject_at(Viewer(people["Kim"]), f"note:{note.key}"),
            Aside(Standing.HIDDEN, KIND.key, "It is unkind."),
            by=people["Kim"],
            now=then(0),
        )
        for note in (rude, told)
    ]
    content_appeals.appeal_content(states[0], "It was a joke.", now=then(5))
    assert reasons_to_forget(then(900), 9) == []  # it waits for an answer
    content_appeals.hear(states[0], Heard.UPHELD, "It hurts.", by=people["Rue"], now=then(9))
    assert reasons_to_forget(then(373), 9) == []
    assert reasons_to_forget(then(374), 9) == [states[0].id]  # of the other there is a case
    for _ in range(2):
        retention.forget_reason(states[0].id, now=then(374))
    said = [(one.state, one.why, one.appeal) for one in states]
    assert said == [(Standing.HIDDEN, "-", None), (Standing.HIDDEN, "It is unkind.", None)]
    assert view_of(states[0], then(374)).why == ""
    erase_content(people["Ada"].person_id, then(375))
    assert {one.why for one in states} == {"-"}


def _counted():
    half = half_year_of(then(0))
    return [counts_of(one) for one in (half, half.next)]


_STAYS = {
    "report_exclusion": "UPDATE {} SET member_id = 1",
    "report_person": "UPDATE {} SET person_id = 1",
    "content_state": "UPDATE {} SET clause_key = 'other'",
    "content_appeal": "UPDATE {} SET words_source = 'other'",
}


@pytest.fixture
def said(db_session):
    """A report from which somebody is left out, a person found, and an appeal about a note."""
    people = people_of_a_place()
    note = say(make_call(people["Mia"]), people["Ada"], "Hm.", now=then(0))
    lou = make_member("Lou", Role.RESPONDER)
    row, _ = report(by=people["Mia"], excluded=[lou], now=then(0))
    case = take(case_of(row), people["Rue"], now=then(0))
    naming.name_person(case, row, people["Ada"].person, by=people["Rue"], now=then(1))
    subject = subject_at(Viewer(people["Kim"]), f"note:{note.key}")
    given = Aside(Standing.HIDDEN, KIND.key, "It is unkind.")
    state = setting_aside.set_aside(subject, given, by=people["Kim"], now=then(0))
    content_appeals.appeal_content(state, "It was a joke.", now=then(5))
    db.session.flush()


@pytest.mark.usefixtures("said")
def test_the_database_lets_what_was_said_of_reports_and_content_neither_go_nor_change(db_session):
    is_sqlite = db.engine.dialect.name == "sqlite"
    at_once = (
        ("INSERT OR REPLACE INTO {0} SELECT * FROM {0}", "replace")
        if is_sqlite
        else ("TRUNCATE {} CASCADE", "truncate")
    )
    refused = []
    for table, change in _STAYS.items():
        for statement, how in (("DELETE FROM {}", "delete"), (change, "update"), at_once):
            with refuses(db_session, f"_stays_on_{how}"), db_session.begin_nested():
                db_session.execute(text(statement.format(table)))
            refused.append(table)
    assert len(refused) == 3 * len(_STAYS)


@pytest.mark.engines("sqlite")
def test_the_log_finds_another_decider_another_answer_and_another_text(app, writing):
    with writing():
        people = people_of_a_place()
        row, _ = report(f"person:{people['Ada'].handle}", by=people["Mia"], now=then(0))
        note = say(make_call(people["Mia"]), people["Ada"], "Hm.", now=then(0))
        report(f"note:{note.key}", by=people["Mia"], now=then(0))
        case = take(case_of(row), people["Rue"], now=then(0))
        draft = RulingDraft(rationale="No.", dismissal=Dismissal.NO_VIOLATION)
        deciding.draft(case, draft, by=people["Rue"], now=then(2))
    with app.app_context():
        assert audit_rows.compare() == audit_rows.Differences()
    with writing() as session:
        named = text("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for trigger in session.scalars(named).all():
            session.execute(text(f"DROP TRIGGER {trigger}"))
        for change in (
            f"UPDATE ruling_decider SET member_id = {people['Kim'].id}",
            "UPDATE case_answer SET answer = 'conflict'",
            "UPDATE report_copy SET text_source = 'Hm!' WHERE text_source = 'Hm.'",
        ):
            session.execute(text(change))
    with app.app_context():
        found = audit_rows.compare()
        changed = {one.split()[0] for one in found.changed}
        assert changed == {"case_answer", "report_copy"}
        assert [one.split()[0] for one in found.gone] == ["ruling_decider"]


def test_nothing_is_counted_as_gone_while_a_half_year_is_counted(db_session, queries):
    """Whoever counts holds the community: what goes is counted either here or there."""
    for purge in (retention.purge_case, retention.purge_report, retention.purge_emergency):
        with queries() as sent:
            purge(0, now=then(0))
        assert "FROM community" in " ".join(sent[0].split()), purge.__name__
