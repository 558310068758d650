"""Roles and settings: entrusted by stewards, each grant a row, the last steward never dropped."""

import threading

import pytest
from sqlalchemy import select

from community.accounts import queries, stewardship
from community.accounts.models import Community, Member, Role, RoleGrant
from community.accounts.stewardship import LastSteward
from community.db import db, transaction
from tests.factories import START, make_community, make_member

SETTINGS = {
    "name": "River Menders",
    "description": "We **mend** rivers.",
    "zone": "Asia/Kathmandu",
    "wordmark": "Menders",
    "accent": "#036",
    "starters": "members",
    "joining": "open",
    "language": "en",
}


@pytest.fixture
def people(writing):
    """A steward and a member."""
    with writing():
        make_community()
        return make_member("Stella", Role.STEWARD), make_member("Ada")


def roles(reading, member: Member) -> set[Role]:
    """The roles the member holds now."""
    with reading():
        return set(queries.roles_of([member.id]).get(member.id, ()))


def test_a_grant_is_a_row_with_who_and_when(db_session):
    make_community()
    stella, ada = make_member("Stella", Role.STEWARD), make_member("Ada")

    stewardship.grant_role(ada, Role.CURATOR, by=stella, now=START)

    grant = db_session.scalars(select(RoleGrant).where(RoleGrant.member_id == ada.id)).one()
    assert (grant.role, grant.granted_by, grant.granted_at) == (Role.CURATOR, stella, START)


def test_granting_and_revoking_twice_changes_nothing(db_session):
    make_community()
    stella, ada = make_member("Stella", Role.STEWARD), make_member("Ada")

    for _ in range(2):
        stewardship.grant_role(ada, Role.CURATOR, by=stella, now=START)
    for _ in range(2):
        stewardship.revoke_role(ada, Role.CURATOR, by=stella, now=START)

    assert [(g.role, g.revoked_by) for g in queries.grants_of(ada)] == [(Role.CURATOR, "Stella")]


def test_a_role_can_come_and_go_and_come_and_all_of_it_is_kept(db_session):
    make_community()
    stella, ada = make_member("Stella", Role.STEWARD), make_member("Ada")
    stewardship.grant_role(ada, Role.CURATOR, by=stella, now=START)
    stewardship.revoke_role(ada, Role.CURATOR, by=stella, now=START)

    stewardship.grant_role(ada, Role.CURATOR, by=stella, now=START)

    assert [grant.revoked_at for grant in queries.grants_of(ada)] == [None, START]


def test_the_last_steward_stays(db_session):
    make_community()
    stella = make_member("Stella", Role.STEWARD)

    with pytest.raises(LastSteward, match="Stella is the only steward"):
        stewardship.revoke_role(stella, Role.STEWARD, by=stella, now=START)


def test_one_of_two_stewards_may_go(db_session):
    make_community()
    stella, ada = make_member("Stella", Role.STEWARD), make_member("Ada", Role.STEWARD)

    stewardship.revoke_role(stella, Role.STEWARD, by=ada, now=START)

    assert queries.roles_of([stella.id, ada.id]) == {ada.id: (Role.STEWARD,)}


def test_two_stewards_who_drop_each_other_at_once_leave_one(app, writing, reading):
    with writing():
        make_community()
        pair = [make_member("Stella", Role.STEWARD).id, make_member("Ada", Role.STEWARD).id]
    refusals: list[str] = []
    start = threading.Barrier(2)

    def drop(who: int, by: int) -> None:
        start.wait()
        with app.app_context():
            try:
                with transaction():
                    stewardship.revoke_role(
                        db.session.get_one(Member, who),
                        Role.STEWARD,
                        by=db.session.get_one(Member, by),
                        now=START,
                    )
            except LastSteward as refusal:
                refusals.append(str(refusal))

    threads = [threading.Thread(target=drop, args=order) for order in (pair, pair[::-1])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(refusals) == 1
    with reading():
        assert len(queries.roles_of(pair)) == 1


def test_a_steward_entrusts_a_role_and_takes_it_back(people, signed_in, reading):
    stella, ada = people
    client = signed_in(stella)

    given = client.post(f"/people/{ada.handle}/roles", data={"role": "facilitator"})
    assert (given.status_code, given.location) == (303, f"/people/{ada.handle}")
    assert roles(reading, ada) == {Role.FACILITATOR}

    client.post(f"/people/{ada.handle}/roles/facilitator/withdrawal")
    assert roles(reading, ada) == set()
    history = client.get(f"/people/{ada.handle}").text
    assert "by Stella" in history
    assert "taken back on" in history


def test_a_new_role_holds_from_the_next_request(people, signed_in):
    stella, ada = people
    hers = signed_in(ada)
    assert hers.get("/settings").status_code == 403

    signed_in(stella).post(f"/people/{ada.handle}/roles", data={"role": "steward"})

    assert hers.get("/settings").status_code == 200


@pytest.mark.parametrize("role", ["", "owner", "STEWARD"])
def test_a_role_there_is_not_cannot_be_given(people, signed_in, reading, role):
    stella, ada = people

    answer = signed_in(stella).post(f"/people/{ada.handle}/roles", data={"role": role})

    assert answer.status_code == 422
    assert roles(reading, ada) == set()


def test_the_last_steward_is_told_why_they_stay(people, signed_in, reading):
    stella, _ = people

    answer = signed_in(stella).post(f"/people/{stella.handle}/roles/steward/withdrawal")

    assert answer.status_code == 409
    assert "Stella is the only steward" in answer.text
    assert roles(reading, stella) == {Role.STEWARD}


def test_there_is_nothing_to_withdraw_from_nobody_or_of_no_role(people, signed_in):
    stella, ada = people
    client = signed_in(stella)

    assert client.post("/people/nobody/roles/steward/withdrawal").status_code == 404
    assert client.post(f"/people/{ada.handle}/roles/owner/withdrawal").status_code == 404


def test_settings_are_changed_and_shown_again(people, signed_in, reading):
    client = signed_in(people[0])

    answer = client.post("/settings", data=SETTINGS)

    assert (answer.status_code, answer.location) == (303, "/settings")
    with reading() as session:
        kept = session.get_one(Community, 1)
        assert (kept.name, kept.zone, kept.wordmark, kept.accent, kept.starters) == (
            "River Menders",
            "Asia/Kathmandu",
            "Menders",
            "#003366",
            "members",
        )
        assert kept.description_html == "<p>We <strong>mend</strong> rivers.</p>\n"
    assert 'value="#003366"' in client.get("/settings").text


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"accent": "#ff9900"}, "its contrast with the paper is 1.9:1"),
        ({"accent": "red"}, "such as #0f4f55"),
        ({"name": ""}, "Write a name here."),
        ({"starters": "everyone"}, "Not a valid choice"),
        ({"zone": "Mars/Olympus"}, "is not a time zone we know"),
        ({"wordmark": "x" * 31}, "Use at most 30 characters."),
    ],
)
def test_wrong_settings_are_refused_with_a_reason_and_kept_on_the_page(
    people, signed_in, reading, changes, sentence
):
    answer = signed_in(people[0]).post("/settings", data=SETTINGS | changes)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert "We **mend** rivers." in answer.text
    with reading() as session:
        assert session.get_one(Community, 1).name == "Open Source Practitioners"


def test_settings_can_be_left_empty_where_they_are_optional(people, signed_in, reading):
    empty = {"description": "", "wordmark": " ", "accent": ""}

    signed_in(people[0]).post("/settings", data=SETTINGS | empty)

    with reading() as session:
        kept = session.get_one(Community, 1)
        assert (kept.description_html, kept.wordmark, kept.accent) == ("", None, None)


def test_the_accent_is_served_to_everyone_and_can_be_asked_about_again(client, writing):
    with writing():
        make_community(accent="#003366")

    first = client.get("/accent.css")
    again = client.get("/accent.css", headers={"If-None-Match": first.headers["ETag"]})

    assert first.text == ":root { --accent: #003366; --accent-dark: #738fab; }\n"
    assert first.headers["Cache-Control"] == "public, no-cache"
    assert again.status_code == 304
    assert '<link rel="stylesheet" href="/accent.css">' in client.get("/sign-in").text


def test_without_an_accent_there_is_no_sheet_for_it(client, writing):
    with writing():
        make_community()

    assert client.get("/accent.css").status_code == 404
    assert "/accent.css" not in client.get("/sign-in").text
