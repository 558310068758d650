"""Keep of which item an item of a template was made, so that words can be taken out of both."""

import sqlalchemy as sa
from alembic import op

revision = "0054"
down_revision = "0053"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "agenda_template_origin",
        sa.Column("template_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["template_id", "place"],
            ["agenda_template_item.template_id", "agenda_template_item.place"],
            name=op.f("fk_agenda_template_origin_template_id_agenda_template_item"),
        ),
        sa.ForeignKeyConstraint(
            ["item_id"],
            ["agenda_item.id"],
            name=op.f("fk_agenda_template_origin_item_id_agenda_item"),
        ),
        sa.PrimaryKeyConstraint("template_id", "place", name=op.f("pk_agenda_template_origin")),
    )
    op.create_index(
        op.f("ix_agenda_template_origin_item_id"), "agenda_template_origin", ["item_id"]
    )


def downgrade() -> None:
    op.drop_table("agenda_template_origin")
