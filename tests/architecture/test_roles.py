"""Every route, asked by every role, lets through whom the table says and nobody else."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from community.accounts.models import Member
from community.db import db
from tests.architecture.roles import MEMBERS, ROLES
from tests.architecture.routes import ROUTES
from tests.architecture.world import make_world
from tests.databases import House
from tests.watch import has_committed

READS = [route for route in ROUTES if route.startswith("GET ")]
WRITES = [route for route in ROUTES if not route.startswith("GET ")]
HELPERS = {"curator", "responder"}  # asked what they may that other members may not
TAKEN = {
    role: [
        route
        for route in WRITES
        if role in ROUTES[route] and not (role in HELPERS and ROUTES[route] >= MEMBERS)
    ]
    for role in ROLES
}

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


class Place:
    """The small community, and whoever came to it so far."""

    def __init__(self, house: House, signed_in: Callable[[Member], FlaskClient]) -> None:
        self._house, self._signed_in = house, signed_in
        self.rules = routes_of(house.app)
        self.begin()

    def begin(self) -> None:
        """As it was made, with nobody signed in."""
        self._world = self._house.furnish(make_world)
        self._clients = {"visitor": self._house.app.test_client()}

    def ask(self, route: str, role: str) -> TestResponse:
        """What a request of a role to a route is answered, without anything in it."""
        if role not in self._clients:
            self._clients[role] = self._signed_in(self._world.people[role])
            self.has_changed()
        rule = self.rules[route]
        _, address = rule.build(
            {k: v for k, v in self._world.values(rule.rule).items() if k in rule.arguments}
        ) or ("", "")
        with self._clients[role].open(address, method=route.partition(" ")[0]) as response:
            return response

    def has_changed(self) -> bool:
        """Whether anything was written since this was last asked."""
        with self._house.app.app_context():
            return has_committed(db.engine)

    def undo(self) -> None:
        """Put it back as it was made."""
        self._house.restore()
        self.begin()


@pytest.fixture
def place(house, signed_in):
    """The small community in which each role has somebody."""
    return Place(house, signed_in)


@pytest.fixture
def ask(place):
    """Send a request of a role to a route, without anything in it."""
    return place.ask


@pytest.fixture
def ask_anew(place):
    """The same, in a community that no request before has changed."""

    def send(route: str, role: str) -> TestResponse:
        answer = place.ask(route, role)
        if place.has_changed():
            place.undo()
        return answer

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
@pytest.mark.parametrize("role", ROLES)
def test_a_write_is_taken_from_whom_the_table_says(ask_anew, role):
    refused = [route for route in TAKEN[role] if not lets_through(ask_anew(route, role))]

    assert refused == []
