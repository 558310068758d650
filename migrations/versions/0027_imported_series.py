"""Make the tables of series that came from a file, their people, and files that wait."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "series_import",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("series_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["series_id"], ["series.id"], name=op.f("fk_series_import_series_id_series")
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["member.id"], name=op.f("fk_series_import_by_id_member")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_series_import")),
        sa.UniqueConstraint("series_id", name=op.f("uq_series_import_series_id")),
        sa.UniqueConstraint("digest", name=op.f("uq_series_import_digest")),
    )
    op.create_index(op.f("ix_series_import_by_id"), "series_import", ["by_id"])
    op.create_table(
        "imported_person",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_imported_person_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["import_id"],
            ["series_import.id"],
            name=op.f("fk_imported_person_import_id_series_import"),
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_imported_person")),
    )
    op.create_index(op.f("ix_imported_person_import_id"), "imported_person", ["import_id"])
    op.create_table(
        "series_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_series_file_member_id_member")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_series_file")),
    )
    op.create_index(op.f("ix_series_file_member_id"), "series_file", ["member_id"])


def downgrade() -> None:
    op.drop_table("series_file")
    op.drop_table("imported_person")
    op.drop_table("series_import")
