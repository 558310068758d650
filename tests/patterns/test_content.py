"""What a pattern says is kept whole, and what it lacks is told."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from community.patterns.content import (
    Audience,
    Check,
    Content,
    Kind,
    Source,
    changed_sections,
    facets_of,
    from_json,
    from_values,
    in_order,
    missing,
    to_json,
)
from community.patterns.facets import FACETS, WORDS, Dimension, Door, Effort, People
from tests.patterns.build import CONTENT

LINE = st.text(max_size=30)
CONTENTS = st.builds(
    Content,
    title=LINE,
    summary=LINE,
    solution=LINE,
    tags=st.lists(LINE, max_size=3).map(tuple),
    checks=st.lists(
        st.builds(
            Check,
            LINE,
            st.sampled_from(Kind),
            LINE,
            st.none() | st.sampled_from(Audience),
        ),
        max_size=2,
    ).map(tuple),
    sources=st.lists(st.builds(Source, LINE, LINE, LINE, LINE), max_size=2).map(tuple),
    dimensions=st.sets(st.sampled_from(Dimension)).map(lambda d: in_order(Dimension, d)),
    effort=st.none() | st.sampled_from(Effort),
)


@settings(max_examples=60)
@given(CONTENTS)
def test_what_is_kept_is_what_was_written(content):
    assert from_json(to_json(content)) == content


def test_everything_that_is_missing_is_named():
    assert missing(Content("Title", "Summary")) == [
        *("context", "problem", "solution", "checks"),
        *("dimensions", "infrastructure", "effort", "people"),
    ]
    assert missing(CONTENT) == []
    facets = {"dimensions": (), "infrastructure": (), "effort": None, "people": None}
    assert missing(replace(CONTENT, **facets)) == list(facets)


def test_it_is_found_by_what_it_says():
    content = replace(CONTENT, effort=Effort.HOURS, people=People.FEW)

    assert facets_of(content) == [
        ("dimension", "intention"),
        ("dimension", "trust"),
        ("infrastructure", "governance"),
        ("role", "facilitator"),
        ("effort", "hours"),
        ("people", "few"),
        ("tag", "meetings"),
    ]


def test_what_differs_is_named_in_reading_order():
    after = replace(CONTENT, roles=(Door.FUNDER,), summary="Another.", solution="Else.")

    assert changed_sections(CONTENT, after) == ["summary", "solution", "roles"]


def test_no_two_values_share_a_name_and_each_has_words():
    values = [value for kind in FACETS.values() for value in kind]

    assert len(set(values)) == len(values)
    assert set(values) == set(WORDS)


@pytest.mark.parametrize(
    "values", [{"title": "x"}, {"title": "x", "summary": "y", "dimensions": ["beauty"]}]
)
def test_values_that_do_not_fit_are_refused(values):
    with pytest.raises((ValueError, TypeError)):
        from_values(values)
