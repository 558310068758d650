"""Make the tables of a community's own templates for agendas."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "agenda_template",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("about", sa.String(length=300), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("removed_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(removed_at IS NULL) = (removed_by_id IS NULL)",
            name=op.f("ck_agenda_template_removed_by"),
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["member.id"], name=op.f("fk_agenda_template_made_by_id_member")
        ),
        sa.ForeignKeyConstraint(
            ["removed_by_id"], ["member.id"], name=op.f("fk_agenda_template_removed_by_id_member")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_template")),
    )
    for column in ("made_by_id", "removed_by_id"):
        op.create_index(op.f(f"ix_agenda_template_{column}"), "agenda_template", [column])
    op.create_table(
        "agenda_template_item",
        sa.Column("template_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=150), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("for_people", sa.Text(), nullable=False),
        sa.Column("for_business", sa.Text(), nullable=False),
        sa.Column("item_kind", sa.String(length=20), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("is_off_record", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "item_kind IN ('inform', 'discuss', 'decide', 'check-in')",
            name=op.f("ck_agenda_template_item_itemkind"),
        ),
        sa.CheckConstraint(
            "minutes BETWEEN 1 AND 480", name=op.f("ck_agenda_template_item_minutes")
        ),
        sa.ForeignKeyConstraint(
            ["template_id"],
            ["agenda_template.id"],
            name=op.f("fk_agenda_template_item_template_id_agenda_template"),
        ),
        sa.PrimaryKeyConstraint("template_id", "place", name=op.f("pk_agenda_template_item")),
    )


def downgrade() -> None:
    op.drop_table("agenda_template_item")
    op.drop_table("agenda_template")
