"""A correction that somebody had begun and not sent, once the time for corrections is over."""

import pytest

from community.drafts import places
from community.drafts.keeping import keep_draft
from community.notes.models import Note
from tests.drafts.kept import draft_in
from tests.records.build import DAY, OVER, again, opened, publish, record

pytestmark = pytest.mark.engines("sqlite")
WORDS = "Canary: seven to two"


def test_its_writer_reads_it_and_throws_it_away_and_nobody_else(
    scene, writing, reading, signed_in, client, at
):
    ola, mia, ned, call = scene
    with writing() as session:
        opened(again(call), ola, days=2)
        note = session.query(Note).filter_by(text_source="We said this").one()
        about_note = {"note": note.key}
        keep_draft(mia, places.of_correction(call.id, about_note), WORDS, now=OVER)
        keep_draft(mia, places.of_correction(call.id, {"note": "of-old"}), "Gone canary", now=OVER)
        keep_draft(mia, places.of_correction(call.id + 10), "Of another call", now=OVER)
    corrections, new = record(call, "/corrections"), record(call, "/corrections/new")
    with at(OVER):
        mias = signed_in(mia)
        assert f"/record/corrections/new?note={note.key}" in mias.get(corrections).text

    with at(OVER + 3 * DAY):
        for address in (record(call), corrections, f"{new}?note={note.key}"):
            assert "begun" in mias.get(address).text.partition("<main")[2]
        read = mias.get(corrections).text
        theirs = [signed_in(ola).get(corrections).text, signed_in(ned).get(corrections).text]
        assert [WORDS in read, "Gone canary" in read, "Of another" in read] == [True, True, False]
        assert "corrections/new?note=" not in read  # it is not asked for any more
        assert not any("canary" in text.lower() for text in theirs)
        assert WORDS in mias.get(f"{new}?note={note.key}").text
        gone = mias.post(f"{corrections}/draft", data=about_note | {"do": "discard"})
        mias.post(f"{corrections}/draft", data={"note": "of-old", "do": "discard"})
        assert (gone.status_code, gone.location) == (303, corrections)
        assert "canary" not in mias.get(corrections).text.lower()
    with reading():
        assert draft_in(mia, places.of_correction(call.id, about_note)) is None
        assert draft_in(mia, places.of_correction(call.id + 10)) is not None
    with writing():
        keep_draft(mia, places.of_correction(call.id), WORDS, now=OVER)
        publish(again(call), ola, now=OVER + 4 * DAY)
    with at(OVER + 5 * DAY):
        assert corrections in mias.get(record(call)).text
        assert corrections not in client.get(record(call)).text
