"""Make the tables of the library: patterns, revisions, facets, stages, relations."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "pattern",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column(
            "stage",
            sa.Enum(
                "draft",
                "proposed",
                "emerging",
                "proven",
                "retired",
                name="stage",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("summary", sa.String(length=200), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("drafted_as", sa.String(length=80), nullable=True),
        sa.Column("shared_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["author_id"], ["person.id"], name=op.f("fk_pattern_author_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pattern")),
        sa.UniqueConstraint("drafted_as", name=op.f("uq_pattern_drafted_as")),
        sa.UniqueConstraint("slug", name=op.f("uq_pattern_slug")),
    )
    op.create_index(op.f("ix_pattern_author_id"), "pattern", ["author_id"])
    op.create_index(
        op.f("ix_pattern_stage_changed_at_id"), "pattern", ["stage", "changed_at", "id"]
    )
    op.create_index(op.f("ix_pattern_stage_title_id"), "pattern", ["stage", "title", "id"])
    op.create_table(
        "pattern_facet",
        sa.Column("pattern_id", sa.Integer(), nullable=False),
        sa.Column("facet", sa.String(length=20), nullable=False),
        sa.Column("value", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["pattern_id"], ["pattern.id"], name=op.f("fk_pattern_facet_pattern_id_pattern")
        ),
        sa.PrimaryKeyConstraint("pattern_id", "facet", "value", name=op.f("pk_pattern_facet")),
    )
    op.create_index(
        op.f("ix_pattern_facet_facet_value_pattern_id"),
        "pattern_facet",
        ["facet", "value", "pattern_id"],
    )
    op.create_table(
        "pattern_relation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pattern_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "part of",
                "uses",
                "complements",
                "alternative to",
                "in tension with",
                "contradicts",
                "supersedes",
                "adapted from",
                name="relation",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "kind NOT IN ('in tension with', 'contradicts') OR note <> ''",
            name=op.f("ck_pattern_relation_says_how"),
        ),
        sa.CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawn_by_id IS NULL)",
            name=op.f("ck_pattern_relation_withdrawn_by_somebody"),
        ),
        sa.CheckConstraint("pattern_id <> other_id", name=op.f("ck_pattern_relation_two_patterns")),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_pattern_relation_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["other_id"], ["pattern.id"], name=op.f("fk_pattern_relation_other_id_pattern")
        ),
        sa.ForeignKeyConstraint(
            ["pattern_id"], ["pattern.id"], name=op.f("fk_pattern_relation_pattern_id_pattern")
        ),
        sa.ForeignKeyConstraint(
            ["withdrawn_by_id"],
            ["person.id"],
            name=op.f("fk_pattern_relation_withdrawn_by_id_person"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pattern_relation")),
    )
    op.create_index(op.f("ix_pattern_relation_by_id"), "pattern_relation", ["by_id"])
    op.create_index(op.f("ix_pattern_relation_other_id"), "pattern_relation", ["other_id"])
    op.create_index(
        "uq_pattern_relation_standing",
        "pattern_relation",
        ["pattern_id", "kind", "other_id"],
        unique=True,
        sqlite_where=sa.text("withdrawn_at IS NULL"),
        postgresql_where=sa.text("withdrawn_at IS NULL"),
    )
    op.create_table(
        "pattern_revision",
        sa.Column("pattern_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("text_policy", sa.Integer(), nullable=False),
        sa.Column("why", sa.String(length=200), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("disclosure_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_pattern_revision_number_from_one")),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_pattern_revision_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["disclosure_id"],
            ["disclosure.id"],
            name=op.f("fk_pattern_revision_disclosure_id_disclosure"),
        ),
        sa.ForeignKeyConstraint(
            ["pattern_id"], ["pattern.id"], name=op.f("fk_pattern_revision_pattern_id_pattern")
        ),
        sa.PrimaryKeyConstraint("pattern_id", "number", name=op.f("pk_pattern_revision")),
    )
    op.create_index(op.f("ix_pattern_revision_by_id"), "pattern_revision", ["by_id"])
    op.create_table(
        "stage_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pattern_id", sa.Integer(), nullable=False),
        sa.Column(
            "was",
            sa.Enum(
                "draft",
                "proposed",
                "emerging",
                "proven",
                "retired",
                name="was",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=True,
        ),
        sa.Column(
            "became",
            sa.Enum(
                "draft",
                "proposed",
                "emerging",
                "proven",
                "retired",
                name="became",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("why", sa.String(length=300), nullable=False),
        sa.Column("successor_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "became <> 'retired' OR why <> ''", name=op.f("ck_stage_change_retired_why")
        ),
        sa.CheckConstraint("was <> became", name=op.f("ck_stage_change_another_stage")),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_stage_change_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["pattern_id"], ["pattern.id"], name=op.f("fk_stage_change_pattern_id_pattern")
        ),
        sa.ForeignKeyConstraint(
            ["successor_id"], ["pattern.id"], name=op.f("fk_stage_change_successor_id_pattern")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stage_change")),
    )
    op.create_index(op.f("ix_stage_change_by_id"), "stage_change", ["by_id"])
    op.create_index(op.f("ix_stage_change_pattern_id_id"), "stage_change", ["pattern_id", "id"])
    op.create_index(op.f("ix_stage_change_successor_id"), "stage_change", ["successor_id"])


def downgrade() -> None:
    op.drop_table("stage_change")
    op.drop_table("pattern_revision")
    op.drop_table("pattern_relation")
    op.drop_table("pattern_facet")
    op.drop_table("pattern")
