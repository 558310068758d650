"""Every address is guarded or open on purpose, and every permission has a rule and a test."""

import re

import pytest
from flask import Flask

from app import create_app
from community import access
from tests.architecture.source import Source, program, python_files
from tests.databases import settings_for


@pytest.fixture
def bare_app(tmp_path) -> Flask:
    """The application as it is built; nothing here asks its database."""
    return create_app(settings_for(f"sqlite:///{tmp_path}/none.db", tmp_path))


def unguarded(app: Flask) -> list[str]:
    """Endpoints whose view is neither guarded nor marked public; static files are public."""
    return sorted(
        endpoint
        for endpoint, view in app.view_functions.items()
        if endpoint != "static" and not hasattr(view, "guard")
    )


def verbs_in_addresses(app: Flask) -> list[str]:
    """Addresses written to that say what to do instead of naming a thing.

    A page that shows a form may be called `new` or `edit`; what the form writes to may not.
    """
    verbs = r"/(add|cancel|create|delete|do|edit|get|make|move|new|post|remove|save|send|set)(/|$)"
    return sorted(
        rule.rule
        for rule in app.url_map.iter_rules()
        if not (rule.methods or set()) <= {"GET", "HEAD", "OPTIONS"} and re.search(verbs, rule.rule)
    )


def permissions_in(sources: list[Source]) -> set[str]:
    """Every permission that a table names, as `feature.NAME`."""
    return {
        f"{source.feature}.{name}"
        for source in sources
        if source.room == "policies"
        for name in re.findall(r"^    ([A-Z][A-Z_]+) = ", source.text, re.MULTILINE)
    }


def untested(permissions: set[str], tests: list[Source]) -> list[str]:
    """Permissions that no test under `tests/<feature>/` names."""
    return sorted(
        permission
        for permission in permissions
        for feature, _, name in [permission.partition(".")]
        if not any(
            source.path.startswith(f"tests/{feature}/")
            and re.search(rf"\bPermission\.{name}\b", source.text)
            for source in tests
        )
    )


def test_every_route_is_guarded_or_open_on_purpose(bare_app):
    assert unguarded(bare_app) == []


def test_every_guard_asks_for_a_permission_that_has_a_rule(bare_app):
    asked = {view.guard for view in bare_app.view_functions.values() if hasattr(view, "guard")}

    assert asked - {"public"} - set(access.rules()) == set()


def test_every_permission_has_a_rule(bare_app):
    ruled = {f"{type(p).__module__}.{p.name}" for p in access.rules()}
    named = {
        f"community.{feature}.policies.{name}"
        for feature, name in (p.split(".") for p in permissions_in(program()))
    }

    assert ruled == named


def test_every_permission_has_a_test():
    assert untested(permissions_in(program()), python_files()) == []


def test_addresses_are_nouns(bare_app):
    assert verbs_in_addresses(bare_app) == []


def test_a_route_without_a_guard_is_seen():
    app = Flask("seeded")
    app.add_url_rule("/open", "open", access.public(lambda: "open"))
    app.add_url_rule("/forgotten", "forgotten", lambda: "forgotten")

    assert unguarded(app) == ["forgotten"]


def test_an_address_that_is_a_verb_is_seen():
    app = Flask("seeded")
    app.add_url_rule("/sittings/<id>/cancel", "write", methods=["POST"])
    app.add_url_rule("/sittings/<id>/cancellation", "name", methods=["POST"])
    app.add_url_rule("/sittings/<id>/edit", "show")

    assert verbs_in_addresses(app) == ["/sittings/<id>/cancel"]


def test_a_permission_without_a_test_is_seen():
    policies = Source("community/calls/policies.py", '    EDIT = "edit"\n    SHARE = "share"\n')
    tests = [Source("tests/calls/test_policies.py", "may(ada, Permission.EDIT, series)")]

    assert untested(permissions_in([policies]), tests) == ["calls.SHARE"]
