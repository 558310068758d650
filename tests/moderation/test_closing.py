"""A case ends once everybody it is about knows what is decided, and whoever reported too."""

import pytest
from sqlalchemy import func, select

from community.accounts.models import Role
from community.moderation import appealing, closing, deciding, talking
from community.moderation.appeal_models import Outcome
from community.moderation.appealing import Word
from community.moderation.case_models import Audience, CaseMessage, State
from community.moderation.closing import NotAtAnEnd
from community.moderation.desk_queries import desk_of, due_of
from community.moderation.reasons import SaysTooLittle
from community.moderation.report_models import Mode
from community.moderation.report_queries import told_to_reporter
from community.moderation.ruling_models import Dismissal
from community.moderation.standing_queries import heard_by
from community.outbox.models import Letter
from tests.conduct.build import publish
from tests.factories import START, make_community, make_member
from tests.moderation.build import case_of, days, report, take

NOTHING: dict[str, object] = {"level": None, "publication": None, "clauses": [], "effects": []}
OFF = NOTHING | {"dismissal": Dismissal.NOT_ENOUGH, "for_reporter": "We do not know enough."}


@pytest.fixture
def end(case, people):
    """`end(State.CLOSED)` lets Rue set where the case stands."""

    def to(state, **given):
        closing.set_by_hand(case, state, by=people["Rue"], now=days(9), **given)

    return to


def told_to_the_reporter(db_session):
    query = select(CaseMessage.text_source).where(CaseMessage.audience == Audience.REPORTER)
    return db_session.scalars(query.order_by(CaseMessage.id)).all()


@pytest.mark.parametrize("state", [State.IN_FORCE, State.FOLLOWED_UP, State.CLOSED])
def test_no_case_ends_before_it_is_decided_and_told(people, case, rule, end, state):
    with pytest.raises(NotAtAnEnd, match="Nothing is decided"):
        end(state)
    off = rule(**OFF)
    with pytest.raises(NotAtAnEnd, match="proposed"):
        end(state)
    assert off.made is None  # one alone does not decide that nothing follows
    deciding.agree(off, by=people["Lou"], now=START)
    assert off.made is not None
    with pytest.raises(NotAtAnEnd, match="not told"):
        end(state)
    deciding.notify(off, by=people["Kim"], now=days(1))
    end(state)
    assert case.standing.state is state


def test_whoever_reported_hears_what_is_decided_and_that_it_is_closed(
    people, case, rule, end, db_session
):
    off = rule(**OFF | {"for_reporter": ""})  # as it could be drafted once
    deciding.agree(off, by=people["Lou"], now=START)
    deciding.notify(off, by=people["Kim"], now=days(1))
    (said,) = told_to_the_reporter(db_session)
    assert "decided" in said
    end(State.CLOSED, for_reporter="Write to us if it goes on.")
    end(State.CLOSED, for_reporter="Twice is once.")

    assert told_to_the_reporter(db_session) == [said, "Write to us if it goes on."]
    letters = select(func.count()).where(Letter.address == "vera@example.org")
    assert db_session.scalar(letters.where(Letter.owed_at == days(9))) == 1


def test_everybody_a_case_is_about_has_an_outcome_and_an_appeal_its_answer(
    people, case, told, rule, end
):
    row = appealing.appeal(told, "A joke.", now=days(2))
    with pytest.raises(NotAtAnEnd, match="second look"):
        end(State.CLOSED)
    for name in ("Lou", "Pat"):
        appealing.hear(row, by=people[name], now=days(3))
        word = Word(Outcome.SENT_BACK, "Anew.", "It is looked at again.")
        appealing.say(row, word, by=people[name], now=days(3))
    with pytest.raises(NotAtAnEnd, match="Nothing is decided"):
        end(State.CLOSED)
    other, _ = report(person=people["Pat"].person, words="She shouted back.")
    elsewhere = take(case_of(other), people["Rue"], people["Kim"])
    mine = rule(**OFF)
    deciding.agree(mine, by=people["Lou"], now=days(4))
    deciding.notify(mine, by=people["Kim"], now=days(4))
    end(State.CLOSED)
    with pytest.raises(NotAtAnEnd):
        closing.set_by_hand(elsewhere, State.CLOSED, by=people["Rue"], now=days(9))


def test_what_belongs_elsewhere_is_passed_on_by_a_decision_of_which_all_concerned_hear(
    people, case, rule, end, db_session
):
    ada = people["Ada"].person_id
    asked = talking.say_to_person(case, ada, "What happened?", by=people["Rue"], now=START)
    talking.read_second(asked, by=people["Kim"], now=START)
    off = rule(**OFF | {"dismissal": Dismissal.ELSEWHERE, "for_reporter": ""})
    deciding.agree(off, by=people["Lou"], now=START)
    deciding.notify(off, by=people["Kim"], now=days(1))
    assert case.standing.state is State.REDIRECTED
    (said,) = told_to_the_reporter(db_session)
    assert "passed it on" in said
    end(State.CLOSED, for_reporter="It is closed.")
    told = heard_by(ada)
    assert [one.at for one in told] == [START, days(1)]  # once, not again when it is closed
    assert "not for them to decide" in told[-1].text_html
    letters = select(Letter.person_id).where(Letter.kind == "discreet", Letter.owed_at > START)
    assert db_session.scalars(letters.order_by(Letter.id)).all().count(ada) == 1


def test_what_is_decided_is_to_be_told_within_two_days(people, rule, case):
    assert due_of(State.DECIDED, START, days(4), days(5)) == ("outcome", days(7))
    assert due_of(State.DECIDED, START, days(-3), days(5)) == ("update", days(4))
    off = rule(**OFF)
    deciding.agree(off, by=people["Lou"], now=days(1))
    (line,) = desk_of(people["Rue"], days(4)).lines
    assert (line.due, line.is_late) == ("answer", True)


@pytest.mark.parametrize("part", ["behaviour", "impact", "expected", "consequence", "how_found"])
def test_reasons_that_say_too_little_are_not_proposed(rule, part, db_session):
    with pytest.raises(SaysTooLittle), db_session.begin_nested():
        rule(**{part: ""})


@pytest.mark.usefixtures("in_january")
def test_the_page_asks_what_is_decided_and_for_words_to_whoever_reported(
    writing, signed_in, reading
):
    with writing():
        make_community()
        publish(make_member("Stella"))
        rue, ada = make_member("Rue", Role.RESPONDER), make_member("Ada")
        case = take(case_of(report(person=ada.person)[0]), rue)
        page = f"/desk/cases/{case.key}"
    client = signed_in(rue)
    for state, said in (("closed", "Write what whoever reported is told."), ("in force", "")):
        answer = client.post(f"{page}/states", data={"state": state, "why": "So."})
        assert answer.status_code == 422
        assert said in answer.text
    data = {"state": "closed", "for_reporter": "It is closed."}
    answer = client.post(f"{page}/states", data=data)
    assert (answer.status_code, "Nothing is decided" in answer.text) == (422, True)
    assert client.post(f"{page}/states", data={"state": "redirected"}).status_code == 422
    assert client.post(f"{page}/states", data={"state": "triage"}).status_code == 303


def test_a_ruling_withdrawn_on_appeal_is_an_outcome(people, case, told, end, db_session):
    row = appealing.appeal(told, "A joke.", now=days(2))
    for name in ("Lou", "Pat"):
        appealing.hear(row, by=people[name], now=days(3))
        word = Word(Outcome.WITHDRAWN, "Right.", "It is withdrawn.")
        appealing.say(row, word, by=people[name], now=days(3))
    end(State.CLOSED)
    assert case.standing.state is State.CLOSED


def test_who_was_written_to_is_told_where_nothing_follows(people, case, rule, end, db_session):
    ada, pat = people["Ada"].person_id, people["Pat"].person_id
    talking.read_second(
        talking.say_to_person(case, ada, "What happened?", by=people["Rue"], now=START),
        by=people["Kim"],
        now=START,
    )
    talking.say_to_person(case, pat, "Not read by a second.", by=people["Rue"], now=START)
    off = rule(**OFF)
    deciding.agree(off, by=people["Lou"], now=START)
    deciding.notify(off, by=people["Kim"], now=days(1))
    assert len(heard_by(ada)) == 1
    for _twice in range(2):
        end(State.CLOSED, for_reporter="It is closed.")

    told = heard_by(ada)
    assert [(one.is_mine, one.at) for one in told] == [(False, START), (False, days(9))]
    assert "Nothing follows" in told[-1].text_html
    assert heard_by(pat) == []
    letters = select(Letter.person_id).where(Letter.owed_at == days(9), Letter.kind == "discreet")
    found = db_session.scalars(letters.order_by(Letter.id)).all()
    assert (found.count(ada), found.count(pat)) == (1, 0)


def test_who_was_told_a_ruling_is_not_told_that_nothing_follows(people, case, told, end):
    ada = people["Ada"].person_id
    written = talking.say_to_person(case, ada, "Read it.", by=people["Rue"], now=days(2))
    talking.read_second(written, by=people["Kim"], now=days(2))
    end(State.CLOSED)
    assert len(heard_by(ada)) == 1


def test_who_reported_in_escrow_hears_how_it_ended_once_it_was_opened_and_nothing_before(
    people, case, rule, end
):
    given = {"by": people["Lou"], "mode": Mode.ESCROWED}
    shut, _ = report(person=people["Kim"].person, **given)
    opened, _ = report(person=people["Ada"].person, **given | {"by": make_member("Eve")})
    assert case_of(opened) is case
    assert told_to_reporter(opened).stands == "kept"
    off = rule(**OFF)
    deciding.agree(off, by=people["Pat"], now=START)
    deciding.notify(off, by=people["Kim"], now=days(1))
    end(State.CLOSED)
    told = told_to_reporter(opened)
    assert (told.stands, len(told.messages)) == ("closed", 2)
    assert "We do not know enough." in told.messages[0].text_html
    waits = told_to_reporter(shut)
    assert (waits.stands, waits.messages) == ("kept", ())
