"""Cases: who is asked, who can take them, what is due, what is said and who reads it before."""

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app import HOLDINGS
from community.access import Viewer, may
from community.accounts import stewardship
from community.accounts.models import Role
from community.conduct import contacts
from community.conduct.contacts import ContactDraft
from community.holdings import erase_all
from community.moderation import answering, handling, opening, talking
from community.moderation.answering import CannotTakeIt
from community.moderation.case_models import Answer, CaseAnswer, MessageReading, State
from community.moderation.desk_queries import AskedLine, case_open_to, desk_of, due_of, line_of
from community.moderation.policies import Permission
from community.moderation.report_models import Mode
from community.moderation.standing_queries import heard_by
from community.moderation.talking import OwnWords
from community.outbox.models import Letter
from tests.factories import START, make_community, make_member
from tests.moderation.build import case_of, days, report, take


@pytest.fixture
def people(db_session):
    """Ada, who is reported; three responders; a steward."""
    make_community()
    names = "Rue", "Kim", "Lou"
    return {
        "Ada": make_member("Ada"),
        **{name: make_member(name, Role.RESPONDER) for name in names},
        "Stu": make_member("Stu", Role.STEWARD),
    }


@pytest.fixture
def told(db_session):
    """`told()` gives whom letters are owed to: people by id, others by address."""

    def ask():
        rows = db_session.scalars(select(Letter).order_by(Letter.id))
        return [row.address or row.person_id for row in rows]

    return ask


def test_responders_handle_cases_and_stewards_do_not(people):
    rue, stu = (
        Viewer(people[name], frozenset({role.value}))
        for name, role in (("Rue", Role.RESPONDER), ("Stu", Role.STEWARD))
    )

    assert may(rue, Permission.HANDLE_CASES)
    assert not may(stu, Permission.HANDLE_CASES)
    assert may(stu, Permission.SEE_OWN_STANDING)


def test_a_case_not_answered_is_a_code_name_and_one_in_conflict_is_nothing(people, db_session):
    rue, kim = people["Rue"], people["Kim"]
    case = case_of(report()[0])

    assert desk_of(rue, START).asked == [AskedLine(case.key, case.name, days(2), is_late=False)]
    assert desk_of(rue, days(3)).asked[0].is_late
    assert desk_of(rue, START).lines == []
    assert case_open_to(rue, case.key, START) is None

    take(case, rue)
    answering.answer(case, Answer.CONFLICT, by=kim, now=START)
    answering.answer(case, Answer.CAN, by=kim, now=START)  # a conflict stays one

    assert [line.name for line in desk_of(rue, START).lines] == [case.name]
    assert case_open_to(rue, case.key, START) is case
    for member in (kim, people["Stu"], people["Ada"], None):
        assert case_open_to(member, case.key, START) is None
    assert (desk_of(kim, START).asked, desk_of(kim, START).lines) == ([], [])
    answer = db_session.get(CaseAnswer, (case.id, kim.id))
    answer.answer = Answer.CAN
    with pytest.raises(IntegrityError, match="case_conflict_stays"):
        db_session.flush()


@pytest.mark.parametrize("why", ["reporter", "reported", "excluded", "address"])
def test_who_is_part_of_it_is_left_out_by_itself(people, told, why):
    lou = people["Lou"]
    given = {
        "reporter": {"by": lou},
        "reported": {"person": lou.person},
        "excluded": {"excluded": [lou]},
        "address": {},
    }[why]
    if why == "address":
        lou.email_key = "vera@example.org"

    case = case_of(report(**given)[0])

    assert lou.person_id not in told()[:2] or why == "reporter"
    assert (desk_of(lou, START).asked, case_open_to(lou, case.key, START)) == ([], None)
    take(case, lou)
    assert case_open_to(lou, case.key, START) is None


def test_where_fewer_than_two_are_left_the_contacts_outside_are_told(people, told):
    noor = ContactDraft("Noor", "noor@example.net", "", None)
    own = ContactDraft("Kim", "Kim@example.net", "", people["Kim"])
    for draft in (noor, own):
        contacts.add(draft, by=people["Stu"], now=START)
    case = case_of(report()[0])
    answering.answer(case, Answer.CONFLICT, by=people["Lou"], now=START)
    assert "noor@example.net" not in told()

    answering.answer(case, Answer.CONFLICT, by=people["Kim"], now=START)

    assert "noor@example.net" in told()
    assert "Kim@example.net" not in told()  # of whom it is not theirs to know


def test_the_contacts_can_count_neither_cases_nor_those_who_leave(people, told):
    noor = ContactDraft("Noor", "noor@example.net", "", None)
    contacts.add(noor, by=people["Stu"], now=START)
    cases = [case_of(report()[0]) for _ in range(2)]
    for name in ("Kim", "Lou"):
        for one in cases:
            answering.answer(one, Answer.CONFLICT, by=people[name], now=days(1))
    answering.answer(cases[0], Answer.CONFLICT, by=people["Lou"], now=days(1))
    assert told().count("noor@example.net") == 1
    answering.answer(cases[0], Answer.CONFLICT, by=people["Rue"], now=days(2))
    assert told().count("noor@example.net") == 2


def test_whoever_is_on_leave_is_not_asked_and_keeps_what_they_took(people, told, db_session):
    rue = people["Rue"]
    first = take(case_of(report()[0]), rue)
    noor = ContactDraft("Noor", "noor@example.net", "", None)
    contacts.add(noor, by=people["Stu"], now=START)
    leave = answering.be_away(rue, days(1), days(8), now=days(1))

    case_of(report(now=days(2))[0])

    assert desk_of(rue, days(2)).asked == []
    assert [line.key for line in desk_of(rue, days(2)).lines] == [first.key]
    # Of the second report she is told when she is back.
    query = select(Letter).where(Letter.person_id == rue.person_id).order_by(Letter.id)
    assert [one.due_at for one in db_session.scalars(query)] == [START, days(8)]
    assert "noor@example.net" not in told()
    answering.be_away(people["Kim"], days(1), days(9), now=days(2))
    case_of(report(now=days(3))[0])  # one is left, who cannot read after herself
    assert "noor@example.net" in told()
    answering.be_back(leave, now=days(3))
    assert len(desk_of(rue, days(3)).asked) == 2


def test_what_is_due_is_first_and_what_is_late_is_said(people):
    rue = people["Rue"]
    late, fresh = (take(case_of(report(now=days(n))[0]), rue) for n in (0, 4))
    row = report(now=days(1))[0]
    told_already = take(case_of(row), rue)
    talking.say_to_reporter(told_already, row, "We see to it.", by=rue, now=days(2))
    assert told_already.standing.state is State.ACKNOWLEDGED
    closed = take(case_of(report()[0]), rue)
    handling.move_to(closed, State.CLOSED, by=rue, now=days(3))

    lines = desk_of(rue, days(5)).lines

    assert [(line.key, line.due, line.is_late) for line in lines] == [
        (late.key, "answer", True),
        (fresh.key, "answer", False),
        (told_already.key, "update", False),
    ]
    assert [line.key for line in desk_of(rue, days(5), is_over=True).lines] == [closed.key]
    assert due_of(State.TRIAGE, START, None, START) == ("answer", days(2))
    assert due_of(State.TRIAGE, START, days(1), START) == ("update", days(8))
    for state in (State.NOTIFIED, State.IN_FORCE):  # for as long as it stands
        assert due_of(state, START, days(1), START) == ("", None)
        assert due_of(state, START, None, START) == ("answer", days(2))
    found = line_of(fresh, days(5))
    assert found is not None
    assert (found.due, found.due_at) == ("answer", days(6))


def test_each_report_of_a_case_has_its_own_time(people):
    rue = people["Rue"]
    row = report()[0]
    case = take(case_of(row), rue)
    talking.say_to_reporter(case, row, "We see to it.", by=rue, now=START)
    later, _ = report(person=people["Ada"].person, mode=Mode.ESCROWED, now=days(3))
    opening.take_in(case, later, now=days(3))

    (line,) = desk_of(rue, days(6)).lines

    assert (line.due, line.due_at, line.is_late) == ("answer", days(5), True)


def test_where_a_responder_leaves_it_is_told_and_counted_again(people, told):
    """By the steward or with their account; those who could decide are fewer then."""
    noor = ContactDraft("Noor", "noor@example.net", "", None)
    contacts.add(noor, by=people["Stu"], now=START)
    case = take(case_of(report()[0]), people["Rue"], people["Lou"])
    take(case_of(report(by=people["Lou"])[0]), people["Rue"])  # of which Lou is told nothing

    stewardship.revoke_role(people["Kim"], Role.RESPONDER, by=people["Stu"], now=days(1))
    assert told().count("noor@example.net") == 1  # of the case that one is left for
    erase_all(HOLDINGS, people["Rue"].person_id, now=days(2))
    assert told().count("noor@example.net") == 2  # of both at once
    assert answering.holder_of(case) is None


def test_what_goes_to_the_person_it_is_about_is_read_by_somebody_else_before(
    people, told, db_session
):
    rue, kim, ada = people["Rue"], people["Kim"], people["Ada"]
    case = take(case_of(report(person=ada.person)[0]), rue, kim)
    message = talking.say_to_person(case, ada.person_id, "We heard…", by=rue, now=START)

    with pytest.raises(OwnWords):
        talking.read_second(message, by=rue, now=START)
    assert heard_by(ada.person_id) == []
    assert ada.person_id not in told()
    talking.read_second(message, by=kim, now=days(1))

    assert [(one.text_html, one.at) for one in heard_by(ada.person_id)] == [
        ("<p>We heard…</p>\n", days(1))
    ]
    assert ada.person_id in told()
    own = talking.say_to_person(case, ada.person_id, "More", by=rue, now=START)
    db_session.add(MessageReading(message_id=own.id, by_id=rue.id, at=START))
    with pytest.raises(IntegrityError, match="case_message_read_by_another"):
        db_session.flush()


def test_a_case_is_handed_over_to_somebody_who_can_take_it(people):
    rue, kim, lou = people["Rue"], people["Kim"], people["Lou"]
    case = take(case_of(report()[0]), rue, kim)

    with pytest.raises(CannotTakeIt):
        answering.hand_over(case, lou, now=START)
    answering.hand_over(case, kim, now=START)

    assert answering.holder_of(case).member_id == kim.id
    answering.answer(case, Answer.CONFLICT, by=kim, now=START)
    assert answering.holder_of(case) is None
