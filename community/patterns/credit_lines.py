"""The credit lines of several revisions at once, for lists, cards, feeds and exports."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from .adaptation_queries import adapted_by
from .content import Content
from .credit import line
from .credit_queries import contributors, credit_of
from .origin_queries import credited, kept_of, origins_of

Addresses = Callable[[str, int], str]
"""The whole address of a revision, by the pattern's slug and its number."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A revision as it is shown somewhere."""

    pattern_id: int
    slug: str
    number: int
    content: Content


def credit_lines(shown: Sequence[Shown], address_of: Addresses) -> Sequence[str]:
    """The line of each, in their order; three queries, one more where some were adapted."""
    numbers = {one.pattern_id for one in shown}
    if not numbers:
        return []
    people, origins, adapted = contributors(numbers), origins_of(numbers), adapted_by(numbers)
    found = []
    for one in shown:
        credit = credit_of(
            one.content,
            people[one.pattern_id],
            number=one.number,
            address=address_of(one.slug, one.number),
            adapted=adapted.get(one.pattern_id, ()),
            kept=kept_of(origins.get(one.pattern_id)),
        )
        found.append(line(credited(credit, origins.get(one.pattern_id), one.number)))
    return found
