"""Who is left out of a case since it was opened, and who is asked then."""

import pytest
from sqlalchemy import select

from community.accounts import stewardship
from community.accounts.models import Role, RoleGrant
from community.conduct import contacts
from community.conduct.contacts import ContactDraft
from community.conduct.content import Effect
from community.conduct.imposing import MeasureDraft, impose
from community.moderation import answering, leaving, merging, naming, opening, talking
from community.moderation.case_models import Answer, Leave, State
from community.moderation.desk_queries import case_open_to, desk_of
from community.moderation.events import RespondersAsked
from community.moderation.handling import move_to
from community.moderation.report_models import ReportExclusion
from community.moderation.sight_queries import who_can
from tests.conduct.build import KIND, RESTRICTING, publish
from tests.factories import START, make_community, make_member
from tests.moderation.build import case_of, days, report, take


@pytest.fixture
def people(db_session):
    """Rue, Kim and Lou respond; Ada does not; Stu is a steward."""
    make_community()
    names = "Rue", "Kim", "Lou"
    return {
        "Ada": make_member("Ada"),
        **{name: make_member(name, Role.RESPONDER) for name in names},
        "Stu": make_member("Stu", Role.STEWARD),
    }


def able(case, now=START):
    return [one.name for one in who_can(case, now)]


def join(people, name, at):
    member = people.get(name) or make_member(name)
    stewardship.grant_role(member, Role.RESPONDER, by=people["Stu"], now=at)
    return member


@pytest.mark.parametrize("how", ["excluded", "conflict", "named"])
def test_a_case_that_nobody_of_then_can_take_is_asked_of_who_joins_later(people, how):
    three = [people[name] for name in ("Rue", "Kim", "Lou")]
    row, _ = report(excluded=three if how == "excluded" else three[:2])
    case = case_of(row)
    if how == "conflict":
        answering.answer(case, Answer.CONFLICT, by=people["Lou"], now=START)
    elif how == "named":
        naming.name_person(case, row, people["Lou"].person, by=people["Lou"], now=START)
    assert able(case) == []

    pat = join(people, "Pat", days(1))

    assert [one.key for one in desk_of(pat, days(2)).asked] == [case.key]
    assert able(case) == ["Pat"]
    take(case, pat, now=days(2))
    join(people, "Sam", days(3))  # somebody has it by now
    assert able(case) == ["Pat"]
    # Of another case, which somebody of then can take, they are not asked.
    other = case_of(report(words="Again.")[0])
    assert "Pat" not in able(other)


def test_who_joined_is_asked_once_nobody_of_then_is_left_but_for_whom_it_speaks_of(
    people, monkeypatch
):
    told: list[object] = []
    row, _ = report(excluded=[people["Lou"]], words="Pat laughed.")
    case = take(case_of(row), people["Rue"], people["Kim"])
    pat, sam = join(people, "Pat", days(1)), join(people, "Sam", days(1))
    answering.answer(case, Answer.CONFLICT, by=people["Rue"], now=days(2))
    assert able(case) == ["Kim"]

    monkeypatch.setattr(opening, "announce", told.append)
    naming.name_person(case, row, people["Kim"].person, by=people["Kim"], now=days(2))

    assert able(case) == ["Sam"]
    assert desk_of(pat, days(2)).asked == []
    assert [one.key for one in desk_of(sam, days(2)).asked] == [case.key]
    asked = [one for one in told if isinstance(one, RespondersAsked)]
    assert [[member.name for member in one.members] for one in asked] == [["Sam"]]


def test_of_whom_the_reporter_speaks_later_has_the_case_no_more(people):
    row, _ = report(words="Somebody laughed.")
    case = take(case_of(row), people["Kim"], people["Rue"])
    talking.answer_as_reporter(row, "It was at six.", now=days(1))
    assert able(case) == ["Rue", "Kim", "Lou"]

    talking.answer_as_reporter(row, "It was Kim who laughed.", now=days(1))

    assert able(case) == ["Rue", "Lou"]
    assert case_open_to(people["Kim"], case.key, days(1)) is None
    assert (answering.holder_of(case), desk_of(people["Kim"], days(1)).asked) == (None, [])
    # Nobody empties a case with words: of whom they tell is left out where somebody else is left.
    talking.answer_as_reporter(row, "And Rue, and Lou.", now=days(2))
    assert able(case) == ["Rue", "Lou"]
    # Whoever is new and of whom they speak is not told that there is a case.
    talking.answer_as_reporter(row, "And Pat.", now=days(2))
    pat = make_member("Pat", Role.RESPONDER)
    naming.ask(case, pat, by=people["Rue"], now=days(3))
    assert desk_of(pat, days(3)).asked == []


def test_a_contact_whom_another_case_touches_is_told_of_this_one(people, db_session):
    ada = people["Ada"]
    given = ContactDraft("Ada", "ada@outside.example", "", ada)
    contacts.add(given, by=people["Stu"], now=START)
    report(person=ada.person)
    case = case_of(report(words="Something else.")[0])
    assert [one.name for one in opening._contacts_outside(case)] == ["Ada"]
    own = case_of(report(person=ada.person, words="Her again.")[0])
    assert opening._contacts_outside(own) == []


@pytest.mark.parametrize("joins", [1, 3], ids=["before", "after"])
def test_who_is_new_and_of_whom_a_case_that_goes_on_in_it_speaks_is_not_asked(people, joins):
    three = [people[name] for name in ("Rue", "Kim", "Lou")]
    lead = case_of(report(person=people["Ada"].person, address="a@example.org")[0])
    part = case_of(report(words="Zebulon laughed.")[0])
    for one in (lead, part):
        take(one, *three)
    lead = merging.merge(lead, part, by=people["Rue"], why="One evening.", now=days(1))
    zebulon = join(people, "Zebulon", days(joins)) if joins == 1 else None
    for one in three:
        answering.answer(lead, Answer.CONFLICT, by=one, now=days(2))
    zebulon = zebulon or join(people, "Zebulon", days(joins))
    pat = join(people, "Pat", days(4))

    assert (able(lead), desk_of(zebulon, days(5)).asked) == (["Pat"], [])
    take(lead, zebulon, now=days(5))
    assert case_open_to(zebulon, lead.key, days(5)) is None
    assert [one.key for one in desk_of(pat, days(5)).asked] == [lead.key]


@pytest.mark.parametrize("is_over", [False, True], ids=["open", "over"])
@pytest.mark.parametrize("joins", [1, 3], ids=["before", "after"])
def test_a_case_whose_responders_respond_no_more_is_asked_of_who_is_new_but_for_whom_it_speaks_of(
    people, monkeypatch, joins, is_over
):
    told: list[object] = []
    row, _ = report(words="Zebulon laughed.")
    case = take(case_of(row), people["Rue"], people["Kim"])
    if is_over:
        move_to(case, State.CLOSED, by=people["Rue"], now=START)
    names = "Zebulon", "Pat"
    new = [join(people, name, days(1)) for name in names if joins == 1]
    monkeypatch.setattr(opening, "announce", told.append)
    for name in ("Rue", "Kim", "Lou"):
        assert "Pat" not in able(case)
        given = {"by": people["Stu"], "now": days(2)}
        stewardship.revoke_role(people[name], Role.RESPONDER, **given)
    new = new or [join(people, name, days(joins)) for name in names]

    assert able(case) == ["Pat"]
    assert [[line.key for line in desk_of(one, days(4)).asked] for one in new] == [[], [case.key]]
    asked = [one for one in told if isinstance(one, RespondersAsked)]
    assert [[one.name for one in event.members] for event in asked] == [["Pat"]] * (joins == 1)
    take(case, new[1], now=days(4))
    assert case_open_to(new[0], case.key, days(5)) is None
    # Who had it has it again once they respond again; of the others nobody is asked anew.
    join(people, "Rue", days(5))
    join(people, "Lou", days(5))
    assert able(case) == ["Rue", "Pat"]


def test_who_has_a_conflict_and_responds_again_is_not_asked_where_all_others_resigned(people):
    case = take(case_of(report()[0]), people["Rue"])
    answering.answer(case, Answer.CONFLICT, by=people["Kim"], now=START)
    for name in ("Rue", "Kim", "Lou"):
        given = {"by": people["Stu"], "now": days(1)}
        stewardship.revoke_role(people[name], Role.RESPONDER, **given)
    kim, lou = (join(people, name, days(2)) for name in ("Kim", "Lou"))
    assert able(case) == ["Lou"]
    asked = [[line.key for line in desk_of(one, days(3)).asked] for one in (kim, lou)]
    assert asked == [[], [case.key]]


@pytest.mark.parametrize("kept_by", ["measure", "leave"])
def test_who_is_new_and_kept_from_it_for_now_is_not_asked_later_of_what_speaks_of_them(
    people, db_session, kept_by
):
    case = case_of(report(words="Zebulon laughed.")[0])
    zebulon = make_member("Zebulon")
    if kept_by == "measure":
        zebulon = join(people, "Zebulon", days(1))
        number = publish(people["Stu"], RESTRICTING).version_id
        draft = MeasureDraft(number, KIND.key, 3, (Effect.READING_ONLY,), days(1), days(9), "So.")
        impose(draft, on=zebulon.person, now=days(1))
    for name in ("Rue", "Kim", "Lou"):
        given = {"by": people["Stu"], "now": days(2)}
        stewardship.revoke_role(people[name], Role.RESPONDER, **given)
    if kept_by == "leave":  # from when they responded before
        db_session.add(Leave(member_id=zebulon.id, starts_at=days(1), ends_at=days(9)))
        stewardship.grant_role(zebulon, Role.RESPONDER, by=people["Stu"], now=days(3))
    assert (able(case, days(10)), desk_of(zebulon, days(10)).asked) == ([], [])


def test_who_was_new_before_that_was_asked_is_left_out_of_what_speaks_of_them_as_it_is_upgraded(
    writing, reading, app
):
    with writing() as session:
        make_community()
        people = {name: make_member(name, Role.RESPONDER) for name in ("Rue", "Kim")}
        case = case_of(report(words="Zebulon laughed.", excluded=list(people.values()))[0])
        other = case_of(report(words="Zebulon laughed.")[0])
        new = [make_member(name) for name in ("Zebulon", "Pat")]
        for one in new:  # as a version of before did
            given = {"role": Role.RESPONDER, "granted_at": days(1)}
            session.add(RoleGrant(member_id=one.id, **given))
    with reading():
        assert able(case) == ["Zebulon", "Pat"]
    with app.app_context():
        for _ in range(2):
            leaving.leave_out_who_was_new()
    with reading() as session:
        assert able(case) == ["Pat"]
        left = session.scalars(select(ReportExclusion.member_id).order_by("report_id", "member_id"))
        assert left.all() == [*(one.id for one in people.values()), new[0].id]
        assert able(other) == ["Rue", "Kim"]
