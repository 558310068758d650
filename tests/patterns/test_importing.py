"""Patterns brought in: ours whole, others mapped, and only what their licence allows."""

import re
from dataclasses import replace
from io import BytesIO

import pytest

from community.access import VISITOR, Viewer, may
from community.patterns import markdown
from community.patterns.content import LONGEST_IN_ALL, SECTIONS, TOO_MUCH, Check, Source
from community.patterns.importing import LicenceUnsaid, found_in
from community.patterns.licensing import allowed
from community.patterns.markdown import FileRefused
from community.patterns.policies import Permission
from community.patterns.text_forms import TextsForm
from tests.factories import make_community, make_member
from tests.patterns.test_exports import CREDIT, TAKEN

FOREIGN = b"""\xef\xbb\xbf## Title\r
\r
Ask `Early`\r

## Patlet

People are asked too late. Ask them early.

## Problem

Nobody is asked.

```
## Context
```

### Deeper

More.

## Context

A company.

## Solutions

Ask.

## Rationale

It works.

## Known Instances

* Somewhere

## Author(s)

Ann
Bob

## Status

Proven
"""


def test_headings_of_others_are_mapped_and_the_rest_is_told():
    found = found_in(FOREIGN, url="https://example.org/p", licence="CC BY-SA 4.0")

    content = found.content
    assert (content.title, content.summary) == (
        "Ask `Early`",
        "People are asked too late. Ask them early.",
    )
    assert content.problem == "Nobody is asked.\n\n```\n## Context\n```\n\n### Deeper\n\nMore."
    assert (content.context, content.seen) == ("A company.", "* Somewhere")
    assert content.solution == "Ask.\n\n### Why it works\n\nIt works."
    [source] = content.sources
    assert (source.text, source.url, source.licence) == (
        "“Ask `Early`” by Ann, Bob",
        "https://example.org/p",
        "CC BY-SA 4.0",
    )
    assert found.left_out == ("Status",)
    assert {("Solutions", "Solution"), ("Author(s)", "What it was made from")} < set(found.went_to)

    loose = b"Before.\n\n# Ask\n\nIt began so.\n\n> ACK: Ann\n\n## Context\n\nA firm.\n\n# More"
    found = found_in(loose, url="https://example.org/p", licence="CC0")
    assert found.content.context == "Before.\n\nIt began so.\n\n> ACK: Ann\n\nA firm."
    assert ("what stands under no heading of its own", "context") in found.mapped
    assert found.left_out == ("More",)


def test_ours_is_taken_whole_with_its_source_before_its_sources():
    taken = replace(TAKEN, credit=replace(CREDIT, title=TAKEN.content.title))

    found = found_in(markdown.write(taken).encode(), url="", licence="")

    assert replace(found.content, sources=found.content.sources[1:]) == TAKEN.content
    assert found.content.sources[0].text == "“Ask Who Is Missing” by Ada, Open Calls"
    assert found.content.sources[0].url == CREDIT.address

    said = (
        "A talk (CC BY 4.0, https://example.org/talk)",
        "“Gone” by Bo (CC0, https://a.example/2)",
        *("“Old” (Elsewhere, https://a.example/3)", "“Older” by Cy"),
        "“Oldest” by Di (https://a.example/4)",
    )
    named = [Source("“Mine”", "https://a.example/2", "CC0", "Cut."), *TAKEN.content.sources]
    content = replace(TAKEN.content, sources=tuple(named))
    taken = replace(taken, content=content, credit=replace(taken.credit, adapted=said))
    sources = found_in(markdown.write(taken).encode(), url="", licence="").content.sources[1:]
    assert [(one.text, one.url, one.licence) for one in sources] == [
        ("“Gone” by Bo", "https://a.example/2", "CC0"),
        ("A talk", "https://example.org/talk", "CC BY 4.0"),
        ("“Old”, Elsewhere", "https://a.example/3", ""),
        ("“Older” by Cy", "", ""),
        ("“Oldest” by Di", "https://a.example/4", ""),
    ]


def test_as_much_as_can_be_written_can_be_brought_in():
    ten = dict.fromkeys(list(SECTIONS)[:10], "wörd " * (LONGEST_IN_ALL // 60))
    sources = (Source("ä" * 300, f"https://example.org/{'a' * 480}", "x" * 60, "ä" * 300),) * 12
    content = replace(TAKEN.content, **ten, sources=sources)
    given = markdown.write(replace(TAKEN, content=content)).encode()
    assert 256 * 1024 > content.weight > LONGEST_IN_ALL * 0.99
    assert replace(found_in(given, url="", licence="").content, sources=sources) == content

    form = TextsForm(data={"title": "Ask", "summary": "Ask."} | ten)
    assert (form.validate(), form.form_errors) == (True, [])
    form.who_pays.data = "a" * 4000
    assert (form.validate(), form.form_errors) == (False, [TOO_MUCH])


def test_a_text_is_copied_only_where_its_licence_allows_it():
    names = ["CC0", "cc0-1.0", "CC-BY-4.0", "CC BY-SA 4.0", "CC BY-NC 4.0", "CC BY 3.0", "MIT", ""]
    found = [allowed(name) for name in names]
    assert found == ["CC0", "CC0", "CC BY 4.0", "CC BY-SA 4.0", None, None, None, None]

    written_out = [
        "https://creativecommons.org/licenses/by-sa/4.0/",
        "http://www.creativecommons.org/licenses/by/4.0/deed.de",
        "https://creativecommons.org/publicdomain/zero/1.0",
        "Creative Commons Attribution-ShareAlike 4.0 International",
        "Creative Commons Attribution 4.0 International License (CC BY 4.0)",
        "CC0 1.0 Universal",
        "https://creativecommons.org/licenses/by-nc-nd/4.0/",
        "https://creativecommons.org/licenses/by-sa/3.0/",
        "Creative Commons Attribution-NonCommercial-ShareAlike 4.0 International",
        "CC BY 4.0 and CC BY-NC 4.0",
        "https://example.org/creativecommons.org/licenses/by/4.0/",
    ]
    assert [allowed(name) for name in written_out] == [
        *("CC BY-SA 4.0", "CC BY 4.0", "CC0", "CC BY-SA 4.0", "CC BY 4.0", "CC0"),
        *(None,) * 5,
    ]

    linked = found_in(FOREIGN, url="https://example.org/p", licence="")
    assert linked.is_link_only
    assert (linked.content.problem, linked.content.summary) == ("", "")
    assert linked.content.sources[0].url == "https://example.org/p"
    closed = replace(TAKEN, content=replace(TAKEN.content, licence="CC-BY-NC-4.0"))
    ours = found_in(markdown.write(closed).encode(), url="", licence="CC0")
    assert (ours.is_link_only, ours.content.problem) == (True, "")
    with pytest.raises(FileRefused, match="Say where it is"):
        found_in(FOREIGN, url="", licence="MIT")


def test_a_licence_in_the_file_outranks_what_is_said_of_it():
    text, url = FOREIGN.decode("utf-8-sig").replace("\r", ""), "https://example.org/p"
    closed = [
        f"---\nlicense: CC BY-NC-ND 4.0\n---\n{text}",
        f"---\nLicence: 'CC BY-NC 4.0'\n---\n{text}",
        f"{text}\n## License\n\n[CC BY-NC](https://creativecommons.org/licenses/by-nc/4.0/)\n",
        f"{text}\n<!-- SPDX-License-Identifier: CC-BY-NC-4.0 -->\n",
    ]
    for one in closed:
        found = found_in(one.encode(), url=url, licence="CC BY-SA 4.0")
        assert (found.is_link_only, found.content.problem) == (True, "")
        assert "NC" in found.content.sources[0].licence
    for said in ("license: https://creativecommons.org/licenses/by/4.0/", "license: CC-BY-4.0"):
        for given in ("CC0", "", None):
            found = found_in(f"---\n{said}\n---\n{text}".encode(), url=url, licence=given)
            assert (found.is_link_only, found.content.sources[0].licence) == (False, "CC BY 4.0")
    cited = f"{text}\n## License\n\n[CC BY](https://creativecommons.org/licenses/by/4.0/).\n"
    assert not found_in(cited.encode(), url=url, licence="").is_link_only
    with pytest.raises(LicenceUnsaid):
        found_in(FOREIGN, url=url, licence=None)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (b"", "There is nothing in it."),
        (b"\xff\xfe", "The file is no text in UTF-8."),
        (b"words", "It has no title"),
        (b"a" * 500_000, "The file is too big: at most 416 KB are read."),
        (b"---\na: !!python/x y\n---\n# A\n", "Line 2 has a tag"),
        (b"---\na: [*a, *a]\n---\n# A\n", "Line 2 is no value"),
        (b'---\nformat: 1\npattern: "x"\n---\n', "Its head does not say"),
    ],
)
def test_what_cannot_be_read_is_refused_in_a_sentence(given, sentence):
    with pytest.raises(FileRefused, match=sentence):
        found_in(given, url="", licence="CC0")


@pytest.mark.engines("sqlite")
def test_a_file_is_shown_as_a_draft_and_saved_by_nobody_but_the_member(client, signed_in, writing):
    with writing():
        make_community()
        ada = make_member("Ada")
    assert may(Viewer(ada), Permission.IMPORT_PATTERN)
    assert not may(VISITOR, Permission.IMPORT_PATTERN)
    mine = signed_in(ada)

    def send(content, **given):
        return mine.post("/patterns/import", data={"file": (BytesIO(content), "p.md"), **given})

    shown = send(FOREIGN, url="https://example.org/p", licence="CC0")

    assert shown.status_code == 200
    assert 'value="Ask `Early`"' in shown.text
    assert "Nothing is saved yet" in shown.text
    assert "Status" in shown.text
    assert 'value="https://example.org/p"' in shown.text
    linked = send(FOREIGN, url="https://example.org/p", licence="another").text
    assert "its text was not copied" in linked
    assert "Nobody is asked." not in linked
    assert send(b"", licence="CC0").status_code == 422
    unsaid = send(FOREIGN, url="https://example.org/p")
    assert (unsaid.status_code, "Say under which licence" in unsaid.text) == (422, True)
    assert not re.search(r'name="licence"[^>]* checked', mine.get("/patterns/import").text)
    assert send(b"words", licence="CC0").status_code == 422
    assert send(b"a" * 500_000, licence="CC0").status_code == 413
    assert client.get("/patterns/import").location.startswith("/sign-in")
    assert "Ask `Early`" not in mine.get("/patterns/new").text
    asked = tuple(Check(f"Is it {number}?") for number in range(9))
    many = replace(TAKEN, content=replace(TAKEN.content, checks=asked))
    page = send(markdown.write(many).encode()).text
    assert "steward can bring in" in page
    names = re.findall(r'name="(checks-\d+-question|sources-\d+-text)"[^>]* value="([^"]+)"', page)
    brought = re.findall(r'name="(brought|once)" value="([^"]*)"', page)
    given = {"title": "Nine", "summary": "Checks.", "disclosure-degree": "none"}
    given |= dict(names) | {name.replace("question", "kind"): "document" for name, _ in names}
    assert mine.post("/patterns", data=given).status_code == 422
    saved = mine.post("/patterns", data=given | dict(brought)).location
    assert "Is it 8?" in mine.get(saved).text
