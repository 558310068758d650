"""Changing what a pattern says. What is slow is done ahead of the transaction: merging with what
others wrote meanwhile, rendering, and seeing how much has changed.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from community.differences import Clash
from community.disclosures.asking import is_asked_again
from community.text import TextTooLong

from .comparing import told
from .content import LINES, SECTIONS, Content
from .merging import merge_contents
from .models import Pattern
from .queries import Standing, read, revision_at, standing_of
from .redacting import refuse_old
from .writing import rendered


class TooLong(ValueError):
    """A section is longer or deeper than what is rendered; by its name."""

    def __init__(self, section: str, words: str) -> None:
        super().__init__(words)
        self.section = section


OPENED_SINCE = (
    "It was taken back and opened again since you began to write. Below is what your words would "
    "change of what it says now: send them again to put them in its place, or throw them away."
)
"""What is said to whoever sends a form over a revision that they may not read any more."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A content that is ready to be kept over revision `over`. Where it clashes with what others
    wrote since, it holds what the person wrote, and the fields are named.
    """

    content: Content
    over: int
    clashes: Mapping[str, tuple[Clash, ...]]
    is_merged: bool
    is_much: bool


def prepare(pattern: Pattern, mine: Content, *, over: int) -> Prepared:
    """What `mine`, written over revision `over`, makes of the pattern as it stands.

    Raises `TooLong`, and `community.patterns.redacting.WordsWereTakenOut`.
    """
    refuse_old(pattern, over)
    standing = standing_of(pattern)
    if standing is None:
        raise LookupError("A pattern without a revision.")
    content, clashes, is_merged = mine, {}, False
    before = _read_over(pattern, over, standing)
    if before is not standing:
        merged = merge_contents(before.content, standing.content, mine)
        content, clashes = merged.content, dict(merged.clashes)
        is_merged = content != mine
    render(content)
    is_much = is_asked_again(words_of(standing.content), words_of(content))
    return Prepared(content, standing.row.number, clashes, is_merged, is_much)


def render(content: Content) -> None:
    """See that every section can be rendered; what was made is at hand when it is kept.

    Raises `TooLong`.
    """
    for name in SECTIONS:
        try:
            rendered(content.text_of(name))
        except TextTooLong as wrong:
            raise TooLong(name, str(wrong)) from wrong


def words_of(content: Content) -> str:
    """All that is said in words, how to check it too, one text after the other."""
    return "\n\n".join(told(content, name) for name in (*LINES, *SECTIONS, "checks"))


def _read_over(pattern: Pattern, over: int, standing: Standing) -> Standing:
    """The revision that was read; over an unknown one: the first."""
    if over >= standing.row.number:
        return standing
    row = revision_at(pattern.slug, max(over, 1))
    return read(row) if row is not None else standing
