"""The password asked again before roles, settings and secrets change."""

from datetime import timedelta

import pytest

from community.accounts.models import Community, Role
from community.accounts.queries import roles_of
from tests.factories import PASSWORD, START, make_community, make_member

LATER = START + timedelta(minutes=15)


@pytest.fixture
def steward(writing, signed_in, at):
    """A steward's client, signed in at `START`."""
    with writing():
        make_community()
        stella = make_member("Stella", Role.STEWARD)
    with at(START):
        return signed_in(stella)


@pytest.fixture
def ada(writing, steward):
    """A member without a role."""
    with writing():
        return make_member("Ada")


def test_a_quarter_of_an_hour_after_signing_in_nothing_is_asked(steward, at):
    with at(LATER - timedelta(seconds=1)):
        assert steward.get("/settings").status_code == 200


def test_later_the_settings_ask_for_the_password_and_lead_back(steward, at):
    with at(LATER):
        sent_away = steward.get("/settings")
        assert sent_away.location == "/sign-in/confirmation?next=/settings"
        assert steward.get(sent_away.location).status_code == 200
        confirmed = steward.post(
            "/sign-in/confirmation", data={"password_again": PASSWORD, "next": "/settings"}
        )
        assert (confirmed.status_code, confirmed.location) == (303, "/settings")
        assert steward.get("/settings").status_code == 200


def test_a_wrong_password_confirms_nothing(steward, at):
    with at(LATER):
        answer = steward.post("/sign-in/confirmation", data={"password_again": "not mine at all"})
        assert answer.status_code == 422
        assert "This is not your password." in answer.text
        assert steward.get("/settings").status_code == 303


def test_what_was_sent_too_late_is_kept_and_goes_on_with_the_password(steward, ada, at, reading):
    path = f"/people/{ada.handle}/roles"
    with at(LATER):
        asked = steward.post(path, data={"role": "curator"})
        assert asked.status_code == 422
        assert f'action="{path}"' in asked.text
        assert '<input type="hidden" name="role" value="curator">' in asked.text
        with reading():
            assert roles_of([ada.id]) == {}
        wrong = steward.post(path, data={"role": "curator", "password_again": "not mine at all"})
        assert wrong.status_code == 422
        done = steward.post(path, data={"role": "curator", "password_again": PASSWORD})
        assert done.status_code == 303
    with reading():
        assert roles_of([ada.id]) == {ada.id: (Role.CURATOR,)}


@pytest.mark.parametrize(
    "sent",
    [
        ("/settings", {"name": "Taken over"}),
        ("/people/{handle}/roles", {"role": "steward"}),
        ("/people/{handle}/roles/curator/withdrawal", {}),
    ],
)
def test_nothing_that_matters_changes_without_it(steward, ada, at, reading, sent):
    with at(LATER):
        path, data = sent
        assert steward.post(path.format(handle=ada.handle), data=data).status_code == 422

    with reading() as session:
        assert session.get_one(Community, 1).name == "Open Source Practitioners"
        assert roles_of([ada.id]) == {}


def test_a_password_cannot_be_guessed_there_either(steward, at):
    with at(LATER):
        answers = [
            steward.post("/settings", data={"password_again": "not mine"}).status_code
            for _ in range(11)
        ]

    assert answers == [422] * 10 + [429]


@pytest.mark.parametrize("target", ["//evil.example", "/%09/evil.example", "/nowhere", ""])
def test_nobody_is_led_away_after_confirming(steward, at, target):
    with at(LATER):
        answer = steward.post(
            "/sign-in/confirmation", data={"password_again": PASSWORD, "next": target}
        )

    assert (answer.status_code, answer.location) == (303, "/profile")


def test_a_visitor_has_nothing_to_confirm(client, steward):
    assert client.get("/sign-in/confirmation").status_code == 303
    assert client.post("/sign-in/confirmation").status_code == 403
