"""Whoever leaves is named no more in what is kept of things that are out of sight."""

import pytest

from app import HOLDINGS
from community.access import Viewer
from community.accounts import leaving
from community.db import db
from community.moderation import setting_aside
from community.moderation.subject_queries import subject_at
from tests.agendas.build import make_evening, proposed
from tests.conduct.build import KIND, publish, with_clauses
from tests.factories import START
from tests.moderation.aside import HIDDEN, everybody


@pytest.mark.parametrize("words", ["See [her page](/people/{}).", "See @{}."])
def test_by_a_link_alone_too(db_session, words):
    people = everybody()
    publish(people["Stella"], with_clauses(KIND))
    mia = people["Mia"]
    item = proposed(make_evening(people["Ola"]), people["Ola"], body=words.format(mia.handle))
    subject = subject_at(Viewer(people["Rue"]), f"item:{item.key}")
    state = setting_aside.set_aside(subject, HIDDEN, by=people["Rue"], now=START)
    assert mia.handle in state.kept
    handle = mia.handle
    leaving.erase(mia, HOLDINGS, typed_handle=handle, now=START)
    db.session.expire_all()
    assert handle not in state.kept
