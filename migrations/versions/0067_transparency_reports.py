"""Make the tables of reports of half-years in numbers, which say once what they say.

What such a report says is written before anybody agrees to it, and never changed or deleted; that
two different people agreed is held by references. Counts of what is kept no more stand beside.
"""

import sqlalchemy as sa
from alembic import op

revision = "0067"
down_revision = "0066"
branch_labels = None
depends_on = None

_STAYS = (
    "transparency_report",
    "transparency_cell",
    "transparency_approval",
    "transparency_publication",
)
_AGREED = "EXISTS (SELECT 1 FROM transparency_approval AS a WHERE a.report_id = NEW.report_id)"
# name → table, actions, when it is refused
_WATCHED = {
    "transparency_cell_before_approval": ("transparency_cell", "INSERT", _AGREED),
    **{
        f"{table}_stays_on_{action.lower()}": (table, action, "1 = 1")
        for table in _STAYS
        for action in ("UPDATE", "DELETE")
    },
}


def upgrade() -> None:
    _make_kept_count()
    _make_report()
    _make_cell()
    _make_approval()
    _make_publication()
    for name, (table, action, when) in _WATCHED.items():
        _watch(name, table, action, when)


def downgrade() -> None:
    for name, (table, *_) in _WATCHED.items():
        if op.get_bind().dialect.name == "sqlite":
            op.execute(f"DROP TRIGGER {name}")
        else:
            op.execute(f"DROP TRIGGER {name} ON {table}")
            op.execute(f"DROP FUNCTION {name}()")
    op.drop_table("transparency_publication")
    op.drop_table("transparency_approval")
    op.drop_table("transparency_cell")
    op.drop_table("transparency_report")
    op.drop_table("kept_count")


def _make_kept_count() -> None:
    op.create_table(
        "kept_count",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("half", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("what", sa.String(length=40), nullable=False),
        sa.Column("took", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.CheckConstraint("half IN (1, 2)", name=op.f("ck_kept_count_half")),
        sa.CheckConstraint("number >= 1", name=op.f("ck_kept_count_number")),
        sa.CheckConstraint("took >= 0", name=op.f("ck_kept_count_took")),
        sa.PrimaryKeyConstraint("year", "half", "what", "took", name=op.f("pk_kept_count")),
    )


def _make_report() -> None:
    op.create_table(
        "transparency_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("half", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("half IN (1, 2)", name=op.f("ck_transparency_report_half")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transparency_report")),
        sa.UniqueConstraint("year", "half", name=op.f("uq_transparency_report_year_half")),
    )


def _make_cell() -> None:
    op.create_table(
        "transparency_cell",
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("least", sa.Integer(), nullable=True),
        sa.Column("most", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(least IS NULL) = (most IS NULL) AND least <= most",
            name=op.f("ck_transparency_cell_span"),
        ),
        sa.ForeignKeyConstraint(
            ["report_id"],
            ["transparency_report.id"],
            name=op.f("fk_transparency_cell_report_id_transparency_report"),
        ),
        sa.PrimaryKeyConstraint("report_id", "name", name=op.f("pk_transparency_cell")),
        sa.UniqueConstraint(
            "report_id", "position", name=op.f("uq_transparency_cell_report_id_position")
        ),
    )


def _make_approval() -> None:
    op.create_table(
        "transparency_approval",
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_transparency_approval_member_id_member")
        ),
        sa.ForeignKeyConstraint(
            ["report_id"],
            ["transparency_report.id"],
            name=op.f("fk_transparency_approval_report_id_transparency_report"),
        ),
        sa.PrimaryKeyConstraint("report_id", "member_id", name=op.f("pk_transparency_approval")),
    )


def _make_publication() -> None:
    op.create_table(
        "transparency_publication",
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("first_id", sa.Integer(), nullable=False),
        sa.Column("second_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "first_id <> second_id", name=op.f("ck_transparency_publication_two_people")
        ),
        sa.ForeignKeyConstraint(
            ["report_id", "first_id"],
            ["transparency_approval.report_id", "transparency_approval.member_id"],
            name="fk_transparency_publication_first",
        ),
        sa.ForeignKeyConstraint(
            ["report_id", "second_id"],
            ["transparency_approval.report_id", "transparency_approval.member_id"],
            name="fk_transparency_publication_second",
        ),
        sa.ForeignKeyConstraint(
            ["report_id"],
            ["transparency_report.id"],
            name=op.f("fk_transparency_publication_report_id_transparency_report"),
        ),
        sa.PrimaryKeyConstraint("report_id", name=op.f("pk_transparency_publication")),
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
