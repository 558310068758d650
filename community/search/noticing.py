"""Hearing what is written in a transaction, and writing the index at its end.

Whatever writes a row of a model that features name in their holdings is heard, so that no verb can
forget to tell. What is deleted in bulk is heard as well.
"""

from collections.abc import Callable, Mapping
from typing import Any

from flask import Flask, current_app, has_app_context
from sqlalchemy import Engine, event, inspect
from sqlalchemy.orm import Session, SessionTransaction, UOWTransaction

from community.db import db
from community.holdings import Tell
from community.revisions import narrow

from . import indexing
from .models import INDEX

_TOLD, _SWEPT, _PURGED = "scopes to index", "models to sweep", "index to purge"


def told_by() -> Mapping[type, tuple[Tell, ...]]:
    """What each model tells."""
    found: Mapping[type, tuple[Tell, ...]] = current_app.extensions["search"]
    return found


def init_app(app: Flask) -> None:
    """Know what to listen to. The holdings of `app` are there already."""
    found: dict[type, tuple[Tell, ...]] = {}
    with app.app_context():
        for kind in indexing.texts():
            for model, tell in kind.told.items():
                found[model] = (*found.get(model, ()), tell)
    app.extensions["search"] = found
    for table in ("search_document", "search_term"):
        narrow(table, lambda _session, _given: INDEX)


def forget_for_ever(_event: Any = None) -> None:
    """Words are taken out for ever in this transaction: nothing of them stays in the index."""
    db.session().info[_PURGED] = True


def _changed(row: Any, session: Session) -> Callable[..., bool]:
    """Whether any of these attributes of a row was changed; of a new one, all were."""
    if row in session.new or row in session.deleted:
        return lambda *_names: True
    attributes = inspect(row).attrs
    return lambda *names: any(attributes[name].history.has_changes() for name in names)


@event.listens_for(db.session, "after_flush")
def _hear(session: Session, _flushed: UOWTransaction) -> None:
    if not has_app_context():
        return
    models = told_by()
    for row in (*session.new, *session.dirty, *session.deleted):
        for tell in models.get(type(row), ()):
            told = tell(row, _changed(row, session))
            session.info.setdefault(_TOLD, set()).update(told)


@event.listens_for(Engine, "before_cursor_execute")
def _hear_bulk(
    _connection: Any, _cursor: Any, _statement: str, _given: Any, context: Any, _many: Any
) -> None:
    """Hear what is deleted in bulk; here, since to listen to the ORM costs each of its queries."""
    if context.isdelete and has_app_context():
        of_orm = context.compiled.statement._propagate_attrs  # noqa: SLF001 - a row's own has none
        if "plugin_subject" in of_orm and (model := of_orm["plugin_subject"].class_) in told_by():
            db.session().info.setdefault(_SWEPT, set()).add(model)


@event.listens_for(db.session, "before_commit", insert=True)  # ahead of the numbers of revisions
def _write(session: Session) -> None:
    if session.in_nested_transaction():
        return
    session.flush()
    scopes = session.info.pop(_TOLD, None)
    swept = session.info.pop(_SWEPT, None)
    if swept:
        indexing.sweep(swept)
    if scopes:
        indexing.index(scopes)
    if session.info.pop(_PURGED, False):
        indexing.purge()


@event.listens_for(db.session, "after_soft_rollback")
def _forget(session: Session, ended: SessionTransaction) -> None:
    if not ended.nested:
        for waiting in (_TOLD, _SWEPT, _PURGED):
            session.info.pop(waiting, None)
