"""What the ledger hands over about a person, and takes out when they leave."""

import pytest
from sqlalchemy import select

from community.ledger import confirming, taking_off
from community.ledger.holdings import GONE, erase, export
from community.ledger.models import Confirmation, Labour, Line, LineRemoval, Refusal, Shown
from community.ledger.queries import lines_of_call
from tests.agendas.build import make_evening
from tests.factories import make_member
from tests.ledger.build import OVER, by_pseudonym, line, listed

pytestmark = pytest.mark.engines("sqlite")


def test_who_leaves_takes_name_and_words_along_and_the_count_stays(db_session):
    ola, mia = make_member("Ola"), make_member("Mia")
    call = make_evening(ola)
    listed(line(call, mia, Labour.OTHER, "Mia's canary"), mia, by_pseudonym("A canary"), minutes=9)
    listed(line(call, mia), mia)
    listed(line(call, ola), ola)
    line(call, mia, Labour.QUEUE)
    off = listed(line(call, mia, Labour.CONDUCT), mia)
    taking_off.take_off(call, off.key, reason="It was Ola.", by=ola, now=OVER)
    confirming.decline({line(call, mia, Labour.WELCOME).id}, by=mia, now=OVER)

    told = export(mia.person_id)["labour"]
    for _ in range(2):
        erase(mia.person_id, OVER)

    assert [(one["kind"], one["listed"], one["declined"]) for one in told] == [
        ("other", "pseudonym", None),
        ("notes", "name", None),
        ("queue and time", None, None),
        ("conduct contact", "name", None),
        ("welcome", None, OVER),
    ]
    assert [one["why taken off"] for one in told if one["taken off"]] == ["It was Ola."]
    assert (told[0]["pseudonym"], told[0]["what"]) == ("A canary", "Mia's canary")
    assert [(one.kind, one.what, one.name, one.minutes) for one in lines_of_call(call.id)] == [
        (Labour.NOTES, "", "Ola", None),
        (Labour.NOTES, "", None, None),
        (Labour.OTHER, GONE, None, 9),
    ]
    assert db_session.scalars(select(Line.member_id).distinct()).all() == [None, ola.id]
    assert set(db_session.scalars(select(Confirmation.pseudonym))) == {""}
    for model in (Refusal, LineRemoval):
        assert db_session.scalars(select(model.id)).all() == []
    assert db_session.scalars(select(Confirmation.shown)).all().count(Shown.COUNTED) == 2
