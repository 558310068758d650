"""Which items are taken up by somebody who steers a call by a role they have claimed: pure.

What is taken up is shown to everybody as it is. So it is what was published already and has not
been changed since, or has been taken up before.
"""

from collections.abc import Collection, Mapping, Sequence

from community.agendas.content import ItemText
from community.agendas.models import Item


def within_reach(
    items: Sequence[Item], published: Mapping[int, ItemText], taken_up: Collection[int]
) -> list[Item]:
    """Those of `items`, by what was published of them and the numbers of what was taken up."""
    return [
        item
        for item in items
        if item.id in taken_up or _says_the_same(item, published.get(item.id))
    ]


def _says_the_same(item: Item, text: ItemText | None) -> bool:
    return text is not None and (
        (item.title, item.is_off_record) == (text.title, text.is_off_record)
        and (item.body_source, item.people_source, item.business_source)
        == (text.body, text.people, text.business)
    )
