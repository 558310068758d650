"""Long threads for the calls that are measured."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import insert, select

from community.accounts.models import Member
from community.calls.models import Call
from community.db import db
from community.disclosures.disclosing import disclose
from community.disclosures.wording import Degree, Said
from community.keys import new_key
from community.notes.models import Kind, Note
from community.notes.writing import thread_for
from community.text import POLICY_VERSION, render_markdown

_TEXT = "We tried this **twice** last year, and it held. Whoever wants to know more: ask."


def talk(slug: str, number: int, members: Sequence[Member], now: datetime) -> None:
    """So many notes on a call, by members in turn: branches of ten."""
    call = db.session.scalars(select(Call).where(Call.slug == slug)).one()
    thread_id = thread_for(call, now=now).id
    said = disclose(Said(Degree.WORDING), by=members[0].person, now=now).id
    every = {
        "thread_id": thread_id,
        "kind": Kind.NOTE,
        "text_source": _TEXT,
        "text_html": render_markdown(_TEXT),
        "text_policy": POLICY_VERSION,
        "disclosure_id": said,
        "version": 1,
        "made_at": now - timedelta(days=1),  # or they could add none for a while
    }
    heads = [_note(every, members[n % len(members)]) for n in range(number // 10)]
    db.session.execute(insert(Note), heads)
    first = select(Note.id).where(Note.thread_id == thread_id).order_by(Note.id)
    begun = list(db.session.scalars(first))
    answers = [
        _note(every, members[n % len(members)]) | {"parent_id": head, "root_id": head}
        for head in begun
        for n in range(9)
    ]
    db.session.execute(insert(Note), answers)


def _note(every: dict[str, object], by: Member) -> dict[str, object]:
    return every | {"key": new_key(), "by_id": by.id, "parent_id": None, "root_id": None}
