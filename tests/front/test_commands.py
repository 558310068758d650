"""`flask --app app demo`: the sample content written and taken away from the terminal."""

import pytest
from sqlalchemy import func, select

from community.accounts.models import Role
from community.calls.models import Series
from community.db import db
from tests.factories import START, make_community, make_member


@pytest.fixture
def run(app, at):
    """A function that runs the command; gives its exit code and the last line it says."""

    def invoke(*given: str) -> tuple[int, str]:
        with at(START):
            result = app.test_cli_runner().invoke(args=["demo", *given])
        return result.exit_code, result.output.splitlines()[-1]

    return invoke


def series_there_are(reading) -> int:
    with reading():
        return db.session.scalar(select(func.count()).select_from(Series)) or 0


def test_the_sample_content_is_written_once_and_taken_away_again(run, writing, reading):
    with writing():
        make_community()
        make_member("Stew", Role.STEWARD)

    for _ in range(2):
        assert run() == (0, "The sample content is there.")
        assert series_there_are(reading) == 2
    for _ in range(2):
        assert run("--remove") == (0, "The sample content is gone.")
        assert series_there_are(reading) == 0


@pytest.mark.parametrize("given", [(), ("--remove",)])
def test_before_the_community_is_set_up_it_says_what_to_do_first(run, reading, given):
    code, said = run(*given)

    assert (code, said) == (1, "Set the community up first: flask --app app init --help")
    assert series_there_are(reading) == 0
