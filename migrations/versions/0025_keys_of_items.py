"""Give items of agendas keys that nobody guesses, for their addresses."""

from secrets import token_urlsafe

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("agenda_item", sa.Column("key", sa.String(16), nullable=False, server_default=""))
    item = sa.table("agenda_item", sa.column("id", sa.Integer), sa.column("key", sa.String))
    connection = op.get_bind()
    for (number,) in connection.execute(sa.select(item.c.id)).all():
        fresh = sa.update(item).where(item.c.id == number).values(key=token_urlsafe(9))
        connection.execute(fresh)
    op.create_index(op.f("ix_agenda_item_key"), "agenda_item", ["key"], unique=True)
    if connection.dialect.name != "sqlite":  # where it would take another table; it says nothing
        op.alter_column("agenda_item", "key", server_default=None)


def downgrade() -> None:
    op.drop_index(op.f("ix_agenda_item_key"), "agenda_item")
    op.drop_column("agenda_item", "key")
