"""Words without case and accents, as they are looked up and put in order: the same on each engine,
whatever it takes for a letter. Pure.
"""

import unicodedata

_ACCENTS = dict.fromkeys(range(0x300, 0x370))


def folded(text: str) -> str:
    """`text` without case and accents."""
    apart = unicodedata.normalize("NFKD", text).translate(_ACCENTS)
    return unicodedata.normalize("NFKC", apart.casefold())
