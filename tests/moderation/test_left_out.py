"""Who is left out of a case by itself, wholly, and who is asked about it only by hand."""

from dataclasses import replace

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from community.accounts import stewardship
from community.accounts.models import Role
from community.agendas.models import ItemOwner
from community.calls.owners import Ownership
from community.conduct import contacts
from community.conduct.contacts import ContactDraft
from community.moderation import answering, naming
from community.moderation.case_models import Answer
from community.moderation.desk_queries import case_open_to, desk_of
from community.moderation.involved_queries import is_named, is_told_of, part_of
from community.moderation.people_queries import colleagues, newer_than
from community.moderation.report_models import Mode
from community.moderation.sight_queries import who_can
from community.notes.writing import NoteText, thread_for_item, write
from community.outbox.models import Letter
from community.patterns import suggesting
from community.patterns.queries import standing_of
from community.patterns.suggesting import Taking
from tests.agendas.build import on_agenda
from tests.factories import START, make_call, make_community, make_member, make_sitting
from tests.moderation.build import case_of, days, report, take
from tests.notes.saying import NO_TOOL, say
from tests.patterns.build import emerging, revised, suggested


@pytest.fixture
def people(db_session):
    """Lou and Kim hold a call and respond, as Rue does; Ada does neither; Stu is a steward."""
    make_community()
    names = "Rue", "Kim", "Lou"
    return {
        "Ada": make_member("Ada"),
        **{name: make_member(name, Role.RESPONDER) for name in names},
        "Stu": make_member("Stu", Role.STEWARD),
    }


@pytest.fixture
def call(people, db_session):
    call = make_call()
    make_sitting(call)
    for name in ("Lou", "Kim"):
        db_session.add(Ownership(call_id=call.id, member_id=people[name].id, since=START))
    db_session.flush()
    return call


def able(case, now=START):
    return [one.name for one in who_can(case, now)]


def test_those_who_hold_a_call_know_nothing_of_a_report_about_it_or_about_one_of_them(people, call):
    by_lou, by_ada = (say(call, people[name], "You again.", now=START) for name in ("Lou", "Ada"))

    assert able(case_of(report(f"call:{call.slug}")[0])) == ["Rue"]
    assert able(case_of(report(f"note:{by_lou.key}")[0])) == ["Rue"]
    # Who wrote in the thread, too, whether they hold the call or not.
    assert able(case_of(report(f"note:{by_ada.key}")[0])) == ["Rue", "Kim"]
    about_kim = report(f"note:{by_ada.key}", person=people["Kim"].person)[0]
    assert able(case_of(about_kim)) == ["Rue"]


def test_who_wrote_any_of_what_is_reported_or_leads_it_is_left_out(people, call, db_session):
    ada, rue, kim, lou = (people[name] for name in ("Ada", "Rue", "Kim", "Lou"))
    pattern = revised(emerging(ada), rue, problem="Nobody listens to Mia.")
    row = suggested(pattern, kim, why="Shorter.", solution="Ask them.")
    content = replace(standing_of(pattern).content, solution="Ask them.")
    taking = Taking(content, ["solution"], pattern.revision)
    suggesting.accept(row, taking, by=ada.person, now=START)
    (item,) = on_agenda(call, ada, "Licences")
    db_session.add(ItemOwner(item_id=item.id, member_id=rue.id))

    of_pattern = report(f"pattern:{pattern.slug}", person=ada.person)[0]
    assert able(case_of(of_pattern)) == ["Lou"]
    revised(pattern, lou, problem="They learn of it late.")  # what was copied is not hers
    naming.name_person(case_of(of_pattern), of_pattern, people["Stu"].person, by=lou, now=days(1))
    assert able(case_of(of_pattern)) == ["Lou"]
    assert able(case_of(report(f"item:{item.key}", by=ada)[0])) == ["Kim", "Lou"]


@pytest.mark.engines("sqlite")
def test_who_wrote_in_a_thread_takes_no_case_about_it_where_enough_others_are_left(
    people, call, db_session
):
    ada, rue, lou, stu = (people[name] for name in ("Ada", "Rue", "Lou", "Stu"))
    noor = ContactDraft("Noor", "noor@example.net", "", None)
    contacts.add(noor, by=stu, now=START)
    (item,) = on_agenda(call, ada, "Licences")
    thread = thread_for_item(item.id, now=START)
    write(thread, NoteText("Soon.", NO_TOOL), by=rue, now=START)
    assert able(case_of(report(f"item:{item.key}", by=ada)[0])) == ["Kim", "Lou"]
    addresses = select(Letter.address).where(Letter.address.is_not(None))
    note = say(call, ada, "You again.", now=START)
    for one in (rue, lou):
        say(call, one, "Please.", now=START)
    assert db_session.scalars(addresses).all() == []
    # Where too few would be left, who only wrote beside it is asked: nobody empties a case so.
    assert able(case_of(report(f"note:{note.key}", address=None)[0])) == ["Rue", "Kim", "Lou"]
    reader = make_member("Ned", Role.RESPONDER)
    assert able(case_of(report(f"note:{note.key}", address=None)[0])) == ["Kim", reader.name]
    assert db_session.scalars(addresses).all() == []


def test_who_reported_signed_out_is_left_out_under_another_address_too(people, db_session):
    kim = people["Kim"]
    case = case_of(report(person=people["Ada"].person, address=kim.email_key)[0])

    kim.email = kim.email_key = "kim.new@example.org"
    db_session.flush()

    assert able(case) == ["Rue", "Lou"]


@pytest.mark.parametrize(
    ("words", "is_it"),
    [
        ("Kim", True),
        ("that KIM, who leads", True),
        ("@kim-l and others", True),
        ("Kím Léopold", True),
        ("Ms Leopold", True),
        ("Кim", True),  # its first letter is another one that looks the same
        ("Kimberley", False),
        ("the person of the sea", False),  # "of" is too short to tell anybody
        ("", False),
    ],
)
def test_a_few_words_name_somebody_by_handle_or_by_a_part_of_their_name(words, is_it):
    assert is_named(words, "kim-l", "Kim of Leopold") is is_it


def test_a_responder_named_in_words_alone_is_left_out(people):
    case = case_of(report(about_words=f"the host, @{people['Kim'].handle}, or Lou")[0])

    assert able(case) == ["Rue"]


@pytest.mark.engines("sqlite")
def test_a_responder_of_whom_the_words_of_a_report_tell_is_left_out(people):
    in_words = case_of(report(words="Yesterday kim shouted at me.")[0])
    in_hope = case_of(report(words="They shouted.", hope=f"That @{people['Lou'].handle} stops.")[0])

    assert (able(in_words), able(in_hope)) == (["Rue", "Lou"], ["Rue", "Kim"])
    assert desk_of(people["Kim"], START).asked[0].key == in_hope.key
    everybody = "I told Rue, Kim and Lou, and nothing happened."
    assert able(case_of(report(words=everybody)[0])) == ["Rue", "Kim", "Lou"]
    assert not is_told_of("All call the AI, Anne (she) too.", "al", "Ali (she/her)")
    assert not is_told_of("He will go on, and der Hund von Kim too.", "will", "Will von der Au")
    assert is_told_of("Then Will shouted.", "will", "Will von der Au")
    assert is_told_of("Ask @will about it.", "will", "Will von der Au")


@pytest.mark.engines("sqlite")
def test_who_has_a_part_is_asked_as_often_however_many_respond(people, call, queries):
    note, asked = say(call, people["Ada"], "You again.", now=START), []
    for more in ("", "Pat", "Ned"):
        if more:
            make_member(more, Role.RESPONDER)
        row = report(f"note:{note.key}", words="They shouted.")[0]
        with queries() as sent:
            part_of(row)
        asked.append(len(sent))

    assert asked == asked[:1] * 3


def test_whom_the_responders_name_has_the_case_no_more_and_finds_no_trace(people, call):
    rue, kim, lou = people["Rue"], people["Kim"], people["Lou"]
    row = report(f"note:{say(call, people['Ada'], 'You again.', now=START).key}")[0]
    case = take(case_of(row), kim, rue, lou)
    assert answering.holder_of(case).member_id == kim.id

    naming.name_person(case, row, kim.person, by=rue, now=days(1))

    assert (case_open_to(kim, case.key, days(1)), desk_of(kim, days(1)).lines) == (None, [])
    assert desk_of(kim, days(1)).asked == []
    assert case_open_to(lou, case.key, days(1)) is None  # who holds the call with them
    assert answering.holder_of(case) is None
    assert able(case) == ["Rue"]
    # Put right: whoever was named once stays out, so that nothing comes back to them either.
    naming.name_person(case, row, people["Ada"].person, by=rue, now=days(2))
    naming.name_person(case, row, people["Ada"].person, by=rue, now=days(3))
    assert row.whom_id == people["Ada"].person_id
    assert able(case) == ["Rue"]


def test_naming_somebody_first_opens_what_waits_about_them(people):
    waiting = report(person=people["Ada"].person, mode=Mode.ESCROWED, by=people["Stu"])[0]
    row = report(about_words="the host")[0]
    case = take(case_of(row), people["Rue"])

    naming.name_person(case, row, people["Ada"].person, by=people["Rue"], now=days(1))

    assert case_of(waiting) is case
    # By naming one after another nobody finds out whom something waits about.
    other = report(person=people["Kim"].person, mode=Mode.ESCROWED, by=people["Stu"])[0]
    naming.name_person(case, row, people["Kim"].person, by=people["Rue"], now=days(1))
    with pytest.raises(Exception, match="No row"):
        case_of(other)
    assert able(case) == ["Rue", "Lou"]


def test_who_becomes_a_responder_is_asked_about_earlier_cases_by_hand_alone(people, db_session):
    rue, stu, ada = people["Rue"], people["Stu"], people["Ada"]
    first = take(case_of(report()[0]), rue)
    about_stu = take(case_of(report(words="It was stu, I think.")[0]), rue)

    stewardship.grant_role(stu, Role.RESPONDER, by=stu, now=days(1))
    stewardship.grant_role(ada, Role.RESPONDER, by=stu, now=days(1))

    # The others learn of both, also where somebody made themselves one.
    letters = db_session.scalars(select(Letter).where(Letter.facts["leads"].as_string() == "team"))
    told = sorted(letter.person_id for letter in letters)
    others = [people[name].person_id for name in ("Rue", "Kim", "Lou")]
    assert told == sorted([*others, *others, stu.person_id])
    assert [(one.name, one.by) for one in colleagues()][:2] == [("Ada", "Stu"), ("Stu", "Stu")]
    assert (desk_of(stu, days(2)).asked, "Stu" in able(first)) == ([], False)
    later = case_of(report(now=days(3))[0])
    assert [one.key for one in desk_of(stu, days(3)).asked] == [later.key]

    assert {one.name for one in newer_than(first)} == {"Stu", "Ada"}
    for case in (first, about_stu):
        for _ in range(2):
            naming.ask(case, stu, by=rue, now=days(3))
        assert [one.name for one in newer_than(case)] == ["Ada"]  # whether they may know or not
    assert {one.key for one in desk_of(stu, days(3)).asked} == {first.key, later.key}
    take(first, stu)
    assert case_open_to(stu, first.key, days(3)) is first


@pytest.mark.parametrize("change", ["DELETE FROM {}", "UPDATE {} SET member_id = member_id + 1"])
def test_a_conflict_is_neither_taken_out_nor_given_to_somebody_else(people, db_session, change):
    answering.answer(case_of(report()[0]), Answer.CONFLICT, by=people["Lou"], now=START)

    with pytest.raises(IntegrityError, match=r"case_conflict_stays|case_answer_stays"):
        db_session.execute(text(change.format("case_answer")))
