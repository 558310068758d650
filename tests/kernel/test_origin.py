"""Who may write, under which name we answer, and what every answer carries."""

import pytest
from flask import request

from tests.factories import make_community

HOME = "http://localhost:8000"
THEIRS = "https://evil.example"
POLICY_PARTS = (
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
)
WRITES = ("POST", "PUT", "PATCH", "DELETE")


@pytest.fixture(autouse=True)
def _community(writing):
    with writing():
        make_community()


def status(client, *, method="POST", cookie=False, site=None, origin=None) -> int:
    """What a request that is otherwise right is answered: 403 is the refusal."""
    if cookie:
        client.set_cookie("anything", "at all")
    given = {"Sec-Fetch-Site": site, "Origin": origin}
    headers = {name: value for name, value in given.items() if value is not None}
    response = client.open("/sign-in", method=method, headers=headers, base_url=HOME)
    return response.status_code


@pytest.mark.parametrize("cookie", [False, True])
@pytest.mark.parametrize(
    ("site", "origin", "fine"),
    [
        ("same-origin", None, True),
        ("same-origin", THEIRS, True),  # what the browser says itself decides
        ("none", None, True),
        ("same-site", HOME, False),
        ("cross-site", HOME, False),
        ("cross-site", None, False),
        ("Same-Origin", None, False),
        ("", HOME, False),
        (None, HOME, True),
        (None, THEIRS, False),
        (None, HOME.replace("http:", "https:"), False),
        (None, "null", False),
        (None, "", False),
        (None, "http://localhost:8001", False),
        (None, "http://localhost:8000.evil.example", False),
        (None, "http://evil.example/localhost:8000", False),
        (None, "http://localhost:8000@evil.example", False),
        (None, "http://[", False),
    ],
)
def test_a_write_is_taken_from_our_own_pages_alone(client, cookie, site, origin, fine):
    assert (status(client, cookie=cookie, site=site, origin=origin) != 403) == fine


@pytest.mark.parametrize(("cookie", "fine"), [(False, True), (True, False)])
def test_a_write_that_does_not_say_where_it_is_from_may_carry_no_cookie(client, cookie, fine):
    assert (status(client, cookie=cookie) != 403) == fine


@pytest.mark.parametrize("method", WRITES)
def test_every_method_that_writes_is_looked_at(client, method):
    assert status(client, method=method, site="cross-site") == 403


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_reading_is_for_everybody(client, method):
    assert status(client, method=method, site="cross-site", cookie=True) == 200


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "FOO"])
def test_methods_nobody_needs_are_refused(client, method):
    assert client.open("/", method=method, headers={"Sec-Fetch-Site": "none"}).status_code == 405


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "localhost:8000@evil.example", "[::1"]
)
def test_a_host_that_is_not_ours_is_refused_and_named_nowhere(client, host):
    response = client.get("/", headers={"Host": host})

    assert response.status_code == 400
    assert "evil.example" not in response.text + str(response.headers)


@pytest.mark.parametrize("host", ["localhost", "localhost:8000", "127.0.0.1:5000"])
def test_our_own_hosts_are_answered(client, host):
    assert client.get("/", headers={"Host": host}).status_code == 200


ANSWERS = {
    "a page": ("GET", "/", 200),
    "a redirect": ("GET", "/my-calls", 303),
    "nothing there": ("GET", "/nowhere", 404),
    "a wrong method": ("DELETE", "/", 405),
    "a refused write": ("POST", "/my-calls", 405),
    "a file": ("GET", "/static/css/site.css", 200),
    "no such file": ("GET", "/static/../app.py", 404),
    "a feed": ("GET", "/calendar.ics", 200),
    "no such feed": ("GET", "/calendar/x.ics", 404),
    "health": ("GET", "/healthz", 200),
    "readiness": ("GET", "/readyz", 503),
    "a wrong form": ("POST", "/sign-in", 422),
}


@pytest.mark.parametrize(("method", "address", "code"), ANSWERS.values(), ids=ANSWERS)
def test_every_answer_is_dressed(client, method, address, code):
    with client.open(address, method=method, headers={"Sec-Fetch-Site": "none"}) as response:
        headers = response.headers

    assert response.status_code == code
    policy = headers["Content-Security-Policy"].split("; ")
    assert set(POLICY_PARTS) <= set(policy)
    assert not any("unsafe" in part or "*" in part or "data:" in part for part in policy)
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]
    assert headers["Cache-Control"]
    assert "Set-Cookie" not in headers
    assert "Cookie" not in headers.get("Vary", "")


def test_the_answer_to_a_host_that_is_not_ours_is_dressed_too(client):
    response = client.get("/", headers={"Host": "evil.example"})

    assert "default-src 'none'" in response.headers["Content-Security-Policy"]


def test_over_tls_the_browser_is_told_to_stay_there(another_app):
    app = another_app(base_url="https://calls.example.org")
    home = "https://calls.example.org"

    assert "Strict-Transport-Security" in app.test_client().get("/", base_url=home).headers
    assert app.config["SESSION_COOKIE_NAME"] == "__Host-session"
    assert app.config["SESSION_COOKIE_SECURE"] is True


def test_proxies_are_believed_as_far_as_they_are_counted(another_app):
    forged = {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https"}
    plain, behind = another_app(), another_app(trusted_proxies=1)

    assert plain.test_client().get("/", headers=forged).status_code == 200
    assert behind.test_client().get("/", headers=forged).status_code == 400
    two = {"X-Forwarded-Host": "evil.example, localhost"}
    assert behind.test_client().get("/", headers=two).status_code == 200


def test_where_a_request_comes_from_is_told_by_nobody_but_proxies_that_are_counted(another_app):
    said = {"X-Forwarded-For": "203.0.113.7, 198.51.100.9"}
    for hops, whom in ((0, "127.0.0.1"), (1, "198.51.100.9"), (2, "203.0.113.7")):
        app, seen = another_app(trusted_proxies=hops), list[str | None]()
        app.before_request(lambda seen=seen: seen.append(request.remote_addr))
        app.test_client().get("/", headers=said)
        assert seen == [whom]


def test_too_much_at_once_is_refused(client):
    with_form = client.post(
        "/sign-in", data={"email": "x" * 3_000_000}, headers={"Sec-Fetch-Site": "same-origin"}
    )

    assert with_form.status_code == 413
