"""What was said of the tools behind notes is read whole, and taken along."""

import pytest

from community.disclosures.wording import Checked, Degree, Said, Tool
from tests.notes.saying import say

pytestmark = pytest.mark.engines("sqlite")


def test_all_that_was_said_of_tools_is_read_with_each_version_and_taken_along(
    scene, signed_in, writing, client
):
    call, _, mia = scene
    tool = Tool("Some Model", "2", "Example Ltd")
    about = {"purpose": "An outline", "material": "Our minutes", "footprint": "Not measured"}
    said = Said(Degree.SOME, tools=(tool,), checked=Checked.REWROTE, is_required=True, **about)
    with writing():
        note = say(call, mia, "We meet on Friday at six.", said=said)
    rest = "Used for: An outline. Material that went in: Our minutes. Footprint: Not measured."
    rest += " The author’s employer requires the tool."
    whole = "Drafted partly with Some Model 2 (Example Ltd); the author rewrote it. "

    thread = client.get(f"/threads/{note.thread.key}").text
    assert f'<a href="/notes/{note.key}/revisions">All that is said of it</a>' in thread
    assert whole + rest in client.get(f"/notes/{note.key}/revisions").text
    assert rest in client.get(f"/threads/{note.thread.key}.md").text
    data = client.get(f"/threads/{note.thread.key}.json").json
    assert data["notes"][0]["about the tools"] == rest

    none = {"disclosure-degree": "none"}
    data = {"text": "We do not meet at all.", "version": "1"} | none
    signed_in(mia).post(f"/notes/{note.key}/text", data=data)
    now, before = client.get(f"/notes/{note.key}/revisions").text.split("Version 1", 1)
    assert ("No tool was involved." in now, whole + rest in now) == (True, False)
    assert whole + rest in before
    assert "All that is said of it" not in client.get(f"/threads/{note.thread.key}").text
