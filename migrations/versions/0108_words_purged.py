"""Let what is purged go from reports and messages too, and keep salted digests of it.

A message changes in its words alone, where a bar is put into them, as long as a row says that words
are purged; that row is taken only where something was. What was copied is emptied as before, and
its digest is another then.
"""

# The statements are put together of what stands here alone.

import sqlalchemy as sa
from alembic import op

revision = "0108"
down_revision = "0107"
branch_labels = None
depends_on = None

_EMPTIED = ("title", "text_source", "text_html")
_MESSAGE = (
    *("NEW.id <> OLD.id", "NEW.key <> OLD.key", "NEW.case_id <> OLD.case_id"),
    *("NEW.audience <> OLD.audience", "NEW.at <> OLD.at"),
    *(
        f"COALESCE(NEW.{name}, 0) <> COALESCE(OLD.{name}, 0)"
        for name in ("report_id", "person_id", "by_id")
    ),
    "NEW.text_source NOT LIKE '%█%'",
    "NOT EXISTS (SELECT 1 FROM word_purge)",
)
_COPY = (
    *("NEW.report_id <> OLD.report_id", "NEW.at <> OLD.at"),
    *(f"(NEW.{name} <> OLD.{name} AND NEW.{name} <> '')" for name in _EMPTIED),
)
_SALTED = (
    "(NEW.digest <> OLD.digest AND (NEW.salt = '' OR OLD.salt <> '' OR NEW.text_source <> ''))"
)
_IS_PURGED = (
    "NOT EXISTS (SELECT 1 FROM content_state AS s WHERE s.id = NEW.state_id AND s.state = 'purged')"
)


def upgrade() -> None:
    for table in ("content_state", "report_copy"):
        op.add_column(
            table, sa.Column("salt", sa.String(length=32), nullable=False, server_default="")
        )
    op.create_table(
        "word_purge",
        sa.Column("state_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("state_id", name=op.f("pk_word_purge")),
    )
    _watch("word_purge_of_what_is_purged", "word_purge", "INSERT", _IS_PURGED)
    _watch("case_message_stays_on_update", "case_message", "UPDATE", " OR ".join(_MESSAGE))
    _watch("report_copy_stays_on_update", "report_copy", "UPDATE", " OR ".join((*_COPY, _SALTED)))


def downgrade() -> None:
    _watch("case_message_stays_on_update", "case_message", "UPDATE", "1 = 1")
    copy = " OR ".join((*_COPY, "NEW.digest <> OLD.digest"))
    _watch("report_copy_stays_on_update", "report_copy", "UPDATE", copy)
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER word_purge_of_what_is_purged")
    else:
        op.execute("DROP TRIGGER word_purge_of_what_is_purged ON word_purge")
        op.execute("DROP FUNCTION word_purge_of_what_is_purged()")
    op.drop_table("word_purge")
    for table in ("report_copy", "content_state"):
        op.drop_column(table, "salt")


def _watch(name: str, table: str, action: str, when: str) -> None:
    """Refuse it under a name, whatever it refused before."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute(f"DROP TRIGGER IF EXISTS {name}")
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {action} ON {table} WHEN {when} "
            f"BEGIN SELECT RAISE(ABORT, '{name}'); END"
        )
        return
    op.execute(
        f"""
        CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF {when} THEN
                RAISE EXCEPTION '{name}' USING ERRCODE = 'check_violation',
                    CONSTRAINT = '{name}', TABLE = '{table}';
            END IF;
            RETURN NEW;
        END $$
        """
    )
    op.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
    op.execute(
        f"CREATE TRIGGER {name} BEFORE {action} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
    )
