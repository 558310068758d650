"""A person says which letters they want, signed in or with one click in a letter."""

import pytest

from community.accounts import guests
from community.outbox import choices
from community.outbox.models import Group
from tests.factories import START, make_community, make_member

FROM_ELSEWHERE = {"Sec-Fetch-Site": "cross-site"}
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def people(writing):
    """Two members of a community."""
    with writing():
        make_community()
        return make_member("Mia"), make_member("Max")


@pytest.fixture
def wants(reading):
    """A function that gives the groups a member receives."""

    def ask(member) -> set[Group]:
        with reading():
            return {g for g, wanted in choices.choices_of(member.person_id).items() if wanted}

    return ask


@pytest.fixture
def address_for(app):
    """A function that gives the address in a letter of a group to a member."""

    def give(member, group: Group = Group.CHANGES) -> str:
        with app.app_context():
            return f"/letters/choices/{choices.token_for(member.person_id, group)}"

    return give


USUAL = set(choices.CHOOSABLE) - {Group.HOUR_BEFORE, Group.NOTES_DAILY}


def test_one_click_from_a_mail_program_stops_one_group_for_one_person(
    people, client, address_for, wants
):
    answer = client.post(address_for(people[0]), data=ONE_CLICK, headers=FROM_ELSEWHERE)

    assert (answer.status_code, answer.headers.get("Set-Cookie")) == (200, None)
    assert wants(people[0]) == USUAL - {Group.CHANGES}
    assert wants(people[1]) == USUAL


def test_one_click_for_another_with_ones_own_sign_in_changes_nothing_of_ones_own(
    people, signed_in, address_for, wants
):
    signed_in(people[1]).post(address_for(people[0]), data=ONE_CLICK, headers=FROM_ELSEWHERE)

    assert wants(people[0]) == USUAL - {Group.CHANGES}
    assert wants(people[1]) == USUAL


def test_looking_changes_nothing_however_often(people, client, address_for, wants):
    for _ in range(2):
        assert client.get(address_for(people[0])).status_code == 200

    assert wants(people[0]) == USUAL


def test_the_page_says_whether_letters_of_the_kind_still_come(people, client, address_for):
    address = address_for(people[0])
    before = client.get(address).text
    client.post(address, data=ONE_CLICK, headers=FROM_ELSEWHERE)
    after = client.get(address).text

    assert ("and no more of them come" in before, "You receive no more" in before) == (True, False)
    assert ("and no more of them come" in after, "You receive no more" in after) == (False, True)


@pytest.mark.parametrize("change", [lambda t: "guess", lambda t: t[:-1], lambda t: t + "x"])
def test_a_guessed_address_is_not_found(people, client, address_for, wants, change):
    folder, _, token = address_for(people[0]).rpartition("/")
    guess = f"{folder}/{change(token)}"

    assert client.get(guess).status_code == 404
    assert client.post(guess, data=ONE_CLICK, headers=FROM_ELSEWHERE).status_code == 404
    assert wants(people[0]) == USUAL


def test_a_letter_that_was_passed_on_says_and_changes_one_kind_alone(
    people, client, address_for, wants
):
    page = client.get(address_for(people[0])).text
    assert page.count('name="group"') == 1
    assert 'href="/profile/letters"' in page

    form = {"chosen": "1", "group": ["hour before", "places"]}
    answer = client.post(address_for(people[0]), data=form, headers=FROM_ELSEWHERE)

    assert answer.status_code == 303
    assert wants(people[0]) == USUAL - {Group.CHANGES}
    assert "Your choice is kept." in client.get(answer.location).text


def test_a_guest_who_has_no_other_page_chooses_all_of_them_there(
    people, writing, client, address_for, wants
):
    with writing():
        gus = guests.Caller("Gus", "gus@example.org", "gus@example.org", "Europe/Berlin")
        guest = guests.guest_of(guests.person_of(gus, now=START).id)

    form = {"chosen": "1", "group": ["hour before", "places"]}
    answer = client.post(address_for(guest), data=form, headers=FROM_ELSEWHERE)

    assert wants(guest) == {Group.HOUR_BEFORE, Group.PLACES}
    page = client.get(answer.location).text
    assert page.count('name="group"') == len(choices.CHOOSABLE)
    assert "/profile/letters" not in page


def test_a_member_chooses_on_a_page_of_their_profile(people, signed_in, wants):
    client = signed_in(people[0])
    assert "/profile/letters" in client.get("/profile").text
    assert client.get("/profile/letters").text.count(" checked") >= len(USUAL)

    answer = client.post("/profile/letters", data={"group": ["sharing"]})

    assert (answer.status_code, answer.location) == (303, "/profile/letters")
    assert wants(people[0]) == {Group.SHARING}
    assert wants(people[1]) == USUAL


def test_another_site_cannot_choose_for_a_member_who_is_signed_in(people, signed_in, wants):
    client = signed_in(people[0])

    assert client.post("/profile/letters", data={}, headers=FROM_ELSEWHERE).status_code == 403
    assert wants(people[0]) == USUAL
