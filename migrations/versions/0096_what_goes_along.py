"""Keep what was said about tools with the items of a community's own templates, with a draft of a
note what was typed beside its text, and of people whether their zone counts in local hours.
"""

import sqlalchemy as sa
from alembic import op

revision = "0096"
down_revision = "0095"
branch_labels = None
depends_on = None

_TABLE, _COLUMN = "agenda_template_item", "disclosure_id"
_KEY = "fk_agenda_template_item_disclosure_id_disclosure"


def upgrade() -> None:
    with op.batch_alter_table(_TABLE) as batch:
        batch.add_column(sa.Column(_COLUMN, sa.Integer(), nullable=True))
        batch.create_foreign_key(op.f(_KEY), "disclosure", [_COLUMN], ["id"])
        batch.create_index(op.f(f"ix_{_TABLE}_{_COLUMN}"), [_COLUMN])
    beside = sa.Column("beside", sa.JSON(), nullable=False, server_default="{}")
    op.add_column("note_draft", beside)
    told = sa.Column("tells_zone", sa.Boolean(), nullable=False, server_default=sa.false())
    op.add_column("person", told)


def downgrade() -> None:
    op.drop_column("person", "tells_zone")
    op.drop_column("note_draft", "beside")
    with op.batch_alter_table(_TABLE) as batch:
        batch.drop_index(op.f(f"ix_{_TABLE}_{_COLUMN}"))
        batch.drop_constraint(op.f(_KEY), type_="foreignkey")
        batch.drop_column(_COLUMN)
