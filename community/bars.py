"""Words as they stand in a text, in whatever case and spacing and with marks of Markdown within;
and bars in their place. Pure.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import partial
from html import unescape

from .folding import folded
from .marks import BAR
from .text import LONGEST_SOURCE, render_markdown

_SHORTER = ("█", "-")  # where bars would make a text longer than it may be
_UNSEEN = "\u00ad\u200b-\u200d\u2060"  # breaks and joins within words
_MARKS = rf"(?:[*_`~\\{_UNSEEN}]|&shy;)*"  # which may stand within what is read as one word
_BETWEEN = (  # also in addresses
    rf"(?:[\s*_`~\\+.\-\u2010-\u2015{_UNSEEN}]|%20|&(?:nbsp|ensp|emsp|thinsp|shy|#160|#xa0);)+"
)
_DRAWN = re.compile(r'<span class="redacted">[^<]*</span>')  # a bar, as it is rendered
_RUN = re.compile(r"[*_`~]+")
_WORD = re.compile(r"[^\W_]+")
_LETTER = r"[^\W_]"  # marks of emphasis are none, but within a word
_BEFORE, _AFTER = rf"(?<!{_LETTER})(?<!{_LETTER}_)", rf"(?!_?{_LETTER})"
_UNSPACED = re.compile(  # in these scripts no blanks stand between words
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u30ff\u3400-\u9fff\uf900-\ufaff"
    r"\U00020000-\U0003ffff]"
)


def without(words: str, text: str, most: int = LONGEST_SOURCE, *, is_bounded: bool = False) -> str:
    """A text with a bar wherever the words stand, in whatever case and spacing; never longer than
    `most` characters and what is rendered. `is_bounded`: not within longer words.
    """
    pattern, told = _pattern(words, is_bounded=is_bounded), text
    is_plain = not _RUN.search(words)

    def put(found: re.Match[str], bar: str) -> str:
        if found[0] == BAR or (is_bounded and _is_cut(found)):
            return found[0]
        return bar + (_left(found[0]) if is_plain else "")

    for bar in (BAR, *_SHORTER):
        told = pattern.sub(partial(put, bar=bar), text)
        if len(told) <= max(most, len(text)) and len(told.encode()) <= LONGEST_SOURCE:
            return told
    return told


def times(words: str, text: str, *, is_bounded: bool = False) -> int:
    """How often the words stand in a text."""
    pattern = _pattern(words, is_bounded=is_bounded)
    found = (one for one in pattern.finditer(text) if one[0] != BAR)
    return sum(not (is_bounded and _is_cut(one)) for one in found)


def reads_so(words: str, text: str) -> bool:
    """Whether whoever reads the text as it is shown reads the words, or finds it by them: whatever
    its case, accents and marks are.
    """
    html = _DRAWN.sub("█", render_markdown(text)).replace(BAR, "█")
    shown = unescape(re.sub(r"<[^>]+>", "", html))
    return times(words, shown) > 0 or (_letters(words) or words) in _letters(shown)


def found_in(words: str, text: str) -> Sequence[re.Match[str]]:
    """Where the words stand in a text."""
    return [found for found in _pattern(words).finditer(text) if found[0] != BAR]


def _left(gone: str) -> str:
    """The marks of Markdown within words that have their partners outside of them."""
    left: list[str] = []
    for run in _RUN.findall(gone):
        if left and left[-1] == run:
            left.pop()
        else:
            left.append(run)
    return "".join(left)


def _letters(text: str) -> str:
    """The words of a text as they are looked up."""
    return " ".join(_WORD.findall(folded(text)))


def _is_cut(found: re.Match[str]) -> bool:
    """Whether a letter goes on after what was found, with a sign above, below or beside it."""
    return unicodedata.category(found.string[found.end() :][:1] or " ").startswith("M")


def _pattern(words: str, *, is_bounded: bool = False) -> re.Pattern[str]:
    """The words in any case, with any blanks between them and marks of Markdown within; bars that
    stand already are found too, so that nothing is found in them.
    """
    cut = [_MARKS.join(map(re.escape, word)) for word in words.split()]
    told = _BETWEEN.join(cut)
    if is_bounded and told:
        first, last = words.strip()[0], words.strip()[-1]
        before = "" if _UNSPACED.match(first) else _BEFORE
        told = f"{before}(?:{told}){'' if _UNSPACED.match(last) else _AFTER}"
    return re.compile(f"(?:{told})|{re.escape(BAR)}" if told else re.escape(BAR), re.IGNORECASE)
