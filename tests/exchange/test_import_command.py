"""`flask --app app import-series`: the same verbs from the terminal."""

import pytest
from sqlalchemy import func, select

from community.calls.models import Series
from community.db import db
from tests.exchange.rewriting import with_values
from tests.factories import make_community, make_member

pytestmark = [pytest.mark.engines("sqlite"), pytest.mark.usefixtures("in_january")]


@pytest.fixture
def run(app, writing, tmp_path):
    """Run the command on a file, for a new member."""
    with writing():
        make_community()
        stu = make_member("Stu")
    path = tmp_path / "series.zip"

    def invoke(content: bytes, *more: str):
        path.write_bytes(content)
        given = ["import-series", str(path), "--facilitator", stu.email, *more]
        return app.test_cli_runner().invoke(args=given)

    return invoke


def test_a_series_is_imported_once(run, made, reading):
    tried, done, again = run(made, "--dry-run"), run(made), run(made)

    assert tried.output.startswith("This would import “Office hours” with 77 calls and 13 notes")
    assert done.output.startswith("Imported: “Office hours” with 77 calls and 13 notes.")
    assert done.output.endswith("It is at http://localhost:8000/series/office-hours\n")
    assert (again.exit_code, "is here already" in again.output) == (1, True)
    with reading():
        assert db.session.scalar(select(func.count(Series.id))) == 1


def test_what_is_refused_leaves_nothing(run, made, reading):
    result = run(with_values(made, "call.json", "sittings", 0, "zone", to="Mars/Rim"))

    assert result.exit_code == 1
    assert "Mars/Rim" in result.output
    with reading():
        assert db.session.scalar(select(func.count(Series.id))) == 0
