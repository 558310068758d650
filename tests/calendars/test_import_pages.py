"""Importing a calendar through its pages: nothing before it is confirmed, and then once."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from community.accounts.models import Role
from community.calendars.models import ImportFile
from community.calendars.uploads import JOBS, MOST_KEPT
from community.calls.models import Call, Series, Visibility
from tests.calendars.files import a_file, an_event
from tests.calendars.imports import NOW, amounts
from tests.calls.build import begin
from tests.factories import make_community, make_member

EVENING = an_event(
    "SUMMARY:An evening",
    "CATEGORIES:Licences",
    uid="evening@example.org",
    start="DTSTART;TZID=Asia/Kathmandu:20261203T200000",
)
FILE = a_file(an_event("RRULE:FREQ=WEEKLY", "LOCATION:https://meet.example.org/tea"), EVENING)


@pytest.fixture(autouse=True)
def _now(at):
    with at(NOW):
        yield


@pytest.fixture
def ada(writing):
    """A facilitator in a community."""
    with writing():
        make_community()
        return make_member("Ada", Role.FACILITATOR)


@pytest.fixture
def client(ada, signed_in):
    """Her client."""
    return signed_in(ada)


def put_up(client, content: bytes = FILE, name: str = "calls.ics"):
    """Send a file."""
    body = (
        b'--x\r\nContent-Disposition: form-data; name="zone"\r\n\r\nEurope/London\r\n'
        b'--x\r\nContent-Disposition: form-data; name="file"; filename="%s"\r\n'
        b"Content-Type: text/calendar\r\n\r\n%s\r\n--x--\r\n" % (name.encode(), content)
    )
    return client.post("/import", data=body, content_type="multipart/form-data; boundary=x")


def as_sent(page: str) -> dict[str, str]:
    """What the form of a preview sends when nothing is changed."""
    sent = {}
    for tag in re.findall(r"<input [^>]*>", page):
        values = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        ticked = values.get("type") not in {"checkbox", "radio"} or " checked" in tag
        if values.get("name") and ticked:
            sent[values["name"]] = values.get("value", "")
    return sent


def test_a_file_is_shown_and_nothing_is_saved_until_it_is_confirmed(client, reading):
    skipped = "EXDATE;TZID=Europe/Berlin:20261201T170000"
    tea = an_event("RRULE:FREQ=WEEKLY", skipped, "LOCATION:https://meet.example.org/tea")

    page = client.get(put_up(client, a_file(tea, EVENING)).location).text

    assert "Every Tuesday at 17:00 Europe/Berlin, for 60 minutes" in page
    assert re.findall(r"<span>(\w+ \d+ \w+, 17:00)", page) == [
        "Tue 24 Nov, 17:00",
        "Tue 8 Dec, 17:00",
        "Tue 15 Dec, 17:00",
    ]
    assert "Import 1 series and 1 call</button>" in page
    assert "meet.example.org" not in page
    assert amounts(reading) == (0, 0)


def test_a_confirmed_file_is_imported_once_however_often_it_is_confirmed(client, reading):
    location = put_up(client).location
    sent = as_sent(client.get(location).text)

    answers = [client.post(f"{location}/confirmation", data=sent) for _ in range(2)]

    assert [(answer.status_code, answer.location) for answer in answers] == [(303, location)] * 2
    assert amounts(reading) == (1, 1)
    page = client.get(location).text
    assert "Imported: 1 series and 1 call." in page
    assert "This file was imported on" in page
    assert '<a href="/series/tea">Tea</a>' in page


def test_the_same_file_put_up_again_offers_nothing(client, reading):
    first = put_up(client).location
    client.post(f"{first}/confirmation", data=as_sent(client.get(first).text))

    page = client.get(put_up(client).location).text

    assert "confirmation" not in page
    assert "Everything in this file is here already." in page
    assert page.count("here already") == 3
    assert amounts(reading) == (1, 1)


def test_what_is_not_ticked_stays_out_and_titles_and_topics_are_those_chosen(client, reading):
    location = put_up(client).location
    sent = as_sent(client.get(location).text)
    del sent["proposals-1-is_wanted"]
    sent |= {"proposals-0-title": "Coffee", "visibility": "members", "topics": "Hot, Drinks"}

    client.post(f"{location}/confirmation", data=sent)

    assert amounts(reading) == (1, 0)
    with reading() as session:
        series = session.scalars(select(Series)).one()
        assert (series.title, series.visibility) == ("Coffee", Visibility.MEMBERS)
        assert [topic.name for topic in series.topics] == ["Drinks", "Hot"]


def test_a_call_can_become_a_date_of_a_series_one_facilitates(client, ada, writing, reading):
    with writing():
        series = begin(ada, title="Evenings", now=NOW)
    location = put_up(client, a_file(EVENING)).location
    page = client.get(location).text
    assert "A date of “Evenings”" in page

    client.post(
        f"{location}/confirmation", data=as_sent(page) | {"proposals-0-into": str(series.id)}
    )

    with reading() as session:
        extra = session.scalars(select(Call).where(Call.rule_date.is_(None))).one()
        assert (extra.series_id, extra.title) == (series.id, "An evening")


def test_a_call_cannot_become_a_date_of_a_series_of_somebody_else(client, writing, reading):
    with writing():
        series = begin(make_member("Bo", Role.FACILITATOR), title="Theirs", now=NOW)
    location = put_up(client, a_file(EVENING)).location
    sent = as_sent(client.get(location).text) | {"proposals-0-into": str(series.id)}

    answer = client.post(f"{location}/confirmation", data=sent)

    assert answer.status_code == 422
    assert amounts(reading) == (1, 0)


def test_choosing_nothing_is_said_beside_the_form(client, reading):
    location = put_up(client).location
    sent = as_sent(client.get(location).text)
    sent = {name: value for name, value in sent.items() if not name.endswith("is_wanted")}

    answer = client.post(f"{location}/confirmation", data=sent)

    assert answer.status_code == 422
    assert "Choose at least one series or call to import." in answer.text
    assert amounts(reading) == (0, 0)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "This file is empty."),
        (b"GIF89a", "This is not a calendar file"),
        (b"BEGIN:VCALENDAR\n" * 5, "parts lie more than 3 deep in each other"),
        (b"BEGIN:VCALENDAR\n" + b"X:y\n" * 100_000, "more than 60,000 lines"),
        (b"BEGIN:VCALENDAR\n" + b"x" * 2_000_000, "This file is too big: 2.0 MB"),
    ],
    ids=["empty", "a picture", "nested", "endless", "big"],
)
def test_a_file_that_is_refused_says_why_and_is_not_kept(client, reading, content, sentence):
    answer = put_up(client, content)

    assert answer.status_code == 422
    assert sentence in re.sub(r"<[^>]+>", "", answer.text)
    with reading() as session:
        assert session.scalars(select(ImportFile)).all() == []


def test_no_file_at_all_is_asked_for(client):
    answer = client.post("/import", data={"zone": "UTC"})

    assert "Choose a calendar file, such as calendar.ics." in answer.text


def test_a_file_far_too_big_is_refused_with_a_sentence(client):
    answer = put_up(client, b"x" * 3_000_000)

    assert answer.status_code == 413
    assert "This file is too big: at most 2 MB are read." in answer.text


def test_a_file_of_which_nothing_can_be_kept_says_why_line_by_line(client):
    whole_day = an_event("DTEND;VALUE=DATE:20261205", start="DTSTART;VALUE=DATE:20261203")

    page = client.get(put_up(client, a_file(whole_day)).location).text

    assert "Nothing in this file can be imported." in page
    assert "Line 7: “Tea” is left out" in page


def test_a_file_is_there_only_for_who_put_it_up(client, signed_in, writing):
    with writing():
        bo = make_member("Bo", Role.FACILITATOR, Role.STEWARD)
    location = put_up(client).location
    other = signed_in(bo)

    assert other.get(location).status_code == 404
    assert other.post(f"{location}/confirmation").status_code == 404


def test_old_files_are_forgotten_and_a_member_keeps_only_the_latest(app, client, reading):
    for _ in range(MOST_KEPT + 2):
        put_up(client)
    with reading() as session:
        assert len(session.scalars(select(ImportFile)).all()) == MOST_KEPT

    with app.app_context():
        JOBS[0].run(NOW.replace(day=25))

    with reading() as session:
        assert session.scalars(select(ImportFile)).all() == []


def test_of_confirmations_at_the_same_moment_one_alone_is_done(client, ada, signed_in, reading):
    location = put_up(client).location
    sent = as_sent(client.get(location).text)
    series = {name: value for name, value in sent.items() if name != "proposals-1-is_wanted"}
    call = {name: value for name, value in sent.items() if name != "proposals-0-is_wanted"}
    hers = [(signed_in(ada), given) for given in (series, call, series, call)]

    with ThreadPoolExecutor() as pool:
        answers = list(
            pool.map(lambda each: each[0].post(f"{location}/confirmation", data=each[1]), hers)
        )

    assert [answer.status_code for answer in answers] == [303] * 4
    assert sum(amounts(reading)) == 1
