"""Whoever a ruling is about is heard before it is decided, or reads why they were not."""

import pytest
from sqlalchemy import select, text

from community.accounts.models import Role
from community.moderation import appealing, deciding, merging, opening, talking
from community.moderation.heard_queries import was_heard, why_unheard
from community.moderation.holdings import export
from community.moderation.reasons import NobodyHeardThem
from community.moderation.report_models import Mode
from community.moderation.reporting import Draft, keep
from community.moderation.ruling_models import (
    Dismissal,
    Ruling,
    RulingDecider,
    RulingMade,
    RulingUnheard,
)
from community.moderation.standing_queries import case_to_answer
from community.moderation.statement_queries import statements_for
from tests.conduct.build import KIND, publish
from tests.factories import START, make_community, make_member
from tests.moderation.build import LETTER, NOBODY, case_of, days, refuses, report, take

NOTHING: dict[str, object] = {"level": None, "publication": None, "clauses": [], "effects": []}


def write_to(person, case, people, now=START, *, is_read=True):
    """Rue writes to somebody in a case, and Kim lets it go."""
    said = talking.say_to_person(case, person.person_id, "And you?", by=people["Rue"], now=now)
    if is_read:
        talking.read_second(said, by=people["Kim"], now=now)


def bring(case, whom, at):
    """Another report about somebody comes into a case."""
    given = Draft(mode=Mode.CONFIDENTIAL, words="Again.", happened_at=START, person=whom.person)
    opening.take_in(case, keep(given, by=NOBODY, now=at)[0], now=at)


@pytest.mark.parametrize("level", [1, 2])
def test_nothing_is_proposed_about_somebody_whom_nobody_has_heard(
    people, case, rule, db_session, level
):
    ada = people["Ada"]

    def refused(at):
        with pytest.raises(NobodyHeardThem), db_session.begin_nested():
            rule(level=level, unheard="", now=at)

    refused(days(9))
    write_to(ada, case, people, is_read=False)
    refused(days(9))  # nobody has let it go
    talking.say_to_person(case, ada.person_id, "Well?", by=people["Rue"], now=days(9))
    write_to(ada, case, people, days(10))
    refused(days(12.99))
    for words in ("", "Not needed any more."):
        assert why_unheard([rule(level=level, unheard=words, now=days(13)).id]) == {}


def test_an_answer_is_enough_and_so_is_what_was_said_in_a_case_that_is_one_with_it(
    people, case, rule, db_session
):
    ada, rue = people["Ada"], people["Rue"]
    other = take(case_of(report(person=ada.person, words="Again.")[0]), rue, people["Kim"])
    write_to(ada, other, people)
    talking.answer_as_person(
        case_to_answer(ada.person_id), ada.person_id, "It was loud.", now=START
    )
    assert not was_heard(case.id, ada.person_id, days(9))
    assert was_heard(other.id, ada.person_id, START)
    assert not was_heard(other.id, people["Pat"].person_id, days(9))
    merging.merge(case, other, by=rue, why="One evening.", now=START)
    assert rule(unheard="").made is None


def test_a_message_tells_nothing_of_what_was_reported_after_it(people, case, rule, db_session):
    ada, rue = people["Ada"], people["Rue"]
    write_to(ada, case, people)
    bring(case, ada, days(5))
    ruling = rule(now=days(9))  # says why not
    assert why_unheard([ruling.id]) != {}
    db_session.execute(text("DELETE FROM ruling_unheard"))
    db_session.add(RulingDecider(ruling_id=ruling.id, member_id=people["Kim"].id, at=days(9)))
    with refuses(db_session, "ruling_heard"), db_session.begin_nested():
        db_session.add(RulingMade(ruling_id=ruling.id, without_conflict=4, at=days(9)))
        db_session.flush()
    write_to(ada, case, people, days(6))
    bring(case, make_member("Zoe"), days(7))
    assert was_heard(case.id, ada.person_id, days(9))
    db_session.add(RulingMade(ruling_id=ruling.id, without_conflict=4, at=days(9)))
    db_session.flush()
    # What goes on in the case counts as what came into it.
    other = case_of(report(person=ada.person, address="b@example.org", now=days(8))[0])
    take(other, rue, people["Kim"])
    merging.merge(case, other, by=rue, why="One evening.", now=days(9))
    assert not was_heard(case.id, ada.person_id, days(20))


def test_that_nothing_follows_and_what_answers_an_appeal_need_no_hearing(
    people, case, rule, told, db_session
):
    rule(**NOTHING, dismissal=Dismissal.SETTLED, unheard="")
    row = appealing.appeal(told, "A joke.", now=days(2))
    for name in ("Lou", "Pat"):
        appealing.hear(row, by=people[name], now=days(2))
    less = rule(by="Lou", replaces=told, is_on_appeal=True, lasts_days=3, unheard="", now=days(2))
    deciding.agree(less, by=people["Pat"], now=days(2))
    assert less.made is not None


def test_why_they_were_not_heard_is_read_with_the_reasons_and_goes_with_a_draft(
    people, told, rule, db_session
):
    ada = people["Ada"]
    (said,) = statements_for(ada.person_id, days(2))
    assert said.unheard == LETTER["unheard"]
    (fact,) = export(ada.person_id)["what was decided about me"]
    assert fact["why I was not heard before"] == LETTER["unheard"]
    deciding.discard(rule(), by=people["Rue"])
    assert db_session.scalars(select(RulingUnheard.ruling_id)).all() == [told.id]


def test_what_was_drafted_before_this_held_is_not_decided(people, case, rule, db_session):
    ruling = rule()
    db_session.execute(text("DELETE FROM ruling_unheard"))
    db_session.refresh(ruling)
    for at, words in ((START, "Write to them"), (days(9), "Write to them")):
        with pytest.raises(NobodyHeardThem, match=words):
            deciding.agree(ruling, by=people["Kim"], now=at)
    db_session.add(RulingDecider(ruling_id=ruling.id, member_id=people["Kim"].id, at=START))
    db_session.flush()
    for written in (False, True):
        if written:
            write_to(people["Ada"], case, people, days(1))
        with refuses(db_session, "ruling_heard"), db_session.begin_nested():
            made = RulingMade(ruling_id=ruling.id, without_conflict=4, at=days(3.99))
            db_session.add(made)
            db_session.flush()
    db_session.add(RulingMade(ruling_id=ruling.id, without_conflict=4, at=days(4)))
    db_session.flush()


def test_the_database_counts_an_answer_and_keeps_why(people, case, rule, told, db_session):
    ruling = rule()
    db_session.execute(text(f"DELETE FROM ruling_unheard WHERE ruling_id = {ruling.id}"))
    write_to(people["Ada"], case, people)
    talking.answer_as_person(case, people["Ada"].person_id, "It was loud.", now=START)
    db_session.add(RulingDecider(ruling_id=ruling.id, member_id=people["Kim"].id, at=START))
    db_session.flush()
    db_session.add(RulingMade(ruling_id=ruling.id, without_conflict=4, at=START))
    db_session.flush()
    for change in (
        "UPDATE ruling_unheard SET words = 'other'",
        "UPDATE ruling_unheard SET words = 'N█d'",
        "DELETE FROM ruling_unheard",
        f"INSERT INTO ruling_unheard VALUES ({ruling.id}, 'Late.')",
    ):
        with refuses(db_session, "ruling_unheard_stays_on_"), db_session.begin_nested():
            db_session.execute(text(change))


@pytest.mark.usefixtures("in_january")
def test_the_page_asks_for_a_hearing_or_for_why_not(writing, signed_in, reading, at):
    with writing():
        make_community()
        publish(make_member("Stella"), now=days(-6))
        people = {name: make_member(name, Role.RESPONDER) for name in ("Rue", "Kim")}
        ada = make_member("Ada")
        came = report(person=ada.person, now=days(-5))[0]
        case = take(case_of(came), *people.values())
        page, number = f"/desk/cases/{case.key}", ada.person_id
    rue, kim = signed_in(people["Rue"]), signed_in(people["Kim"])
    given = LETTER | {"level": "2", "person": str(number), "clauses": KIND.key, "unheard": ""}
    given |= {"effects": "no notes", "rationale": "-", "for_reporter": "-", "lasts_days": "30"}
    given["dismissal"] = "no violation"
    answer = rue.post(f"{page}/rulings", data=given)
    assert answer.status_code == 422
    assert "has not been heard" in answer.text
    assert "You shouted." in answer.text
    assert rue.post(f"{page}/rulings", data=given | {"unheard": "No way."}).status_code == 303
    assert "Not heard before, because: No way." in rue.get(page).text
    assert kim.post(f"{page}/rulings", data=given).status_code == 422
    with writing():
        write_to(ada, case, people, now=days(-4))
    assert kim.post(f"{page}/rulings", data=given).status_code == 303
    with reading() as session:
        assert len(session.scalars(select(Ruling)).unique().all()) == 2
        assert session.scalars(select(RulingUnheard.words)).all() == ["No way."]
