"""Patterns taken along: the same bytes through Markdown, and nothing hostile read."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from community.disclosures.wording import Checked, Degree, Said, Tool
from community.patterns import citing, front_matter, markdown
from community.patterns.content import (
    SECTIONS,
    Audience,
    Check,
    Content,
    Kind,
    Source,
    Training,
    in_order,
)
from community.patterns.credit import Credit
from community.patterns.facets import Dimension, Door, Effort, Infrastructure, Moment, People
from community.patterns.taking import Related, Taken, as_linked_data, digital_source_type
from tests.factories import make_community, make_member
from tests.patterns.build import CONTENT, draft, proposed

WORDS = st.text(max_size=60)
LINES = st.sampled_from(
    ["## Context", "\\## Credit", "---", "## Sources", "```", "", "  ", "# x", "- a", "\r\n", "\r"]
)
TEXTS = st.lists(st.one_of(LINES, WORDS), max_size=6).map("\n".join)
CREDIT = Credit("Ask", ("Ada",), False, "Open Calls", "https://a.example/1", "CC-BY-SA-4.0")
TAKEN = Taken(
    slug="ask",
    content=CONTENT,
    stage="emerging",
    number=3,
    at=datetime(2026, 3, 1, 12, tzinfo=UTC),
    credit=CREDIT,
    said=Said(Degree.MOST, "drafting", (Tool("Model", "2", "Ltd"),), Checked.EVERY_CLAIM),
    relations=(Related("uses", "other", "as it says"),),
)
CONTENTS = st.builds(
    Content,
    title=WORDS,
    summary=TEXTS,
    also_known_as=st.lists(WORDS, max_size=2).map(tuple),
    checks=st.lists(
        st.builds(
            Check, WORDS, st.sampled_from(Kind), WORDS, st.none() | st.sampled_from(Audience)
        ),
        max_size=2,
    ).map(tuple),
    sources=st.lists(st.builds(Source, WORDS, WORDS, WORDS, WORDS), max_size=2).map(tuple),
    dimensions=st.lists(st.sampled_from(Dimension)).map(lambda found: in_order(Dimension, found)),
    infrastructure=st.just((Infrastructure.GOVERNANCE,)),
    roles=st.lists(st.sampled_from(Door)).map(lambda found: in_order(Door, found)),
    moments=st.lists(st.sampled_from(Moment)).map(lambda found: in_order(Moment, found)),
    effort=st.none() | st.sampled_from(Effort),
    people=st.none() | st.sampled_from(People),
    tags=st.lists(WORDS, max_size=2).map(tuple),
    training=st.none() | st.sampled_from(Training),
    **dict.fromkeys(SECTIONS, TEXTS),
)


@given(CONTENTS, WORDS)
def test_what_is_exported_and_imported_is_exported_byte_for_byte(content, name):
    credit = replace(CREDIT, title=content.title, people=(name,))
    text = markdown.write(replace(TAKEN, content=content, credit=credit))

    assert markdown.write(markdown.read(text)) == text


def test_what_is_read_is_what_was_written():
    credit = replace(CREDIT, title=CONTENT.title)
    taken = replace(TAKEN, credit=credit)

    assert markdown.read(markdown.write(taken)) == taken
    text = markdown.write(taken)
    assert "\nAssisted-by: Model 2 (Ltd) (most of it; the author checked every claim)\n" in text
    assert "\n- Does each decision name who was asked? (document: the record)\n" in text


@pytest.mark.parametrize(
    ("head", "sentence"),
    [
        ("a: &b 1", "Line 2 has an anchor, which is not read here."),
        ("a: *b", "Line 2 has an alias, which is not read here."),
        ("a: !!python/object:os.system x", "Line 2 has a tag, which is not read here."),
        ("a: |\n  text", "Line 2 has a block text, which is not read here."),
        ("a: 1\na: 2", "Line 3: “a” stands twice."),
        ('a: {"b": 1, "b": 2}', "Line 2 is no value that is read here."),
        ("a: " + "[" * 50_000, "Line 2 is no value that is read here."),
        ("a: NaN: 1", "Line 2 needs quotation marks around its value."),
        ("<<: x", "Line 2 is no “name: value” that is read here."),
        ("a: 'b", "Line 2 does not end its quotation."),
        ("a: 1\n" * 500, "The head is too long."),
    ],
)
def test_a_head_that_does_more_than_it_needs_to_is_refused(head, sentence):
    with pytest.raises(front_matter.HeadRefused, match=f"^{sentence.replace('.', '[.]')}$"):
        front_matter.split(f"---\n{head}\n---\n")


def test_a_head_as_people_write_it_is_read():
    head = "title: Ask who is missing\ntags: [a, b c]\n# why\nn: 3\nit's: x"
    with pytest.raises(front_matter.HeadRefused):
        front_matter.read(head)

    read = front_matter.read(
        "title: 'It''s'\ntags: [a, b c]\n\n# why\nn: 3\nnone: ~\nl:\n- a\n  - b"
    )

    wanted = {"title": "It's", "tags": ["a", "b c"], "n": 3, "none": None, "l": ["a", "b"]}
    assert read == wanted


@pytest.mark.parametrize("change", [("title", 3), ("relations", 1), ("disclosure", None)])
def test_a_head_that_says_something_else_is_refused(change):
    head, body = front_matter.split(markdown.write(TAKEN))

    with pytest.raises(markdown.FileRefused):
        markdown.read(front_matter.write({**head, change[0]: change[1]}) + body)


def test_an_address_ends_no_field_of_a_bibliography():
    hostile = replace(CREDIT, address="https://a.example/1}, evil={x\ny")
    entry = citing.as_bibtex(replace(TAKEN, credit=hostile))

    assert "  url = {https://a.example/1%7D,%20evil=%7Bx%0Ay}," in entry.splitlines()


def test_what_it_was_made_from_stands_whole_in_every_form():
    source = Source("A_talk [1]", "https://example.org/a_b", "CC-BY-4.0", "Made *short*.")
    content = replace(CONTENT, sources=(source, Source("Heard", "", "CC", "")))
    credit = replace(CREDIT, title=CONTENT.title)
    taken = replace(TAKEN, content=content, credit=credit)

    text = markdown.write(taken)
    told = r"- A_talk \[1], CC BY 4.0: <https://example.org/a_b>. Changed: Made \*short\*."
    assert f"\n{told}\n- Heard, CC\n" in text
    assert markdown.write(markdown.read(text)) == text
    licence = "https://creativecommons.org/licenses/by/4.0/"
    based = as_linked_data(taken)["isBasedOn"]
    assert [one.get("license") for one in based] == [licence, None]


def test_whoever_is_not_named_is_an_author_of_a_citation_too():
    text = citing.as_citation_file(replace(TAKEN, credit=replace(CREDIT, others=True)))
    names = [{"name": "Ada"}, {"name": "others who are not named"}]

    cited = yaml.safe_load(text)
    assert (cited["authors"], cited["preferred-citation"]["authors"]) == (names, names)
    alone = replace(CREDIT, people=(), others=True)
    cited = yaml.safe_load(citing.as_citation_file(replace(TAKEN, credit=alone)))
    assert cited["authors"] == [{"name": "Open Calls"}]


def test_the_term_for_tools_follows_from_what_was_said():
    found = [digital_source_type(Said(degree)) for degree in Degree]

    assert [term and term.rpartition("/")[2] for term in found] == [
        "digitalCreation",
        "algorithmicallyEnhanced",
        "compositeWithTrainedAlgorithmicMedia",
        "trainedAlgorithmicMedia",
        None,
    ]


@pytest.mark.engines("sqlite")
def test_a_draft_is_taken_along_by_its_author_alone_and_names_taken_off_are_in_no_form(
    client, signed_in, writing
):
    with writing():
        make_community()
        ada, ben = make_member("Canary Ada"), make_member("Ben")
        private = draft(ada).slug
        proposed(ada)
    forms = ("md", "json", "jsonld", "bib", "cff")

    def answers(reader):
        return {reader.get(f"/patterns/{private}.{form}").status_code for form in forms}

    assert (answers(signed_in(ada)), answers(signed_in(ben)), answers(client)) == (
        {200},
        {404},
        {404},
    )
    public = [f"/patterns/ask-who-is-missing.{form}" for form in forms]
    assert all("Canary" in client.get(path).text for path in public)
    first = client.get(public[0])
    again = client.get(public[0], headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    signed_in(ada).post("/patterns/ask-who-is-missing/name-withdrawal")
    assert not any("Canary" in client.get(path).text for path in public)
