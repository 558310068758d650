"""How much of a pattern has room on a card of A6 beside its credit, which is never cut. Pure."""

import unicodedata

_ROOM = 114.0  # millimetres between title and foot: the card without its edges, stage and gaps
_CODE = 27.0  # its height, beside which the credit stands
_MOST_OF_SOLUTION, _MOST_OF_CHECK = 260, 180  # letters, where there is room

# Letters in a line, and the height of one in millimetres, as `cards.css` sets them.
_TITLE, _SUMMARY = (24, 7.0), (50, 5.1)
_SOLUTION, _CHECK, _CREDIT = (43, 4.8), (43, 4.8), (40, 3.2)
_LEAST = 2  # lines of a solution that say something
_EDGES = 11.0  # of a check: its borders and its heading


def fitting(title: str, summary: str, solution: str, check: str, credit: str) -> tuple[str, str]:
    """As much of the solution and of the check as there is room for, ending with a whole word; a
    check that has none is left out.
    """
    left = _ROOM - _height(title, _TITLE) - _height(summary, _SUMMARY)
    left -= max(_CODE, _height(credit, _CREDIT))
    room = left - _EDGES - _LEAST * _SOLUTION[1]
    check = _short(check, min(_MOST_OF_CHECK, _letters(room, _CHECK)))
    if check:
        left -= _EDGES + _height(check, _CHECK)
    room = _letters(left, _SOLUTION)
    is_enough = room >= _LEAST * _SOLUTION[0]
    return _short(solution, min(_MOST_OF_SOLUTION, room)) if is_enough else "", check


def _height(words: str, kind: tuple[int, float]) -> float:
    letters, height = kind
    return -(-_width(words) // letters) * height


def _letters(room: float, kind: tuple[int, float]) -> int:
    letters, height = kind
    return max(0, int(room / height)) * letters


def _width(words: str) -> int:
    """In letters: those of some scripts are as wide as two."""
    return sum(wide(sign) for sign in words)


def wide(sign: str) -> int:
    """How many letters a sign is as wide as: two in some scripts, none where it stands on one."""
    if unicodedata.combining(sign):
        return 0
    return 2 if unicodedata.east_asian_width(sign) in "WF" else 1


def _short(words: str, most: int) -> str:
    """No wider than `most` letters, ending with a whole word where there are spaces."""
    if _width(words) <= most:
        return words
    kept, width = 0, 2  # what stands for the rest
    for sign in words:
        width += wide(sign)
        if width > most:
            break
        kept += 1
    head = words[:kept]
    whole = head.rsplit(" ", 1)[0] if " " in head and len(head) - head.rindex(" ") < _LONG else head
    return f"{whole.rstrip(' ,;:')} …" if whole.strip() else ""


_LONG = 40  # letters of a word that is cut
