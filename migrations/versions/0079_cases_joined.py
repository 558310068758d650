"""Cases that are one: none goes on in itself or in a ring, and nobody changes that it was so.

A ruling is by the code that held for a report of its case, also of one that goes on in it.
"""

# The statements are put together of what stands here alone.

import sqlalchemy as sa
from alembic import op

revision = "0079"
down_revision = "0078"
branch_labels = None
depends_on = None

_KEPT = ("id", "case_id", "into_id", "by_id", "why", "at")
_PURGED = "EXISTS (SELECT 1 FROM case_purge AS p WHERE p.case_id IN (OLD.case_id, OLD.{other}))"
# name → table, action, when it is refused: its name is the promise
_WATCHED = {
    "case_merging_in_no_ring": (
        "case_merging",
        "INSERT",
        (
            "EXISTS (SELECT 1 FROM case_merging AS m WHERE m.ended_at IS NULL"
            " AND (m.case_id = NEW.into_id OR m.into_id = NEW.case_id))"
        ),
    ),
    "case_merging_of_kin": (
        "case_merging",
        "INSERT",
        (
            "2 > (SELECT COUNT(*) FROM case_kin AS k"
            " WHERE (k.case_id = NEW.case_id AND k.other_id = NEW.into_id)"
            " OR (k.case_id = NEW.into_id AND k.other_id = NEW.case_id))"
        ),
    ),
    "case_merging_stays_on_update": (
        "case_merging",
        "UPDATE",
        "OLD.ended_at IS NOT NULL OR " + " OR ".join(f"NEW.{name} <> OLD.{name}" for name in _KEPT),
    ),
    "case_merging_stays_on_delete": (
        "case_merging",
        "DELETE",
        f"NOT {_PURGED.format(other='into_id')}",
    ),
    "case_kin_stays_on_update": ("case_kin", "UPDATE", "1 = 1"),
    "case_kin_stays_on_delete": ("case_kin", "DELETE", f"NOT {_PURGED.format(other='other_id')}"),
}
_REPLACED = {
    "case_merging_stays_on_replace": (
        "case_merging",
        "INSERT",
        "EXISTS (SELECT 1 FROM case_merging AS t WHERE t.id = NEW.id)",
    ),
    "case_kin_stays_on_replace": (
        "case_kin",
        "INSERT",
        (
            "EXISTS (SELECT 1 FROM case_kin AS t"
            " WHERE t.case_id = NEW.case_id AND t.other_id = NEW.other_id)"
        ),
    ),
}
_CODE = "ruling_by_the_code_then"
_OTHER_CODE = (
    "EXISTS (SELECT 1 FROM ruling AS r WHERE r.id = NEW.ruling_id AND r.version_id IS NOT NULL"
    " AND NOT EXISTS (SELECT 1 FROM case_report AS c JOIN report AS p ON p.id = c.report_id"
    " WHERE {of_case} AND p.publication_id = r.version_id))"
)
_ALONE = "c.case_id = r.case_id"
_JOINED = (
    "(c.case_id = r.case_id OR c.case_id IN (SELECT m.case_id FROM case_merging AS m"
    " WHERE m.into_id = r.case_id AND m.ended_at IS NULL))"
)


def upgrade() -> None:
    _make_case_merging()
    _make_case_kin()
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for name, (table, action, when) in (_WATCHED | (_REPLACED if is_sqlite else {})).items():
        _watch(name, table, action, when)
    _look_no_more(_CODE, "ruling_made")
    _watch(_CODE, "ruling_made", "INSERT", _OTHER_CODE.format(of_case=_JOINED))
    if is_sqlite:
        return
    for table in ("case_merging", "case_kin"):
        op.execute(
            f"CREATE TRIGGER {table}_stays_on_truncate BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION stays_on_truncate()"
        )


def downgrade() -> None:
    _look_no_more(_CODE, "ruling_made")
    _watch(_CODE, "ruling_made", "INSERT", _OTHER_CODE.format(of_case=_ALONE))
    op.drop_table("case_kin")
    op.drop_table("case_merging")
    if op.get_bind().dialect.name != "sqlite":
        for name in _WATCHED:
            op.execute(f"DROP FUNCTION {name}()")


def _make_case_merging() -> None:
    op.create_table(
        "case_merging",
        sa.Column("id", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("case_id", "into_id")),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("why", sa.String(length=500), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.Column("ended_why", sa.String(length=500), nullable=False),
        sa.CheckConstraint("case_id <> into_id", name=op.f("ck_case_merging_into_another")),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (ended_by_id IS NULL)",
            name=op.f("ck_case_merging_taken_apart_by_somebody"),
        ),
        *(_refers("case_merging", name, "conduct_case") for name in ("case_id", "into_id")),
        *(_refers("case_merging", name, "member") for name in ("by_id", "ended_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_merging")),
    )
    for name in ("case_id", "into_id", "by_id", "ended_by_id"):
        op.create_index(op.f(f"ix_case_merging_{name}"), "case_merging", [name])
    where = sa.text("ended_at IS NULL")
    op.create_index(
        "uq_case_merging_standing",
        "case_merging",
        ["case_id"],
        unique=True,
        sqlite_where=where,
        postgresql_where=where,
    )


def _make_case_kin() -> None:
    op.create_table(
        "case_kin",
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("case_id", "other_id")),
        sa.CheckConstraint("case_id <> other_id", name=op.f("ck_case_kin_of_another")),
        *(_refers("case_kin", name, "conduct_case") for name in ("case_id", "other_id")),
        sa.PrimaryKeyConstraint("case_id", "other_id", name=op.f("pk_case_kin")),
    )
    op.create_index(op.f("ix_case_kin_other_id"), "case_kin", ["other_id"])


def _refers(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}_{to}"))


def _look_no_more(name: str, table: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute(f"DROP TRIGGER {name}")
        return
    op.execute(f"DROP TRIGGER {name} ON {table}")
    op.execute(f"DROP FUNCTION {name}()")


def _watch(name: str, table: str, action: str, when: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {action} ON {table} WHEN {when} "
            f"BEGIN SELECT RAISE(ABORT, '{name}'); END"
        )
        return
    result = "OLD" if action == "DELETE" else "NEW"
    op.execute(
        f"""
        CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF {when} THEN
                RAISE EXCEPTION '{name}' USING ERRCODE = 'check_violation',
                    CONSTRAINT = '{name}', TABLE = '{table}';
            END IF;
            RETURN {result};
        END $$
        """
    )
    op.execute(
        f"CREATE TRIGGER {name} BEFORE {action} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
    )
