"""Keep a digest of the address of whoever leaves while a measure stands, so that it goes on where
they come back by it: people are one then, too.
"""

# The statements are put together of what stands here alone.
# ruff: noqa: S608

import sqlalchemy as sa
from alembic import op

revision = "0153"
down_revision = "0152"
branch_labels = None
depends_on = None

_GUARD = "person_joining_of_one_address"
_OTHERS = (
    "NOT EXISTS (SELECT 1 FROM guest AS g JOIN member AS m ON m.email_key = g.email_key"
    " WHERE g.person_id = NEW.gone_id AND m.person_id = NEW.kept_id)"
)
_IS_HERE = (
    "EXISTS (SELECT 1 FROM guest AS h WHERE h.person_id = NEW.gone_id) OR EXISTS (SELECT 1 FROM"
    " member AS n WHERE n.person_id = NEW.gone_id AND n.erased_at IS NULL)"
)
_LEFT = (
    f"EXISTS (SELECT 1 FROM left_address AS l WHERE l.person_id = NEW.gone_id) AND NOT ({_IS_HERE})"
)


def upgrade() -> None:
    op.create_table(
        "left_address",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_left_address_person_id_person")
        ),
        sa.PrimaryKeyConstraint("person_id", "digest", name=op.f("pk_left_address")),
    )
    op.create_index(op.f("ix_left_address_digest"), "left_address", ["digest"])
    _guard(f"{_OTHERS} AND NOT ({_LEFT})")


def downgrade() -> None:
    _guard(_OTHERS)
    op.drop_table("left_address")


def _guard(when: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute(f"DROP TRIGGER {_GUARD}")
        op.execute(
            f"CREATE TRIGGER {_GUARD} BEFORE INSERT ON person_joining WHEN {when} "
            f"BEGIN SELECT RAISE(ABORT, '{_GUARD}'); END"
        )
        return
    op.execute(
        f"""
        CREATE OR REPLACE FUNCTION {_GUARD}() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF {when} THEN
                RAISE EXCEPTION '{_GUARD}' USING ERRCODE = 'check_violation',
                    CONSTRAINT = '{_GUARD}', TABLE = 'person_joining';
            END IF;
            RETURN NEW;
        END $$
        """
    )
