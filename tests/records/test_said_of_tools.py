"""What a summary says of tools stands until somebody says otherwise, or much of it is new."""

import pytest

from community.disclosures.queries import saids_of
from community.disclosures.wording import Degree, Said, Tool
from community.records import drafting
from community.records.queries import record_of
from tests.records.build import OVER, again, record

pytestmark = pytest.mark.engines("sqlite")


def kept_in(call) -> int:
    """What stands in the record of a call about tools."""
    row = record_of(call.id)
    return (row and row.disclosure_id) or 0


def test_a_small_change_of_the_summary_keeps_what_was_said_about_tools(
    scene, signed_in, writing, reading, at
):
    ola, mia, _, call = scene
    said = Said(Degree.SOME, tools=(Tool("Some Model"),))
    text = {"summary": "We met in the evening and spoke of licences.", "version": "1"}
    with writing():
        given = {"version": 0, "said": said, "by": mia, "now": OVER}
        drafting.write_summary(again(call), text["summary"], **given)
    page, steps = signed_in(ola), []
    small = text | {"summary": "We met in the evening and spoke of licenses."}
    much = {"summary": "Nobody came at all, so nothing was said.", "version": "2"}
    kept, none = ({"disclosure-degree": degree} for degree in ("kept", "none"))

    with at(OVER):
        form = page.get(record(call, "/edit")).text
        for sent in (small, much, much | kept, much | none):
            status = page.post(record(call, "/summary"), data=sent).status_code
            with reading():
                told = saids_of([kept_in(call)])
            steps.append((status, *(one.degree for one in told.values())))

    assert "As it says now (Drafted partly with Some Model)" in form
    assert steps == [
        (303, Degree.SOME),
        (422, Degree.SOME),
        (422, Degree.SOME),
        (303, Degree.NONE),
    ]
