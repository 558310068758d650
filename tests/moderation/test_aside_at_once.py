"""What is set aside at the moment somebody takes it back: neither stops the other for good."""

from threading import Thread
from typing import Any

import pytest

from community.accounts.models import Member, Person, Role
from community.conduct.state_models import Content
from community.db import db, locked
from community.moderation import setting_aside
from community.moderation.subject_queries import subject_numbered
from community.patterns import known_uses, objecting
from community.patterns.models import Pattern
from tests.attendance.crowd import in_a_transaction
from tests.conduct.build import publish
from tests.factories import START, make_community, make_member
from tests.moderation.aside import HIDDEN
from tests.patterns.build import proposed, used
from tests.waiting import until_held_up

_KEPT = {"objection": "taken back before", "use": "withdrawn before"}


@pytest.mark.engines("postgresql")
@pytest.mark.parametrize("what", list(_KEPT))
def test_what_is_set_aside_while_it_is_taken_back_waits_for_that(app, writing, what):
    with writing():
        make_community()
        publish(make_member("Stella", Role.STEWARD))
        pattern, mia = proposed(make_member("Zoe")), make_member("Mia")
        is_use = what == "use"
        said = (
            used(pattern, mia)
            if is_use
            else objecting.object_to(pattern, "Too early.", by=mia.person, now=START)
        )
        model: Any = type(said)
        number, by = said.id, make_member("Rue", Role.RESPONDER).id
        hers = mia.person_id
    found = []

    def set_aside():
        subject, rue = subject_numbered(Content(what), number), db.session.get_one(Member, by)
        assert subject is not None
        found.append(setting_aside.set_aside(subject, HIDDEN, by=rue, now=START).kept)

    worker = Thread(target=in_a_transaction(app, set_aside))
    with writing():
        row = db.session.get_one(model, number)
        locked(Pattern, row.pattern_id)  # as whoever takes it back begins
        worker.start()
        until_held_up(worker)
        if is_use:
            known_uses.withdraw_use(row, by=db.session.get_one(Person, hers), now=START)
        else:
            objecting.withdraw_objection(row, now=START)
    worker.join()
    assert found == [_KEPT[what]]
