"""Where a file that is brought in is from: nobody's name cut or copied, and its changes asked."""

import html
import re
from dataclasses import replace
from io import BytesIO

import pytest

from community.db import db
from community.patterns import adapting, addresses, markdown, naming, staging
from community.patterns.content import UNSAID, Source
from community.patterns.import_sources import Here
from community.patterns.importing import found_in
from community.patterns.queries import standing_of
from tests.factories import START, make_community, make_member
from tests.patterns.build import proposed, revised
from tests.patterns.test_exports import CREDIT, TAKEN
from tests.patterns.test_importing import FOREIGN
from tests.patterns.test_writing_pages import typed


def test_no_name_is_cut_and_those_without_room_are_told():
    authors = [f"Author Of A Longer Name {number}" for number in range(20)]
    file = FOREIGN.replace(b"Ann\nBob", "\n".join(authors).encode())
    found = found_in(file, url="", licence="CC0")
    assert found.content.sources[0].text == f"“Ask `Early`” by {', '.join(authors)}"

    many = tuple(f"Author Of A Longer Name {number}" for number in range(200))
    credit = replace(CREDIT, people=many, adapted=(f"“Old” by {', '.join(many)} (CC0)",))
    given = markdown.write(replace(TAKEN, credit=credit)).encode()
    ours = found_in(given, url="", licence="")
    texts = [ours.content.sources[0].text, ours.content.sources[-1].text]
    for text in texts:
        assert 900 < len(text) <= 1000
        names = text.partition("” by ")[2].partition(" and others")[0].split(", ")
        assert tuple(names) == many[: len(names)]
    assert "names of people who wrote it or what it was made from" in ours.left_out[-1]
    huge = FOREIGN.replace(b"Ann\nBob", b"A" * 2000)
    assert found_in(huge, url="", licence="CC0").content.sources[0].text == "“Ask `Early`”"


def test_a_file_of_this_place_is_an_adaptation_that_copies_no_name(client, signed_in, writing):
    with writing():
        make_community()
        ada, ben = make_member("Ada Quill"), make_member("Ben")
        first = proposed(ada, title="First", sources=())
        pattern = adapted(first, ada)
    his = signed_in(ben)
    file = client.get(f"/patterns/{pattern.slug}.md").data
    assert "“First” by Ada Quill" in file.decode()
    page = his.post("/patterns/import", data={"file": (BytesIO(file), "p.md")}).text
    assert "Quill" not in page.partition('id="sources-')[2]

    form = typed(title="Ben’s Way", **_sources(page), **_hidden(page))
    assert his.post("/patterns/drafts", data=form | {"place": "new"}).status_code == 204
    form = form | _hidden(his.get("/patterns/new").text)
    mine = his.post("/patterns", data=form).location.partition("?")[0]
    agreed = {"agreed": "yes", "seen": "2"}
    asked = his.post(f"{mine}/proposal", data=agreed)
    assert (asked.status_code, "what you changed of “Second”" in asked.text) == (422, True)
    said = {name: "by post" for name in form if name.endswith("-changes")}
    saved = his.post(f"{mine}/revisions", data=form | said | {"over": "1"})
    assert saved.status_code == 303
    theirs = his.post(f"{mine}/proposal", data=agreed).location
    shown = client.get(theirs).text
    assert "Adapted from “Second” by Ada Quill (CC BY-SA 4.0, http" in shown
    assert "“First” by Ada Quill (CC BY-SA 4.0, http" in shown
    with writing():
        for one in (first, pattern):
            naming.take_name_off(db.session.merge(one), by=db.session.merge(ada.person), now=START)
    for address in (theirs, f"{theirs}.md", f"{theirs}.json", "/patterns/feed.atom"):
        text = client.get(address).text
        assert ("Ben" in text, "First" in text, "Quill" in text) == (True, True, False)


def adapted(pattern, by):
    """The same in other words of `by`, listed."""
    at = f"http://localhost:8000/patterns/{pattern.slug}/revisions/{{}}".format
    mine = adapting.adapt(pattern, at, by=by.person, now=START)
    [source] = standing_of(mine).content.sources
    revised(mine, by, title="Second", sources=(replace(source, changes="By post."),))
    staging.propose(mine, by=by.person, now=START)
    return mine


def _sources(page):
    """What the rows of sources hold."""
    rows = re.findall(r'name="(sources-\d+-\w+)"[^>]* value="([^"]+)"', page)
    return {name: html.unescape(value) for name, value in rows}


def _hidden(page):
    """What a form of a pattern holds besides what is written in it."""
    return dict(re.findall(r'name="(brought|adapts|once)" value="([^"]*)"', page))


@pytest.mark.engines("sqlite")
def test_what_was_changed_of_a_file_is_asked_before_it_is_proposed(signed_in, writing):
    with writing():
        make_community()
        ben = make_member("Ben")
    his = signed_in(ben)
    page = his.post("/patterns/import", data={"text": markdown.write(TAKEN)}).text
    form = typed(**_sources(page), **_hidden(page))
    mine = his.post("/patterns", data=form).location.partition("?")[0]

    asked = his.post(f"{mine}/proposal", data={"agreed": "yes"})

    assert asked.status_code == 422
    assert "what you changed of “Ask Who Is Missing” by Ada, Open Calls" in asked.text
    said = {"sources-0-changes": "Nothing.", "over": "1"}
    assert his.post(f"{mine}/revisions", data=form | said).status_code == 303
    assert his.post(f"{mine}/proposal", data={"agreed": "yes", "seen": "2"}).status_code == 303


@pytest.mark.engines("sqlite")
def test_no_file_brings_names_of_this_place_along(client, signed_in, writing):
    with writing():
        make_community()
        ada, ben = make_member("Ada Quill"), make_member("Ben")
        first = proposed(ada, title="First", sources=())
        here = f"http://localhost:8000/patterns/{first.slug}"
    his = signed_in(ben)
    said = (f"“First” by Ada Quill (CC0, {here}/revisions/1)", "“Else” by Bo (https://a.example/2)")
    sources = (Source("“Part” by Ada Quill", f"{here}/revisions/1", "CC0", "Cut."),)
    taken = replace(TAKEN, content=replace(TAKEN.content, sources=sources))
    foreign = markdown.write(replace(taken, credit=replace(CREDIT, adapted=said)))
    rows = _sources(his.post("/patterns/import", data={"text": foreign}).text)
    assert rows["sources-0-text"] == "“Ask Who Is Missing” by Ada, Open Calls"
    assert (rows["sources-1-text"], rows["sources-1-changes"]) == ("“First”", "Cut.")
    assert rows["sources-2-text"] == "“Else” by Bo"

    file = client.get(f"/patterns/{first.slug}.md").data.decode()
    text = "---\ntitle: X\n---\n# X\n\n## Authors\n\nAda Quill\n\n## License\n\nCC0\n"
    with writing():
        staging.take_back(db.session.merge(first), by=db.session.merge(ada.person), now=START)
    for given in ({"text": file}, {"text": text, "url": here}):
        page = his.post("/patterns/import", data=given).text
        assert "Quill" not in str(_sources(page))
        assert "adapts" not in _hidden(page)
        assert _sources(page)["sources-0-changes"]


@pytest.mark.engines("sqlite")
def test_what_came_by_an_old_address_is_known_by_the_present_one(client, signed_in, writing):
    with writing():
        make_community()
        ada, ben = make_member("Ada"), make_member("Ben")
        first = proposed(ada, title="First", sources=())
        file = client.get(f"/patterns/{first.slug}.md").data.decode()
        old, first.slug = first.slug, "newer"
        addresses.keep_address(first, old)
        db.session.flush()
    his = signed_in(ben)
    page = his.post("/patterns/import", data={"text": file}).text
    form = typed(title="Ben’s Way", **_sources(page), **_hidden(page))
    assert form["sources-0-url"] == "http://localhost:8000/patterns/newer/revisions/1"
    mine = his.post("/patterns", data=form).location.partition("?")[0]
    said = {"sources-0-changes": "By post.", "over": "1"}
    assert his.post(f"{mine}/revisions", data=form | said).status_code == 303
    assert his.post(f"{mine}/proposal", data={"agreed": "yes", "seen": "2"}).status_code == 303


@pytest.mark.engines("sqlite")
def test_credit_that_is_gone_before_it_is_saved_is_asked_for(client, signed_in, writing):
    with writing():
        make_community()
        ada, ben = make_member("Ada"), make_member("Ben")
        first = proposed(ada, title="First", sources=())
    his = signed_in(ben)
    file = client.get(f"/patterns/{first.slug}.md").data.decode()
    page = his.post("/patterns/import", data={"text": file}).text
    form = typed(title="Ben’s Way", **_sources(page), **_hidden(page))
    with writing():
        staging.take_back(db.session.merge(first), by=db.session.merge(ada.person), now=START)
    told = his.post("/patterns", data=form)
    assert (told.status_code, "not everybody can read" in told.text) == (409, True)
    assert ("Ben’s Way" in told.text, "adapts" in _hidden(told.text)) == (True, False)
    changes = _sources(told.text)["sources-0-changes"]
    assert changes == UNSAID
    again = form | {"adapts": "", "sources-0-changes": changes}
    saved = his.post("/patterns", data=again).location.partition("?")[0]
    assert his.post(f"{saved}/proposal", data={"agreed": "yes"}).status_code == 422


ROOT = "https://here.example/patterns/"
HERE = Here(ROOT, {"old": "new"}.get)


@pytest.mark.parametrize(
    "root",
    [
        *("https://here.example/patterns/", "http://here.example/patterns/"),
        *("HTTPS://Here.Example/patterns/", "https://here.example:443/patterns/"),
        *("http://here.example:80/patterns/", "https://here.example.//patterns//"),
        "https://ada@here.example/patterns/",
    ],
)
def test_this_place_is_known_however_its_address_is_written(root):
    assert HERE.slug_at(f"{root}old/revisions/3?a=b#c") == "new"
    assert HERE.present(f"{root}old.md", "new") == f"{ROOT}new.md"
    assert HERE.has(f"CC BY-SA 4.0, {root}gone/revisions/1)")
    assert HERE.slug_at(f"{root}gone") is None


@pytest.mark.parametrize(
    "elsewhere",
    [
        *("https://here.example.org/patterns/old", "https://here.example:8443/patterns/old"),
        *("https://there.example/?at=https://here.example/patterns/old", "here.example", ""),
        *("https://here.example@there.example/patterns/old", "https://here.example/people/old"),
    ],
)
def test_another_place_is_not_taken_for_this_one(elsewhere):
    assert (HERE.slug_at(elsewhere), HERE.has(elsewhere)) == ("", False)
    assert HERE.present(elsewhere, "new") == elsewhere
    assert not Here().has(f"{ROOT}old")
