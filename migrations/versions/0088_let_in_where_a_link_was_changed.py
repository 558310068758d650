"""Say who has a join link that was changed at once while somebody is left out of it."""

import sqlalchemy as sa
from alembic import op

revision = "0088"
down_revision = "0087"
branch_labels = None
depends_on = None

_TABLE = "emergency_admission"


def upgrade() -> None:
    op.create_table(
        _TABLE,
        sa.Column("emergency_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["emergency_id"],
            ["emergency.id"],
            name=op.f("fk_emergency_admission_emergency_id_emergency"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_emergency_admission_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["member.id"], name=op.f("fk_emergency_admission_by_id_member")
        ),
        sa.PrimaryKeyConstraint("emergency_id", "person_id", name=op.f("pk_emergency_admission")),
    )
    for column in ("person_id", "by_id"):
        op.create_index(op.f(f"ix_emergency_admission_{column}"), _TABLE, [column])
    # Whoever has answered by now keeps the link.
    op.execute(
        "INSERT INTO emergency_admission (emergency_id, person_id, at)"
        " SELECT DISTINCT emergency.id, rsvp.person_id, emergency.at FROM emergency"
        " JOIN sitting ON sitting.call_id = emergency.call_id"
        " JOIN rsvp ON rsvp.sitting_id = sitting.id WHERE emergency.act = 'change link'"
        " AND NOT EXISTS (SELECT 1 FROM emergency_left_out AS gone"
        " WHERE gone.emergency_id = emergency.id AND gone.person_id = rsvp.person_id)"
    )


def downgrade() -> None:
    op.drop_table(_TABLE)
