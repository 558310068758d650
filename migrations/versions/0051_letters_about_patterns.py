"""Let people choose letters about patterns."""

import sqlalchemy as sa
from alembic import op

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None

_GROUPS = (
    *("account", "changes", "places", "day before", "hour before", "sharing"),
    *("notes", "notes daily", "agendas", "records", "record nudges"),
)


def upgrade() -> None:
    _allow((*_GROUPS, "patterns"))


def downgrade() -> None:
    op.execute("DELETE FROM letter_choice WHERE letter_group = 'patterns'")
    _allow(_GROUPS)


def _allow(groups: tuple[str, ...]) -> None:
    """Let the table of choices hold these groups of letters."""
    name = op.f("ck_letter_choice_group")
    if op.get_bind().dialect.name != "sqlite":
        listed = ", ".join(f"'{group}'" for group in groups)
        op.drop_constraint(name, "letter_choice", type_="check")
        op.create_check_constraint(name, "letter_choice", f"letter_group IN ({listed})")
        return
    with op.batch_alter_table("letter_choice", recreate="always", copy_from=_choices(groups)):
        pass


def _choices(groups: tuple[str, ...]) -> sa.Table:
    kind = sa.Enum(
        *groups,
        name=op.f("ck_letter_choice_group"),
        native_enum=False,
        create_constraint=True,
        length=20,
    )
    return sa.Table(
        "letter_choice",
        sa.MetaData(),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("letter_group", kind, nullable=False),
        sa.Column("is_wanted", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_letter_choice_person_id_person")
        ),
        sa.PrimaryKeyConstraint("person_id", "letter_group", name=op.f("pk_letter_choice")),
    )
