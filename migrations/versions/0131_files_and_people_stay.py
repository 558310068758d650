"""Hold the files that came with a report, and of whom a report is, as they were.

A file may be emptied, or barred where it is purged; its digest says what it was. Who reported, whom
it is about and whose the copied text was may go, or be the member that a guest turns out to be.
"""

# The statements are put together of what stands here alone.
# ruff: noqa: S608

from hashlib import sha256

import sqlalchemy as sa
from alembic import op

revision = "0131"
down_revision = "0130"
branch_labels = None
depends_on = None

_FILE = "report_file"
_FACTS = ("id", "key", "report_id", "kind", "at")
_BESIDE = ("size", "digest", "salt")
_PEOPLE = {
    "report": ("person_id", "reporter_id"),
    "report_copy": ("author_id",),
    "content_state": ("author_id",),
}
_NAMES = {"report": ("reporter_name", "reporter_address"), "report_copy": ("author_name",)}
_IS_THE_SAME = (
    "EXISTS (SELECT 1 FROM person_joining AS j"
    " WHERE j.gone_id = OLD.{name} AND j.kept_id = NEW.{name})"
)
_BAR = {
    "sqlite": "instr(NEW.content, x'E29688') > 0",
    "postgresql": r"position('\xE29688'::bytea IN NEW.content) > 0",
}


def upgrade() -> None:
    for name, most in (("digest", 64), ("salt", 32)):
        column = sa.Column(name, sa.String(length=most), nullable=False, server_default="")
        op.add_column(_FILE, column)
    _tell_what_is_there()
    for name, (table, when) in _watched().items():
        _watch(name, table, when)


def downgrade() -> None:
    for name, (table, _) in _watched().items():
        if op.get_bind().dialect.name == "sqlite":
            op.execute(f"DROP TRIGGER {name}")
        else:
            op.execute(f"DROP TRIGGER {name} ON {table}")
            op.execute(f"DROP FUNCTION {name}()")
    op.drop_column(_FILE, "salt")
    op.drop_column(_FILE, "digest")


def _tell_what_is_there() -> None:
    """One after another, as each may have megabytes."""
    files = sa.table(_FILE, *(sa.column(name) for name in ("id", "size", "content", "digest")))
    bind = op.get_bind()
    kept = sa.select(files.c.id).where(files.c.size > 0).order_by(files.c.id)
    for number in bind.scalars(kept).all():
        content = bind.scalar(sa.select(files.c.content).where(files.c.id == number))
        digest = sha256(content).hexdigest()
        bind.execute(files.update().where(files.c.id == number).values(digest=digest))


def _watched() -> dict[str, tuple[str, str]]:
    """Name → table, and when a change is refused: its name is the promise."""
    dialect = op.get_bind().dialect.name
    differs = "IS NOT" if dialect == "sqlite" else "IS DISTINCT FROM"

    def others(names: tuple[str, ...]) -> str:
        return " OR ".join(f"NEW.{name} {differs} OLD.{name}" for name in names)

    is_purged = f"(EXISTS (SELECT 1 FROM word_purge) AND {_BAR[dialect]})"
    file = (
        f"{others(_FACTS)} OR (NEW.content = OLD.content AND ({others(_BESIDE)}))"
        f" OR (NEW.content <> OLD.content AND length(NEW.content) > 0 AND NOT {is_purged})"
    )
    watched = {f"{_FILE}_stays_on_update": (_FILE, file)}
    for table, names in _PEOPLE.items():
        people = [
            f"(NEW.{name} IS NOT NULL AND NEW.{name} {differs} OLD.{name}"
            f" AND NOT {_IS_THE_SAME.format(name=name)})"
            for name in names
        ]
        people += [
            f"(NEW.{name} {differs} OLD.{name} AND COALESCE(NEW.{name}, '') <> '')"
            for name in _NAMES.get(table, ())
        ]
        watched[f"{table}_stays_of_whom_it_is"] = (table, " OR ".join(people))
    return watched


def _watch(name: str, table: str, when: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            f"CREATE TRIGGER {name} BEFORE UPDATE ON {table} WHEN {when} "
            f"BEGIN SELECT RAISE(ABORT, '{name}'); END"
        )
        return
    op.execute(
        f"""
        CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF {when} THEN
                RAISE EXCEPTION '{name}' USING ERRCODE = 'check_violation',
                    CONSTRAINT = '{name}', TABLE = '{table}';
            END IF;
            RETURN NEW;
        END $$
        """
    )
    op.execute(
        f"CREATE TRIGGER {name} BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
    )
