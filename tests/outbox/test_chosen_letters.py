"""What a member chooses to receive: none of what is not ticked comes, and the link of any letter
unticks its kind.
"""

import re

import pytest

from community.outbox import choices
from tests.outbox.everything import MOMENTS, NOW, happen, pass_time

pytestmark = pytest.mark.engines("sqlite")


@pytest.fixture
def hear(writing, app, post, at, mailbox):
    """A function that lets everything happen and gives who hears of it, with what came."""

    def all_of_it(*, ticks=lambda group, is_wanted: is_wanted):
        with writing():
            reader = happen()
            for group, is_wanted in choices.choices_of(reader.person_id).items():
                wanted = ticks(group, is_wanted)
                choices.choose(reader.person_id, group, is_wanted=wanted, now=NOW)
        for moment in MOMENTS:
            with at(moment):
                with app.app_context():
                    pass_time(moment)
                post()
        return reader, mailbox.to(reader.email)

    return all_of_it


def test_who_ticks_nothing_receives_nothing(hear):
    assert hear(ticks=lambda _group, _is_wanted: False)[1] == []


def test_the_link_of_any_letter_unticks_its_kind_where_all_are_chosen(hear, client, signed_in, at):
    reader, letters = hear()
    with at(MOMENTS[-1]):
        page = signed_in(reader)
        before = _ticked(page.get("/profile/letters").text)
        for letter in letters:  # of notes on one thing, the header stops what is about that
            address = re.findall(r"http://localhost:8000/letters/choices/\S+", letter.text)[-1]
            client.post(address, data={"List-Unsubscribe": "One-Click"})
        after = _ticked(page.get("/profile/letters").text)

    assert (len(before), after) == (10, set())


def _ticked(page: str) -> set[str]:
    return set(re.findall(r'name="group" value="([a-z ]+)" checked', page))
