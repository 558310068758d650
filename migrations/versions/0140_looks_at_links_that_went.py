"""Keep no look at an address that a known use does not lead to, nor an address with a bar in it.

Words were taken out of a use and stayed in what was kept of looking at its link. What stayed in the
reasons that were given then cannot be told: which words went is known to nobody.
"""

from alembic import op

revision = "0140"
down_revision = "0139"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("UPDATE known_use SET url = '' WHERE url LIKE '%█%'")
    op.execute(
        "DELETE FROM use_link WHERE NOT EXISTS (SELECT 1 FROM known_use AS u"
        " WHERE u.id = use_link.use_id AND u.url = use_link.url)"
    )


def downgrade() -> None:
    """What is gone stays gone."""
