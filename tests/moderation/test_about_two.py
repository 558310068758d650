"""A report about two people: something is decided about each, and neither learns of the other."""

import json

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from community import audit_rows
from community.accounts.models import Person, Role
from community.db import locked
from community.moderation import appealing, closing, deciding, merging, naming, talking
from community.moderation.appeal_models import Outcome
from community.moderation.appealing import Word
from community.moderation.case_models import Audience, Case, CaseMessage, State
from community.moderation.case_queries import reports_of, view_of
from community.moderation.closing import NotAtAnEnd
from community.moderation.desk_queries import case_open_to
from community.moderation.holdings import export
from community.moderation.report_models import Mode, ReportPerson
from community.moderation.ruling_models import Ruling
from community.moderation.sight_queries import who_can
from community.moderation.standing_queries import heard_by
from community.moderation.statement_queries import statements_for
from tests.conduct.build import publish
from tests.factories import START, make_community, make_member
from tests.moderation.build import case_of, days, report, take


@pytest.fixture
def bo(people, case):
    """The report is about Bo, too, as Rue has found."""
    bo = make_member("Bo")
    (row,) = reports_of(case)
    for _ in range(2):
        naming.name_another(case, row, bo.person, by=people["Rue"], now=START)
    return bo


def test_each_has_a_ruling_a_measure_and_an_appeal_and_neither_learns_of_the_other(
    people, case, bo, rule, told
):
    ada, state = people["Ada"], case.standing
    assert view_of(case, START).people == [(ada.person_id, "Ada"), (bo.person_id, "Bo")]
    assert state.state is State.INVESTIGATING
    with pytest.raises(NotAtAnEnd, match="not about everybody"):
        closing.set_by_hand(case, State.CLOSED, by=people["Rue"], now=days(1))
    message = talking.say_to_person(case, bo.person_id, "And you?", by=people["Rue"], now=days(1))
    talking.read_second(message, by=people["Kim"], now=days(1))

    other = rule(person=bo.person, behaviour="You laughed.", lasts_days=7, now=days(1))
    deciding.agree(other, by=people["Lou"], now=days(1))
    deciding.notify(other, by=people["Kim"], now=days(2))

    assert case.standing.state is State.NOTIFIED
    said = {one.name: statements_for(one.person_id, days(3)) for one in (ada, bo)}
    assert {name: [one.behaviour for one in some] for name, some in said.items()} == {
        "Ada": ["You shouted."],
        "Bo": ["You laughed."],
    }
    assert [one.ends_at for some in said.values() for one in some] == [days(31), days(9)]
    assert (heard_by(ada.person_id), len(heard_by(bo.person_id))) == ([], 1)
    facts = [json.dumps(export(one.person_id), default=str) for one in (ada, bo)]
    assert [word in some for some in facts for word in ("shouted", "laughed", "And you")] == [
        *(True, False, False),
        *(False, True, True),
    ]
    _appeal_of_one_leaves_the_other(people, told, other, case)


def _appeal_of_one_leaves_the_other(people, told, other, case):
    row = appealing.appeal(told, "A joke.", now=days(3))
    for name in ("Lou", "Pat"):  # Lou decided about Bo, and hears about Ada
        appealing.hear(row, by=people[name], now=days(3))
        word = Word(Outcome.WITHDRAWN, "Right.", "It is withdrawn.")
        appealing.say(row, word, by=people[name], now=days(3))
    (of_bo,) = statements_for(other.person_id, days(4))
    assert (told.end is None, other.end, of_bo.stands) == (False, None, True)
    assert appealing.appeal(other, "I was tired.", now=days(4)).person_id == other.person_id
    with pytest.raises(NotAtAnEnd, match="second look"):
        closing.set_by_hand(case, State.CLOSED, by=people["Rue"], now=days(5))


def test_a_case_stands_at_what_is_left_about_the_other(people, case, bo, rule):
    states = []
    first = rule()
    deciding.agree(first, by=people["Kim"], now=START)
    second = rule(person=bo.person)
    states.append(case.standing.state)
    deciding.notify(first, by=people["Kim"], now=days(1))
    states.append(case.standing.state)
    row = appealing.appeal(first, "A joke.", now=days(1))
    deciding.agree(second, by=people["Lou"], now=days(1))
    deciding.notify(second, by=people["Lou"], now=days(1))
    states.append(case.standing.state)
    for name in ("Lou", "Pat"):
        appealing.hear(row, by=people[name], now=days(2))
        word = Word(Outcome.UPHELD, "It was loud.", "It stands.")
        appealing.say(row, word, by=people[name], now=days(2))
    states.append(case.standing.state)
    assert states == [State.PROPOSED, State.PROPOSED, State.APPEALED, State.IN_FORCE]


def test_a_responder_whom_it_is_about_too_is_left_out_and_their_word_does_not_count(
    people, case, rule, db_session
):
    rue, kim, lou = (people[name] for name in ("Rue", "Kim", "Lou"))
    ruling = rule(by="Lou")
    (row,) = reports_of(case)

    naming.name_another(case, row, lou.person, by=rue, now=days(1))

    assert [one.name for one in who_can(case, days(1))] == ["Rue", "Kim", "Pat"]
    assert case_open_to(lou, case.key, days(1)) is None
    deciding.agree(ruling, by=kim, now=days(1))
    made = [ruling.made]
    deciding.agree(ruling, by=rue, now=days(1))
    made.append(ruling.made)
    # Lou, who wrote it, is none of two.
    assert [one and one.without_conflict for one in made] == [None, 3]
    # For good, also where it is not about them after all.
    naming.name_no_more(case, row, lou.person_id, now=days(2))
    assert [name for _, name in view_of(case, days(2)).people] == ["Ada"]
    assert case_open_to(lou, case.key, days(2)) is None


def test_who_is_found_beside_another_opens_no_escrow_and_is_somebody_whom_others_report(
    people, case, bo, db_session
):
    eve, dan = make_member("Eve"), make_member("Dan")
    shut, _ = report(by=eve, mode=Mode.ESCROWED, person=dan.person)
    naming.name_another(case, reports_of(case)[0], dan.person, by=people["Rue"], now=days(1))
    assert len(reports_of(case)) == 1
    again, _ = report(by=eve, mode=Mode.ESCROWED, person=bo.person, now=days(1))
    assert again in reports_of(case)
    assert shut not in reports_of(case)


def test_a_report_about_nobody_known_is_about_whoever_is_named_too(people, code, db_session):
    row, _ = report(about_words="the host")
    case = take(case_of(row), people["Rue"], people["Kim"])
    naming.name_another(case, row, people["Ada"].person, by=people["Rue"], now=START)
    assert row.whom_id == people["Ada"].person_id


@pytest.mark.parametrize("is_known", [True, False])
def test_whoever_is_named_is_held_before_the_case_as_by_those_who_report_them(
    people, case, monkeypatch, is_known
):
    held = []

    def hold(model, number):
        held.append(model)
        return locked(model, number)

    row = reports_of(case)[0] if is_known else report(about_words="the host")[0]
    monkeypatch.setattr(naming, "locked", hold)
    bo = make_member("Bo").person
    naming.name_another(case_of(row), row, bo, by=people["Rue"], now=START)
    assert held[:2] == [Person, Case]


_FIRST = "SELECT report_id, person_id, by_id, NOT is_also, at FROM report_person"
_TWO = (
    "INSERT INTO report_person (report_id, person_id, by_id, is_also, at)"
    f" {_FIRST} UNION ALL {_FIRST}"
)


@pytest.mark.usefixtures("bo")
@pytest.mark.parametrize(
    "change",
    [
        "UPDATE report_person SET is_also = NOT is_also",
        "DELETE FROM report_person",
        _TWO,
    ],
    ids=["first or too", "gone", "two that are first"],
)
def test_the_database_keeps_whom_it_is_about(db_session, change):
    with pytest.raises(IntegrityError, match=r"_stays_|UNIQUE|uq_report_person_standing"):
        db_session.execute(text(change))


@pytest.mark.usefixtures("in_january")
def test_by_the_page_somebody_is_named_too_and_taken_back(writing, signed_in, reading, app):
    with writing():
        make_community()
        publish(make_member("Stella"))
        rue, kim = (make_member(name, Role.RESPONDER) for name in ("Rue", "Kim"))
        ada, bo = make_member("Ada"), make_member("Bo")
        row, _ = report(person=ada.person)
        case = f"/desk/cases/{take(case_of(row), rue, kim).key}"
        person, number = f"{case}/reports/{row.key}/person", str(bo.person_id)
    client = signed_in(rue)
    assert "It is not about" not in client.get(case).text
    assert client.post(person, data={"handle": bo.handle, "too": "1"}).status_code == 303
    shown = client.get(case).text
    assert ("<dd>Ada, Bo</dd>" in shown, "It is not about Bo" in shown) == (True, True)
    form = client.get(f"{case}/rulings/new").text
    assert ('<option value="' + number + '">Bo</option>' in form) is True
    given = {"text": "And you?", "to": f"reported {number}"}
    assert client.post(f"{case}/messages", data=given).status_code == 303
    assert "</strong>: Bo ·" in client.get(case).text
    for wrong in ("", "x", str(ada.person_id)):
        assert client.post(f"{person}/withdrawal", data={"person": wrong}).status_code == 404
    assert client.post(f"{person}/withdrawal", data={"person": number}).status_code == 303
    assert "<dd>Ada</dd>" in client.get(case).text
    assert client.post(person, data={"handle": kim.handle, "too": "1"}).status_code == 303
    assert signed_in(kim).get(case).status_code == 404
    with reading() as session:
        assert len(session.scalars(select(ReportPerson)).all()) == 2
        assert session.scalars(select(Ruling)).all() == []
        assert len(session.scalars(select(Case)).unique().all()) == 1
    with app.app_context():
        assert audit_rows.compare() == audit_rows.Differences()


def test_who_reported_one_is_not_told_what_follows_for_another(people, case, rule, db_session):
    bo, walt = make_member("Bo"), make_member("Walt")
    second, _ = report(person=bo.person, words="He laughed.", by=walt)
    other = take(case_of(second), *(people[name] for name in ("Rue", "Kim", "Lou", "Pat")))
    merging.merge(case, other, by=people["Rue"], why="One evening.", now=START)
    (first,) = [one for one in reports_of(case) if one.id != second.id]
    ruling = rule(for_reporter="Ada may not write notes for a month.")
    deciding.agree(ruling, by=people["Kim"], now=START)
    deciding.notify(ruling, by=people["Kim"], now=days(1))

    said = select(CaseMessage.report_id).where(CaseMessage.audience == Audience.REPORTER)
    assert set(db_session.scalars(said)) == {first.id}
