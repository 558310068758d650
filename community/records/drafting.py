"""Writing the words of a record: the summary, written over the version that was read."""

from datetime import datetime

from sqlalchemy.dialects import postgresql, sqlite

from community.accounts.models import Member
from community.calls.models import Call
from community.db import db, locked, number_of
from community.disclosures.disclosing import disclose
from community.disclosures.wording import Said
from community.errors import Refusal
from community.text import POLICY_VERSION, render_markdown

from .models import Record


class ChangedMeanwhile(Refusal):
    """Somebody else has changed the summary since it was read; what was typed is kept."""


def hold(call: Call, *, now: datetime) -> Record:
    """The record of a call, made at its first time, held until the transaction ends.

    Raises `Refusal` where the call was deleted.
    """
    call_id = number_of(call)
    kind = postgresql if db.engine.dialect.name == "postgresql" else sqlite
    first = kind.insert(Record).values(
        call_id=call_id,
        summary_source="",
        summary_html="",
        text_policy=POLICY_VERSION,
        version=0,
        changed_at=now,
    )
    db.session.execute(first.on_conflict_do_nothing())
    record = locked(Record, call_id)
    if record.call.is_removed:
        raise Refusal("This call has been deleted, so its record stays as it is.")
    return record


def write_summary(
    call: Call, source: str, *, version: int, said: Said | None, by: Member, now: datetime
) -> None:
    """Make `source` what the record says in its own words. The same words again change nothing.
    `said` tells whether a tool was involved; without it, what was said before holds.

    Raises `ChangedMeanwhile` and `community.text.TextTooLong`.
    """
    record = hold(call, now=now)
    if record.summary_source == source:
        return
    if record.version != version:
        raise ChangedMeanwhile(
            "Somebody else has changed the summary since you opened the page. Yours is still in"
            " the form: look at theirs beside it, then save again."
        )
    record.summary_source, record.summary_html = source, render_markdown(source)
    record.text_policy = POLICY_VERSION
    if said is not None:
        record.disclosure_id = disclose(said, by=by.person, now=now).id
    record.version += 1
    record.changed_at, record.changed_by_id = now, by.id
    db.session.flush()
