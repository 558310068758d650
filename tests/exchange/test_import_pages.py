"""The pages on which a steward brings a series in."""

import io

import pytest
from sqlalchemy import func, select

from community.access import Viewer, may
from community.accounts.models import Role
from community.calls.models import Series
from community.db import db
from community.exchange import uploads
from community.exchange.models import SeriesFile
from community.exchange.policies import Permission
from tests.exchange.rewriting import packed
from tests.exchange.small import small_series
from tests.factories import START, make_call, make_community, make_member, make_sitting

pytestmark = [pytest.mark.engines("sqlite"), pytest.mark.usefixtures("in_january")]


@pytest.fixture
def page(writing, signed_in):
    """The client of a steward."""
    with writing():
        make_community()
        stu = make_member("Stu", Role.STEWARD)
    return signed_in(stu)


@pytest.fixture
def titles(reading):
    """A function that gives the titles of all series."""

    def say():
        with reading():
            return list(db.session.scalars(select(Series.title)))

    return say


def put_up(page, content):
    file = (io.BytesIO(content), "../../small.zip")
    return page.post("/import/series", data={"file": file})


def test_stewards_alone_import_series(db_session):
    stu, ola = make_member("Stu", Role.STEWARD), make_member("Ola", Role.FACILITATOR)

    assert may(Viewer(stu, frozenset({Role.STEWARD})), Permission.IMPORT_SERIES)
    assert not may(Viewer(ola, frozenset({Role.FACILITATOR})), Permission.IMPORT_SERIES)


def test_a_series_is_looked_at_and_then_imported_once(page, client, titles):
    address = put_up(page, small_series()).location
    seen = page.get(address)
    before = titles()

    done = page.post(f"{address}/confirmation")
    again = page.post(f"{address}/confirmation")

    assert (seen.status_code, "Small evenings" in seen.text, before) == (200, True, [])
    assert (done.location, again.location) == ("/series/small-evenings", address)
    assert titles() == ["Small evenings"]
    assert "This series is here already." in page.get(address).text
    thread = client.get("/calls/small-evening").text
    assert "Good evening." in thread
    assert "Ada, from an import" in thread


def test_a_call_of_its_own_with_a_date_of_the_file_is_said_and_led_to(page, writing, titles):
    with writing():
        call = make_call(make_member("Mia"), title="Another evening")
        make_sitting(call).uid = "small-evening@example.org"
    address = put_up(page, small_series()).location

    seen = page.get(address).text

    assert "A call that is here already has a date of this series" in seen
    assert f'href="/calls/{call.slug}"' in seen
    assert "Import this series" not in seen
    assert "Thursday 4 December 2025 –" not in seen  # of one day there is no first and last
    assert page.post(f"{address}/confirmation").location == address
    assert titles() == []


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "This is not the ZIP of a series, or it is damaged."),
        (packed({}), "There is no series.json in it."),
        (small_series(title=""), "series.json: series.title: is empty."),
    ],
)
def test_what_cannot_be_imported_says_why_beside_the_field(page, titles, content, said):
    response = put_up(page, content)

    assert response.status_code == 422
    assert said in response.text
    assert titles() == []


def test_no_file_is_no_import(page):
    assert page.post("/import/series", data={}).status_code == 422


def test_a_file_that_is_too_big_is_refused(page):
    response = page.post(
        "/import/series",
        data=b"--x--",
        content_type="multipart/form-data; boundary=x",
        environ_overrides={"CONTENT_LENGTH": str(17 * 1024 * 1024)},
    )

    assert response.status_code == 413
    assert "at most 16 MB are read here" in response.text


def test_files_are_forgotten_after_days_and_the_oldest_makes_room(db_session):
    stu = make_member("Stu")
    for name in ("a.zip", "b.zip", "c.zip"):
        uploads.put_up(b"", name=name, by=stu, now=START)

    names = select(SeriesFile.name).order_by(SeriesFile.id)
    assert list(db.session.scalars(names)) == ["b.zip", "c.zip"]
    assert db.session.scalar(select(func.count(SeriesFile.id))) == 2
