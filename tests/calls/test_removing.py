"""What is deleted leaves a tombstone, once, and comes back whole."""

from functools import partial

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from community.accounts.models import Member
from community.calls import removing
from community.calls.models import Call, Removal, Series
from community.calls.queries import sittings_of_series
from community.db import db
from tests.attendance.crowd import at_once, in_a_transaction
from tests.calls.build import begin
from tests.factories import START, make_call, make_member


@pytest.mark.parametrize("kind", ["series", "call"])
def test_what_is_deleted_cannot_be_deleted_a_second_time(db_session, kind):
    ada = make_member()
    subject = begin(ada) if kind == "series" else make_call(ada)
    key = {f"{kind}_id": subject.id}
    db.session.add(Removal(**key, by_id=ada.id, at=START, reason="Once", withdrawn_at=START))
    db.session.add(Removal(**key, by_id=ada.id, at=START, reason="Again"))
    db.session.flush()

    db.session.add(Removal(**key, by_id=ada.id, at=START, reason="A third time"))
    with pytest.raises(IntegrityError):
        db.session.flush()


def test_people_who_delete_at_the_same_moment_delete_once_and_one_restore_is_enough(
    writing, reading, app
):
    with writing():
        ada = make_member()
        series = begin(ada)
        call = sittings_of_series(series, START)[0].call
    ada_id, series_id, call_id = ada.id, series.id, call.id

    def remove(kind, key):
        by, subject = db.session.get_one(Member, ada_id), db.session.get_one(kind, key)
        verb = removing.remove_series if kind is Series else removing.remove_call
        verb(subject, by=by, reason="Merged", now=START)

    acts = [partial(remove, Call, call_id)] * 3 + [partial(remove, Series, series_id)] * 3
    results = at_once(*(in_a_transaction(app, act) for act in acts))

    assert results == [None] * 6
    with reading():
        found = db.session.execute(select(Removal.series_id, Removal.call_id)).all()
        assert {tuple(row) for row in found} == {(series_id, None), (None, call_id)}
        assert len(found) == 2
    with writing():
        by, series = db.session.get_one(Member, ada_id), db.session.get_one(Series, series_id)
        removing.restore_series(series, by=by, now=START)
    with reading():
        assert not db.session.get_one(Series, series_id).is_removed
