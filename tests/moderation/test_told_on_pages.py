"""The line on pages for a member to whom something was said that they have not seen."""

import pytest

from community.accounts.models import Role
from community.conduct.content import Effect
from community.moderation import talking
from tests.conduct.build import publish, restrict
from tests.factories import START, make_community, make_member
from tests.moderation.build import case_of, report, take

pytestmark = pytest.mark.usefixtures("in_january")
LINE = "There is a message for you:"


def test_who_is_written_to_sees_on_each_page_that_there_is_something_until_they_look(
    signed_in, writing
):
    with writing():
        make_community()
        publish(make_member("Stu", Role.STEWARD))
        rue, kim, mal = (make_member(n, Role.RESPONDER) for n in ("Rue", "Kim", "Mal"))
        case = take(case_of(report(person=mal.person, by=make_member("Mia"))[0]), rue, kim)
        message = talking.say_to_person(case, mal.person_id, "Hello.", by=rue, now=START)
    browser, other = signed_in(mal), signed_in(rue)
    assert LINE not in browser.get("/calls").text  # nobody has read it before
    with writing() as session:
        talking.read_second(session.merge(message), by=session.merge(kim), now=START)
    assert LINE in browser.get("/calls").text
    assert LINE not in other.get("/calls").text
    assert "Hello." in browser.get("/standing").text
    assert LINE not in browser.get("/calls").text


@pytest.mark.parametrize("effect", [Effect.READING_ONLY, Effect.NO_ACCOUNT])
def test_it_stands_as_long_as_a_measure_does(signed_in, writing, effect):
    with writing():
        make_community()
        mal = make_member("Mal")
        restrict(mal.person, effect, by=make_member("Stu", Role.STEWARD), now=START)
    browser = signed_in(mal)
    browser.get("/standing")
    assert LINE in browser.get("/calls").text


def test_stewards_read_that_some_letters_stand_in_no_list(signed_in, writing):
    with writing():
        make_community()
        stu = make_member("Stu", Role.STEWARD)
    assert "stand in no list: pass these on unread" in signed_in(stu).get("/letters").text
