"""Say since when somebody is at a call by name, and what facilitators decided about roles at it."""

import sqlalchemy as sa
from alembic import op

revision = "0116"
down_revision = "0115"
branch_labels = None
depends_on = None

_ROLES = ("confirmed_by_id", "taken_by_id")


def upgrade() -> None:
    with op.batch_alter_table("presence") as batch:
        batch.add_column(sa.Column("named_at", sa.DateTime(timezone=True), nullable=True))
        batch.create_check_constraint(op.f("ck_presence_named"), "named_at IS NULL OR shows_name")
    op.execute("UPDATE presence SET named_at = at WHERE shows_name")
    with op.batch_alter_table("call_role") as batch:
        for name in _ROLES:
            batch.add_column(sa.Column(name, sa.Integer(), nullable=True))
            batch.create_foreign_key(op.f(f"fk_call_role_{name}_member"), "member", [name], ["id"])
            batch.create_index(op.f(f"ix_call_role_{name}"), [name])


def downgrade() -> None:
    with op.batch_alter_table("call_role") as batch:
        for name in _ROLES:
            batch.drop_index(op.f(f"ix_call_role_{name}"))
            batch.drop_constraint(op.f(f"fk_call_role_{name}_member"), type_="foreignkey")
            batch.drop_column(name)
    with op.batch_alter_table("presence") as batch:
        batch.drop_constraint(op.f("ck_presence_named"), type_="check")
        batch.drop_column("named_at")
