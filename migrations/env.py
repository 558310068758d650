"""Run migrations against the database of the present application."""

from alembic import context
from flask import current_app

from community.db import Instant, WallClock, refuse_lost_references, unreferenced

engine = current_app.extensions["migrate"].db.engine
metadata = current_app.extensions["migrate"].db.metadata


def render_item(kind, item, autogen_context):
    """Write our own column types as plain ones: a migration never imports the application."""
    if kind == "type" and isinstance(item, Instant | WallClock):
        return f"sa.DateTime(timezone={isinstance(item, Instant)})"
    return False


def migrate(connection):
    """Migrate in the transaction of `connection`, or in one of its own: all of it or nothing."""
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_item=render_item,
        render_as_batch=connection.dialect.name == "sqlite",
        transaction_per_migration=False,
        transactional_ddl=True,
    )
    with context.begin_transaction():
        context.run_migrations()
        refuse_lost_references(connection)


def run() -> None:
    """Migrate on the connection that was handed over, else on one of our own."""
    given = context.config.attributes.get("connection")
    if given is not None:
        migrate(given)
        return
    with engine.connect() as connection, unreferenced(connection):
        migrate(connection)


run()
