"""Make the table of the backups that were made, or failed."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "backup",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "reason",
            sa.Enum(
                "asked",
                "before upgrade",
                "before restore",
                name="reason",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("fault", sa.String(length=100), nullable=True),
        sa.CheckConstraint(
            "(fault IS NULL) = (sha256 IS NOT NULL)", name=op.f("ck_backup_whole_or_fault")
        ),
        sa.CheckConstraint(
            "(fault IS NULL) = (size IS NOT NULL)", name=op.f("ck_backup_size_where_whole")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_backup")),
    )
    op.create_index(op.f("ix_backup_at"), "backup", ["at"])


def downgrade() -> None:
    op.drop_index(op.f("ix_backup_at"), table_name="backup")
    op.drop_table("backup")
