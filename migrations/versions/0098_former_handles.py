"""Keep the handles that members had before."""

import sqlalchemy as sa
from alembic import op

revision = "0098"
down_revision = "0097"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "former_handle",
        sa.Column("handle", sa.String(length=30), nullable=False),
        sa.Column("handle_skeleton", sa.String(length=60), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_former_handle_member_id_member")
        ),
        sa.PrimaryKeyConstraint("handle", name=op.f("pk_former_handle")),
    )
    for column in ("handle_skeleton", "member_id"):
        name = op.f(f"ix_former_handle_{column}")
        op.create_index(name, "former_handle", [column])


def downgrade() -> None:
    op.drop_table("former_handle")
