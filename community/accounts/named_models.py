"""What people are called, and the keys by which two names are told to be alike."""

from typing import Any

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column, validates

from .brought_names import LONGEST_KEPT
from .handles import LONGEST_KEY, name_skeleton

_KEY_OF = {"name": "name_key", "credit_name": "credit_key"}


def _key_of_name(context: Any) -> str:
    return name_skeleton(context.get_current_parameters()["name"])


class Named:
    """A name, and another to be credited by; beside each what is left of it when letters that look
    alike are the same, so that it can be asked for.
    """

    name: Mapped[str] = mapped_column(String(LONGEST_KEPT))
    name_key: Mapped[str] = mapped_column(String(LONGEST_KEY), default=_key_of_name, index=True)
    credit_name: Mapped[str | None] = mapped_column(String(LONGEST_KEPT))
    credit_key: Mapped[str | None] = mapped_column(String(LONGEST_KEY), index=True)

    @validates("name", "credit_name")
    def _keep_key(self, column: str, name: str | None) -> str | None:
        setattr(self, _KEY_OF[column], None if name is None else name_skeleton(name))
        return name
