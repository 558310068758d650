"""Patterns where others meet them: in lists, in what they said before, by a link, in a note."""

import pytest

from community.languages import language_name
from community.patterns import curating, relating
from community.patterns.facets import Moment
from community.patterns.invitation_models import MayDo
from community.patterns.models import Relation
from tests.factories import START, make_community, make_member
from tests.patterns.build import CONTENT, collected, draft, invited, proposed, revised, suggested
from tests.patterns.test_writing_pages import typed

pytestmark = pytest.mark.engines("sqlite")


def test_a_revision_tells_what_it_was_called_and_found_by_and_its_words_are_in_its_language(
    client, signed_in, writing
):
    with writing():
        make_community()
        ada = make_member("Ada")
        said = {"language": "de", "also_known_as": ("Leerer Stuhl",), "tags": ("runden",)}
        pattern = proposed(ada, moments=(Moment.STARTING,), **said)
        revised(pattern, ada, language="en", also_known_as=(), tags=(), moments=(), people=None)
        proposed(ada, title="Frag sie", language="de")
        begun = draft(ada, title="Leise", language="de")
        shared = draft(make_member("Ben"), title="Laut", language="de")
        invited(shared, ada)
    at = f"/patterns/{pattern.slug}"

    was, now = client.get(f"{at}/revisions/1").text, client.get(f"{at}/revisions/2").text
    for words in (
        "Also known as Leerer Stuhl",
        'href="/patterns?tag=runden"',
        'href="/patterns?moment=starting"',
        'href="/patterns?people=few"',
        f"Written in {language_name('de')}.",
        f'<h1 lang="de">{CONTENT.title}</h1>',
        f'<p class="lead" lang="de">{CONTENT.summary}</p>',
    ):
        assert (words in was, words in now) == (True, False)
    assert 'href="/patterns?effort=hours"' in now

    listed = signed_in(ada).get("/patterns").text
    for title, slug in (("Leise", begun.slug), ("Laut", shared.slug), ("Frag sie", "frag-sie")):
        assert f'lang="de"><a href="/patterns/{slug}">{title}</a>' in listed
    found = client.get("/patterns?q=frag").text
    assert 'lang="de"><a href="/patterns/frag-sie"><mark>Frag</mark> sie</a>' in found
    assert f'<p class="pattern-summary" lang="de">{CONTENT.summary}</p>' in found


def test_each_line_that_tells_of_a_pattern_is_in_its_language(client, signed_in, writing):
    with writing():
        make_community()
        ada, ben = make_member("Ada"), make_member("Ben")
        german = proposed(ada, title="Frag sie", language="de")
        revised(german, ada, context="Alle fragen.")
        edit = suggested(german, ben, solution="Fragt.", licence="CC0-1.0")
        old, near = proposed(ada, title="Old"), proposed(ada, title="Near")
        relating.relate(near, Relation.USES, german, by=ada.person, now=START)
        curating.retire(old, why="It is said better.", successor=german, by=ben.person, now=START)
        shelf = collected(ada, german)
    title = f'lang="de">{german.title}</a>'

    for address in ("/patterns/near", "/patterns/near/relations", "/patterns/old"):
        assert title in client.get(address).text
    assert f'lang="de">{CONTENT.summary}</p>' in client.get("/patterns/near").text
    assert title in client.get("/patterns/picture?relations=near").text
    assert '<h3 lang="de">' in client.get("/patterns/picture?relations=frag-sie").text
    kept = client.get(f"/collections/{shelf.slug}").text
    assert kept.count('<h2 lang="de">') == kept.count('<p class="pattern-summary" lang="de">') == 1
    asked = "/patterns/frag-sie/changes", f"/pattern-suggestions/{edit.id}"
    for page in (signed_in(ada).get(address).text for address in asked):
        assert page.count('<p class="pattern-words" lang="de">') == 1


def test_what_is_put_into_a_note_can_be_copied_by_hand_from_what_everybody_reads(
    client, signed_in, writing
):
    with writing():
        make_community()
        ada = make_member("Ada")
        slug, begun = proposed(ada).slug, draft(ada, title="Begun").slug
    page = client.get(f"/patterns/{slug}").text.partition("Put it into a note or an agenda")[2]
    assert f"<code>[[{slug}]]</code>" in page
    said = f"{CONTENT.summary} {CONTENT.solution} (“{CONTENT.title}” by Ada"
    assert f'<p class="pattern-credit" lang="en">{said}' in page
    for path in (f"/patterns/{slug}/revisions/1", f"/patterns/{begun}"):
        assert "Put it into a note" not in signed_in(ada).get(path).text


def test_a_draft_is_shared_by_its_link_and_closed_again(signed_in, client, writing):
    with writing():
        make_community()
        ada = make_member("Ada")
        first = f"/patterns/{draft(ada).slug}"
    mine = signed_in(ada)

    path = mine.post(f"{first}/sharing").location
    assert mine.post(f"{first}/sharing").location == path != first
    shared = client.get(path)
    assert (client.get(first).status_code, mine.get(first).location) == (404, path)
    assert mine.post(f"{path}/sharing/withdrawal").location == path

    assert shared.status_code == 200
    assert "noindex" in shared.text
    assert client.get(path).status_code == 404
    again = mine.post(f"{path}/sharing").location
    assert (client.get(again).status_code, again == path) == (200, False)
    assert (client.get(path).status_code, mine.get(path).location) == (404, again)

    given = mine.post(f"{again}/proposal", data={"agreed": "yes", "seen": "1"}).location
    assert given == "/patterns/ask-who-is-missing"
    assert (mine.get(path).location, client.get(again).location) == (given, given)


def test_what_was_open_as_the_link_was_closed_is_still_saved(signed_in, writing):
    with writing():
        make_community()
        ada, ben, cem = (make_member(name) for name in ("Ada", "Ben", "Cem"))
        row = draft(ada)
        invited(row, ben, MayDo.WRITE)
        path = f"/patterns/{row.slug}"
    mine, his = signed_in(ada), signed_in(ben)
    shared = mine.post(f"{path}/sharing").location
    mine.post(f"{shared}/sharing/withdrawal")
    closed = mine.post(f"{shared}/sharing").location
    mine.post(f"{closed}/sharing/withdrawal")

    sent = his.post(f"{path}/revisions", data=typed(over="1", problem="Nobody was told."))

    assert (sent.status_code, "Nobody was told." in mine.get(closed).text) == (303, True)
    assert his.get(f"{path}/edit").status_code == 200
    assert signed_in(cem).post(f"{path}/revisions").status_code == 404


def test_a_closed_link_locks_nobody_out_of_their_draft(client, signed_in, writing):
    with writing():
        make_community()
        ada, ben, cem = (make_member(name) for name in ("Ada", "Ben", "Cem"))
        row, other = draft(ada), proposed(ben, title="Ask Twice")
        invitation = invited(row, ben, MayDo.READ)
        revised(row, ada, title="Ask")
        path, number = f"/patterns/{row.slug}", invitation.id
    mine, his, strange = signed_in(ada), signed_in(ben), signed_in(cem)
    shared = mine.post(f"{path}/sharing").location
    closed = mine.post(f"{shared}/sharing/withdrawal").location
    assert closed == shared != path
    read = [f"{path}{end}" for end in (".md", ".json", ".cff", "/revisions", "/relations")]
    read += [f"{path}{end}" for end in ("/revisions/1", "/changes", "/notes/solution", "/card")]
    read += [f"{path}/suggestions/new?section=solution"]
    own = [f"{path}{end}" for end in ("/proposal", "/invitations", "/edit")]

    assert {mine.get(page).status_code for page in (*read, *own)} == {200}
    assert {his.get(page).status_code for page in read} == {200}
    for reader in (client, strange):
        assert {reader.get(page).status_code for page in (*read, *own)} == {404}
    said = {"kind": "uses", "other": other.slug}
    assert mine.post(f"{path}/relations", data=said).location == f"{closed}/relations"
    took = mine.post(f"{path}/relations/1/withdrawal")
    assert took.location == f"{closed}/relations"
    assert strange.post(f"{path}/notes/solution").status_code == 404
    noted = {"text": "Nobody was told.", "disclosure-degree": "none", "kind": "note"}
    assert his.post(f"{path}/notes/solution", data=noted).status_code == 303
    gone = mine.post(f"{path}/invitations/{number}/withdrawal")
    assert gone.location == f"{closed}/invitations"
    assert his.get(f"{path}/revisions").status_code == 410
    sent = mine.post(f"{path}/proposal", data={"agreed": "yes", "seen": "2"}).location
    assert sent == "/patterns/ask"
    assert {reader.get(f"{path}/notes/solution").status_code for reader in (client, strange)} == {
        404
    }
