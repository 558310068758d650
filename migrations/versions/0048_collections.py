"""Make the tables of collections of patterns."""

import sqlalchemy as sa
from alembic import op

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "collection",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("about", sa.String(length=1000), nullable=False),
        sa.Column(
            "openness",
            sa.Enum(
                "private",
                "link",
                "public",
                name="openness",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("brought_from", sa.String(length=200), nullable=True),
        sa.CheckConstraint("title <> ''", name=op.f("ck_collection_titled")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_collection_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_collection")),
        sa.UniqueConstraint("slug", name=op.f("uq_collection_slug")),
    )
    op.create_index(op.f("ix_collection_by_id"), "collection", ["by_id"])
    op.create_index(
        op.f("ix_collection_openness_title_id"), "collection", ["openness", "title", "id"]
    )
    op.create_table(
        "collection_removal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("collection_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawn_by_id IS NULL)",
            name=op.f("ck_collection_removal_withdrawn_by_somebody"),
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_collection_removal_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["collection_id"],
            ["collection.id"],
            name=op.f("fk_collection_removal_collection_id_collection"),
        ),
        sa.ForeignKeyConstraint(
            ["withdrawn_by_id"],
            ["person.id"],
            name=op.f("fk_collection_removal_withdrawn_by_id_person"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_collection_removal")),
    )
    op.create_index(op.f("ix_collection_removal_by_id"), "collection_removal", ["by_id"])
    op.create_index(
        op.f("ix_collection_removal_collection_id"), "collection_removal", ["collection_id"]
    )
    op.create_index(
        op.f("ix_collection_removal_withdrawn_by_id"), "collection_removal", ["withdrawn_by_id"]
    )
    op.create_index(
        "uq_collection_removal_standing",
        "collection_removal",
        ["collection_id"],
        unique=True,
        sqlite_where=sa.text("withdrawn_at IS NULL"),
        postgresql_where=sa.text("withdrawn_at IS NULL"),
    )
    op.create_table(
        "collection_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("collection_id", sa.Integer(), nullable=False),
        sa.Column("pattern_id", sa.Integer(), nullable=False),
        sa.Column("pinned", sa.Integer(), nullable=True),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("why", sa.String(length=500), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawn_by_id IS NULL)",
            name=op.f("ck_collection_entry_withdrawn_by_somebody"),
        ),
        sa.CheckConstraint("place >= 1", name=op.f("ck_collection_entry_place_from_one")),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_collection_entry_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["collection_id"],
            ["collection.id"],
            name=op.f("fk_collection_entry_collection_id_collection"),
        ),
        sa.ForeignKeyConstraint(
            ["pattern_id", "pinned"],
            ["pattern_revision.pattern_id", "pattern_revision.number"],
            name=op.f("fk_collection_entry_pattern_id_pattern_revision"),
        ),
        sa.ForeignKeyConstraint(
            ["pattern_id"], ["pattern.id"], name=op.f("fk_collection_entry_pattern_id_pattern")
        ),
        sa.ForeignKeyConstraint(
            ["withdrawn_by_id"],
            ["person.id"],
            name=op.f("fk_collection_entry_withdrawn_by_id_person"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_collection_entry")),
    )
    op.create_index(op.f("ix_collection_entry_by_id"), "collection_entry", ["by_id"])
    op.create_index(
        op.f("ix_collection_entry_collection_id_place"),
        "collection_entry",
        ["collection_id", "place"],
    )
    op.create_index(
        op.f("ix_collection_entry_pattern_id_pinned"), "collection_entry", ["pattern_id", "pinned"]
    )
    op.create_index(
        op.f("ix_collection_entry_withdrawn_by_id"), "collection_entry", ["withdrawn_by_id"]
    )
    op.create_index(
        "uq_collection_entry_standing",
        "collection_entry",
        ["collection_id", "pattern_id"],
        unique=True,
        sqlite_where=sa.text("withdrawn_at IS NULL"),
        postgresql_where=sa.text("withdrawn_at IS NULL"),
    )


def downgrade() -> None:
    op.drop_table("collection_entry")
    op.drop_table("collection_removal")
    op.drop_table("collection")
