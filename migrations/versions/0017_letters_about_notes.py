"""Let people choose whether they receive letters about notes."""

from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_BEFORE = ("account", "changes", "places", "day before", "hour before", "sharing")
_NEW = ("notes", "notes daily")


def upgrade() -> None:
    _allow(*_BEFORE, *_NEW)


def downgrade() -> None:
    op.execute("DELETE FROM letter_choice WHERE letter_group IN ('notes', 'notes daily')")
    _allow(*_BEFORE)


def _allow(*groups: str) -> None:
    """SQLite makes the table anew and takes no check along; PostgreSQL keeps the one it has."""
    name = op.f("ck_letter_choice_group")
    condition = f"letter_group IN ({', '.join(repr(group) for group in groups)})"
    if op.get_bind().dialect.name == "sqlite":
        with op.batch_alter_table("letter_choice", recreate="always") as table:
            table.create_check_constraint(name, condition)
        return
    op.drop_constraint(name, "letter_choice", type_="check")
    op.create_check_constraint(name, "letter_choice", condition)
