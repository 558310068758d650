"""Cards: what they say, and that their codes lead to the revision, read by a reader not ours."""

import re

import pytest
import zxingcpp

from community.patterns import collecting
from community.patterns.card_room import fitting
from community.patterns.collecting import EntryDraft, entries_in_order
from community.patterns.collection_models import Openness
from community.patterns.facets import Dimension
from community.patterns.quick_codes import quick_code
from tests.factories import START, make_community, make_member
from tests.patterns.build import collected, draft, proposed, revised

pytestmark = pytest.mark.engines("sqlite")
_LARGE = 4  # points for each module


def seen(size: int, path: str) -> str | None:
    """What a reader sees that looks at a drawn code."""
    dark = [bytearray(b"\xff" * size) for _ in range(size)]
    for x, y, length in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\d+z", path):
        dark[int(y)][int(x) : int(x) + int(length)] = bytes(int(length))
    rows = [
        bytes(each for each in row for _ in range(_LARGE)) for row in dark for _ in range(_LARGE)
    ]
    found = zxingcpp.read_barcodes(memoryview(b"".join(rows)).cast("B", (size * _LARGE,) * 2))
    return found[0].text if found else None


def codes_on(page: str) -> list[str | None]:
    """What each code on a page says."""
    drawn = re.findall(r'viewBox="0 0 (\d+) \d+" role="img".*?<path d="([^"]+)"', page, re.DOTALL)
    return [seen(int(size), path) for size, path in drawn]


@pytest.mark.parametrize("words", ["x", "https://example.org/patterns/" + "a" * 300, "ä/ü?ß"])
def test_a_code_says_what_it_was_made_of(words):
    code = quick_code(words)

    assert seen(code.size, code.path) == words


def test_what_has_no_room_beside_the_credit_is_left_out_at_a_whole_word():
    long, many = "Name them, and ask. " * 40, "Somebody With a Name, " * 60
    assert fitting("Ask", "They ask.", "Name them.", "Is it so?", "By Ada.") == (
        *("Name them.", "Is it so?"),
    )
    solution, check = fitting("Ask", "They ask.", long, long, "By Ada.")
    assert (len(solution) < 262, len(check) < 182) == (True, True)
    assert solution.endswith((" …", "ask. …"))
    less, _ = fitting("Ask " * 20, "They ask. " * 20, long, long, "By Ada.")
    assert 0 < len(less) < len(solution)
    wide, _ = fitting("问" * 20, "问" * 100, "问" * 400, "", "By Ada.")
    assert 0 < len(wide) < len(solution) * 2 / 3
    assert fitting("Ask", "They ask.", long, "Is it so?", many)[0] == ""
    assert fitting("Ask " * 20, "They ask. " * 20, long, long, many * 2) == ("", "")


def test_a_card_leads_to_the_revision_it_was_made_from(client, signed_in, writing):
    with writing():
        make_community()
        ada, ben = make_member("Ada"), make_member("Ben")
        long = f"Name them, **all**.\n\n{'More. ' * 200}"
        pattern = proposed(ada, solution=long, language="ar")
        revised(pattern, ben, summary="Say who is missing.")
        other = proposed(ada, title="Other", dimensions=(Dimension.LABOUR,))
        collection = collected(ada, pattern, other)
        entry = entries_in_order(collection)[0]
        collecting.change_entry(entry, EntryDraft("", is_pinned=True), now=START)
        revised(pattern, ada, solution="Anew.")
        hidden = collected(ada, pattern, openness=Openness.PRIVATE)
        mine = draft(ada, title="Mine")
    there = "http://localhost:8000/patterns/ask-who-is-missing/revisions"
    page = client.get(f"/patterns/{pattern.slug}/card").text
    assert codes_on(page) == [f"{there}/3"]
    for words in ("Say who is missing.", "Anew.", "Does each decision name who was asked?"):
        assert words in page
    assert '<h2 class="card-title" lang="ar" dir="auto">' in page
    assert f"by Ada and Ben, Open Source Practitioners: {there}/3. CC BY-SA 4.0" in page

    page = client.get(f"/patterns/cards?collection={collection.slug}").text
    assert codes_on(page) == [f"{there}/2", "http://localhost:8000/patterns/other/revisions/1"]
    assert "Name them, all." in page
    assert "More." not in page
    sheet = client.get(f"/patterns/cards?collection={collection.slug}&paper=a4").text
    assert ("cards-a4" in sheet, "cards-a6" in sheet) == (True, False)
    assert codes_on(client.get("/patterns/cards?dimension=trust").text) == [f"{there}/3"]
    assert client.get(f"/patterns/cards?collection={hidden.slug}").status_code == 404
    assert client.get(f"/patterns/{mine.slug}/card").status_code == 404
    assert len(codes_on(signed_in(ada).get(f"/patterns/{mine.slug}/card").text)) == 1
