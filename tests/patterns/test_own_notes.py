"""Whoever noted something on a pattern reads their own words, whatever becomes of the pattern."""

import pytest

from community.patterns import staging
from tests.factories import START, make_community, make_member
from tests.patterns.build import DAY, here, noted, proposed, revised

MINE, THEIRS = "My long and careful words.", "What Eve asks."


@pytest.mark.engines("sqlite")
def test_what_one_noted_stays_readable_when_the_pattern_is_a_draft_again(
    client, signed_in, writing
):
    with writing():
        make_community()
        ada, cyd, eve = make_member("Ada"), make_member("Cyd"), make_member("Eve")
        pattern = proposed(ada)
        key, thread = (note := noted(pattern, cyd, MINE)).key, note.thread.key
        other = noted(pattern, eve, THEIRS, parent=note).key
        staging.take_back(pattern, by=ada.person, now=START + DAY)
        revised(pattern, ada, title="Now a Secret", context="Nobody may read this.")
    page, hers = f"/notes/{key}", signed_in(cyd)

    shown = hers.get(page, follow_redirects=True)
    assert (shown.status_code, shown.headers["Cache-Control"]) == (200, "private, no-store")
    assert MINE in shown.text
    for words in (THEIRS, "Now a Secret", "Nobody may read", pattern.slug, thread):
        assert words not in shown.text
    answer = {"text": "More.", "kind": "note", "disclosure-degree": "none"}
    for path in (f"{page}/edit", f"{page}/answers/new", f"{page}/outcome"):
        assert (path, hers.get(path).status_code) == (path, 403)
    assert hers.post(f"{page}/answers", data=answer).status_code == 403
    assert hers.post(f"{page}/text", data=answer | {"version": "1"}).status_code == 403
    for path in (f"/threads/{thread}", f"/threads/{thread}.md", f"/notes/{other}"):
        assert (path, hers.get(path).status_code) == (path, 404)
    for reader in (client, signed_in(eve)):
        assert reader.get(page).status_code == 404
    assert MINE in signed_in(ada).get(page, follow_redirects=True).text
    with writing():
        staging.propose(*here(pattern), by=ada.person, now=START + 2 * DAY)
    assert THEIRS in hers.get(page, follow_redirects=True).text
