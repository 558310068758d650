"""What is begun of a correction: kept for each thing by itself, until it is sent."""

import pytest
from sqlalchemy import select

from community.drafts import redacting
from community.drafts.models import Draft
from community.drafts.places import beside_call
from community.marks import BAR
from community.notes.models import Note
from tests.factories import make_community, make_member
from tests.records.build import OVER, held, opened, record

pytestmark = pytest.mark.usefixtures("in_january")


def test_a_correction_that_is_begun_stays_for_who_writes_it_until_it_is_sent(
    writing, signed_in, reading, at
):
    with writing() as session:
        make_community()
        ola, mia = make_member("Ola"), make_member("Mia")
        call = held(ola, mia)
        opened(call, ola)
        said = session.scalars(select(Note).where(Note.text_source == "We decided that")).one()
        url, key = record(call, "/corrections"), said.key
    whole, note = {"words": "Of all canary"}, {"words": "It was <two>", "note": key}

    with at(f"{OVER:%Y-%m-%dT%H:%M}"):
        client = signed_in(mia)
        by_script = client.post(f"{url}/draft", data=whole)
        by_button = client.post(f"{url}/draft", data=note | {"do": "draft"})
        of_whole, of_note = (client.get(f"{url}/new{q}").text for q in ("", f"?note={key}"))
        theirs = signed_in(ola).get(f"{url}/new").text
        sent = signed_in(mia).post(url, data=note | {"once": "k" * 20})
        late = client.post(f"{url}/draft", data=note | {"once": "k" * 20})
        listed = client.get(sent.location).text
    with writing():
        redacting.take_out(beside_call(call.id), "canary")
    with reading() as session:
        left = session.execute(select(Draft.place, Draft.text_source)).all()

    assert (by_script.status_code, by_button.status_code, late.status_code) == (204, 303, 204)
    assert by_button.location == f"{url}/new?note={key}"
    assert ("Of all canary</textarea>" in of_whole, "canary" in theirs) == (True, False)
    assert f'data-url="{url}/draft"' in of_whole
    assert "It was &lt;two&gt;</textarea>" in of_note
    assert "Throw the draft away" in of_note
    assert sent.location == f"{url}?sent=correction-of+{call.id}+note+{key}"
    assert "js/drafts.js" in listed
    assert left == [(f"correction-of {call.id}", f"Of all {BAR}")]
