"""Words that responders take out of content under the code: gone wherever they could be read, and
put back where that is withdrawn.
"""

import pytest
import sqlalchemy as sa
from sqlalchemy import func, select

from community import audit
from community.access import Viewer
from community.conduct.holdings import erase_content, export_content
from community.conduct.kept_text_models import KeptText
from community.conduct.state_models import Content, Heard, Standing
from community.conduct.state_queries import redactions_among, standing_state
from community.db import Base, db
from community.marks import BAR
from community.moderation import content_appeals, second_reading, setting_aside
from community.moderation.content_parts import PartOfIt
from community.moderation.content_spans import Aside, NotThere, OutOfSight
from community.moderation.second_readers import words_that_wait
from community.moderation.seen_content import own_content, view_of
from community.moderation.setting_aside import GoneForEver
from community.moderation.subject_queries import subject_at
from community.notes import drafting, editing, redacting
from community.notes.models import Kind as NoteKind
from community.notes.redactions import NoteRedaction
from community.notes.writing import NoteText, thread_for_item, write
from community.patterns.begun_from_notes import begin_from
from community.patterns.queries import standing_of
from tests.agendas.build import make_evening, on_agenda, publish_agenda
from tests.conduct.build import KIND
from tests.drafts.kept import draft_in
from tests.factories import START
from tests.moderation.aside import PURGED, hide, people_and_note, with_case
from tests.moderation.build import days
from tests.moderation.everywhere import (
    ANSWER,
    COLLECTED,
    ITEM,
    LOOKED,
    NOTE,
    NOTED,
    OBJECTION,
    PATTERN,
    PROPOSAL,
    REVIEW,
    SEEN,
    SPOKEN,
    STAGE,
    USE,
    answers,
    make_place,
    where,
)
from tests.notes.saying import NO_TOOL
from tests.patterns.build import revised

SORTS = {
    "note:{note}": NOTE,
    "item:{item}": ITEM,
    "item:{proposal}": PROPOSAL,
    "use:{use}": USE,
    "review:{review}": REVIEW,
    "objection:{objection}": OBJECTION,
    "answer:{answer}": ANSWER,
    "collection:{collection}": COLLECTED,
    "curator-word:{spoken}": SPOKEN,
    "verification:{seen}": SEEN,
    "stage:{stage}": STAGE,
    "look-back:{look_back}": LOOKED,
    "note:{noted}": NOTED,
    "pattern:{pattern}": PATTERN,
}
SAID = "A part of this was taken out by a responder under the code of conduct:"


def _without(words: str) -> Aside:
    return Aside(Standing.REDACTED, KIND.key, "It is unkind.", words)


@pytest.fixture
def scene(db_session):
    return people_and_note()


@pytest.fixture
def people(scene):
    return scene[0]


@pytest.fixture
def note(scene):
    return scene[1]


def _columns_with(word: str) -> set[str]:
    """The columns in which a word stands, but for those of the code itself."""
    return {
        f"{table.name}.{name}"
        for table in Base.metadata.sorted_tables
        if table.name != "code_version"
        for row in db.session.execute(sa.select(table)).mappings()
        for name, value in row.items()
        if word in str(value)
    }


def test_a_part_goes_under_a_clause_is_told_and_comes_back_on_appeal(people, note, db_session):
    mia, rue, kim = people["Mia"], people["Rue"], people["Kim"]
    editing.change(note, "You people, *again*.", base=1, said=NO_TOOL, by=mia, now=START)
    with pytest.raises(PartOfIt):
        hide(note, mia, _without("people"))
    with pytest.raises(NotThere):
        hide(note, rue, _without("nobody"))
    state = hide(note, rue, _without("You people"))
    assert hide(note, rue, _without("you people")) is state
    assert note.text_source == "█ taken out █, *again*."
    assert (note.is_removed, standing_state(Content.NOTE, note.id)) == (False, None)
    (placeholder,) = redactions_among(Content.NOTE, [note.id])[note.id]
    assert (placeholder.clause_key, placeholder.clause) == (KIND.key, "Be kind.")
    assert _columns_with("You people") == {"content_state.kept", "content_kept_text.text"}
    with_case(note, kim)
    second_reading.pass_on(words_that_wait(kim, state.key, "reason", days(1)), by=kim, now=days(1))
    (own,) = own_content(mia.person_id, days(1))
    assert (own.why, own.can_appeal, own.state) == ("It is unkind.", True, "redacted")
    assert own.appeal_by is not None
    assert own.appeal_by > days(29)
    assert "You people" in own.text_html
    content_appeals.appeal_content(state, "It was a quotation.", now=days(1))
    content_appeals.hear(state, Heard.BROUGHT_BACK, "You are right.", by=kim, now=days(2))
    assert note.text_source == "You people, *again*."
    assert "<em>again</em>" in note.text_html
    assert db_session.scalar(select(func.count()).select_from(KeptText)) == 0
    assert redactions_among(Content.NOTE, [note.id]) == {}
    assert audit.verify().broken is None


def test_each_of_two_parts_comes_back_by_itself_and_not_what_was_changed(people, note):
    rue, kim, mia = people["Rue"], people["Kim"], people["Mia"]
    first = hide(note, rue, _without("You"))
    second = hide(note, kim, _without("people"))
    assert note.text_source == "█ taken out █ █ taken out █ again."
    setting_aside.bring_back(first, by=rue, now=START)
    assert note.text_source == "You █ taken out █ again."
    whole = hide(note, rue)
    with pytest.raises(OutOfSight):
        setting_aside.bring_back(second, by=kim, now=START)
    setting_aside.bring_back(whole, by=rue, now=START)
    editing.change(note, "Sorry.", base=note.version, said=NO_TOOL, by=mia, now=days(1))
    setting_aside.bring_back(second, by=kim, now=days(2))
    assert note.text_source == "Sorry."
    assert _columns_with("people") >= {"note_revision.text_source"}


def test_hidden_then_without_the_words_then_purged_and_words_gone_for_ever(people, note):
    rue, kim = people["Rue"], people["Kim"]
    hide(note, rue)
    state = hide(note, kim, _without("people"))
    assert (note.is_removed, note.text_source) == (False, "You █ taken out █ again.")
    redacting.redact(note, "You", why="x", by=Viewer(people["Ola"]), now=START)
    setting_aside.bring_back(state, by=rue, now=START)
    assert note.text_source == "█ taken out █ people again."
    again = hide(note, kim, _without("people"))
    hide(note, rue, PURGED)
    with pytest.raises(GoneForEver):
        setting_aside.bring_back(again, by=rue, now=START)
    assert _columns_with("people") == set()


def test_what_quotes_it_loses_the_words_and_who_leaves_leaves_none(people, note):
    rue, mia = people["Rue"], people["Mia"]
    quote = _quoted(note, people["Ola"])
    state = hide(note, rue, _without("You people"))
    assert "You people" not in quote.text_source
    assert "says that people" in quote.text_source
    (told,) = export_content(mia.person_id)["what I wrote that was set aside"]
    assert (told["state"], told["words taken out"]) == ("redacted", "You people")
    erase_content(mia.person_id, days(1))
    assert view_of(state, days(1), rue).text_html == ""
    assert _columns_with("You people") == set()


def test_a_short_word_goes_elsewhere_where_it_stands_by_itself_with_the_reason_that_is_so(
    people, db_session
):
    ola, mia, rue = people["Ola"], people["Mia"], people["Rue"]
    call = make_evening(ola)
    (item,) = on_agenda(call, mia, "Of Ann", body="Ask Ann.")
    publish_agenda(call, ola)
    thread = thread_for_item(item.id, now=START)
    note = write(thread, NoteText("Ann!", NO_TOOL), by=mia, now=START)
    quote = write(note.thread, NoteText("> Ann!\n\nNo.", NO_TOOL), by=ola, now=START)
    begun = begin_from(note, "", by=ola, now=START)
    revised(begun, ola, title="The annual report", solution="Ann plans, and joannes too.")
    place = f"on item {item.id}"
    drafting.keep_draft(ola, place, "Ann, or the annual plan", NoteKind.NOTE, now=START)
    hide(note, rue, _without("Ann"))
    why = select(NoteRedaction.why).where(NoteRedaction.note_id == quote.id)
    assert "for ever" not in db_session.scalars(why).one()
    content = standing_of(begun).content
    assert content.title == "The annual report"
    assert content.solution == f"{BAR} plans, and joannes too."
    subject = subject_at(Viewer(rue), f"item:{item.key}")
    setting_aside.set_aside(subject, _without("Ann"), by=rue, now=START)
    assert item.body_source == f"Ask {BAR}."
    assert draft_in(ola, place).text_source == f"{BAR}, or the annual plan"


def _quoted(note, by):
    text = "> You people again.\n\nWho says that people are so?"
    return write(note.thread, NoteText(text, NO_TOOL), by=by, now=START)


@pytest.mark.usefixtures("in_january")
def test_on_every_page_the_words_are_gone_and_back(writing, client, signed_in):
    with writing():
        place = make_place()
    at, rue, kim = place["at"], signed_in(place["Rue"]), signed_in(place["Kim"])
    ola = signed_in(place["Ola"])
    before = answers(client, at)
    made = []
    for about, word in SORTS.items():
        asked = {"about": about.format_map(at), "state": "redacted", "clause": KIND.key}
        asked |= {"why": "It makes fun of somebody.", "words": ""}
        assert rue.post("/desk/content", data=asked).status_code == 422
        nowhere = rue.post("/desk/content", data={**asked, "words": "nowhere"})
        assert (nowhere.status_code, "do not stand here" in nowhere.text) == (422, True)
        shown = rue.post("/desk/content", data={**asked, "words": word})
        assert (shown.status_code, "Where a bar would stand" in shown.text) == (200, True)
        done = rue.post("/desk/content", data={**asked, "words": word, "sure": "yes"})
        assert done.status_code == 303
        made.append(done.location)
    gone = answers(client, at), answers(ola, at)
    for word in SORTS.values():
        assert [where(said, word) for said in gone] == [set(), set()]
    some = ("/threads/{thread}", "/calls/{call}/agenda", "/threads/{on_pattern}")
    for address in (*(one.format_map(at) for one in some), "/patterns/round-of"):
        page = client.get(address).text
        assert page.count(SAID) == (2 if "agenda" in address or "round-of" in address else 1)
        assert "Be kind." in page
        assert "Rue" not in page
    for address in reversed(made):
        assert "taken out" in kim.get(address).text
        assert kim.post(f"{address}/withdrawal").status_code == 303
    back = answers(client, at)
    for word in SORTS.values():  # the pattern's address had one, and is another now
        there, was = (
            {one for one in where(said, word) if "{pattern}" not in one} for said in (back, before)
        )
        assert there == was
