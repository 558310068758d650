"""Reading foreign files keeps nobody else waiting: a few at once, and so many an hour."""

import subprocess
import threading
from datetime import timedelta
from io import BytesIO

import pytest

from community.accounts.limits import Limit
from community.accounts.models import Role
from community.calendars.views import importing
from tests.calendars.files import a_file, an_event
from tests.calendars.imports import NOW
from tests.factories import make_community, make_member

FILE = a_file(an_event("RRULE:FREQ=WEEKLY"))
pytestmark = pytest.mark.engines("sqlite")


@pytest.fixture
def people(writing):
    with writing():
        make_community()
        return [make_member(name, Role.FACILITATOR) for name in ("Ada", "Ben")]


def put_up(client, content: bytes = FILE, name: str = "calls.ics"):
    data = {"zone": "Europe/London", "file": (BytesIO(content), name)}
    return client.post("/import", data=data)


def test_a_member_may_put_up_so_many_files_an_hour(people, signed_in, at, monkeypatch):
    monkeypatch.setattr(importing, "PUT_UP", Limit("few", 2, timedelta(hours=1)))
    ada, ben = map(signed_in, people)
    with at(NOW):
        statuses = [put_up(ada).status_code for _ in range(3)]
        other = put_up(ben).status_code
    with at(NOW + timedelta(minutes=61)):
        later = put_up(ada).status_code

    assert (statuses, other, later) == ([303, 303, 429], 303, 303)


def test_twenty_files_an_hour_may_be_put_up():
    assert (importing.PUT_UP.most, importing.PUT_UP.within) == (20, timedelta(hours=1))


def test_a_form_without_a_file_is_not_counted(people, signed_in, at):
    ada = signed_in(people[0])
    with at(NOW):
        tries = [ada.post("/import", data={"zone": "UTC"}).status_code for _ in range(21)]
        assert (set(tries), put_up(ada).status_code) == ({422}, 303)


def test_no_more_than_two_files_are_read_at_once(people, signed_in, at, monkeypatch):
    ada = signed_in(people[0])
    inside, go_on = threading.Semaphore(0), threading.Event()

    def run(*args, **given):  # the program that reads, at its slowest
        inside.release()
        assert go_on.wait(30)
        return subprocess_run(*args, **given)

    subprocess_run = subprocess.run
    clients = [signed_in(person) for person in people]
    with at(NOW):
        with monkeypatch.context() as slow:
            slow.setattr("community.calendars.reading.reader.subprocess.run", run)
            answers: list[int] = []
            threads = [
                threading.Thread(target=lambda c=client: answers.append(put_up(c).status_code))
                for client in clients
            ]
            for thread in threads:
                thread.start()
            for _ in threads:
                assert inside.acquire(timeout=30)
            refused = put_up(ada)
            go_on.set()
            for thread in threads:
                thread.join()
        after = put_up(ada)

    assert (refused.status_code, sorted(answers), after.status_code) == (429, [303, 303], 303)
    assert "Other calendar files are being read just now." in refused.text
