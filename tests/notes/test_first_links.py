"""First links: those that somebody puts into a note wait too, whoever may see them reads them a
page at a time, and those concerned are written to.
"""

import pytest
from sqlalchemy import select

from community.access import Viewer
from community.accounts.models import Role
from community.agendas.models import Item
from community.agreement import How
from community.calls import removing
from community.conduct.acceptances import accept
from community.db import db
from community.disclosures.wording import Degree
from community.moderation.first_note_notices import GATHERED
from community.moderation.notices import KINDS
from community.notes import editing, redacting, waiting
from community.notes.models import Note, Thread
from community.notes.subject_queries import is_seen_by, may_see_thread, subject_of_call
from community.notes.waiting_models import NoteHold
from community.notes.waiting_queries import PER_PAGE, number_waiting, waiting_for_responders
from community.notes.writing import NoteText, thread_for, thread_for_item
from community.outbox import choices
from community.outbox.models import Group, Letter
from community.patterns import threads
from community.patterns.thread_models import Section
from tests.agendas.build import make_evening, on_agenda, publish_agenda
from tests.agendas.build import proposed as item_proposed
from tests.factories import START, make_call, make_community, make_member
from tests.moderation.everywhere import make_place
from tests.notes.saying import NO_TOOL, say
from tests.patterns.build import draft, invited
from tests.patterns.build import proposed as pattern_proposed

LINK = "See [the door](https://door.example/x)."
WORDS = "We spoke of a secret evening with everybody who had come from far away."
FORM = {"kind": "note", "disclosure-degree": Degree.NONE.value}


@pytest.mark.usefixtures("in_january")
def test_links_that_are_put_into_a_note_wait_and_so_do_those_of_the_second(
    writing, client, signed_in, reading
):
    with writing():
        place, nele = make_place(), make_member("Nele")
        accept(nele.person, place["code"], how=How.RSVP, now=START)
    at, rue, nele = place["at"], signed_in(place["Rue"]), signed_in(nele)
    thread = f"/threads/{at['thread']}"
    nele.post(f"/notes/{at['note']}/answers", data=FORM | {"text": "Good evening."})
    with reading() as session:
        note = session.scalars(select(Note.key).order_by(Note.id.desc()).limit(1)).one()
    assert "Good evening." in client.get(thread).text

    second = FORM | {"text": f"Again: {LINK}"}
    assert "#waiting-" in nele.post(f"/notes/{at['note']}/answers", data=second).location
    form = {"version": "1", "disclosure-degree": Degree.NONE.value}
    sent = None
    for words in ("Buy.", "Good evening."):
        sent = nele.post(f"/notes/{note}/text", data=form | {"text": f"{words} {LINK}"})
        assert "#waiting-" in sent.location
    said, own, desk = (
        one.get(page).text
        for one, page in ((client, thread), (nele, thread), (rue, "/desk/first-notes"))
    )
    assert "door.example" not in said
    assert "another text for this note" in own
    assert ("another text for a note" in desk, "Buy." in desk) == (True, False)
    key = sent.location.partition("#waiting-")[2]
    assert rue.post(f"/desk/first-notes/{key}/letting-through").status_code == 303
    assert client.get(thread).text.count("door.example") == 1
    # whoever was let through once is read before everybody else no more
    more = {"version": "2", "text": f"Good evening. {LINK} www.tea.example"}
    assert "#note-" in nele.post(f"/notes/{note}/text", data=form | more).location


@pytest.fixture
def scene(db_session):
    make_community()
    names = {"Ola": (), "Mia": (), "Nele": (), "Rue": (Role.RESPONDER,)}
    people = {name: make_member(name, *roles) for name, roles in names.items()}
    return people | {"call": make_call(people["Ola"])}


def test_what_waits_over_a_note_goes_on_from_what_it_says_by_then(scene, db_session):
    ola, nele, rue, mia = (scene[one] for one in ("Ola", "Nele", "Rue", "Mia"))
    note = say(scene["call"], nele, WORDS)
    given = {"base": 1, "said": None, "by": nele, "now": START}
    words = f"{WORDS} www.tea.example"
    held = waiting.hold_change(note, words, **given)
    assert waiting.hold_change(note, words, **given) is held
    redacting.redact(note, "secret", why="It was private.", by=Viewer(ola), now=START)
    db_session.expire_all()
    assert ("secret" in held.text_source, "secret" in held.text_html) == (False, False)
    waiting.let_through(held, by=rue, now=START)
    waiting.let_through(held, by=rue, now=START)
    assert ("tea.example" in note.text_html, "secret" in note.text_source) == (True, False)
    assert (held.note_id, held.text_source) == (note.id, "")
    other = say(scene["call"], mia, WORDS)
    given |= {"by": mia}
    late = waiting.hold_change(other, f"{WORDS} www.sea.example", **given)
    editing.change(other, "And none.", base=1, said=NO_TOOL, by=mia, now=START)
    with pytest.raises(waiting.NotNow):
        waiting.let_through(late, by=rue, now=START)
    assert waiting.must_wait(LINK, subject_of_call(scene["call"]), Viewer(mia), now=START)


def _threads(scene):
    """Threads about all sorts of things, of which the one or the other sees some."""
    ola, mia, rue = scene["Ola"], scene["Mia"], scene["Rue"]
    gone = make_call(ola)
    kept = thread_for(gone, now=START)
    removing.remove_call(gone, by=ola, reason="", now=START)
    evening = make_evening(ola)
    on_agenda(evening, ola, "Between us", is_off_record=True)
    publish_agenda(evening, ola)
    on_agenda(evening, ola, "Not yet")
    item_proposed(evening, mia)
    drafts = [draft(mia, title=f"Draft {n}") for n in range(4)]
    invited(drafts[1], rue)
    shared = draft(mia, title="Shared")
    shared.shared_at = START
    db.session.flush()
    patterns = [*drafts, shared, pattern_proposed(mia, title="For all")]
    items = db.session.scalars(select(Item.id).order_by(Item.id)).all()
    made = [threads.thread_on(one, Section.WHOLE, now=START) for one in patterns]
    made += [thread_for_item(number, now=START) for number in items]
    return [thread_for(scene["call"], now=START), kept, *made]


def test_one_condition_says_of_threads_what_is_said_of_each(scene, db_session):
    made = _threads(scene)
    for name in ("Ola", "Mia", "Rue"):
        member = scene[name]
        query = select(Thread.id).where(is_seen_by(member, Thread.id)).order_by(Thread.id)
        seen = [one.id for one in made if may_see_thread(Viewer(member), one)]
        assert (name, list(db_session.scalars(query))) == (name, sorted(seen))
        assert 0 < len(seen) < len(made)


@pytest.mark.engines("sqlite")
def test_what_waits_is_read_a_page_at_a_time_in_a_few_questions(scene, queries):
    thread, rue = thread_for(scene["call"], now=START), scene["Rue"]
    words = NoteText(LINK, NO_TOOL)
    for number in range(PER_PAGE + 1):
        waiting.hold(thread, words, by=make_member(f"Newcomer {number}"), now=START)
    db.session.expire_all()
    with queries() as sent:
        first = waiting_for_responders(rue)
    rest = waiting_for_responders(rue, cursor=first.next)
    assert (len(first.rows), len(rest.rows), rest.next) == (PER_PAGE, 1, None)
    assert (first.rows[0].by, first.rows[0].on) == ("Newcomer 0", scene["call"].title)
    assert number_waiting(rue) == PER_PAGE + 1
    assert len(sent) <= 6


@pytest.mark.engines("sqlite")
def test_who_can_read_them_and_who_wrote_them_are_written_to_as_they_chose(scene, db_session):
    nele, rue, mia = scene["Nele"], scene["Rue"], scene["Mia"]
    kim = make_member("Kim", Role.RESPONDER)
    choices.choose(kim.person_id, Group.NOTES, is_wanted=False, now=START)
    thread, words = thread_for(scene["call"], now=START), NoteText(LINK, NO_TOOL)
    one, two = (waiting.hold(thread, words, by=who, now=START) for who in (nele, mia))
    (letter,) = db_session.scalars(select(Letter)).all()
    assert (letter.person_id, letter.due_at) == (rue.person_id, START + GATHERED)
    write = KINDS[0].write
    assert write(letter, None, START).values["page"].endswith("/messages")
    waiting.let_through(one, by=rue, now=START)
    waiting.take_for_spam(two, by=rue, now=START)
    assert write(letter, None, START) is None
    told = db_session.scalars(select(Letter).order_by(Letter.id).offset(1)).all()
    assert [one.person_id for one in told] == [nele.person_id, mia.person_id]
    pages = {write(one, None, START).values["page"] for one in told}
    assert [one.rpartition("/")[2] for one in pages] == [thread.key]
    assert db_session.scalars(select(NoteHold.outcome)).all() != [None, None]
