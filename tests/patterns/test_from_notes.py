"""A note becomes a draft of a pattern: with its words, where it is from, and its disclosure."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from sqlalchemy import select

from community.access import Viewer, may
from community.calls.models import Call, Visibility
from community.db import db
from community.disclosures.wording import Checked, Degree, Said, Tool
from community.notes import redacting, removing
from community.notes.models import Kind
from community.patterns import adapting, staging
from community.patterns.begun_from_notes import begin_from
from community.patterns.credit_queries import contributors
from community.patterns.facets import Stage
from community.patterns.models import Pattern
from community.patterns.naming import put_name_back, take_name_off
from community.patterns.note_source_models import PatternNoteSource
from community.patterns.note_source_queries import told_of_source
from community.patterns.policies import Permission
from community.patterns.queries import standing_of
from community.patterns.redacting import WordsWereTakenOut, refuse_old
from tests.factories import START, make_call, make_community, make_member
from tests.notes.saying import say
from tests.patterns.build import noted, proposed, revised

TOOL = Said(Degree.SOME, tools=(Tool("Some Model"),), checked=Checked.EVERY_CLAIM)
WORDS = "Let everybody **say a number** from one to five before we decide anything at all."


@pytest.fixture
def scene(writing):
    with writing():
        make_community()
        ola, mia, noa = make_member("Ola"), make_member("Mia"), make_member("Noa")
        note = say(make_call(ola), ola, WORDS, kind=Kind.DECISION, said=TOOL)
        return note, ola, mia, noa, note.key


def test_one_button_makes_a_draft_with_the_words_and_where_they_are_from(
    scene, signed_in, client, writing
):
    _, _, mia, noa, key = scene
    address = f"/notes/{key}/pattern-draft"
    assert address in signed_in(mia).get(f"/notes/{key}", follow_redirects=True).text
    assert address not in client.get(f"/notes/{key}", follow_redirects=True).text

    answers = [signed_in(mia).post(address) for _ in range(2)]

    assert client.post(address).status_code == 403
    with writing():
        pattern = db.session.scalars(select(Pattern)).one()
        slug, standing = pattern.slug, standing_of(pattern)
        assert standing is not None
        content = standing.content
        assert (content.title, content.solution) == ("Let everybody say a number from", WORDS)
        assert [one.text for one in content.sources] == ["A note from here"]
        assert content.sources[0].url.endswith(f"/notes/{key}")
        assert pattern.author_id == mia.person_id
        wrote = contributors([pattern.id])[pattern.id]
        assert [one.name for one in wrote] == ["Ola", "Mia"]
    assert {answer.location for answer in answers} == {f"/patterns/{slug}/edit"}
    form = signed_in(mia).get(f"/patterns/{slug}/edit").text
    assert "Some Model" in form
    page = signed_in(mia).get(f"/patterns/{slug}").text
    assert "It came from a note by Ola" in page
    for reader in (client, signed_in(noa)):
        assert reader.get(f"/patterns/{slug}").status_code == 404
    assert f"/notes/{key}" in signed_in(mia).get(f"/patterns/{slug}.md").text


def test_what_is_not_everybodys_goes_no_further(scene, db_session):
    note, ola, mia, *_ = (
        db_session.merge(one) if not isinstance(one, str) else one for one in scene
    )
    call = make_call(ola)
    call.own_visibility = Visibility.LINK
    by_link = say(call, ola)
    assert may(Viewer(mia), Permission.BEGIN_FROM_NOTE, note)
    assert not may(Viewer(mia), Permission.BEGIN_FROM_NOTE, by_link)
    assert not may(Viewer(), Permission.BEGIN_FROM_NOTE, note)

    pattern = begin_from(note, "https://a.example/notes/1", by=mia, now=START)
    assert told_of_source(pattern, Viewer()) is not None
    removing.remove(note, by=ola, now=START)
    assert told_of_source(pattern, Viewer()) is None
    assert not may(Viewer(mia), Permission.BEGIN_FROM_NOTE, note)


def test_words_taken_out_of_a_note_go_from_what_was_begun_from_it(scene, db_session):
    note, ola, mia, *_ = (
        db_session.merge(one) if not isinstance(one, str) else one for one in scene
    )
    pattern = begin_from(note, "https://a.example/notes/1", by=mia, now=START)
    redacting.redact(note, "say a number", why="Private.", by=Viewer(ola), now=START)

    standing = standing_of(pattern)
    assert standing is not None
    kept = (pattern.title, pattern.summary, standing.row.content, standing.row.html)
    assert not any("number" in words for words in kept)
    with pytest.raises(WordsWereTakenOut):  # what was typed over it has the words still
        refuse_old(pattern, 1)


def test_a_page_kept_for_visitors_names_a_note_no_longer_once_it_is_taken_out(
    scene, client, writing
):
    note, ola, mia, *_ = scene
    with writing():
        source = db.session.merge(note)
        pattern = begin_from(source, "https://a.example/notes/1", by=mia, now=START)
        staging.move(pattern, Stage.EMERGING, by=None, now=START, why="For the test.")
        page = f"/patterns/{pattern.slug}"
        mine = adapting.adapt(pattern, "https://a.example/{}".format, by=mia.person, now=START)
        staging.move(mine, Stage.EMERGING, by=None, now=START, why="For the test.")
        adapted, credit = f"/patterns/{mine.slug}", "Adapted from “Let everybody say a number from"
    for _ in range(2):
        assert "It came from a note by Ola" in client.get(page).text
        assert f"{credit}” by Ola and Mia" in client.get(adapted).text
    with writing():
        removing.remove(db.session.merge(note), by=ola, now=START)
    assert "It came from a note by Ola" not in client.get(page).text
    assert f"{credit}” by Mia and others" in client.get(adapted).text


@pytest.mark.engines("sqlite")
def test_who_wrote_a_note_is_named_to_those_who_may_read_it(scene, client, signed_in, writing):
    note, ola, mia, noa, _ = scene
    with writing():
        begun = proposed(mia)
        source = {"note_id": note.id, "by_id": mia.person_id, "at": START}
        db.session.add(PatternNoteSource(pattern_id=begun.id, **source))
    hers, both, one = signed_in(noa), "by Ola and Mia, ", "by Mia and others, "

    def is_said(reader, words):
        page, file = (reader.get(f"/patterns/{begun.slug}{more}").text for more in ("", ".md"))
        return words in page, words in file

    assert (is_said(client, both), is_said(hers, both)) == ((True, True), (True, True))
    with writing():
        db.session.scalars(select(Call)).one().own_visibility = Visibility.MEMBERS
    assert is_said(client, one) == (True, True)
    assert (is_said(hers, both), is_said(hers, one)) == ((True, False), (False, True))
    with writing():
        take_name_off(db.session.merge(begun), by=ola.person, now=START)
    assert is_said(hers, one) == (True, True)
    assert "note by Ola" not in hers.get(f"/patterns/{begun.slug}").text
    with writing():
        put_name_back(db.session.merge(begun), by=ola.person, now=START)
        removing.remove(db.session.merge(note), by=db.session.merge(ola), now=START)
    assert is_said(hers, one) == (True, True)
    with writing():
        assert not may(Viewer(ola), Permission.REVIEW_PATTERN, db.session.merge(begun))


@pytest.mark.engines("sqlite")
def test_a_name_taken_off_a_pattern_is_off_what_was_begun_from_a_note_on_it(
    client, signed_in, writing
):
    with writing():
        make_community()
        ada, ben, cyd = make_member("Ada"), make_member("Canary Ben"), make_member("Cyd")
        about = proposed(ada)
        note = noted(about, ben, WORDS)
        begun = begin_from(note, f"https://a.example/notes/{note.key}", by=cyd, now=START)
        staging.move(begun, Stage.EMERGING, by=None, now=START, why="For the test.")
        made = adapting.adapt(begun, "https://a.example/{}".format, by=ada.person, now=START)
        staging.move(made, Stage.EMERGING, by=None, now=START, why="For the test.")
        here, slug = begun.slug, made.slug
    at = f"/patterns/{here}"
    pages = [*(at + end for end in ("", ".md", ".json", ".jsonld", ".bib", ".cff", "/revisions/1"))]
    pages += [
        f"/patterns/{slug}",
        f"/patterns/{slug}.md",
        "/patterns/feed.atom",
        "/palette?q=number",
    ]

    def named():
        return [page for page in pages if "Canary" in client.get(page).text]

    def taken_along():
        with client.get("/patterns/export.zip") as found, ZipFile(BytesIO(found.data)) as file:
            ours = [name for name in file.namelist() if here in name]
            return ours != [], any(b"Canary" in file.read(name) for name in ours)

    assert named() == pages
    assert taken_along() == (True, True)
    signed_in(ben).post("/patterns/ask-who-is-missing/name-withdrawal")
    assert named() == []
    assert taken_along() == (True, False)
    assert "by Cyd and others" in client.get(at).text
    assert "It came from a note by a member" in client.get(at).text
    with writing():
        revised(db.session.merge(begun), ben, solution="Canary words.")
    assert "by Cyd and Canary Ben" in client.get(at).text  # for what they wrote of it themselves
