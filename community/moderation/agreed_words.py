"""Words that two responders take out of what was decided, asked and answered in a case.

A ruling is never edited: what is purged alone goes from it. Where nothing is left by which words
could be found to be that, a second responder has to write the same ones. That the first did is in
the audit log, with a salted digest of the words and of who wrote them; they are kept nowhere.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from community.accounts.models import Member
from community.audit import Act, AuditEntry, record
from community.audit_saying import digest_of
from community.db import db
from community.folding import folded

from .case_models import Case
from .sight_queries import who_can

_ASKED, _CASE = "words asked to be purged", "case"


def agree(case: Case, lines: Sequence[str], *, by: Member, now: datetime) -> list[str]:
    """Those of the lines that another responder of the case wrote before; of the others it is
    written down that `by` did, once.
    """
    others = [one.id for one in who_can(case, now) if one.id != by.id]
    entries = _entries(case)
    agreed = [line for line in lines if _is_told(entries, line, others)]
    fresh = [line for line in lines if line not in agreed and not _is_told(entries, line, [by.id])]
    record([Act(_ASKED, _CASE, str(case.id), _said(one, by.id)) for one in fresh], now=now)
    return agreed


def _entries(case: Case) -> Sequence[AuditEntry]:
    query = select(AuditEntry).where(AuditEntry.what == _ASKED)
    query = query.where(AuditEntry.subject == _CASE, AuditEntry.key == str(case.id))
    return db.session.scalars(query.order_by(AuditEntry.number)).all()


def _is_told(entries: Sequence[AuditEntry], line: str, members: Sequence[int]) -> bool:
    """Whether an entry says that one of some members wrote a line."""
    return any(
        entry.digest == digest_of(entry.salt, _said(line, member_id))
        for entry in entries
        for member_id in members
    )


def _said(line: str, member_id: int) -> dict[str, str]:
    return {"words": " ".join(folded(line).split()), "by": str(member_id)}
