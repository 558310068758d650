"""Addresses that no page of ours links to: answered, never a surprise in the database."""

import io
import json
import re
from base64 import urlsafe_b64encode

import pytest
from werkzeug.test import TestResponse

from tests.calls.build import begin
from tests.factories import make_community, make_member

MANY = "9" * 23
CURSORS = (
    ["a", 1],
    [1, 1],
    [{"t": 0}, 10**30],
    [{"t": 0}, True],
    [{"t": 0}, "1"],
    [{"t": 0}, None],
    [{"t": 10**18}, 1],
    [{"t": 0}],
    {"t": 0},
    7,
)


@pytest.fixture(autouse=True)
def place(writing):
    with writing():
        make_community()
        begin(make_member("Ada"))


def calls_in(page: TestResponse) -> list[str]:
    assert page.status_code == 200
    return re.findall(r'href="(/calls/[^"]+)"', page.text)


def sealed(value: object) -> str:
    return urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


@pytest.mark.parametrize("value", CURSORS, ids=json.dumps)
def test_a_forged_cursor_means_the_beginning(client, value):
    assert calls_in(client.get(f"/calls?after={sealed(value)}")) == calls_in(client.get("/calls"))


def test_a_cursor_that_is_no_json_means_the_beginning(client):
    for text in ("%ff", "%C3%A9", "W1tb", sealed("x") * 3, urlsafe_b64encode(b"[" * 6000).decode()):
        assert client.get(f"/calls?after={text}").status_code == 200


@pytest.mark.parametrize("handle", ["\x00", "\ud800", 7, {"t": 0}], ids=repr)
def test_a_forged_cursor_among_people_means_the_beginning(writing, signed_in, handle):
    with writing():
        bob = make_member("Bob")

    answer = signed_in(bob).get(f"/people?after={sealed([handle])}")

    assert (answer.status_code, bob.handle in answer.text) == (200, True)


@pytest.mark.parametrize("number", [str(2**31), MANY, "9" * 5000, "٣"], ids=len)
def test_a_number_no_row_can_have_is_not_found(writing, signed_in, number):
    with writing():
        bob = make_member("Bob")

    answers = [
        signed_in(bob).post(f"/invitations/{number}/acceptance").status_code,
        signed_in(bob).get(f"/import/{number}").status_code,
        signed_in(bob).get(f"/calls/any/sittings/{number}/answers").status_code,
    ]

    assert answers == [404, 404, 404]


@pytest.mark.parametrize("path", ["/series/%00", "/calls/x%00/call.ics", "/topics/%1b", "/%7F"])
def test_a_control_character_in_a_path_is_not_found(client, path):
    assert client.get(path).status_code == 404


@pytest.mark.engines("sqlite", "postgresql")
@pytest.mark.parametrize("path", ["/sign-in", "/sign-in/link", "/password/reset"])
def test_a_nul_in_a_form_breaks_nothing(client, path):
    form = {"email": "a\0da@example.org", "pass\0word": "an old\0 horse", "next": "/\0"}
    assert client.post(path, data=form).status_code in {303, 401, 422}
    big = form | {"file": (io.BytesIO(b"a\0b"), "a.png")}
    assert client.post(path, data=big).status_code in {303, 401, 422}


@pytest.mark.parametrize("query", ["topic=%00", "a%00=1", "topic=x&topic=%1b", "cancelled=%7f"])
def test_a_control_character_in_a_query_is_refused(client, query):
    assert [client.get(f"{path}?{query}").status_code for path in ("/calls", "/calendar.ics")] == [
        400,
        400,
    ]


def test_lines_and_tabs_in_a_query_are_text(client):
    assert client.get("/calls?words=one%0D%0A%09two").status_code == 200
