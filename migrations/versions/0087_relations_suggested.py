"""Keep relations that are suggested, and let suggestions be taken that make no revision."""

import sqlalchemy as sa
from alembic import op

revision = "0087"
down_revision = "0086"
branch_labels = None
depends_on = None

_TABLE, _DECISION = "pattern_suggested_relation", "pattern_suggestion_decision"
_DECLINED = "ck_pattern_suggestion_decision_declined_why"
_IN_ONE = "ck_pattern_suggestion_decision_taken_into_revision"


def upgrade() -> None:
    _make_relations()
    with op.batch_alter_table(_DECISION) as batch:
        batch.add_column(
            sa.Column("is_taken", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    op.execute(f"UPDATE {_DECISION} SET is_taken = (number IS NOT NULL)")  # noqa: S608 - ours
    with op.batch_alter_table(_DECISION) as batch:
        batch.drop_constraint(op.f(_DECLINED), type_="check")
        batch.alter_column("is_taken", server_default=None)
        batch.create_check_constraint(op.f(_DECLINED), "is_taken OR reason <> ''")
        batch.create_check_constraint(op.f(_IN_ONE), "is_taken OR number IS NULL")


def downgrade() -> None:
    suggestion = sa.table("pattern_suggestion", sa.column("id"))
    relation, decision, message = (
        sa.table(name, sa.column("suggestion_id"))
        for name in (_TABLE, _DECISION, "pattern_suggestion_message")
    )
    going = op.get_bind().scalars(sa.select(relation.c.suggestion_id).distinct()).all()
    op.drop_table(_TABLE)
    for table in (message, decision):
        op.execute(sa.delete(table).where(table.c.suggestion_id.in_(going)))
    op.execute(sa.delete(suggestion).where(suggestion.c.id.in_(going)))
    with op.batch_alter_table(_DECISION) as batch:
        batch.drop_constraint(op.f(_IN_ONE), type_="check")
        batch.drop_constraint(op.f(_DECLINED), type_="check")
        batch.drop_column("is_taken")
        batch.create_check_constraint(op.f(_DECLINED), "number IS NOT NULL OR reason <> ''")


def _make_relations() -> None:
    op.create_table(
        _TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("suggestion_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                *("part of", "uses", "complements", "alternative to"),
                *("in tension with", "contradicts", "supersedes", "adapted from"),
                length=20,
                name="relation",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("takes_away", sa.Boolean(), nullable=False),
        sa.Column("relation_id", sa.Integer(), nullable=True),
        sa.Column("is_taken", sa.Boolean(), nullable=True),
        sa.CheckConstraint(
            "takes_away OR kind NOT IN ('in tension with', 'contradicts') OR note <> ''",
            name=op.f("ck_pattern_suggested_relation_says_how"),
        ),
        sa.CheckConstraint(
            "NOT takes_away OR relation_id IS NOT NULL",
            name=op.f("ck_pattern_suggested_relation_takes_one_away"),
        ),
        sa.ForeignKeyConstraint(
            ["suggestion_id"],
            ["pattern_suggestion.id"],
            name=op.f("fk_pattern_suggested_relation_suggestion_id_pattern_suggestion"),
        ),
        sa.ForeignKeyConstraint(
            ["other_id"],
            ["pattern.id"],
            name=op.f("fk_pattern_suggested_relation_other_id_pattern"),
        ),
        sa.ForeignKeyConstraint(
            ["relation_id"],
            ["pattern_relation.id"],
            name=op.f("fk_pattern_suggested_relation_relation_id_pattern_relation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pattern_suggested_relation")),
    )
    for column in ("suggestion_id", "other_id", "relation_id"):
        op.create_index(op.f(f"ix_pattern_suggested_relation_{column}"), _TABLE, [column])
