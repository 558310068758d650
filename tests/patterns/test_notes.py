"""Notes on patterns: in the threads that all notes are in, seen as the pattern is, settled by those
who look after it; a caution that nobody has answered holds *proven* back.
"""

import pytest
from sqlalchemy import select

from community.accounts.models import Role
from community.db import db
from community.notes import removing, settling
from community.notes.models import Kind, Note
from community.notes.outcomes import Outcome
from community.patterns import curating, known_uses, staging
from community.patterns.content import SECTIONS
from community.patterns.facets import Stage
from community.patterns.settling import settle
from community.patterns.stage_queries import evidence_of
from community.patterns.thread_models import Section
from tests.factories import START, make_call, make_community, make_member
from tests.notes.saying import say
from tests.patterns.build import DAY, draft, emerging, noted, proposed, revised, used

FORM = {"text": "Where is it **tried**?", "kind": "question", "disclosure-degree": "none"}


@pytest.fixture
def people(writing):
    with writing():
        make_community()
        return {
            "ada": make_member("Ada"),
            "ben": make_member("Ben"),
            "cora": make_member("Cora", Role.CURATOR),
        }


def test_every_section_of_a_pattern_can_have_a_thread():
    assert set(Section) == {"whole", "checks", *SECTIONS}


def test_a_note_on_a_section_is_written_read_answered_and_taken_along(
    people, signed_in, client, writing
):
    ada, ben = people["ada"], people["ben"]
    with writing():
        slug = proposed(ada).slug
    address = f"/patterns/{slug}/notes/solution"

    assert client.get(f"/patterns/{slug}/notes/poems").status_code == 404
    assert "Caution" in signed_in(ben).get(address).text
    assert client.post(address, data=FORM).status_code == 403
    assert signed_in(ben).post(address, data=FORM | {"kind": "action"}).status_code == 422
    sent = signed_in(ben).post(address, data=FORM | {"once": "k1"})
    assert sent.status_code == 303
    assert client.get(f"{address}?draft=t").location.endswith("?draft=t")
    page = client.get(address, follow_redirects=True).text
    assert "<strong>tried</strong>" in page
    assert "Ask Who Is Missing: Solution" in page
    assert "nobody has said yet what becomes of it" in page
    whole = client.get(f"/patterns/{slug}").text
    assert "1 note, 1 open" in " ".join(whole.split())
    with writing():
        note = db.session.scalars(select(Note)).one()
        key, thread = note.key, note.thread.key
    data = client.get(f"/threads/{thread}.json").json
    assert [one["kind"] for one in data["notes"]] == ["question"]
    answer = FORM | {"kind": "note", "text": "In Lisbon.", "once": "k2"}
    assert signed_in(ada).post(f"/notes/{key}/answers", data=answer).status_code == 303
    assert "In Lisbon." in client.get(f"/threads/{thread}.md").text
    found = client.get("/search", query_string={"q": "tried", "kind": "note"}).text
    assert "Note on a pattern" in found


def test_notes_on_a_draft_are_for_those_who_may_see_it(people, signed_in, client, writing):
    ada, ben = people["ada"], people["ben"]
    with writing():
        pattern = draft(ada)
        note = noted(pattern, ada, "Sketchy.")
        slug, key, thread = pattern.slug, note.key, note.thread.key
    addresses = (f"/patterns/{slug}/notes/whole", f"/threads/{thread}", f"/threads/{thread}.json")

    for reader in (client, signed_in(ben)):
        for address in (*addresses, f"/notes/{key}", f"/notes/{key}/answers/new"):
            assert reader.get(address).status_code == 404
    answer = signed_in(ada).get(f"/threads/{thread}")
    assert answer.status_code == 200
    assert "private" in answer.headers["Cache-Control"]
    found = signed_in(ben).get("/search", query_string={"q": "sketchy"}).text
    assert f"/notes/{key}" not in found
    with writing():
        db.session.merge(pattern).shared_at = START
    assert "noindex" in client.get(f"/threads/{thread}").text
    with writing():
        staging.propose(db.session.merge(pattern), by=ada.person, now=START)
    found = client.get("/search", query_string={"q": "sketchy"}).text
    assert f"/notes/{key}" in found


def test_what_became_of_a_note_is_said_on_its_page(people, signed_in, client, writing):
    ada, ben = people["ada"], people["ben"]
    with writing():
        pattern = revised(proposed(ada), ada, solution="Ask them first.")
        asked = noted(pattern, ben)
        call = make_call(ada)
        other = say(call, ben, kind=Kind.QUESTION).key
        key, thread, slug = asked.key, asked.thread.key, pattern.slug
    address = f"/notes/{key}/outcome"

    assert signed_in(ada).get(f"/notes/{other}/outcome").status_code == 403
    assert "It was taken in" not in signed_in(ben).get(address).text
    taken = {"outcome": "incorporated", "revision": "2"}
    assert signed_in(ben).post(address, data=taken).status_code == 422
    assert signed_in(ada).post(address, data={"outcome": "declined"}).status_code == 422
    assert signed_in(ada).post(address, data=taken | {"revision": "9"}).status_code == 422
    assert signed_in(ada).post(address, data=taken).status_code == 303
    page = client.get(f"/threads/{thread}").text
    assert f'href="/patterns/{slug}/revisions/2">Taken in, in revision 2' in page
    assert "Taken" not in client.get(f"/patterns/{slug}").text
    assert signed_in(ada).post(f"{address}/withdrawal").status_code == 303
    assert "Taken in" not in client.get(f"/threads/{thread}").text


def test_a_caution_has_to_be_answered_before_proven(people, db_session):
    ada, ben, cora = (db_session.merge(one) for one in people.values())
    pattern = emerging(ada)
    for number in range(3):
        use = used(pattern, ben, f"Place {number}", limits="Not in the first meeting.")
        known_uses.verify_use(use, by=cora.person, now=START)
    caution = noted(pattern, ben, "It tires people.", kind=Kind.CAUTION)
    curating.speak_for(pattern, by=cora.person, now=START)

    assert evidence_of(pattern).open_cautions == 1
    settle(pattern, now=START + 30 * DAY)
    assert pattern.stage is Stage.EMERGING
    settling.settle(caution, Outcome.DECLINED, why="Not so.", by=ada, now=START + 30 * DAY)
    stages = []
    for day in (36, 37):
        settle(pattern, now=START + day * DAY)
        stages.append(pattern.stage)
    assert stages == [Stage.EMERGING, Stage.PROVEN]


def test_a_caution_that_was_taken_out_holds_nothing_back(people, db_session):
    ada, ben, _ = (db_session.merge(one) for one in people.values())
    pattern = emerging(ada)
    caution = noted(pattern, ben, "Spam.", kind=Kind.CAUTION)
    removing.remove(caution, by=ben, now=START + DAY)

    assert evidence_of(pattern).open_cautions == 0
    removing.put_back(caution, by=ben, now=START + DAY)
    assert evidence_of(pattern).open_cautions == 1
    assert evidence_of(pattern).heard_at == START


def test_a_note_keeps_a_proposal_from_growing_quiet(people, db_session):
    ada, ben, _ = (db_session.merge(one) for one in people.values())
    pattern = proposed(ada)
    noted(pattern, ben, now=START + 30 * DAY)

    settle(pattern, now=START + 60 * DAY)

    assert pattern.stage is Stage.PROPOSED
