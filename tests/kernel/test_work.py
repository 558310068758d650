"""Background work: each job once, by one worker, whatever happens to the others."""

import os
import subprocess
import sys
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, text

from community import work
from community.attendance import expiry, rsvps
from community.attendance.models import Answer, Offer
from community.db import db
from community.work import LEASE, REST, Job, Turn
from tests.factories import START, make_person, make_sitting

WORDS = "ada@example.org"
MINUTE = timedelta(minutes=1)
HOME = Path(__file__).parents[2]


@pytest.fixture
def look(app, at):
    """A function that looks once for what is due among jobs, at a time after the start."""

    def once(jobs, after: timedelta = timedelta(0)) -> int:
        with app.app_context(), at(START + after):
            return work.look(jobs)

    return once


def failing(done: list[str]) -> Job:
    """A job that notes that it was run, and fails with words nobody should read."""

    def run(_now) -> None:
        done.append("bad")
        raise ValueError(WORDS)

    return Job("bad", MINUTE, run)


def noting(done: list[str], name: str = "good", every: timedelta = MINUTE) -> Job:
    """A job that notes that it was run."""
    return Job(name, every, lambda _now: done.append(name))


def test_a_job_that_fails_does_not_stop_the_others(look):
    done: list[str] = []

    assert look([failing(done), noting(done)]) == 1
    assert done == ["bad", "good"]


def test_a_job_that_fails_is_tried_again_after_a_short_rest(look):
    done: list[str] = []
    jobs = [failing(done)]

    look(jobs)
    look(jobs, REST - timedelta(seconds=1))
    assert done == ["bad"]
    look(jobs, REST)
    assert done == ["bad", "bad"]


def test_the_log_says_where_a_job_failed_and_not_what_was_said(look, caplog):
    look([failing([])])

    assert [record.getMessage().partition("\n")[0] for record in caplog.records] == [
        "The job “bad” failed."
    ]
    assert "in run" in caplog.text
    assert "builtins.ValueError" in caplog.text
    assert WORDS not in caplog.text


def test_a_worker_told_to_stop_begins_no_other_job(app):
    done: list[str] = []
    jobs = [noting(done, name) for name in ("one", "two", "three")]

    with app.app_context():
        assert work.look(jobs, is_told_to_stop=lambda: len(done) == 2) == 2

    assert done == ["one", "two"]


def test_a_worker_with_nothing_to_do_reads_once_and_writes_nothing(look, queries):
    jobs = [noting([], f"job {n}", timedelta(hours=1)) for n in range(7)]
    look(jobs)

    with queries() as sent:
        assert look(jobs, timedelta(seconds=55)) == 0

    assert [statement.split()[0] for statement in sent] == ["SELECT"]


def test_a_worker_with_nothing_to_do_says_each_minute_that_it_is_there(look, reading):
    jobs = [noting([], every=timedelta(hours=1))]
    seen = []
    for after in (0, 59, 60, 200):
        look(jobs, timedelta(seconds=after))
        with reading():
            seen.append((work.last_seen() - START).seconds)

    assert seen == [0, 0, 60, 200]


def test_who_lost_the_lease_does_not_end_that_of_another(app, look, at, reading):
    done: list[str] = []

    def slow(_now) -> None:  # so slow that its lease ends, and another worker takes over
        done.append("slow")
        with at(START + LEASE):
            assert work._claim(jobs[0], START + LEASE) is not None

    jobs = [Job("slow", MINUTE, slow)]
    look(jobs)
    assert look(jobs, LEASE + MINUTE) == 0

    with reading():
        turn = db.session.get_one(Turn, "slow")
        assert (done, turn.done_at, turn.leased_until) == (["slow"], None, START + 2 * LEASE)


def test_a_job_whose_worker_died_is_taken_over_when_its_lease_ends(app, look):
    done: list[str] = []
    jobs = [noting(done)]
    with app.app_context():
        assert work._claim(jobs[0], START) is not None

    assert [look(jobs, LEASE - timedelta(seconds=1)), look(jobs, LEASE)] == [0, 1]
    assert done == ["good"]


@pytest.mark.engines("sqlite")  # which keeps any text where a time belongs
def test_one_bad_sitting_does_not_keep_places_from_the_next(writing, look, reading, caplog):
    with writing():
        bad, good = (_with_offer(f"Person {n}") for n in range(2))
        db.session.execute(
            text("UPDATE offer SET offered_at = :words WHERE rsvp_id = :bad"),
            {"words": WORDS, "bad": bad},
        )

    assert look(expiry.JOBS, timedelta(hours=25)) == 0

    with reading():
        closed = dict(db.session.execute(select(Offer.rsvp_id, Offer.closed_at)).all())
        assert (closed[bad] is None, closed[good] is None) == (True, False)
    assert "Background work on sitting 1 failed." in caplog.text
    assert WORDS not in caplog.text


_WORKER = """
import os, sys
from datetime import timedelta
from app import create_app
from community import work

def noting(name):
    def run(now):
        for word in ("begins", "ends"):
            os.write(log, f"{name} {word}\\n".encode())
            os.sched_yield()  # to the other one
    return work.Job(name, timedelta(hours=1), run)

log = os.open(sys.argv[1], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
app = create_app()
print("ready", flush=True)
sys.stdin.readline()
with app.app_context():
    print(sum(work.look([noting(f"job{n}") for n in range(40)]) for _ in range(3)))
"""


def test_two_workers_share_the_jobs_and_do_each_of_them_once(environ, tmp_path):
    log = tmp_path / "log"
    workers = [
        subprocess.Popen(
            [sys.executable, "-c", _WORKER, str(log)],
            cwd=HOME,
            env=os.environ | environ,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    assert [worker.stdout.readline() for worker in workers] == ["ready\n", "ready\n"]

    for worker in workers:
        worker.stdin.write("go\n")
        worker.stdin.flush()
    counts = [int(worker.communicate(timeout=60)[0]) for worker in workers]

    told = Counter(log.read_text().splitlines())
    assert (sum(counts), [worker.returncode for worker in workers]) == (40, [0, 0])
    assert told == Counter(f"job{n} {word}" for n in range(40) for word in ("begins", "ends"))


def _with_offer(name: str) -> int:
    """A full sitting at which somebody left; the id of the RSVP that was offered the place."""
    sitting = make_sitting(capacity=1)
    first = rsvps.answer(sitting, make_person(), answer=Answer.GOING, now=START)
    waits = rsvps.answer(sitting, make_person(name), answer=Answer.GOING, now=START)
    rsvps.withdraw(sitting, first.person, now=START)
    return waits.id


def test_a_clock_that_was_far_ahead_and_put_right_holds_no_job_up(look):
    done: list[str] = []
    look([noting(done)], timedelta(days=3650))

    look([noting(done)], MINUTE)

    assert done == ["good", "good"]


def test_a_lease_that_ends_years_from_now_is_no_lease(look, writing):
    done: list[str] = []
    with writing() as session:
        session.add(Turn(name="good", leased_until=START + timedelta(days=3650)))

    look([noting(done)])

    assert done == ["good"]
