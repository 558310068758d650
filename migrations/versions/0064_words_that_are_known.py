"""Make the table of words that stand in what can be found, by which misspelt ones are put right."""

import sqlalchemy as sa
from alembic import op

revision = "0064"
down_revision = "0063"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Compared letter by letter, so that what begins alike stands side by side.
    words = sa.String(30).with_variant(sa.String(30, collation="C"), "postgresql")
    audiences = ("public", "members", "author")
    choice = sa.Enum(
        *audiences, name="audience", native_enum=False, create_constraint=True, length=20
    )
    op.create_table(
        "search_term",
        sa.Column("audience", choice, nullable=False),
        sa.Column("word", words, nullable=False),
        sa.Column("backwards", words, nullable=False),
        sa.CheckConstraint("audience <> 'author'", name=op.f("ck_search_term_shared")),
        sa.PrimaryKeyConstraint("audience", "word", name=op.f("pk_search_term")),
    )
    op.create_index(
        op.f("ix_search_term_audience_backwards"), "search_term", ["audience", "backwards"]
    )


def downgrade() -> None:
    op.drop_table("search_term")
