"""Profiles and the pages about people: what members see of each other, and what nobody sees."""

from datetime import timedelta

import pytest

from community.accounts import passwords, profiles, queries
from community.accounts.models import Member, Role
from community.accounts.profiles import HandleIsTaken, Profile
from community.conduct.content import Effect
from tests.conduct.build import restrict
from tests.factories import PASSWORD, START, make_community, make_member

PROFILE = {
    "name": "Ada L.",
    "pronouns": "she/her",
    "handle": "ada-l",
    "zone": "Asia/Kathmandu",
    "language": "",
    "credit": "name",
}


@pytest.fixture
def ada(writing) -> Member:
    """A member of a community that is set up."""
    with writing():
        make_community()
        return make_member("Ada")


def test_a_member_changes_what_others_see_of_them(ada, signed_in, reading):
    answer = signed_in(ada).post("/profile", data=PROFILE)

    assert (answer.status_code, answer.location) == (303, "/profile")
    with reading() as session:
        kept = session.get_one(Member, ada.id)
        assert (kept.name, kept.pronouns, kept.handle, kept.zone) == tuple(PROFILE.values())[:4]


def test_the_profile_shows_ones_own_address_and_settings(ada, signed_in):
    page = signed_in(ada).get("/profile").text

    assert ada.email in page
    assert '<option selected value="Europe/Berlin">' in page


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"handle": "Ada Lovelace"}, "Use 2 to 30 letters"),
        ({"handle": "adm1n"}, "kept for the place itself"),
        ({"name": ""}, "Write a name here."),
        ({"name": " "}, "Write at least one letter here."),
        ({"pronouns": "x" * 41}, "Use at most 40 characters."),
        ({"zone": "Nowhere"}, "is not a time zone we know"),
    ],
)
def test_a_wrong_profile_is_refused_and_kept_on_the_page(ada, signed_in, changes, sentence):
    answer = signed_in(ada).post("/profile", data=PROFILE | changes)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert "Asia/Kathmandu" in answer.text


def test_a_zone_under_an_older_name_is_kept_and_offered(ada, writing, signed_in):
    with writing() as session:
        session.get_one(Member, ada.id).person.zone = "US/Pacific"

    page = signed_in(ada).get("/profile").text

    assert '<option selected value="US/Pacific">' in page
    assert "US/Eastern" not in page


def test_a_handle_that_looks_like_anothers_is_refused_beside_its_field(ada, writing, signed_in):
    with writing():
        bob = make_member("Bob")
        profiles.change(bob, Profile("Bob", None, "modern", "UTC"), now=START)

    answer = signed_in(ada).post("/profile", data=PROFILE | {"handle": "modem"})

    assert answer.status_code == 422
    assert "The handle @modem is taken, or looks like one that is." in answer.text


def test_one_may_make_ones_own_handle_look_a_little_different(db_session):
    ada = make_member("Ada")
    profiles.change(ada, Profile("Ada", None, "modern", "UTC"), now=START)

    profiles.change(ada, Profile("Ada", None, "modem", "UTC"), now=START)

    assert ada.handle == "modem"


def test_a_handle_taken_by_somebody_quicker_is_refused_too(db_session, monkeypatch):
    ada, bob = make_member("Ada"), make_member("Bob")
    profiles.change(bob, Profile("Bob", None, "modern", "UTC"), now=START)
    monkeypatch.setattr(db_session, "scalar", lambda _query: None)  # asked before bob was written

    with pytest.raises(HandleIsTaken):
        profiles.change(ada, Profile("Ada", None, "modem", "UTC"), now=START)


def test_a_new_password_takes_the_old_one_and_ends_every_other_sign_in(ada, signed_in, client):
    here, there = signed_in(ada), signed_in(ada)
    new = {"old_password": PASSWORD, "password": "a louder river at noon"}

    answer = here.post("/profile/password", data=new)

    assert (answer.status_code, answer.location) == (303, "/profile")
    assert here.get("/people").status_code == 200
    assert there.get("/people").status_code == 303
    entered = {"email": ada.email, "password": new["password"]}
    assert client.post("/sign-in", data=entered).status_code == 303


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"old_password": "not mine at all"}, "This is not your present password."),
        ({"password": "short"}, "at least 10 characters"),
    ],
)
def test_a_password_is_not_changed_where_something_is_wrong(
    ada, signed_in, reading, given, sentence
):
    new = {"old_password": PASSWORD, "password": "a louder river at noon"} | given

    answer = signed_in(ada).post("/profile/password", data=new)

    assert answer.status_code == 422
    assert sentence in answer.text
    with reading() as session:
        assert passwords.fits(PASSWORD, session.get_one(Member, ada.id).password_hash)


def test_the_present_password_cannot_be_guessed_without_end(ada, signed_in, at):
    new = {"old_password": "not mine at all", "password": "a louder river at noon"}
    with at(START):
        client = signed_in(ada)
        answers = [client.post("/profile/password", data=new).status_code for _ in range(11)]

    assert answers == [422] * 10 + [429]


def test_members_see_names_handles_pronouns_and_roles_and_no_address(ada, writing, signed_in):
    with writing():
        bob = make_member("Bob", Role.CURATOR)
        bob.pronouns = "they/them"
    client = signed_in(ada)

    for page in (client.get("/people").text, client.get(f"/people/{bob.handle}").text):
        assert "Bob" in page
        assert f"@{bob.handle}" in page
        assert "they/them" in page
        assert "curator" in page.lower()
        assert bob.email not in page


def test_only_stewards_are_shown_how_to_entrust_roles(ada, writing, signed_in):
    with writing():
        stella = make_member("Stella", Role.STEWARD)

    assert "Entrust this role" not in signed_in(ada).get(f"/people/{ada.handle}").text
    assert "Entrust this role" in signed_in(stella).get(f"/people/{ada.handle}").text


def test_visitors_learn_nothing_about_people(ada, client):
    listed = client.get("/people")

    assert (listed.status_code, listed.location) == (303, "/sign-in?next=/people")
    for handle in (ada.handle, "nobody"):
        one = client.get(f"/people/{handle}")
        assert (one.status_code, one.location) == (303, f"/sign-in?next=/people/{handle}")


def test_a_long_list_of_people_comes_in_pieces_without_a_gap(db_session):
    handles = sorted(make_member("Person").handle for _ in range(120))
    seen: list[str] = []
    cursor = None
    while True:
        page = queries.list_people(cursor)
        seen += [line.handle for line in page.rows]
        cursor = page.next
        if cursor is None:
            break

    assert sorted(seen) == handles


def test_a_list_of_people_is_two_queries_however_long(db_session, queries_sent):
    for _ in range(30):
        make_member("Person", Role.CURATOR)

    with queries_sent() as sent:
        queries.list_people()

    assert len(sent) == 2


@pytest.fixture
def queries_sent(request):
    """The counter of statements, under a name that is not the module's."""
    return request.getfixturevalue("queries")


def test_the_role_of_somebody_who_joined_today_is_member(ada, signed_in, at):
    with at(START + timedelta(hours=1)):
        page = signed_in(ada).get(f"/people/{ada.handle}").text

    assert "<dt>Roles</dt><dd>Member</dd>" in page
    assert "How roles came and went" not in page


@pytest.mark.parametrize("effect", [Effect.READING_ONLY, Effect.NO_ACCOUNT])
def test_who_is_suspended_keeps_their_name_and_still_chooses_what_is_for_them_alone(
    ada, signed_in, reading, writing, at, effect
):
    with writing() as session:
        stella = make_member("Stella")
        restrict(session.get_one(Member, ada.id).person, effect, by=stella, now=START)
    with at(START):
        browser = signed_in(ada)
        page = browser.get("/profile").text
        answer = browser.post("/profile", data=PROFILE)

    assert "your name, handle and how you are credited stay" in page
    assert 'name="handle"' not in page
    assert answer.status_code == 303
    with reading() as session:
        kept = session.get_one(Member, ada.id)
        assert (kept.name, kept.handle, kept.pronouns) == (ada.name, ada.handle, ada.pronouns)
        assert kept.zone == PROFILE["zone"]


@pytest.mark.engines("sqlite")
def test_whom_a_text_leads_to_a_member_is_asked_to_sign_in_whoever_that_is(ada, client):
    asked = [client.get(f"/people/{handle}") for handle in (ada.handle, "nobody-at-all")]

    assert [(one.status_code, one.location) for one in asked] == [
        (303, f"/sign-in?next=/people/{handle}") for handle in (ada.handle, "nobody-at-all")
    ]
