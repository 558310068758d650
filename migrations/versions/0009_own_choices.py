"""Make the table for changes of address; let people choose language and credit, and leave."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "ALTER TABLE person ADD COLUMN credit VARCHAR(20) DEFAULT 'name' NOT NULL "
        "CONSTRAINT ck_person_credit CHECK (credit IN ('name', 'other', 'nobody'))"
    )
    op.add_column("person", sa.Column("credit_name", sa.String(length=80), nullable=True))
    op.add_column("person", sa.Column("language", sa.String(length=35), nullable=True))
    op.add_column(
        "community",
        sa.Column("language", sa.String(length=35), nullable=False, server_default="en"),
    )
    op.add_column("member", sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "address_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("link_id", sa.Integer(), nullable=False),
        sa.Column("back_link_id", sa.Integer(), nullable=True),
        sa.Column("old_email", sa.String(length=254), nullable=False),
        sa.Column("old_email_key", sa.String(length=254), nullable=False),
        sa.Column("new_email", sa.String(length=254), nullable=False),
        sa.Column("new_email_key", sa.String(length=254), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("taken_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["back_link_id"],
            ["mailed_link.id"],
            name=op.f("fk_address_change_back_link_id_mailed_link"),
        ),
        sa.ForeignKeyConstraint(
            ["link_id"], ["mailed_link.id"], name=op.f("fk_address_change_link_id_mailed_link")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_address_change_member_id_member")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_address_change")),
        sa.UniqueConstraint("back_link_id", name=op.f("uq_address_change_back_link_id")),
        sa.UniqueConstraint("link_id", name=op.f("uq_address_change_link_id")),
    )
    op.create_index(op.f("ix_address_change_member_id"), "address_change", ["member_id"])
    op.create_index(op.f("ix_address_change_old_email_key"), "address_change", ["old_email_key"])


def downgrade() -> None:
    op.drop_table("address_change")
    op.drop_column("member", "erased_at")
    op.drop_column("community", "language")
    for column in ("language", "credit_name", "credit"):
        op.drop_column("person", column)
