"""`flask --app app demo`: the sample content written and taken away from the terminal."""

import pytest
from sqlalchemy import func, select

from community.accounts.models import Role
from community.agendas import proposing
from community.attendance import following, rsvps
from community.attendance.models import Answer
from community.calls.models import Series
from community.calls.queries import sittings_of_series
from community.db import db
from community.facilitation.look_back_models import LookBack
from community.front.at_stake import at_stake
from community.notes.models import Note
from tests.agendas.build import proposed
from tests.factories import START, make_community, make_member
from tests.notes.saying import say


@pytest.fixture
def run(app, at):
    """A function that runs the command; gives its exit code and the last line it says."""

    def invoke(*given: str, typed: str = "") -> tuple[int, str]:
        with at(START):
            result = app.test_cli_runner().invoke(args=["demo", *given], input=typed)
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


def test_what_people_left_on_sample_calls_goes_once_somebody_says_so(run, writing, reading):
    with writing():
        make_community()
        make_member("Stew", Role.STEWARD)
    run()
    with writing():
        mia = make_member("Mia")
        series = db.session.scalars(select(Series)).first()
        sitting = sittings_of_series(series, START)[0]
        note = say(sitting.call, mia)
        rsvps.answer(sitting, mia.person, answer=Answer.GOING, now=START)
        following.follow(series, mia.person, now=START)
        proposing.vote(proposed(sitting.call, mia), by=mia, would_join=False, now=START)
        look = {"worked": "All.", "differently": "", "at": START}
        db.session.add(LookBack(call_id=sitting.call_id, member_id=mia.id, **look))

    for say_no in ("n\n", ""):  # nobody is there to say so either
        assert run("--remove", typed=say_no)[0] == 1
        assert series_there_are(reading) == 2
    with reading():
        assert at_stake().in_words == (
            "1 note, 2 answers, 1 proposal or item, 1 vote, 1 word looking back"
        )
    assert run("--remove", "--yes") == (0, "The sample content is gone.")
    with reading():
        assert db.session.get(Note, note.id) is None


@pytest.mark.parametrize("given", [(), ("--remove",)])
def test_before_the_community_is_set_up_it_says_what_to_do_first(run, reading, given):
    code, said = run(*given)

    assert (code, said) == (1, "Set the community up first: flask --app app init --help")
    assert series_there_are(reading) == 0
