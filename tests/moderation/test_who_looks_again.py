"""Requests and yearly looks are for others than who agreed, counted or not, and who wrote it."""

import pytest
from sqlalchemy import delete, insert

from community.accounts.models import Role
from community.moderation.readmission_models import (
    Answered,
    Readmission,
    ReadmissionWord,
    RulingLook,
)
from community.moderation.ruling_models import (
    RulingDecider,
    RulingMade,
    RulingNotice,
    RulingUncounted,
)
from tests.factories import START, make_member
from tests.moderation.build import refuses, take


@pytest.fixture
def ban(people, rule, db_session):
    """What Rue wrote, Kim agreed to without counting, and Lou and Pat decided."""
    ruling = rule(level=3, effects=[])
    db_session.execute(delete(RulingDecider))
    for name, model in (("Kim", RulingUncounted), ("Lou", RulingDecider), ("Pat", RulingDecider)):
        db_session.add(model(ruling_id=ruling.id, member_id=people[name].id, at=START))
    db_session.flush()
    db_session.add(RulingMade(ruling_id=ruling.id, without_conflict=4, at=START))
    db_session.flush()
    db_session.add(RulingNotice(ruling_id=ruling.id, read_by_id=people["Lou"].id, at=START))
    db_session.flush()
    return ruling


def test_the_database_lets_nobody_look_again_who_had_a_part_in_it(people, ban, case, db_session):
    new = {name: make_member(name, Role.RESPONDER) for name in ("Sam", "Tom")}
    take(case, new["Tom"])
    asked = Readmission(
        ruling_id=ban.id,
        person_id=people["Ada"].person_id,
        at=START,
        words_source="Please.",
        words_html="Please.",
    )
    db_session.add(asked)
    db_session.flush()
    word = {"readmission_id": asked.id, "outcome": Answered.NOT_YET, "words": "-", "at": START}
    look = {"ruling_id": ban.id, "why": "-", "at": START}
    for name in ("Rue", "Kim", "Lou", "Sam", "Tom"):
        number = (people | new)[name].id
        for promise, adding in (
            (
                "readmission_heard_by_others",
                insert(ReadmissionWord).values(**word, member_id=number),
            ),
            ("ruling_look_by_another", insert(RulingLook).values(**look, by_id=number)),
        ):
            if name == "Tom":  # who can take it and had no part
                db_session.execute(adding)
                continue
            with refuses(db_session, promise), db_session.begin_nested():
                db_session.execute(adding)
