"""Words taken out of texts for ever: where they stood stands a bar of one length. Pure."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from .bars import found_in, reads_so, times, without
from .differences import Stretch
from .marks import BAR
from .text import LONGEST_SOURCE, plain

LONGEST_WORDS = 1000
FEWEST = 2  # characters that can be seen
_AROUND = 60  # characters beside words that are shown
_MOST_SHOWN = 5  # places in one text
_TELLING = 20  # characters of a line that nobody else writes by chance
_SHORTEST = 6  # characters of a whole text that is looked for elsewhere
_BEGINNING = 300  # characters of a text in which they do not stand

Put = Callable[[str], None]
_Text = tuple[str, str]  # what it is, and the text


@dataclass(frozen=True, slots=True)
class Spot:
    """One place where a text is kept: `what` it is and `where`, how long it may be, and how another
    text is put there. `is_open`: whoever takes words out may read it.
    """

    name: str
    what: str
    where: str
    text: str
    put: Put
    most: int = LONGEST_SOURCE
    is_open: bool = True


def spot_in(
    row: Any, column: str, name: str, what: str, where: str, *, is_open: bool = True
) -> Spot:
    """The text in a column of a row; none where that is empty."""

    def put(text: str) -> None:
        setattr(row, column, text)

    most: int = getattr(type(row), column).type.length or LONGEST_SOURCE
    return Spot(name, what, where, getattr(row, column) or "", put, most, is_open)


def address_in(
    row: Any, column: str, name: str, what: str, where: str, *, is_open: bool = True
) -> Spot:
    """The address in a column of a row. Of one with a bar in it nothing is left."""
    spot = spot_in(row, column, name, what, where, is_open=is_open)
    return replace(spot, put=lambda text: spot.put("" if BAR in text else text))


@dataclass(frozen=True, slots=True)
class Sight:
    """One text wherever it is kept, with what would be gone; `name` stands for it in a form."""

    name: str
    what: str
    where: tuple[str, ...]
    stretches: tuple[Stretch, ...]
    times: int


@dataclass(frozen=True, slots=True)
class Preview:
    """What would be gone where, and other versions in which these very words do not stand; `hidden`
    are those of them that read so all the same.
    """

    found: tuple[Sight, ...]
    otherwise: tuple[Sight, ...]
    hidden: frozenset[str]


def preview(spots: Iterable[Spot], words: str) -> Preview:
    """What taking the words out would do, each text once. What is worded otherwise counts where
    another version of the same text has the words, or where they would still be read in it.
    """
    groups: dict[_Text, list[Spot]] = {}
    for spot in spots:
        if spot.text and spot.is_open:
            groups.setdefault((spot.what, spot.text), []).append(spot)
    found, otherwise, hidden = _sort(groups, words)
    return Preview(
        tuple(_sight(groups[key], words) for key in found),
        tuple(_sight(groups[key], words) for key in otherwise),
        frozenset(groups[key][0].name for key in hidden),
    )


def pieces_of(text: str) -> list[str]:
    """The lines of a text by which it is recognised where it was repeated: none that others write
    as well, as *yes* or *thank you*.
    """
    both = (*text.splitlines(), *plain(text).splitlines())
    lines = (line.strip().rstrip(".,:;!?")[:LONGEST_WORDS] for line in both)
    return list(dict.fromkeys(line for line in lines if is_telling(line)))


def whole_pieces_of(text: str) -> list[str]:
    """The same, with the whole text, however short it is, such as a number that is called."""
    both = (one.strip().rstrip(".,:;!?")[:LONGEST_WORDS] for one in (text, plain(text)))
    return list(dict.fromkeys((*pieces_of(text), *(one for one in both if is_enough(one)))))


def is_telling(piece: str) -> bool:
    """Whether nobody else writes a piece by chance."""
    return len(piece) >= _TELLING


def is_enough(piece: str) -> bool:
    """Whether a piece of a text that is purged is looked for where others wrote."""
    return len(piece) >= _SHORTEST


def stands_in(piece: str, text: str) -> bool:
    """Whether `purge` would put a bar in a text."""
    return times(piece, text, is_bounded=not is_telling(piece)) > 0


def purge(spots: Iterable[Spot], pieces: Sequence[str]) -> bool:
    """Put bars wherever one of these stands, whoever may read it; one that is short, as words of
    its own alone. Gives whether that was anywhere.
    """
    changed = False
    for spot in spots:
        told = spot.text
        for words in pieces:
            told = without(words, told, spot.most, is_bounded=not is_telling(words))
        if told != spot.text:
            spot.put(told)
            changed = True
    return changed


def purge_own(own: Sequence[Spot], beside: Iterable[Spot] = ()) -> None:
    """Leave a bar alone of texts, and bars where lines of them were repeated beside them."""
    purge(beside, [piece for spot in own for piece in pieces_of(spot.text)])
    for spot in own:
        if spot.text:
            spot.put(BAR)


def take_out(
    spots: Sequence[Spot], words: str, *, whole: Collection[str] = (), is_bounded: bool = False
) -> bool:
    """Put bars in every spot, and nothing but a bar where the text of a spot in `whole` stands: of
    those that a preview offers, and no others. `is_bounded`: not within longer words. Gives whether
    that was anywhere.
    """
    texts = {(spot.what, spot.text): spot for spot in spots if spot.text and spot.is_open}
    offered = set(_sort(texts, words)[1])
    named = {(spot.what, spot.text) for spot in spots if spot.is_open and spot.name in whole}
    gone = named & offered
    changed = False
    for spot in spots:
        is_whole = (spot.what, spot.text) in gone
        told = BAR if is_whole else without(words, spot.text, spot.most, is_bounded=is_bounded)
        if spot.text and told != spot.text:
            spot.put(told)
            changed = True
    return changed


def texts_left(spots: Iterable[Spot], words: str) -> set[str]:
    """What places say once the words are taken out: to be rendered ahead of the transaction in
    which that is done.
    """
    return {without(words, spot.text, spot.most) for spot in spots if spot.text}


def _sort(texts: Iterable[_Text], words: str) -> tuple[list[_Text], list[_Text], set[_Text]]:
    """The texts with the words; those that another version of the same text has them in, and which
    of these read so all the same, as do some with the words once those are out.
    """
    known = list(texts)
    found = [key for key in known if times(words, key[1])]
    hidden = {key for key in known if reads_so(words, without(words, key[1]))}
    named = {what for what, _ in (*found, *hidden)}
    rest = [key for key in known if key in hidden or not times(words, key[1])]
    return found, [key for key in rest if key[0] in named], hidden


def _sight(spots: Sequence[Spot], words: str) -> Sight:
    first = spots[0]
    number = times(words, first.text)
    return Sight(
        first.name, first.what, tuple(s.where for s in spots), _shown(words, first.text), number
    )


def _shown(words: str, text: str) -> tuple[Stretch, ...]:
    """The words with what stands beside them, or the beginning of a text that has none."""
    found = found_in(words, text)[:_MOST_SHOWN]
    if not found:
        short = text if len(text) <= _BEGINNING else f"{text[:_BEGINNING].rstrip()} …"
        return (Stretch("same", short),)
    out: list[Stretch] = []
    last = 0
    for each in found:
        before = text[max(last, each.start() - _AROUND) : each.start()]
        cut = each.start() - _AROUND > last
        out += [Stretch("same", f"… {before}" if cut else before), Stretch("removed", each[0])]
        last = each.end()
    rest = text[last : last + _AROUND]
    return (*out, Stretch("same", f"{rest} …" if len(text) > last + _AROUND else rest))
