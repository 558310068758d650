"""A pattern tells where it was used and discussed; nobody learns of a call they may not find."""

from datetime import timedelta
from threading import Thread

import pytest
from sqlalchemy import delete, select

from community.access import Viewer
from community.accounts.models import Member
from community.calls.models import Call, Visibility
from community.db import db
from community.notes import editing, redacting, removing
from community.notes.models import Kind, Note
from community.notes.tasks import Decision
from community.patterns import staging
from community.patterns.citation_models import PatternCitation
from community.patterns.citation_queries import MOST, cited_in
from community.patterns.citations import lead_to
from community.patterns.models import Pattern
from community.turns import in_turn
from tests.agendas.build import on_agenda, publish_agenda
from tests.attendance.crowd import in_a_transaction
from tests.factories import START, make_call, make_community, make_member, make_sitting
from tests.notes.saying import NO_TOOL, say
from tests.patterns.build import draft, invited, noted, proposed
from tests.waiting import until_held_up
from tests.watch import counted

HOUR = timedelta(hours=1)
CITES = "We follow [[ask-who-is-missing]] here."


@pytest.fixture
def scene(db_session):
    make_community()
    ola, mia = make_member("Ola"), make_member("Mia")
    call = make_call(ola)
    make_sitting(call)
    return proposed(mia), call, ola, mia


def test_what_led_to_it_before_it_was_proposed_is_told_as_what_did_after(db_session):
    make_community()
    ola, mia = make_member("Ola"), make_member("Mia")
    calls = [make_call(ola, title=f"Evening {number}") for number in range(4)]
    for call in calls:
        make_sitting(call)
    say(calls[0], mia, CITES)
    following = say(calls[1], ola, "So we do it.", kind=Kind.DECISION)
    db_session.get_one(Decision, following.id).follows = "ask-who-is-missing"
    on_agenda(calls[2], ola, "Who decides", body=CITES)
    publish_agenda(calls[2], ola)
    on_agenda(calls[3], ola, "Who decides", body=CITES)
    say(calls[3], mia, "See [[ask-who-is-missing-2]].")
    pattern, other = draft(mia), proposed(mia, title="Decide Without Them")
    assert told(pattern) == []

    staging.propose(pattern, by=mia.person, now=START)
    found = [("Evening 0", False), ("Evening 1", True), ("Evening 2", True)]
    assert sorted(told(pattern)) == found
    db_session.execute(delete(PatternCitation))
    for _twice in range(2):
        lead_to([pattern, other])
        assert (sorted(told(pattern)), told(other)) == (found, [])


def told(pattern, *, for_member: bool = False) -> list[tuple[str, bool]]:
    return [(one.title, one.is_used) for one in cited_in(pattern, for_member=for_member)]


def test_a_note_discusses_and_a_decision_uses_it_until_that_is_changed(scene):
    pattern, call, ola, mia = scene
    note = say(call, mia, CITES)
    assert told(pattern) == [("One evening", False)]

    decision = say(call, ola, CITES, kind=Kind.DECISION)
    assert told(pattern) == [("One evening", True)]
    removing.remove(decision, by=ola, now=START)
    assert told(pattern) == [("One evening", False)]
    editing.change(note, "We follow it here.", base=1, said=NO_TOOL, by=mia, now=START)
    assert told(pattern) == []
    editing.revert(note, 1, by=mia, now=START)
    assert told(pattern) == [("One evening", False)]
    redacting.redact(note, "[[ask-who-is-missing]]", why="x y", by=Viewer(ola), now=START)
    assert told(pattern) == []


def test_calls_that_only_a_link_leads_to_are_in_no_list(scene, db_session):
    pattern, call, _, mia = scene
    say(call, mia, CITES)

    call.own_visibility = Visibility.LINK
    db_session.flush()
    assert told(pattern, for_member=True) == []
    call.own_visibility = Visibility.MEMBERS
    db_session.flush()
    assert (told(pattern), told(pattern, for_member=True)) == ([], [("One evening", False)])


def test_an_agenda_uses_it_once_it_is_published(scene):
    pattern, call, ola, _ = scene
    on_agenda(call, ola, "Who decides", body=CITES)
    assert told(pattern) == []

    publish_agenda(call, ola)

    assert told(pattern) == [("One evening", True)]


def test_many_notes_in_one_call_hide_no_other_and_what_is_more_is_counted(scene, client):
    pattern, call, ola, mia = scene
    on_agenda(call, ola, "Who decides", body=CITES)
    publish_agenda(call, ola)
    busy = make_call(ola, title="Busy")
    make_sitting(busy)
    for number in range(MOST * 2 + 1):
        say(busy, mia, CITES, now=START + number * HOUR)
    assert told(pattern) == [("Busy", False), ("One evening", True)]

    for number in range(MOST + 1):
        evening = make_call(ola, title=f"Evening {number}")
        make_sitting(evening)
        say(evening, mia, CITES, now=START + (100 + number) * HOUR)
    found = cited_in(pattern, for_member=False)

    assert told(pattern)[-1] == ("One evening", True)
    latest = [f"Evening {number}" for number in range(MOST, 0, -1)]
    assert [one.title for one in found if not one.is_used] == latest
    assert {(one.is_used, one.in_all) for one in found} == {(False, MOST + 2), (True, 1)}
    page = client.get(f"/patterns/{pattern.slug}").text
    assert page.count("and 2 more, earlier") == page.count("more, earlier") == 1
    discussed = page.partition('id="discussed-in"')[2].partition("</section>")[0]
    assert discussed.count("<time ") == MOST  # calls of one series have one title


@pytest.mark.engines("postgresql")
def test_a_note_written_as_a_pattern_is_proposed_cites_it(writing, reading, app):
    with writing():
        make_community()
        ada, ben = make_member("Ada"), make_member("Ben")
        pattern, call = draft(ada, title="Ask Everybody"), make_call(ben)
    numbers = pattern.id, call.id, ben.id

    def note() -> None:
        call, ben = db.session.get_one(Call, numbers[1]), db.session.get_one(Member, numbers[2])
        say(call, ben, "We tried [[ask-everybody]].")

    worker = Thread(target=in_a_transaction(app, note))
    with writing():
        mine = db.session.get_one(Pattern, numbers[0])
        staging.propose(mine, by=mine.author, now=START)
        worker.start()
        until_held_up(worker)
    worker.join()

    with reading():
        assert list(db.session.scalars(select(PatternCitation.pattern_id))) == [numbers[0]]


@pytest.mark.engines("postgresql")
def test_the_first_note_on_a_section_waits_while_its_draft_is_proposed(writing, reading, app):
    with writing():
        make_community()
        ada, ben = make_member("Ada"), make_member("Ben")
        pattern = draft(ada, title="Ask Everybody")
        invited(pattern, ben)
    numbers = pattern.id, ben.id

    def note() -> None:
        there, by = db.session.get_one(Pattern, numbers[0]), db.session.get_one(Member, numbers[1])
        noted(there, by, "As in [[ask-everybody]]?")

    worker = Thread(target=in_a_transaction(app, note))
    with writing():
        in_turn()
        worker.start()
        until_held_up(worker)
        mine = db.session.get_one(Pattern, numbers[0])
        staging.propose(mine, by=mine.author, now=START)
    worker.join()

    with reading():
        assert list(db.session.scalars(select(PatternCitation.pattern_id))) == [numbers[0]]


def _redact(note: Note, by: Member) -> None:
    redacting.redact(note, "Mx Doe", why="A name.", by=Viewer(by), now=START)


def _change(note: Note, by: Member) -> None:
    text = f"{note.text_source} Twice."
    editing.change(note, text, base=note.version, said=None, by=by, now=START)


@pytest.mark.parametrize("act", [_redact, _change])
@pytest.mark.engines("postgresql")
def test_a_note_is_changed_while_what_it_leads_to_is_proposed(writing, reading, app, act):
    with writing():
        make_community()
        ada, ben = make_member("Ada"), make_member("Ben")
        about, pattern = proposed(ada), draft(ada, title="Ask Everybody")
        note = noted(about, ben, "As in [[ask-everybody]], says Mx Doe.")
    numbers, told = (pattern.id, ben.id, note.id), []

    def go() -> None:
        there = db.session.get_one(Note, numbers[2])
        act(there, db.session.get_one(Member, numbers[1]))
        told.append(there.text_source)

    worker = Thread(target=in_a_transaction(app, go))
    with writing():
        in_turn()
        worker.start()
        until_held_up(worker)
        mine = db.session.get_one(Pattern, numbers[0])
        staging.propose(mine, by=mine.author, now=START)
    worker.join()

    assert len(told) == 1
    with reading():
        assert list(db.session.scalars(select(PatternCitation.pattern_id))) == [numbers[0]]


@pytest.mark.engines("postgresql")
def test_two_addresses_of_one_pattern_make_nobody_wait(scene):
    pattern, call, ola, _ = scene
    with counted() as statements:
        say(call, ola, f"[[{pattern.slug}]], which was [[{pattern.drafted_as}]].")
    assert list(db.session.scalars(select(PatternCitation.pattern_id))) == [pattern.id]
    assert [one for one in statements if "advisory" in one] == []
