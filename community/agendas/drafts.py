"""What somebody wants on an agenda, read from a form or a template and already checked."""

from dataclasses import dataclass, field

from .models import ItemKind

USUAL_MINUTES = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemDraft:
    """An item as it is to be, its texts in Markdown; `owners` are ids of members. What was said
    about tools of the item that it copies is no word of it.
    """

    title: str
    body: str = ""
    kind: ItemKind = ItemKind.DISCUSS
    minutes: int = USUAL_MINUTES
    for_people: str = ""
    for_business: str = ""
    is_off_record: bool = False
    owners: tuple[int, ...] = ()
    disclosure_id: int | None = field(default=None, compare=False)
