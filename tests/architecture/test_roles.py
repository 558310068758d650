"""Every route, asked by every role, lets through whom the table says and nobody else."""

import pytest
from flask import Flask
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from tests.architecture.roles import MEMBERS, ROLES
from tests.architecture.routes import ROUTES
from tests.architecture.world import make_world

READS = [route for route in ROUTES if route.startswith("GET ")]
WRITES = [route for route in ROUTES if not route.startswith("GET ")]
HELPERS = {"curator", "responder"}  # asked what they may that other members may not
TAKEN = [
    (route, role)
    for route in WRITES
    for role in ROLES
    if role in ROUTES[route] and not (role in HELPERS and ROUTES[route] >= MEMBERS)
]

# Who may pass is decided by the same rules on both engines; once is enough for so many requests.
once = pytest.mark.engines("sqlite")


def routes_of(app: Flask) -> dict[str, Rule]:
    """Each method of each endpoint, as the table writes it."""
    return {
        f"{method} {rule.endpoint}": rule
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }


def lets_through(response: TestResponse) -> bool:
    """Whether the guard let a request pass, whatever the view made of it then."""
    to_sign_in = response.location and response.location.startswith("/sign-in?next=")
    return response.status_code not in {403, 404, 405, 500} and not to_sign_in


@pytest.fixture
def ask(app, house, signed_in):
    """Send a request of a role to a route, without anything in it."""
    world, rules = house.furnish(make_world), routes_of(app)
    clients = {"visitor": app.test_client()}

    def send(route: str, role: str) -> TestResponse:
        if role not in clients:
            clients[role] = signed_in(world.people[role])
        rule = rules[route]
        _, address = rule.build(
            {k: v for k, v in world.values(rule.rule).items() if k in rule.arguments}
        ) or ("", "")
        with clients[role].open(address, method=route.partition(" ")[0]) as response:
            return response

    return send


@once
def test_the_table_lists_every_route_and_no_other(app):
    assert sorted(routes_of(app)) == sorted(ROUTES)


@once
@pytest.mark.parametrize("role", ROLES)
def test_a_page_is_shown_to_whom_the_table_says(ask, role):
    shown = {route for route in READS if lets_through(ask(route, role))}

    assert shown == {route for route in READS if role in ROUTES[route]}


@once
@pytest.mark.parametrize("role", ROLES)
def test_a_write_is_taken_from_nobody_else(ask, role):
    refused = [route for route in WRITES if role not in ROUTES[route]]

    assert [route for route in refused if lets_through(ask(route, role))] == []


@once
@pytest.mark.parametrize(("route", "role"), TAKEN)
def test_a_write_is_taken_from_whom_the_table_says(ask, route, role):
    assert lets_through(ask(route, role))
