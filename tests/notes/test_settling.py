"""What notes raise about a pattern is settled by those who look after it, and opened again."""

import pytest
from sqlalchemy import select

from community.access import Viewer, may
from community.accounts.models import Role
from community.notes import settling
from community.notes.models import Kind
from community.notes.outcomes import NoteOutcome, Outcome
from community.notes.policies import Permission
from community.notes.settling import NoSuchRevision, NothingToSettle, SettledByOthers
from community.patterns.thread_queries import noted_on
from tests.factories import START, make_community, make_member
from tests.patterns.build import noted, proposed, revised


def test_who_settles_what_a_note_raises(db_session):
    make_community()
    ada, ben, cora = make_member("Ada"), make_member("Ben"), make_member("Cora", Role.CURATOR)
    pattern = revised(proposed(ada), ada, solution="Ask them first.")
    asked = noted(pattern, ben)
    plain = noted(pattern, ben, "Good.", kind=Kind.NOTE)
    held = {"ada": Viewer(ada), "ben": Viewer(ben), "cora": Viewer(cora, frozenset({"curator"}))}

    def who(permission: Permission) -> set[str]:
        return {name for name, viewer in held.items() if may(viewer, permission, asked)}

    assert who(Permission.SETTLE_NOTE) == {"ada", "ben", "cora"}
    assert who(Permission.REDACT_NOTE) == who(Permission.SORT_NOTE) - {"ben"} == {"cora"}
    assert not may(held["ada"], Permission.SETTLE_NOTE, plain)
    assert not may(Viewer(make_member("Noa")), Permission.SETTLE_NOTE, asked)
    with pytest.raises(NoSuchRevision):
        settling.settle(asked, Outcome.INCORPORATED, revision=3, by=ada, now=START)
    with pytest.raises(NothingToSettle):
        settling.settle(plain, Outcome.DECLINED, why="No.", by=ada, now=START)
    for _ in range(2):
        settling.settle(asked, Outcome.DECLINED, why="It varies.", by=ada, now=START)
    assert who(Permission.OPEN_NOTE_AGAIN) == {"ada", "cora"}
    with pytest.raises(SettledByOthers):
        settling.settle(asked, Outcome.WITHDRAWN, by=ben, now=START)
    settling.reopen(asked, by=cora, now=START)
    settling.settle(asked, Outcome.WITHDRAWN, by=ben, now=START)
    assert who(Permission.OPEN_NOTE_AGAIN) == {"ada", "ben", "cora"}
    settling.reopen(asked, by=ben, now=START)
    rows = db_session.scalars(select(NoteOutcome).order_by(NoteOutcome.id)).all()
    assert [(row.outcome, row.ended_by_id) for row in rows] == [
        (Outcome.DECLINED, cora.id),
        (Outcome.WITHDRAWN, ben.id),
    ]
    assert noted_on(pattern)["whole"].open == 1


def test_why_has_no_first_link(signed_in, writing, reading):
    with writing():
        make_community()
        ben = make_member("Ben")
        make_member("Rue", Role.RESPONDER)
        key = noted(proposed(make_member("Ada")), ben).key
    page = f"/notes/{key}/outcome"

    why = "See https://spam.example/x first."
    refused = signed_in(ben).post(page, data={"outcome": "withdrawn", "why": why})

    assert refused.status_code == 422
    assert "Say it without the link." in refused.text
    assert why in refused.text
    with reading() as session:
        assert session.scalars(select(NoteOutcome)).all() == []
    assert signed_in(ben).post(page, data={"outcome": "withdrawn", "why": "No."}).status_code == 303
