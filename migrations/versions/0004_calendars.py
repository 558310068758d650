"""Make the tables for calendars."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "revision",
        sa.Column("scope", sa.String(length=40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("scope", name=op.f("pk_revision")),
    )
    op.create_table(
        "feed_secret",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("secret_hash", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("fetched_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("fetched_by", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_feed_secret_member_id_member")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feed_secret")),
        sa.UniqueConstraint(
            "member_id", "generation", name=op.f("uq_feed_secret_member_id_generation")
        ),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_feed_secret_secret_hash")),
    )
    op.create_index(
        "uq_feed_secret_standing",
        "feed_secret",
        ["member_id"],
        unique=True,
        sqlite_where=sa.text("revoked_at IS NULL"),
        postgresql_where=sa.text("revoked_at IS NULL"),
    )
    op.create_table(
        "import_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_import_file_member_id_member")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_file")),
    )
    op.create_index(op.f("ix_import_file_member_id"), "import_file", ["member_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_import_file_member_id"), table_name="import_file")
    op.drop_table("import_file")
    op.drop_index(
        "uq_feed_secret_standing",
        table_name="feed_secret",
        sqlite_where=sa.text("revoked_at IS NULL"),
        postgresql_where=sa.text("revoked_at IS NULL"),
    )
    op.drop_table("feed_secret")
    op.drop_table("revision")
