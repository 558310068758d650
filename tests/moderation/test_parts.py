"""Who has a part in what is set aside: asked at once of all that waits, and of all who could see
to it.
"""

import pytest
from sqlalchemy import select
from sqlalchemy.orm.attributes import set_committed_value

from community.access import Viewer
from community.accounts.guests import Caller, person_of
from community.accounts.models import Role
from community.conduct.models import Contact
from community.conduct.state_models import Content, ContentReading, Standing
from community.db import db
from community.moderation import answering, content_appeals, second_reading, setting_aside
from community.moderation.content_hearers import contacts_outside, hearers_of
from community.moderation.content_parts import has_part_in, with_part
from community.moderation.content_spans import Aside
from community.moderation.content_waiting import waiting_for
from community.moderation.notices import KINDS
from community.moderation.out_of_sight import content_at
from community.moderation.report_models import Mode
from community.moderation.subject_queries import subject_numbered
from community.outbox.models import Letter
from community.patterns.known_use_models import KnownUse
from tests.agendas.build import on_agenda
from tests.conduct.build import KIND
from tests.factories import START, make_call, make_member
from tests.moderation.aside import everybody, hide, note_of_then, readers_of
from tests.moderation.build import days, report
from tests.notes.saying import say
from tests.patterns.build import emerging, used

pytestmark = pytest.mark.usefixtures("in_january")


@pytest.fixture
def people(db_session):
    return everybody() | {name: make_member(name, Role.RESPONDER) for name in ("Lou", "Pat")}


def _hidden(what, by):
    if isinstance(what, KnownUse):
        subject = content_at(Viewer(by), f"use:{what.id}", None)
    else:
        subject = subject_numbered(Content(type(what).__name__.lower()), what.id)
    given = Aside(Standing.HIDDEN, KIND.key, "It is unkind.")
    return setting_aside.set_aside(subject, given, by=by, now=START)


def _notes(people, number):
    """So many more notes of Mia's that Rue has hidden, each on a call of its own."""
    calls = [make_call(people["Ola"]) for _ in range(number)]
    return [hide(say(call, people["Mia"], "You again."), people["Rue"]) for call in calls]


def _read(state):
    query = select(ContentReading).where(ContentReading.state_id == state.id)
    return db.session.scalars(query).one()


def test_it_is_asked_in_as_many_queries_whatever_waits_and_whoever_could_see_to_it(people, queries):
    kim, lou = people["Kim"], people["Lou"]
    first = hide(note_of_then(people), people["Rue"])
    row = _read(first)
    second_reading.pass_on(row, by=kim, now=days(3))
    content_appeals.appeal_content(first, "It was a joke.", now=days(1))
    _notes(people, 1)
    counts = []
    for _ in range(2):
        db.session.flush()
        with queries() as sent:
            waiting_for(lou, days(1))
            readers_of(row, START)
            hearers_of(first, START)
        counts.append(len(sent))
        for state in _notes(people, 3):
            second_reading.pass_on(_read(state), by=kim, now=days(3))
            content_appeals.appeal_content(state, "It was a joke.", now=days(1))
        for name in ("Sam", "Tom", "Uma"):
            make_member(name, Role.RESPONDER)
    assert counts[0] == counts[1]


def test_who_wrote_or_reported_has_a_part_whatever_it_is(people):
    rue, lou, pat = people["Rue"], people["Lou"], people["Pat"]
    note = note_of_then(people)
    call = make_call(people["Ola"])
    (item,) = on_agenda(call, lou, "Licences")
    pattern = emerging(lou)
    use = used(pattern, pat)
    thread = say(call, people["Mia"], "You again.")
    say(call, pat, "Hm.")
    report(f"note:{note.key}", by=pat, mode=Mode.NAMED)
    report(f"item:{item.key}", by=pat, mode=Mode.ANONYMOUS)
    states = [_hidden(one, rue) for one in (note, thread, item, use, pattern)]
    able = [people[name] for name in ("Kim", "Lou", "Pat")]
    pairs = with_part(states, able)
    names = [
        "".join(sorted(one.handle[0] for one in able if (state.id, one.id) in pairs))
        for state in states
    ]
    assert names == ["p", "p", "l", "lp", "l"]
    alone = {(s.id, one.id) for s in states for one in able if has_part_in(s, one)}
    assert alone == pairs


def test_an_appeal_that_nobody_may_hear_tells_the_contacts_outside_and_who_comes_back(people):
    rue, kim, lou, pat = (people[name] for name in ("Rue", "Kim", "Lou", "Pat"))
    note, other = note_of_then(people), say(make_call(people["Ola"]), people["Mia"], "You again.")
    for reporter in (pat, None):
        report(f"note:{note.key}", by=reporter, mode=Mode.NAMED)
    for name, address in (
        *(("Olu", "olu@example.net"), ("Mia", people["Mia"].email.upper())),
        *(("Rue", rue.email), ("Pat", pat.email), ("Vera", "Vera@example.org")),
    ):
        db.session.add(Contact(name=name, address=address, words="", added_at=START))
    answering.be_away(lou, days(1), days(20), now=START)
    first, second = hide(note, rue), hide(other, rue)
    content_appeals.appeal_content(second, "It was a joke.", now=days(1))
    told = select(Letter).where(Letter.facts["leads"].as_string() == "help").order_by(Letter.id)
    assert db.session.scalars(told).all() == []
    answering.be_away(kim, days(1), days(9), now=START)

    content_appeals.appeal_content(first, "It was a joke.", now=days(2))

    [letter] = db.session.scalars(told).all()
    assert (letter.address, letter.facts["name"]) == ("olu@example.net", "Olu")
    assert note.key not in str((letter.facts, letter.about))
    back = select(Letter).where(
        Letter.person_id == kim.person_id, Letter.facts["leads"].as_string() == "back"
    )
    letter = db.session.scalars(back).one()
    assert KINDS[0].write(letter, None, letter.due_at) is not None
    assert waiting_for(kim, days(9)).states == [first, second]

    db.session.add(Contact(name="Gus", address="Gus@example.org", words="", added_at=START))
    assert [one.name for one in contacts_outside(first, days(2))] == ["Olu", "Gus"]
    gus = Caller("Gus", "Gus@example.org", "gus@example.org", "UTC")
    set_committed_value(first, "author_id", person_of(gus, now=START).id)
    assert [one.name for one in contacts_outside(first, days(2))] == ["Olu"]
