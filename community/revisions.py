"""Numbers that are others after each change of what they stand for: "unchanged" is one read.

What changes is told in two ways. Verbs tell by `bump`. And each statement that writes a table tells
by itself: whatever a visitor's page may show stands under `PLACE`, unless a feature says with
`narrow` what a row of one of its tables stands for.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from secrets import randbelow
from typing import Any

from flask import has_app_context
from sqlalchemy import Engine, Executable, Select, String, bindparam, event, select, union_all
from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite
from sqlalchemy.orm import Mapped, Session, SessionTransaction, mapped_column

from .db import Base, db

PLACE = "place"  # anything a visitor may be shown, but for what is narrowed
_WAITING = "revisions to draw"
_NUMBERS = 2**31
_WRITES = ("INSERT", "UPDATE", "DELETE")
# No page for visitors shows what these hold. A table that is not named here is taken to be shown.
_UNSEEN = {
    *("acceptance", "address_change", "backup", "join_invitation", "sign_up", "welcome"),
    *("address_change", "attempt", "feed_secret", "follow", "import_file", "invitation"),
    *("join_invitation", "letter", "letter_choice", "mailed_link", "revision", "series_answer"),
    *("set_up_address", "sign_in", "sign_up", "submission", "turn", "welcome"),
    *("former_handle", "guest", "guest_answer", "imported_person", "series_file", "series_import"),
    *("left_address", "left_handle", "standing_unread"),
    *("draft", "pattern_draft", "search_state", "guest_proposal"),
    *("agenda_item_mention", "pattern_suggestion", "pattern_suggested_section"),
    *("pattern_suggested_relation", "pattern_suggestion_message"),
    *("member_distance", "note_hold", "content_reading"),
    *("measure", "measure_effect", "measure_lifting", "audit_entry", "emergency_admission"),
    "emergency_measure",
}
# Shown only once another row leads to them.
_UNSEEN_WHEN_NEW = {"member", "person", "disclosure", "disclosed_tool"}

Parameters = Mapping[str, Any]
Narrow = Callable[[Session, Parameters], str | None]
_narrowed: dict[str, Narrow] = {}
_along: dict[str, str] = {}


class Revision(Base):
    """A number that is another after each change of what a scope shows: `calls`, `series:<id>`,
    `call:<id>`, `person:<id>`, `community`, `place`, `answers:<sitting id>`, `index`,
    `distance:<member id>`, `standing`.
    """

    __tablename__ = "revision"

    scope: Mapped[str] = mapped_column(String(40), primary_key=True)
    number: Mapped[int]


_NUMBERED = select(Revision.scope, Revision.number).where(
    Revision.scope.in_(bindparam("scopes", expanding=True))
)  # put together once


def narrow(table: str, scope_of: Narrow) -> None:
    """Say what a row of `table` stands for: `scope_of` gets the session and the values a statement
    is sent with, and gives the scope, or None where they do not tell, which means `PLACE`.
    """
    _narrowed[table] = scope_of


def along(table: str, scope: str) -> None:
    """Let each statement that writes `table` change `scope` too, beside what it stands for."""
    _along[table] = scope


def bump(*scopes: str) -> None:
    """What `scopes` show has changed: their numbers are others once this transaction commits.

    All at its end and in one order, so that no two transactions wait for each other. Numbers are
    drawn, not counted: a database restored from yesterday never gives old bytes a number again.
    """
    session = db.session()
    if not session.in_transaction():
        session.begin()  # so that its end is heard of
    session.info.setdefault(_WAITING, set()).update(scopes)


def numbers(
    scopes: Iterable[str], beside: Sequence[Select[*tuple[Any, ...]]] = ()
) -> dict[str, int]:
    """The number that each of `scopes` has had since it last changed; one read, in which other
    names with numbers can be read along.
    """
    wanted = sorted(set(scopes))
    asked = union_all(_NUMBERED, *beside) if beside else _NUMBERED
    found: dict[str, int] = dict(db.session.execute(asked, {"scopes": wanted}).all())
    return dict.fromkeys(wanted, 0) | found


@event.listens_for(Engine, "before_cursor_execute")
def _hear(
    _connection: Any, _cursor: Any, statement: str, _given: Any, context: Any, _many: Any
) -> None:
    if statement.lstrip()[:6].upper() in _WRITES and has_app_context():
        session = db.session()
        session.info.setdefault(_WAITING, set()).update(_told_by(session, context))


def _told_by(session: Session, context: Any) -> set[str]:
    """The scopes that a statement changes."""
    sent = getattr(context.compiled, "statement", None)
    table = getattr(getattr(sent, "element", sent), "table", None)  # of rows it gives back, too
    name = table.name if table is not None else ""
    beside = {_along[name]} if name in _along else set()
    if name in _UNSEEN or (name in _UNSEEN_WHEN_NEW and context.isinsert):
        return beside
    scope_of = _narrowed.get(name)
    if scope_of is None:
        return {PLACE} | beside
    return {scope_of(session, given) or PLACE for given in context.compiled_parameters} | beside


@event.listens_for(db.session, "before_commit")
def _draw_numbers(session: Session) -> None:
    if session.in_nested_transaction():
        return  # a savepoint: the end of the whole is still to come
    session.flush()  # ahead of the numbers, so that they tell of it
    scopes = session.info.pop(_WAITING, None)
    if not scopes:
        return
    rows = [{"scope": scope, "number": randbelow(_NUMBERS)} for scope in sorted(scopes)]
    session.connection().execute(_drawn(session.get_bind().dialect.name), rows)


@lru_cache(maxsize=2)
def _drawn(dialect: str) -> Executable:
    insert = insert_sqlite if dialect == "sqlite" else insert_postgresql
    statement = insert(Revision.__table__)  # type: ignore[arg-type]
    return statement.on_conflict_do_update(
        index_elements=["scope"], set_={"number": statement.excluded.number}
    )


@event.listens_for(db.session, "after_soft_rollback")
def _forget(session: Session, ended: SessionTransaction) -> None:
    if not ended.nested:  # a savepoint undone leaves the rest of the transaction to be told
        session.info.pop(_WAITING, None)
