"""What is logged: a line for each request and job, and nothing of anybody in any of them."""

import json
import logging
from datetime import timedelta

import pytest
import structlog

from community import work
from community.access import public
from community.work import Job
from tests.calls.build import begin
from tests.factories import PASSWORD, make_community, make_member

HOME = "http://localhost:8000"
CANARIES = ("canary-name", "canary@example.org", "canary-token", "canary-note", "canary-query")
pytestmark = pytest.mark.engines("sqlite")


@pytest.fixture
def logged(another_app, capsys):
    """A function from settings to an application, as it runs in production, that logs as JSON."""
    before = list(logging.getLogger().handlers), logging.getLogger().level

    def make(**given):
        app = another_app(**{"log_format": "json"} | given)
        app.testing = False
        return app

    yield make
    logging.getLogger().handlers[:] = before[0]
    logging.getLogger().setLevel(before[1])
    structlog.reset_defaults()


def lines(capsys) -> list[dict]:
    """What was written since it was last asked, each line as JSON."""
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def test_a_request_is_one_line_that_names_its_route(logged, writing, capsys):
    with writing():
        make_community()
    client = logged().test_client()

    client.get("/calls/canary-token?q=canary-query", headers={"User-Agent": "canary-name"})

    [line] = lines(capsys)
    assert {k: v for k, v in line.items() if k not in {"at", "ms", "request"}} == {
        "event": "request",
        "level": "info",
        "method": "GET",
        "route": "/calls/<slug>",
        "status": 404,
    }
    assert line["ms"] >= 0
    assert len(line["request"]) == 16


@pytest.mark.parametrize(("level", "count"), [("debug", 1), ("info", 0)])
def test_files_and_what_has_not_changed_are_lines_at_debug_alone(logged, capsys, level, count):
    client = logged(log_level=level).test_client()

    client.get("/static/css/base.css", buffered=True)

    assert len(lines(capsys)) == count


def test_an_error_says_where_and_its_request_and_the_answer_names_it(logged, writing, capsys):
    with writing():
        make_community()
    app = logged()

    @public
    def fail(secret):
        raise ValueError(secret)

    app.add_url_rule("/fail/<secret>", "fail", fail)

    answer = app.test_client().get("/fail/canary-token")

    error, request = lines(capsys)
    assert (error["level"], "in fail" in error["event"]) == ("error", True)
    assert error["request"] == request["request"] == answer.headers["X-Request-Id"]
    assert (request["status"], request["route"]) == (500, "/fail/<secret>")


def test_an_exception_logged_by_a_library_is_where_and_not_what(logged, capsys):
    logged()
    try:
        int(CANARIES[3])
    except ValueError:
        logging.getLogger("some.library").exception("It went wrong.")

    [line] = lines(capsys)
    assert line["event"] == "It went wrong."
    assert line["trace"].endswith("builtins.ValueError")
    assert "canary" not in json.dumps(line)


def test_a_job_is_a_line(logged, capsys):
    with logged().app_context():
        work.look([Job("tidy up", timedelta(days=1), lambda _now: None)])

    [line] = [line for line in lines(capsys) if line["event"] == "job done"]
    assert (line["job"], line["level"]) == ("tidy up", "info")


def test_nothing_of_anybody_is_in_any_line(logged, writing, capsys):
    """Names, addresses, secrets and words in every place of a request, right and wrong ones."""
    with writing():
        make_community()
        begin(make_member("Ada"))
    app = logged(log_level="debug")
    client = app.test_client()
    client.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
    headers = {
        "User-Agent": "canary-name",
        "Referer": "http://localhost/canary-token",
        "X-Request-Id": "canary-token",
        "X-Forwarded-For": "canary-token",
        "Cookie": "session=canary-token",
    }
    form = dict(
        zip(
            ("name", "email", "password", "note"),
            [*CANARIES[:2], PASSWORD, CANARIES[3]],
            strict=True,
        )
    )
    rules = [rule for rule in app.url_map.iter_rules() if rule.endpoint != "static"]
    for rule in rules:
        values = {name: 1 if "int" in str(rule) else "canary-token" for name in rule.arguments}
        values |= {"things": "patterns"} if "things" in values else {}
        with app.test_request_context(base_url=HOME):
            path = app.url_for(rule.endpoint, **values, q="canary-query").removeprefix(HOME)
        for method in (rule.methods or set()) & {"GET", "POST"}:
            sent = {"headers": headers, "data": form, "base_url": HOME}
            client.open(path, method=method, **sent).close()  # a file of many pages among them
    client.get("/canary-token?canary-query", headers=headers)
    client.open("/calls", method="canary-name", base_url=HOME)
    client.get("/", base_url="http://canary-name.example")
    client.post("/sign-in", data=form, headers={"Sec-Fetch-Site": "cross-site"})

    said = capsys.readouterr()
    assert said.err.count('"event": "request"') > len(rules)
    assert "canary" not in said.err + said.out
    assert PASSWORD not in said.err


def test_at_a_terminal_it_is_read_by_people(logged, capsys):
    client = logged(log_format="text").test_client()

    client.get("/healthz")

    said = capsys.readouterr().err
    assert "request" in said
    assert "route=/healthz" in said
    assert not said.startswith("{")
