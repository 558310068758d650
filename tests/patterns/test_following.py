"""A decision names the pattern it follows: on pages, in files, and on the pattern."""

import pytest
from sqlalchemy import select

from community.db import db
from community.notes import sorting
from community.notes.exports import NoteText, as_markdown
from community.notes.models import Kind, Note
from community.notes.tasks import Decision
from community.patterns import relating, staging
from community.patterns.citation_queries import cited_in
from community.patterns.collection_queries import pattern_meant, public_collections, standing_in
from community.patterns.facets import Stage
from community.patterns.following import meant_by
from community.patterns.listing_queries import library
from community.patterns.models import Pattern, Relation
from community.patterns.queries import pattern_by_slug, related_to
from community.patterns.relation_queries import relations_of
from tests.factories import START, make_community, make_member
from tests.patterns.build import collected, draft, proposed
from tests.records.build import OVER, held, publish, record

FORM = {"text": "So we do.", "kind": "decision", "disclosure-degree": "none", "once": "k1"}
SAYS = "It follows the pattern"
TITLE = "Ask Who Is Missing"


@pytest.fixture
def scene(writing):
    with writing():
        make_community()
        ola, mia = make_member("Ola"), make_member("Mia")
        pattern, secret = proposed(mia), draft(mia, title="Say It Twice")
        call = held(ola, mia)
        publish(call, ola)
    return pattern, secret, call, ola, mia


def test_a_decision_says_which_pattern_it_follows_wherever_it_is_told(
    scene, signed_in, client, writing, at
):
    pattern, secret, call, ola, _ = scene
    address = f"/calls/{call.slug}/notes"
    writer = signed_in(ola)
    for typed in (secret.slug, "no-such-thing", "[[nothing]]"):
        refused = writer.post(address, data=FORM | {"follows": typed})
        assert refused.status_code == 422
        assert "No pattern has this address, and not just one has this title." in refused.text

    with at(OVER):
        key = writer.post(address, data=FORM | {"follows": TITLE.lower()}).location[-12:]

    def told() -> list[bool]:
        with at(OVER):
            pages = [f"/threads/{thread}", record(call), record(call, ".md"), f"/calls/{call.slug}"]
            found = [SAYS in client.get(page).text for page in pages]
            values = client.get(record(call, ".json")).json["decisions"]
        assert [one["follows"] for one in values if one["text"] == "So we do."] == [
            {"pattern": pattern.slug, "title": TITLE} if found[0] else None
        ]
        return found

    with writing():
        note = db.session.query(Note).filter(Note.key == key).one()
        thread = note.thread.key
        assert [one.is_used for one in cited_in(again_of(pattern), for_member=False)] == [True]
    assert told() == [True] * 4
    assert f'value="{pattern.slug}"' in writer.get(f"/notes/{key}/edit").text
    with writing():
        staging.move(again_of(pattern), Stage.DRAFT, by=None, now=START, why="It was quiet.")
    assert told() == [False] * 4
    assert f'value="{pattern.slug}"' not in writer.get(f"/notes/{key}/edit").text


def again_of(pattern):
    return pattern_by_slug(pattern.slug)


@pytest.mark.engines("sqlite")
def test_another_kind_follows_nothing_and_is_not_counted_as_use(scene, writing):
    pattern, _, _, ola, _ = scene
    with writing():
        row = db.session.query(Decision).one()
        note = row.note
        sorting.sort(note, Kind.DECISION, follows=pattern.slug, by=ola, now=START)
        assert [one.is_used for one in cited_in(pattern, for_member=False)] == [True]
        sorting.sort(note, Kind.NOTE, by=ola, now=START)
        assert list(cited_in(pattern, for_member=False)) == []
        sorting.sort(note, Kind.DECISION, by=ola, now=START)
        assert row.follows is None


@pytest.mark.engines("sqlite")
def test_a_pattern_is_meant_by_its_address_its_link_or_its_title(scene, reading):
    pattern, secret, *_ = scene
    with reading():
        slug = pattern.slug
        link = f"http://localhost:8000/patterns/{slug}"
        typed = (slug, f"[[{slug}]]", link, f"{link}/revisions/1", f" {TITLE.upper()} ")
        assert {meant_by(one) for one in typed} == {slug}
        theirs = f"https://elsewhere.example/patterns/{slug}"
        others = ("", secret.slug, "Say It Twice", slug[:-1], theirs)
        assert [meant_by(one) for one in others] == [None] * 5


def test_a_file_of_notes_says_it_too():
    note = NoteText(
        key="a", answers=None, at=START, kind="decision", text="So.", follows="x-y", followed="X"
    )

    text = as_markdown([note], title="One", page="/t", root="/n/")

    assert "So.\n\nIt follows the pattern X [[x-y]].\n" in text


def test_titles_are_found_and_put_in_order_alike_on_each_engine(db_session):
    make_community()
    ada = make_member("Ada")
    for title in ("Zuletzt fragen", "Écouter d’abord", "früh beginnen", "Fertig werden"):
        proposed(ada, title=title)
    there = meant_by("Écouter d’abord")

    assert there is not None
    assert {meant_by(typed) for typed in ("ÉCOUTER  D’ABORD", "ecouter d’abord ")} == {there}
    found = pattern_meant("FRÜH Beginnen")
    assert found is not None
    assert (found.title, pattern_meant("Fr")) == ("früh beginnen", None)
    titles = [row.title for row in library({}, None).rows]
    in_order = ["Écouter d’abord", "Fertig werden", "früh beginnen", "Zuletzt fragen"]
    assert titles == in_order

    last = proposed(ada, title="Alles")
    for row in db.session.scalars(select(Pattern).where(Pattern.title != "Alles")):
        relating.relate(last, Relation.USES, row, by=ada.person, now=START)
        collected(ada, last, title=row.title)
    assert [one.title for one in related_to(last)] == in_order
    assert [one.title for one in relations_of(last, None)] == in_order
    assert [one.title for one in standing_in(last, None)] == in_order
    assert [one.title for one in public_collections(None).rows] == in_order


def test_a_title_that_several_have_means_none_of_them_unless_the_others_are_retired(db_session):
    make_community()
    ada = make_member("Ada")
    one, two = (proposed(ada, title="Ask First") for _ in range(2))
    assert (one.slug, two.slug) == ("ask-first", "ask-first-2")
    assert [meant_by(typed) for typed in ("Ask First", one.slug, two.slug)] == [
        *(None, one.slug, two.slug)
    ]
    assert pattern_meant("ask first") is None
    staging.move(one, Stage.RETIRED, by=ada.person, now=START, why="Nobody does.")
    assert meant_by("Ask First") == two.slug
    assert pattern_meant("Ask First") is two
