"""What an author wrote before they proposed a pattern stays theirs, wherever revisions are told."""

import io
from zipfile import ZipFile

import pytest

from community.accounts.models import Role
from community.db import db
from community.exchange.library_exporting import export_library
from community.patterns import collecting, staging
from community.patterns.collecting import EntryDraft, entries_in_order
from community.patterns.models import Pattern
from community.patterns.redaction_queries import spots_of
from tests.factories import START, make_community, make_member
from tests.patterns.build import DAY, collected, draft, revised
from tests.patterns.test_writing_pages import typed

SECRET = "Canary: Bo said so at home."


@pytest.fixture
def scene(writing):
    """A pattern that was revised once in private, once more, and then proposed and changed."""
    with writing():
        make_community()
        ada, cyd = make_member("Ada"), make_member("Cyd", Role.CURATOR)
        pattern = draft(ada, problem=SECRET)
        revised(pattern, ada, now=START + DAY, problem="Canary again")
        revised(pattern, ada, now=START + DAY, problem="They learn of it afterwards.")
        staging.propose(pattern, by=ada.person, now=START + 2 * DAY)
        revised(pattern, ada, now=START + 3 * DAY, solution="Ask *twice*.")
        shelf = collected(cyd, pattern)
        collecting.change_entry(entries_in_order(shelf)[0], EntryDraft("It", True), now=START)
        entries_in_order(shelf)[0].pinned = 1  # as from before it was taken back
    return pattern.slug, shelf.slug, ada, cyd


def test_others_read_it_from_the_revision_that_was_proposed(scene, signed_in, client):
    slug, shelf, ada, cyd = scene
    at = f"/patterns/{slug}"
    hidden = [f"{at}/revisions/1", f"{at}/revisions/2", f"{at}/changes?from=1&to=3"]
    told = [at, f"{at}.md", f"{at}.json", f"{at}/revisions", f"{at}/changes", f"{at}/changes?to=3"]
    told += [f"{at}/revisions/3", "/patterns/feed.atom", f"/collections/{shelf}"]

    for reader in (client, signed_in(cyd)):
        assert {reader.get(page).status_code for page in hidden} == {404}
        pages = [reader.get(page) for page in told]
        assert {page.status_code for page in pages} == {200}
        assert not any("Canary" in page.text for page in pages)
        assert "You read it from revision 3 on." in pages[3].text
        assert "revisions/2" not in pages[3].text + pages[7].text
    assert signed_in(cyd).post(f"{at}/revisions/1/restoration").status_code == 404

    mine = signed_in(ada)
    assert {mine.get(page).status_code for page in hidden} == {200}
    assert (
        "Nobody but its author and whom they invited reads what stands before revision 3"
        in mine.get(f"{at}/revisions").text
    )


@pytest.mark.engines("sqlite")
def test_what_was_public_is_at_its_address_once_it_is_proposed_again(
    scene, signed_in, client, writing
):
    slug, _, ada, _ = scene
    at = f"/patterns/{slug}"
    with writing():
        pattern = db.session.query(Pattern).one()
        staging.take_back(pattern, by=ada.person, now=START + 4 * DAY)
        revised(pattern, ada, now=START + 5 * DAY, solution="Ask *three* times.")
    said = signed_in(ada).get(f"{at}/proposal").text
    with writing():
        pattern = db.session.query(Pattern).one()
        staging.propose(pattern, by=ada.person, now=START + 6 * DAY)

    found = [client.get(f"{at}/revisions/{number}").status_code for number in (2, 3, 4, 5)]
    assert found == [404, 200, 200, 200]
    assert "It was public before, from revision 3 on" in said
    assert "written before is read by you alone" not in said


@pytest.mark.engines("sqlite")
def test_what_was_read_before_it_was_opened_loses_nobody_a_word(scene, signed_in):
    slug, _, _, cyd = scene
    mine, at = signed_in(cyd), f"/patterns/{slug}"
    form = typed(over=2, solution="All of it typed by Cyd.", why="Of Cyd")

    mine.post(f"{at}/revisions", data=form | {"do": "draft"})
    changed = mine.post(f"{at}/revisions", data=form)
    suggested = mine.post(f"{at}/suggestions", data=form | {"section": "solution"})

    for answer in (changed, suggested):
        assert answer.status_code == 409
        assert "What your words would change of it" in answer.text
        assert 'name="over" value="4"' in answer.text
        assert "All of it typed by Cyd." in answer.text
        assert "Of Cyd" in answer.text
    assert "Ask <em>twice</em>." in mine.get(at).text
    assert "Throw the draft away" in changed.text
    assert mine.post(f"{at}/revisions", data=form | {"over": 4}).status_code == 303
    assert "All of it typed by Cyd." in mine.get(at).text


@pytest.mark.engines("sqlite")
def test_it_is_in_no_file_nor_shown_to_who_takes_words_out(scene, reading):
    with reading():
        with export_library(base_url="https://here.example", place="Here") as file:
            content = file.read()
        with ZipFile(io.BytesIO(content)) as package:
            everything = b"".join(package.read(name) for name in package.namelist())
        assert b"They learn of it afterwards." in everything
        assert b"Canary" not in everything
        pattern = db.session.query(Pattern).one()
        with_it = [spot for spot in spots_of(pattern) if "Canary" in spot.text]
        assert [spot.is_open for spot in with_it] == [False, False]


@pytest.mark.engines("sqlite")
def test_the_form_says_what_becomes_public(signed_in, writing):
    with writing():
        make_community()
        ada = make_member("Ada")
        pattern = draft(ada)
        revised(pattern, ada, solution="Ask.")

    form = signed_in(ada).get(f"/patterns/{pattern.slug}/proposal").text

    assert "What becomes public: revision 2 as it reads on its page" in form
    assert "what was written before is read by you alone" in form
