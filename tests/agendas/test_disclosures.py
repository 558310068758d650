"""Each item says whether a tool was involved; it is asked again where much is new."""

import pytest

from community.agendas.models import Item
from community.agendas.queries import items_of
from community.db import db
from tests.agendas.build import publish_agenda

pytestmark = [pytest.mark.engines("sqlite"), pytest.mark.usefixtures("in_january")]
WORDS = {
    "title": "Licences",
    "kind": "discuss",
    "minutes": "15",
    "body": "Which licence do we take",
}
SOME = {"disclosure-degree": "some", "disclosure-tools-0-name": "Some Model"}
SENTENCE = "Drafted partly with Some Model."


def test_it_is_asked_once_shown_with_the_item_and_kept_in_what_is_published(
    scene, reading, writing, signed_in, client
):
    ola, _, call = scene
    page, base = signed_in(ola), f"/calls/{call.slug}/agenda"

    unsaid = page.post(f"{base}/items", data=WORDS)
    page.post(f"{base}/items", data=WORDS | SOME)
    with reading():
        (item,) = items_of(call.id)
    small = WORDS | {"body": "Which licence do we choose", "version": str(item.version)}
    kept = page.post(f"/agenda-items/{item.key}/words", data=small)
    with writing():
        publish_agenda(db.session.merge(call), db.session.merge(ola))
    much = small | {"body": "Another thing entirely", "version": "2"}
    asked = page.post(f"/agenda-items/{item.key}/words", data=much)
    told = page.post(f"/agenda-items/{item.key}/words", data=much | {"disclosure-degree": "none"})

    assert [a.status_code for a in (unsaid, kept, asked, told)] == [422, 303, 422, 303]
    assert "Much of it is new" in asked.text
    assert SENTENCE in client.get(base).text
    markdown = client.get(f"{base}.md").text
    assert "Assisted-by: Some Model" in markdown
    assert SENTENCE not in page.get(f"{base}/draft").text
    with reading():
        assert db.session.get_one(Item, item.id).body_source == "Another thing entirely"
