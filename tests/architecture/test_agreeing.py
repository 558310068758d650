"""Who writes something that others read agrees to the code first, on every route."""

from flask import Flask

from app import create_app
from tests.architecture.agreeing import ASKS, DOES_NOT_ASK
from tests.databases import settings_for


def written_to(app: Flask) -> dict[str, bool]:
    """Every endpoint that is written to, with whether it asks first."""
    return {
        rule.endpoint: hasattr(app.view_functions[rule.endpoint], "asks_first")
        for rule in app.url_map.iter_rules()
        if not (rule.methods or set()) <= {"GET", "HEAD", "OPTIONS"}
    }


def test_every_route_that_is_written_to_asks_first_or_says_why_not(tmp_path):
    app = create_app(settings_for(f"sqlite:///{tmp_path}/none.db", tmp_path))
    found = written_to(app)

    assert sorted(ASKS & DOES_NOT_ASK) == []
    assert sorted(set(found) ^ (ASKS | DOES_NOT_ASK)) == []
    assert {endpoint for endpoint, asks in found.items() if asks} == ASKS
