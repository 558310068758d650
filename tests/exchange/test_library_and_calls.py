"""A library and the calls that speak of it are brought in, whichever comes first."""

import io

import pytest
from sqlalchemy import select

from community.accounts.models import Role
from community.exchange.importing_notes import import_series
from community.exchange.library_importing import import_library
from community.exchange.library_reading import read_library
from community.exchange.preparing import prepare
from community.exchange.reading import read
from community.patterns.citation_models import PatternCitation
from community.patterns.citation_queries import cited_in
from community.patterns.models import Pattern
from tests.exchange.library_scene import taken_along
from tests.exchange.small import small_series
from tests.factories import START, make_member


@pytest.mark.parametrize("is_first", ["calls", "library"])
def test_a_pattern_leads_to_the_calls_that_spoke_of_it(db_session, is_first):
    library = read_library(io.BytesIO(taken_along()))
    calls = prepare(read(io.BytesIO(small_series("As in [[decide-without-them]]."))))
    stu = make_member("Stu", Role.STEWARD)
    steps = [
        lambda: import_series(calls, by=stu, now=START),
        lambda: import_library(library, by=stu.person, now=START),
    ]
    for step in steps if is_first == "calls" else reversed(steps):
        step()

    cited = db_session.scalars(select(Pattern).where(Pattern.slug == "decide-without-them")).one()
    assert [(one.title, one.is_used) for one in cited_in(cited, for_member=False)] == [
        ("First", False)
    ]
    asked = db_session.scalars(select(Pattern).where(Pattern.slug == "ask-who-is-missing")).one()
    numbers = select(PatternCitation.pattern_id).order_by(PatternCitation.id)
    assert sorted(db_session.scalars(numbers)) == sorted([asked.id, cited.id])
