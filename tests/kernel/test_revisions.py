"""Revisions are drawn at the very end of a transaction, whatever savepoints end before it."""

from community import revisions
from community.db import db, transaction


def test_the_end_of_a_savepoint_draws_nothing_yet(app, queries):
    with app.app_context(), transaction(), queries() as sent:
        revisions.bump("calls")
        with db.session.begin_nested():
            pass
        before_the_end = [statement for statement in sent if "revision" in statement]

    assert before_the_end == []
    with app.app_context():
        assert revisions.numbers(["calls"])["calls"] > 0
