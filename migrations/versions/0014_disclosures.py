"""Make the tables of disclosures and the tools they name."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def _choice(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=20)


def upgrade() -> None:
    op.create_table(
        "disclosure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "degree",
            _choice("degree", "none", "wording", "some", "most", "rather not"),
            nullable=False,
        ),
        sa.Column("purpose", sa.String(length=200), nullable=False),
        sa.Column(
            "checked",
            _choice("checked", "rewrote it", "every claim", "some", "nothing"),
            nullable=True,
        ),
        sa.Column("is_required", sa.Boolean(), nullable=False),
        sa.Column("material", sa.String(length=200), nullable=False),
        sa.Column("footprint", sa.String(length=100), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "degree <> 'most' OR checked IS NOT NULL",
            name=op.f("ck_disclosure_checked_by_a_person"),
        ),
        sa.CheckConstraint(
            "degree IN ('some', 'most') OR (checked IS NULL AND purpose = '' AND material = ''"
            " AND footprint = '' AND NOT is_required)",
            name=op.f("ck_disclosure_details_where_they_matter"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_disclosure_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disclosure")),
    )
    op.create_index(op.f("ix_disclosure_person_id"), "disclosure", ["person_id"])
    op.create_table(
        "disclosed_tool",
        sa.Column("disclosure_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("version", sa.String(length=40), nullable=False),
        sa.Column("controlled_by", sa.String(length=80), nullable=False),
        sa.Column(
            "openness",
            _choice("openness", "closed", "weights", "weights and data", "unknown"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["disclosure_id"],
            ["disclosure.id"],
            name=op.f("fk_disclosed_tool_disclosure_id_disclosure"),
        ),
        sa.PrimaryKeyConstraint("disclosure_id", "position", name=op.f("pk_disclosed_tool")),
    )


def downgrade() -> None:
    op.drop_table("disclosed_tool")
    op.drop_table("disclosure")
