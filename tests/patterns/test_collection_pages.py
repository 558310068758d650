"""Collections on pages: begun, filled, ordered, kept by an order that changed, taken along."""

import re

import jsonschema
import pytest

from community.strict_json import parse
from tests.factories import make_community, make_member
from tests.patterns.build import collected, proposed

pytestmark = pytest.mark.engines("sqlite")


def test_a_collection_is_begun_with_a_pattern_and_filled(client, signed_in, writing):
    with writing():
        make_community()
        ada = make_member("Ada")
        first, other = proposed(ada).slug, proposed(ada, title="Decide Without Them").slug
    hers = signed_in(ada)
    assert "You have no collection yet." in hers.get(f"/patterns/{first}/collections").text

    wrong = hers.post("/collections", data={"title": " ", "about": "Kept."})
    assert (wrong.status_code, "Kept." in wrong.text) == (422, True)
    given = {"title": "For You", "openness": "public", "pattern": first, "once": "k"}
    at = "/collections/for-you"
    made = f"{at}?sent=new+collection"
    assert [hers.post("/collections", data=given).location for _ in range(2)] == [made, made]
    wrong = hers.post(f"{at}/entries", data={"pattern": "No such", "why": "Kept"})
    assert (wrong.status_code, "No pattern of the library" in wrong.text) == (422, True)
    put = {"collection": "for-you", "why": "For *later*.", "once": "k"}
    wrong = hers.post(f"/patterns/{other}/collections", data=put | {"collection": "x"})
    assert (wrong.status_code, "Choose one of your" in wrong.text) == (422, True)
    answer = hers.post(f"/patterns/{other}/collections", data=put)
    assert answer.location == f"{at}#entry-2"
    page = client.get(at).text
    assert page.index("Ask Who Is Missing") < page.index("Decide Without Them")
    assert "For *later*." in page
    assert f'href="{at}"' in client.get(f"/patterns/{other}").text


@pytest.fixture
def place(signed_in, writing):
    """A collection of two patterns, and its maker's client."""
    with writing():
        make_community()
        ada = make_member("Ada")
        patterns = proposed(ada), proposed(ada, title="Decide Without Them")
        collected(ada, *patterns)
    return signed_in(ada), "/collections/for-a-first-week"


def test_its_order_and_reasons_change_and_go_along(place, client):
    hers, at = place
    hers.post(f"{at}/entries/2/place", data={"step": "up"})
    given = {"why": "Then\n# this.", "is_pinned": "y"}
    conflict = hers.post(f"{at}/entries/1", data=given | {"read": "of another"})
    assert (conflict.status_code, "They wrote:" in conflict.text) == (409, True)
    assert "# this." in conflict.text
    read = re.findall(r'name="read" value="(\w+)"', conflict.text)[0]
    assert hers.post(f"{at}/entries/1", data=given | {"read": read}).status_code == 303
    page = client.get(at).text
    assert page.index("Decide Without Them") < page.index("Ask Who Is Missing")
    assert "kept at revision 1" in page

    values = parse(client.get(f"{at}.json").text)
    jsonschema.validate(values, parse(client.get("/schemas/collection.schema.json").text))
    assert [(one["pattern"], one["pinned"]) for one in values["entries"]] == [
        ("decide-without-them", None),
        ("ask-who-is-missing", 1),
    ]
    text = client.get(f"{at}.md").text
    assert "## 2. Ask Who Is Missing\n\n> Then\n> \\# this.\n" in text
    where = "http://localhost:8000/patterns/ask-who-is-missing/revisions/1."
    line = f"by Ada, Open Source Practitioners: {where}"
    assert line in text
    assert f"{line} CC BY-SA 4.0 (https://creativecommons" in client.get(at).text


def test_what_was_typed_over_an_older_version_is_shown_beside_the_present_one(place):
    hers, at = place
    clash = hers.post(f"{at}/order", data={"version": "1", "order": "1,2"})
    assert (clash.status_code, "has changed meanwhile" in clash.text) == (409, True)
    clash = hers.post(at, data={"title": "Typed", "openness": "link", "version": "1"})
    assert (clash.status_code, "Typed" in clash.text) == (409, True)
    assert "“For a First Week”" in clash.text


def test_what_is_taken_out_or_deleted_is_put_back(place, client):
    hers, at = place
    out = hers.post(f"{at}/entries/1/removal").location
    assert "It is out of the collection." in hers.get(out).text
    assert "Ask Who Is Missing" not in client.get(at).text
    hers.post(f"{out}/withdrawal")
    assert "Ask Who Is Missing" in client.get(at).text

    hers.post(f"{at}/removal")
    assert client.get(at).status_code == client.get(f"{at}.json").status_code == 404
    assert "This collection is deleted" in hers.get(at).text
    hers.post(f"{at}/removal/withdrawal")
    assert client.get(at).status_code == 200
