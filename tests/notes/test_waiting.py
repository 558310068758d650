"""First notes with a link wait for a responder: nobody else sees them, and nothing follows."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from community.access import Viewer, may
from community.accounts.models import Role
from community.agreement import How
from community.calls import sharing
from community.conduct.acceptances import accept
from community.conduct.content import Effect
from community.conduct.imposing import MeasureDraft, impose
from community.disclosures.wording import Degree
from community.moderation.first_note_notices import FIRST
from community.moderation.policies import Permission
from community.notes import drafting, waiting
from community.notes.holdings import erase, export
from community.notes.models import Kind, NoteMention
from community.notes.subject_queries import subject_of_call, subject_of_item
from community.notes.waiting_models import NoteHold
from community.notes.waiting_queries import number_waiting, waiting_for_responders
from community.notes.writing import NoteText, thread_for, thread_for_item
from community.outbox.models import Letter
from tests.agendas.build import make_evening, on_agenda, publish_agenda
from tests.conduct.build import KIND, RESTRICTING, publish
from tests.drafts.kept import draft_in
from tests.factories import START, make_call, make_community, make_member
from tests.moderation.everywhere import answers, make_place, where
from tests.notes.saying import NO_TOOL, say

WORD = "gnuword"
TYPED = f"A seekable {WORD}: [the door](https://door.example/x), @"
FORM = {"kind": "note", "disclosure-degree": Degree.NONE.value}
DESK, LIVE = "/desk/first-notes", "/calls/{call}/live"


@pytest.fixture
def place(writing):
    with writing():
        made, nele = make_place(), make_member("Nele")
        accept(nele.person, made["code"], how=How.RSVP, now=START)
        return made | {"Nele": nele}


@pytest.fixture
def held(reading):
    """`held()`: what waits, by key, and how many are named by it."""

    def look() -> tuple[list[str], int]:
        with reading() as session:
            waits = select(NoteHold.key).where(NoteHold.note_id.is_(None)).order_by(NoteHold.id)
            return list(session.scalars(waits)), len(list(session.scalars(select(NoteMention))))

    return look


def _read(client, at):
    """All that is answered, without the keys of forms, which are others each time."""
    keys = r'value="[^"]{20,}"|name="(?:tab|unscripted)"[^>]*>'
    return {one: re.sub(keys, "", said) for one, said in answers(client, at).items()}


def _tag(client, at):
    return client.get(LIVE.format_map(at)).headers["ETag"]


@pytest.mark.usefixtures("in_january")
def test_a_first_note_with_a_link_is_nowhere_until_it_is_let_through(
    place, client, signed_in, held
):
    at, nele, rue = place["at"], signed_in(place["Nele"]), signed_in(place["Rue"])
    readers = client, signed_in(place["Ola"])
    before, tag = [_read(one, at) for one in readers], _tag(readers[1], at)
    own, typed = _tag(nele, at), FORM | {"text": TYPED + place["Ola"].handle}

    sent = nele.post(f"/notes/{at['note']}/answers", data=typed)

    (key,), mentions = held()
    assert sent.location.endswith(f"#waiting-{key}")
    assert [_read(one, at) for one in readers] == before
    assert (mentions, _tag(readers[1], at)) == (0, tag)
    seen = nele.get(f"/threads/{at['thread']}").text
    assert WORD in seen
    assert "It waits for a responder" in seen
    assert WORD in nele.get(LIVE.format_map(at)).text
    assert _tag(nele, at) != own
    assert "1 first note with a link waits" in rue.get("/desk").text
    assert WORD in rue.get(DESK).text
    assert readers[1].post(f"/desk/first-notes/{key}/letting-through").status_code == 403

    assert rue.post(f"/desk/first-notes/{key}/letting-through").status_code == 303

    assert held() == ([], 1)
    found = where(answers(client, at), WORD)
    assert found >= {"/calls/{call}", "/threads/{thread}.md", "/search?q=seekable"}
    assert found >= {"/threads/{thread}.json", LIVE}
    assert WORD in client.get(f"/palette?q={WORD}").text
    assert _tag(readers[1], at) != tag
    nele.post(f"/notes/{at['note']}/answers", data=typed)
    assert held()[0] == []


@pytest.mark.usefixtures("in_january")
def test_spam_leaves_nothing_in_its_place_and_can_be_let_through_after_all(
    place, client, signed_in, held
):
    at, nele, rue = place["at"], signed_in(place["Nele"]), signed_in(place["Rue"])
    threads = f"/threads/{at['thread']}", f"/calls/{at['call']}", f"/threads/{at['thread']}.json"
    before = [client.get(one).text for one in threads]
    nele.post(f"/calls/{at['call']}/notes", data=FORM | {"text": "Buy: www.shop.example"})
    (key,), _ = held()

    assert rue.post(f"/desk/first-notes/{key}/spam").status_code == 303

    assert [client.get(one).text for one in threads] == before
    assert "took it for spam" in nele.get(threads[0]).text
    assert "shop.example" not in rue.get(DESK).text
    assert "shop.example" in rue.get(f"{DESK}?spam=1").text
    assert "waits to be read" not in rue.get("/desk").text
    rue.post(f"/desk/first-notes/{key}/letting-through")
    assert "shop.example" in client.get(threads[0]).text
    assert rue.post(f"/desk/first-notes/{key}/spam").status_code == 404


@pytest.fixture
def scene(db_session):
    make_community()
    ola, nele = make_member("Ola"), make_member("Nele")
    rue = make_member("Rue", Role.RESPONDER)
    return {"call": make_call(ola), "Ola": ola, "Nele": nele, "Rue": rue, "session": db_session}


def _waits(scene, who, text="See <https://tea.example>.", *roles):
    subject = subject_of_call(scene["call"])
    return waiting.must_wait(text, subject, Viewer(who, frozenset(roles)), now=START)


def test_who_waits_and_with_what(scene):
    nele, ola = scene["Nele"], scene["Ola"]
    linked = (
        "[a](https://far.example)",
        "www.far.example",
        "a@far.example",
        "[a][b]\n\n[b]: http://c.d",
    )

    assert all(_waits(scene, nele, text) for text in linked)
    plain = "No link.", "`https://far.example`", "[[ask-who-is-missing]]", "[x](javascript:a)"
    assert not any(_waits(scene, nele, text) for text in plain)
    assert not any(_waits(scene, nele, linked[0], role) for role in Role)
    assert not _waits(scene, ola)
    sharing.accept(sharing.invite(scene["call"], nele, by=ola, now=START), now=START)
    assert not _waits(scene, nele)
    mia = make_member("Mia")
    say(scene["call"], mia, f"Good evening, @{ola.handle}.")
    assert _waits(scene, mia)  # nobody has read a link of hers
    say(scene["call"], mia, linked[0])  # as when there was nobody to read it
    assert not _waits(scene, mia)


def test_what_waits_goes_with_who_leaves_and_is_read_by_others_alone(scene):
    nele, rue = scene["Nele"], scene["Rue"]
    thread = thread_for(scene["call"], now=START)
    kept = waiting.hold(thread, NoteText("www.tea.example", NO_TOOL), by=nele, now=START)
    place = f"on call {scene['call'].id}"
    drafting.keep_draft(nele, place, "Half a", Kind.NOTE, now=START)
    other = waiting.hold(thread, NoteText(f"@{nele.handle} http://a.b", NO_TOOL), by=rue, now=START)

    assert may(Viewer(rue, frozenset({Role.RESPONDER})), Permission.READ_FIRST_NOTES)
    assert not may(Viewer(rue, frozenset({Role.STEWARD})), Permission.READ_FIRST_NOTES)
    with pytest.raises(waiting.HasPart):
        waiting.let_through(other, by=rue, now=START)
    waiting.let_through(kept, by=rue, now=START)
    assert draft_in(nele, place) is not None
    say(scene["call"], rue)
    last = waiting.hold(thread, NoteText("www.me.example", NO_TOOL), by=nele, now=START)
    with pytest.raises(waiting.HasPart):
        waiting.take_for_spam(last, by=rue, now=START)
    assert len(export(nele.person_id)["notes of mine that nobody else sees"]) == 1
    assert len(export(rue.person_id)["first notes I read"]) == 1
    erase(nele.person_id, START)
    scene["session"].expire_all()
    assert [one.key for one in waiting_for_responders(rue).rows] == [other.key]
    assert other.text_source == "a former member http://a.b"


@pytest.mark.engines("sqlite")
def test_while_its_author_may_not_write_there_it_waits_and_nothing_is_said_of_why(scene):
    ola, nele, mia, rue = scene["Ola"], scene["Nele"], make_member("Mia"), scene["Rue"]
    thread = thread_for(scene["call"], now=START)
    typed = NoteText(f"@{ola.handle}: www.tea.example", NO_TOOL)
    rows = [waiting.hold(thread, typed, by=one, now=START) for one in (nele, mia)]
    version = publish(ola, RESTRICTING).version_id
    effects = (nele, Effect.NO_NOTES, None), (mia, Effect.NO_CONTACT, ola.person_id)
    for who, effect, other in effects:
        fixed = version, KIND.key, 2, (effect,), START, START + timedelta(days=7), "Said."
        given = MeasureDraft(*fixed, other_person_id=other)
        impose(given, on=who.person, now=START)

    said = set()
    for row in rows:
        with pytest.raises(waiting.NotNow) as refused:
            waiting.let_through(row, by=rue, now=START)
        said.add(str(refused.value))

    assert len(said) == 1
    assert [one.outcome for one in rows] == [None, None]
    assert number_waiting(rue) == len(rows)


@pytest.mark.engines("sqlite")
def test_what_responders_may_not_see_does_not_wait_for_them(scene):
    ola, nele = scene["Ola"], scene["Nele"]
    rue = Viewer(scene["Rue"], frozenset({Role.RESPONDER}))
    call = make_evening(ola)
    [item] = on_agenda(call, ola, "Between us", is_off_record=True)
    publish_agenda(call, ola)
    typed = NoteText("www.tea.example", NO_TOOL)

    assert not waiting.must_wait(typed.source, subject_of_item(item), Viewer(nele), now=START)
    held = waiting.hold(thread_for_item(item.id, now=START), typed, by=nele, now=START)
    assert (waiting_for_responders(rue.member).rows, number_waiting(rue.member)) == ([], 0)
    assert not may(rue, Permission.READ_FIRST_NOTES, held)


@pytest.mark.engines("sqlite")
def test_a_responder_whom_a_measure_keeps_from_acting_is_not_waited_for(scene):
    nele, rue = scene["Nele"], scene["Rue"]
    kim = make_member("Kim", Role.RESPONDER)
    version = publish(scene["Ola"], RESTRICTING).version_id
    until = START + timedelta(days=7)
    for member in (rue, kim):
        given = MeasureDraft(version, KIND.key, 3, (Effect.READING_ONLY,), START, until, "Said.")
        impose(given, on=member.person, now=START)
        if member is rue:
            thread = thread_for(scene["call"], now=START)
            typed = NoteText("www.tea.example", NO_TOOL)
            waiting.hold(thread, typed, by=nele, now=START)
    told = select(Letter.person_id).where(Letter.facts["leads"].as_string() == FIRST)

    assert scene["session"].scalars(told.order_by(Letter.id)).all() == [kim.person_id]
    assert not _waits(scene, nele)
    subject = subject_of_call(scene["call"])
    assert waiting.must_wait("www.tea.example", subject, Viewer(nele), now=until)
