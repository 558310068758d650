"""Founding the community: by its one-time address or from the terminal, once."""

import threading

import pytest
from sqlalchemy import func, select

from community.accounts import setting_up
from community.accounts.models import Community, Member, Role, RoleGrant
from community.accounts.queries import present_community, roles_of
from community.accounts.views import terminal
from community.patterns.models import Pattern
from tests.factories import PASSWORD, START, make_community, make_member

FORM = {
    "community_name": "River Menders",
    "zone": "Asia/Kathmandu",
    "name": "Grace Hopper",
    "email": "grace@example.org",
    "password": PASSWORD,
    "content": "empty",
}


@pytest.fixture
def address(writing) -> str:
    """The path of a fresh one-time address."""
    with writing():
        token = setting_up.new_address(START)
    return f"/set-up/{token}"


def test_before_there_is_a_community_every_page_says_how_to_begin(client, address):
    answer = client.get("/sign-in")

    assert answer.status_code == 503
    assert "set-up-address" in answer.text
    assert client.get("/healthz").status_code == 200
    with client.get("/static/css/site.css") as sheet:
        assert sheet.status_code == 200


def test_the_one_time_address_shows_the_form(client, address):
    answer = client.get(address)

    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_setting_up_makes_the_community_and_signs_its_steward_in(client, address, reading):
    answer = client.post(address, data=FORM)

    assert (answer.status_code, answer.location) == (303, "/")
    assert client.get("/people").status_code == 200
    with reading() as session:
        community, grace = session.get_one(Community, 1), session.scalars(select(Member)).one()
        assert (community.name, community.zone) == ("River Menders", "Asia/Kathmandu")
        assert (grace.name, grace.handle, grace.zone) == (
            "Grace Hopper",
            "grace-hopper",
            "Asia/Kathmandu",
        )
        assert set(roles_of([grace.id])[grace.id]) == {Role.STEWARD, Role.FACILITATOR}


@pytest.mark.parametrize(("told", "shelf"), [({"library": "y"}, 16), ({}, 0)])
def test_the_library_begins_with_what_is_shipped_unless_told_not_to(
    client, address, reading, told, shelf
):
    assert 'name="library" type="checkbox" value="y"' in client.get(address).text

    assert client.post(address, data=FORM | told).status_code == 303

    with reading() as session:
        assert session.scalar(select(func.count(Pattern.id))) == shelf


def test_a_used_address_is_no_page_any_more(client, address, app):
    client.post(address, data=FORM)
    stranger = app.test_client()

    assert stranger.get(address).status_code == 404
    assert stranger.post(address, data=FORM).status_code == 404


def test_a_guessed_address_is_no_page(client, address):
    assert client.get("/set-up/guessed").status_code == 404


def test_a_fresh_address_makes_the_older_one_void(client, address, writing):
    with writing():
        setting_up.new_address(START)

    assert client.get(address).status_code == 404


def test_what_is_wrong_is_said_and_what_was_typed_is_kept(client, address, reading):
    answer = client.post(address, data=FORM | {"zone": "Mars/Olympus", "password": "short"})

    assert answer.status_code == 422
    assert 'value="River Menders"' in answer.text
    assert "at least 10 characters" in answer.text
    with reading():
        assert present_community() is None


@pytest.mark.parametrize("password", ["River Menders!", "Grace Hopper 1", "grace@example"])
def test_the_first_password_does_not_repeat_what_everybody_knows(client, address, password):
    assert client.post(address, data=FORM | {"password": password}).status_code == 422


def test_two_who_set_up_at_once_found_one_community(app, address, reading):
    answers: list[int] = []
    start = threading.Barrier(2)

    def found(name: str) -> None:
        start.wait()
        form = FORM | {"community_name": name, "email": f"{name}@example.org"}
        answers.append(app.test_client().post(address, data=form).status_code)

    threads = [threading.Thread(target=found, args=[name]) for name in ("one", "two")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert answers.count(303) == 1
    assert set(answers) <= {303, 404, 409}
    with reading() as session:
        assert session.scalar(select(func.count(Community.id))) == 1
        assert session.scalar(select(func.count(Member.id))) == 1


def init(app, *more: str, password: str = PASSWORD + "\n", **changes: str):
    """Run `flask init` as an operator would."""
    options = {"name": "River Menders", "zone": "Asia/Kathmandu", "steward-email": "g@example.org"}
    given = [part for key, value in (options | changes).items() for part in (f"--{key}", value)]
    return app.test_cli_runner().invoke(args=["init", *given, *more], input=password)


def test_an_operator_founds_the_community_from_the_terminal(app, reading):
    result = init(app, "--steward-name", "Grace Hopper", "--no-library")

    assert result.exit_code == 0, result.output
    assert result.output.splitlines()[-1] == (
        "River Menders is set up. Its steward is @grace-hopper."
    )
    with reading() as session:
        assert session.get_one(Community, 1).name == "River Menders"
        assert session.scalar(select(func.count(RoleGrant.id))) == 2
        assert session.scalar(select(func.count(Pattern.id))) == 0


def test_a_second_founding_from_the_terminal_is_refused(app):
    init(app)
    result = init(app, name="Another")

    assert result.exit_code == 1
    assert "The community is set up already." in result.output


def test_a_wrong_option_of_the_terminal_is_named_and_nothing_is_made(app, reading):
    result = init(app, zone="Mars/Olympus", password="short\n")

    assert result.exit_code == 2
    assert "Time zone of the community" in result.output
    assert "at least 10 characters" in result.output
    with reading():
        assert present_community() is None


def test_the_terminal_never_shows_the_password(app):
    assert PASSWORD not in init(app).output


def test_a_lost_address_can_be_printed_again_until_it_is_used(app, client, address):
    result = app.test_cli_runner().invoke(args=["set-up-address"])
    path = result.output.strip().rpartition("localhost:8000")[2]

    assert client.get(path).status_code == 200
    assert client.get(address).status_code == 404


def test_once_set_up_there_is_no_address_to_print(app, writing, settings):
    with writing():
        make_community()
        make_member()

    assert terminal.invitation(app, settings) is None
    assert app.test_cli_runner().invoke(args=["set-up-address"]).exit_code == 1
