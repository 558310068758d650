"""Discreet letters to whoever reported, is reported or responds: nobody tells them apart."""

import pytest
from sqlalchemy import select

from community.accounts.models import Role
from community.moderation import talking
from community.outbox.models import DISCREET, Letter
from tests.conduct.build import publish
from tests.factories import START, make_community, make_member
from tests.moderation.build import case_of, report, take

pytestmark = pytest.mark.usefixtures("in_january")


def test_every_discreet_letter_leads_to_one_page_with_what_each_can_look_at(
    app, client, signed_in, writing, reading
):
    with writing():
        make_community()
        publish(make_member("Stu", Role.STEWARD))
        rue, kim = (make_member(name, Role.RESPONDER) for name in ("Rue", "Kim"))
        mal, mia = make_member("Mal"), make_member("Mia")
        case = take(case_of(report(person=mal.person, by=mia)[0]), rue, kim)
        message = talking.say_to_person(case, mal.person_id, "Hello.", by=rue, now=START)
        talking.read_second(message, by=kim, now=START)
    with reading() as session, app.test_request_context():
        desk, said, people = app.extensions["outbox"], set(), set()
        write = desk.kinds[DISCREET].write
        for letter in session.scalars(select(Letter).where(Letter.kind == DISCREET)):
            draft = write(letter, desk.recipient_of(letter.person_id), START)
            if draft is not None:
                people.add(letter.person_id)
                said.add(tuple(sorted(draft.values.items())))
    assert {rue.person_id, mal.person_id, mia.person_id} <= people
    assert len(said) == 1
    [values] = said
    assert dict(values)["page"].endswith("/messages")

    assert 'name="code"' in client.get("/messages").text
    mine, theirs = signed_in(mal).get("/messages").text, signed_in(rue).get("/messages").text
    assert "Your standing: what is said to you" in mine
    assert ("The desk of" in mine, "The desk of" in theirs) == (False, True)
