"""Several patterns and collections of one person that are set aside are read at once."""

from typing import Any

import pytest

from community.access import Viewer
from community.conduct.state_models import Content
from community.db import db
from community.moderation import setting_aside
from community.moderation.report_models import Report
from community.moderation.seen_content import own_content
from community.moderation.subject_queries import subject_at, subjects_of
from tests.conduct.build import KIND, publish, with_clauses
from tests.factories import START
from tests.moderation.aside import HIDDEN, everybody
from tests.moderation.build import days
from tests.patterns.build import collected, proposed
from tests.watch import counted

pytestmark = pytest.mark.usefixtures("db_session")


@pytest.fixture
def people():
    people = everybody()
    publish(people["Stella"], with_clauses(KIND))
    return people


def _written(people, number):
    pattern = proposed(people["Mia"], title=f"Way {number}", solution=f"Do wombat{number}.")
    shelf = collected(people["Mia"], title=f"Shelf {number}", about=f"Of quoll{number}.")
    return [f"pattern:{pattern.slug}", f"collection:{shelf.slug}"], [pattern, shelf]


def test_what_is_set_aside_as_a_whole_is_read_with_as_many_queries_for_three_as_for_one(people):
    mia, asked, said = people["Mia"].person_id, [], ""
    for number in range(3):
        for reference in _written(people, number)[0]:
            subject = subject_at(Viewer(people["Rue"]), reference)
            setting_aside.set_aside(subject, HIDDEN, by=people["Rue"], now=START)
        db.session.flush()
        db.session.expire_all()
        with counted() as sent:
            said = "".join(one.text_html for one in own_content(mia, days(1)))
        asked.append(len(sent))
    assert [f"{word}{n}" in said for word in ("wombat", "quoll") for n in range(3)] == [True] * 6
    assert asked[1] == asked[2]


def test_what_reports_are_about_is_read_with_as_many_queries_for_three_as_for_one(people):
    kinds, asked = (Content.PATTERN, Content.COLLECTION), []
    rows: list[tuple[Content, Any]] = []
    for number in range(3):
        rows += zip(kinds, _written(people, number)[1], strict=True)
        reports = [Report(about=kind, about_id=row.id) for kind, row in rows]
        db.session.flush()
        db.session.expire_all()
        with db.session.no_autoflush, counted() as sent:
            told = [one.source for one in subjects_of(reports).values()]
        asked.append(len(sent))
        assert [f"quoll{number}" in one for one in told].count(True) == 1
    assert asked[1] == asked[2]
