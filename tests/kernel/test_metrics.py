"""`/metrics`: for whoever knows the token alone, in numbers that are about nobody."""

from datetime import timedelta

import pytest

from community import condition, work
from community.accounts.models import Role
from community.backups.models import Backup, Reason
from community.outbox.owing import owe
from community.work import Job, Turn
from tests.factories import START, make_community, make_member

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
TOKEN = "a token for machines, long enough to be one"
WRONG = (None, "Bearer wrong", "Bearer", "Basic YTpi", f"Basic {TOKEN}", f"Bearer {TOKEN}x", "é")


@pytest.fixture
def ada(writing):
    with writing():
        make_community()
        return make_member("Ada", Role.STEWARD)


def note(session, at, *, fault=None) -> None:
    whole = None if fault else 1
    session.add(
        Backup(
            at=at,
            reason=Reason.ASKED,
            name="a.zip",
            size=whole,
            sha256=whole and "0" * 64,
            fault=fault,
        )
    )


def a_worker_was_here(session, at, **done) -> None:
    session.add(Turn(name="worker", seen_at=at))
    for name, when in done.items():
        session.add(Turn(name=name.replace("_", " "), done_at=when))


@pytest.mark.engines("sqlite")
def test_without_a_token_set_there_is_no_such_page(client, ada):
    headers = {"Authorization": f"Bearer {TOKEN}"}

    assert client.get("/metrics", headers=headers).status_code == 404
    assert client.get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404


@pytest.mark.engines("sqlite")
@pytest.mark.parametrize("given", WRONG)
def test_whoever_does_not_know_the_token_is_refused(another_app, ada, given):
    client = another_app(metrics_token=TOKEN).test_client()

    answer = client.get("/metrics", headers={"Authorization": given} if given else {})

    assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Bearer")
    assert "community_" not in answer.text


def test_the_numbers_are_those_of_the_database_and_of_nobody(another_app, writing, ada):
    with writing() as session:
        a_worker_was_here(session, START, write_the_dates_ahead=START - HOUR)
        note(session, START - DAY)
        owe("role_granted", about="1", now=START, person_id=ada.person_id)
    client = another_app(metrics_token=TOKEN).test_client()

    answer = client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})

    lines = answer.text.splitlines()
    values = dict(line.rsplit(" ", 1) for line in lines if not line.startswith("#"))
    assert answer.headers["Content-Type"].startswith("text/plain")
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert values["community_letters_waiting"] == values["community_members"] == "1.0"
    assert 'community_job_undone_seconds{job="write the dates ahead"}' in values
    assert float(values["community_backup_age_seconds"]) > 86_400
    assert 'community_build_info{revision="' in answer.text
    assert "process_resident_memory_bytes" in values
    assert "Ada" not in answer.text


@pytest.mark.engines("sqlite")
def test_a_stewards_cookie_does_not_open_it(another_app, signed_in, ada):
    app = another_app(metrics_token=TOKEN)
    cookie = signed_in(ada).get_cookie("session")
    client = app.test_client()
    client.set_cookie("session", cookie.value)

    assert client.get("/metrics").status_code == 401


def test_a_look_is_about_now(app, at):
    with at(START), app.app_context():
        work.look([Job("tidy", DAY, lambda _now: None)])
        names = {m.name for m in condition.measure(START + HOUR)}

    assert {"worker_unseen_seconds", "database_bytes", "disk_free_bytes"} <= names
