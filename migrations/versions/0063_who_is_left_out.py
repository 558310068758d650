"""Keep whom a report is about as responders find it, and who was asked about a case by hand.

Triggers hold that a conflict of interest is neither taken out nor moved to somebody else; only a
case that is purged may lose what it held.
"""

import sqlalchemy as sa
from alembic import op

revision = "0063"
down_revision = "0062"
branch_labels = None
depends_on = None

# name → table, action, when it is refused: its name is the promise
_WATCHED = {
    "case_conflict_stays_theirs": (
        "case_answer",
        "UPDATE",
        (
            "OLD.answer = 'conflict'"
            " AND (NEW.case_id <> OLD.case_id OR NEW.member_id <> OLD.member_id)"
        ),
    ),
    "case_conflict_stays_on_delete": (
        "case_answer",
        "DELETE",
        (
            "OLD.answer = 'conflict'"
            " AND NOT EXISTS (SELECT 1 FROM case_purge AS p WHERE p.case_id = OLD.case_id)"
        ),
    ),
}


def upgrade() -> None:
    _make_case_asking()
    _make_report_person()
    for name, (table, action, when) in _WATCHED.items():
        _watch(name, table, action, when)


def downgrade() -> None:
    for name, (table, *_) in _WATCHED.items():
        if op.get_bind().dialect.name == "sqlite":
            op.execute(f"DROP TRIGGER {name}")
        else:
            op.execute(f"DROP TRIGGER {name} ON {table}")
            op.execute(f"DROP FUNCTION {name}()")
    op.drop_table("report_person")
    op.drop_table("case_asking")


def _make_case_asking() -> None:
    op.create_table(
        "case_asking",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["member.id"], name=op.f("fk_case_asking_by_id_member")),
        sa.ForeignKeyConstraint(
            ["case_id"], ["conduct_case.id"], name=op.f("fk_case_asking_case_id_conduct_case")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_case_asking_member_id_member")
        ),
        sa.PrimaryKeyConstraint("case_id", "member_id", name=op.f("pk_case_asking")),
    )
    op.create_index(op.f("ix_case_asking_by_id"), "case_asking", ["by_id"])
    op.create_index(op.f("ix_case_asking_member_id"), "case_asking", ["member_id"])


def _make_report_person() -> None:
    op.create_table(
        "report_person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["by_id"], ["member.id"], name=op.f("fk_report_person_by_id_member")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_report_person_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["report_id"], ["report.id"], name=op.f("fk_report_person_report_id_report")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_person")),
    )
    for column in ("by_id", "person_id", "report_id"):
        op.create_index(op.f(f"ix_report_person_{column}"), "report_person", [column])
    standing = sa.text("ended_at IS NULL")
    op.create_index(
        "uq_report_person_standing",
        "report_person",
        ["report_id"],
        unique=True,
        sqlite_where=standing,
        postgresql_where=standing,
    )


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
