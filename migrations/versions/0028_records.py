"""Make the tables of the records of calls: words, links, steps, corrections."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _make_words()
    _make_links()
    _make_periods()
    _make_publications()
    _make_absences()
    _make_corrections()
    _make_replies()


def downgrade() -> None:
    for table in ("record_correction_reply", "record_correction", "no_record"):
        op.drop_table(table)
    for table in ("record_publication", "record_period", "record_link", "call_record"):
        op.drop_table(table)


def _number(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=nullable)


def _instant(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _words(name: str, length: int) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=length), nullable=False)


def _one_of(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=20)


def _refers(table: str, column: str, other: str, key: str = "id") -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{other}")
    return sa.ForeignKeyConstraint([column], [f"{other}.{key}"], name=name)


def _is_known(table: str, column: str = "id") -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(column, name=op.f(f"pk_{table}"))


def _index(table: str, *columns: str) -> None:
    for column in columns:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def _one_standing(table: str, column: str, open_column: str) -> None:
    where = sa.text(f"{open_column} IS NULL")
    op.create_index(
        f"uq_{table}_standing",
        table,
        [column],
        unique=True,
        sqlite_where=where,
        postgresql_where=where,
    )


def _withdrawn(table: str) -> tuple[sa.schema.SchemaItem, ...]:
    """That a step was taken back, when and by whom."""
    name = op.f(f"ck_{table}_withdrawn_by")
    return (
        _instant("withdrawn_at", nullable=True),
        _number("withdrawn_by_id", nullable=True),
        sa.CheckConstraint("(withdrawn_at IS NULL) = (withdrawn_by_id IS NULL)", name=name),
        _refers(table, "withdrawn_by_id", "member"),
    )


def _make_words() -> None:
    op.create_table(
        "call_record",
        _number("call_id"),
        sa.Column("summary_source", sa.Text(), nullable=False),
        sa.Column("summary_html", sa.Text(), nullable=False),
        _number("text_policy"),
        _number("disclosure_id", nullable=True),
        _number("version"),
        _instant("changed_at"),
        _number("changed_by_id", nullable=True),
        _refers("call_record", "call_id", "call"),
        _refers("call_record", "disclosure_id", "disclosure"),
        _refers("call_record", "changed_by_id", "member"),
        _is_known("call_record", "call_id"),
    )
    _index("call_record", "changed_by_id")


def _make_links() -> None:
    op.create_table(
        "record_link",
        _number("id"),
        _number("call_id"),
        sa.Column(
            "link_kind",
            _one_of("linkkind", "recording", "slides", "chat", "other"),
            nullable=False,
        ),
        _words("title", 150),
        _words("url", 1000),
        _number("by_id"),
        _instant("at"),
        _instant("removed_at", nullable=True),
        _number("removed_by_id", nullable=True),
        sa.CheckConstraint("substr(url, 1, 8) = 'https://'", name=op.f("ck_record_link_https")),
        sa.CheckConstraint(
            "(removed_at IS NULL) = (removed_by_id IS NULL)",
            name=op.f("ck_record_link_removed_by"),
        ),
        _refers("record_link", "call_id", "call"),
        _refers("record_link", "by_id", "member"),
        _refers("record_link", "removed_by_id", "member"),
        _is_known("record_link"),
    )
    _index("record_link", "call_id", "by_id", "removed_by_id")


def _make_periods() -> None:
    op.create_table(
        "record_period",
        _number("id"),
        _number("call_id"),
        _number("by_id"),
        _instant("at"),
        _instant("until"),
        sa.Column("publishes", sa.Boolean(), nullable=False),
        _instant("ended_at", nullable=True),
        _number("ended_by_id", nullable=True),
        sa.CheckConstraint("until > at", name=op.f("ck_record_period_until_later")),
        sa.CheckConstraint(
            "ended_by_id IS NULL OR ended_at IS NOT NULL", name=op.f("ck_record_period_ended_by")
        ),
        _refers("record_period", "call_id", "call"),
        _refers("record_period", "by_id", "member"),
        _refers("record_period", "ended_by_id", "member"),
        _is_known("record_period"),
    )
    _index("record_period", "call_id", "by_id", "ended_by_id")
    _one_standing("record_period", "call_id", "ended_at")


def _make_publications() -> None:
    op.create_table(
        "record_publication",
        _number("id"),
        _number("call_id"),
        _number("by_id", nullable=True),
        _instant("at"),
        *_withdrawn("record_publication"),
        _refers("record_publication", "call_id", "call"),
        _refers("record_publication", "by_id", "member"),
        _is_known("record_publication"),
    )
    _index("record_publication", "call_id", "by_id", "withdrawn_by_id")
    _one_standing("record_publication", "call_id", "withdrawn_at")


def _make_absences() -> None:
    op.create_table(
        "no_record",
        _number("id"),
        _number("call_id"),
        _number("by_id"),
        _instant("at"),
        _words("why", 300),
        *_withdrawn("no_record"),
        _refers("no_record", "call_id", "call"),
        _refers("no_record", "by_id", "member"),
        _is_known("no_record"),
    )
    _index("no_record", "call_id", "by_id", "withdrawn_by_id")
    _one_standing("no_record", "call_id", "withdrawn_at")


def _make_corrections() -> None:
    op.create_table(
        "record_correction",
        _number("id"),
        _number("call_id"),
        _number("by_id"),
        _number("note_id", nullable=True),
        _number("item_id", nullable=True),
        _words("words", 1000),
        _instant("at"),
        _instant("withdrawn_at", nullable=True),
        sa.CheckConstraint(
            "note_id IS NULL OR item_id IS NULL",
            name=op.f("ck_record_correction_about_one_thing"),
        ),
        _refers("record_correction", "call_id", "call"),
        _refers("record_correction", "by_id", "member"),
        _refers("record_correction", "note_id", "note"),
        _refers("record_correction", "item_id", "agenda_item"),
        _is_known("record_correction"),
    )
    _index("record_correction", "call_id", "by_id", "note_id", "item_id")


def _make_replies() -> None:
    table = "record_correction_reply"
    op.create_table(
        table,
        _number("id"),
        _number("correction_id"),
        sa.Column("outcome", _one_of("outcome", "done", "left"), nullable=False),
        _words("word", 300),
        _number("by_id"),
        _instant("at"),
        *_withdrawn(table),
        _refers(table, "correction_id", "record_correction"),
        _refers(table, "by_id", "member"),
        _is_known(table),
    )
    _index(table, "correction_id", "by_id", "withdrawn_by_id")
    _one_standing(table, "correction_id", "withdrawn_at")
