"""Words that the list of the library is narrowed by, as the index finds them."""

from collections.abc import Callable, Collection, Mapping, Sequence

from community.access import Viewer
from community.distance.queries import folded_by
from community.patterns import listing_queries

from . import near, queries
from .folding import without_folded
from .snippets import Part, marked, snippet
from .words import Asked, asked_for, says_all


class Words:
    """What somebody looks for in the library: patterns that they may find, by what those say, or
    notes on them.
    """

    def __init__(self, typed: str, asked: Asked, who: Viewer) -> None:
        self.typed = typed
        self._asked = asked
        self._who = who
        self.saying = queries.patterns_saying(asked, who)

    def marked(self, text: str) -> Sequence[Part]:
        """A text in parts, with those marked that are looked for."""
        return marked(text, self._asked)

    def are_in(self, text: str) -> bool:
        """Whether a text says all of them."""
        return says_all(text, self._asked)

    def snippet(self, text: str) -> Sequence[Part]:
        """The same in short, around the first of them."""
        return snippet(text, self._asked)

    def in_notes(self, patterns: Collection[int]) -> Mapping[int, tuple[str, Sequence[Part]]]:
        """Of those patterns, the key of the latest note on each that says it, and its words in
        short; nothing of whom the reader keeps off.
        """
        found = queries.notes_saying(self._asked, self._who, patterns)
        shown = {one.id for one in without_folded([*found.values()], folded_by(self._who))}
        return {
            number: (one.key, self.snippet(one.text))
            for number, one in found.items()
            if one.id in shown
        }

    def meant(
        self, finds: Callable[[listing_queries.Words], Sequence[int]], known: int
    ) -> str | None:
        """What was meant by whoever misspelt it, where that `finds` more than the few known."""

        def found(other: Asked) -> Sequence[int]:
            return finds(Words(near.typed(other), other, self._who))

        other = near.meant(self._asked, self._who, found, known)
        return near.typed(other[0]) if other else None


def read(typed: str, who: Viewer) -> Words | None:
    """What somebody looks for who typed something; None where nothing of it is a word."""
    asked = asked_for(typed)
    return Words(typed, asked, who) if asked else None


def connect() -> None:
    """Let the library be narrowed by words."""
    listing_queries.look_up_with(read)
