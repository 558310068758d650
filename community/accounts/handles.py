"""Handles and addresses: what may be one, what looks like another, what to propose for a name."""

import re
import unicodedata
from collections.abc import Iterator
from itertools import chain, count

LONGEST = 30
LONGEST_KEY = 160  # of a name; some signs stand for several
_FORM = re.compile(r"[a-z0-9](?:-?[a-z0-9])+")
_ALIKE = str.maketrans({"0": "o", "1": "l", "i": "l", "5": "s", "-": ""})
_ALIKE_PAIRS = (("rn", "m"), ("vv", "w"), ("cl", "d"))
_FOREIGN = str.maketrans(  # Cyrillic and Greek letters that look like Latin ones
    "авеікмнорстухјѕԁԛԝ" + "αεικνοπρτυχϲ",
    "abeikmhopctyxjsdqw" + "aeikvonptyxc",
)
_ACCENTS = frozenset(map(chr, range(0x300, 0x370)))
_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_DOMAIN = re.compile(r"([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]")
_LONGEST_LOCAL = 64
_LONGEST_ADDRESS = 254
_SPELT = str.maketrans({"ß": "ss", "æ": "ae", "ø": "o", "œ": "oe", "đ": "d", "ł": "l", "ı": "i"})


def read_handle(text: str) -> str:
    """The handle meant by `text`: 2 to 30 small letters, digits and single hyphens.

    Raises `ValueError` with a sentence to the person.
    """
    handle = unicodedata.normalize("NFKC", text).strip().removeprefix("@").lower()
    if not 2 <= len(handle) <= LONGEST or not _FORM.fullmatch(handle):  # noqa: PLR2004
        raise ValueError(
            f"Use 2 to {LONGEST} letters from a to z, digits and single hyphens, such as ada-l."
        )
    if skeleton(handle) in _RESERVED_SKELETONS:
        raise ValueError("This handle is kept for the place itself. Choose another.")
    return handle


def skeleton(handle: str) -> str:
    """What is left of a handle when signs that look alike are made the same."""
    alike = handle.translate(_ALIKE)
    for pair, one in _ALIKE_PAIRS:
        alike = alike.replace(pair, one)
    return alike


def name_skeleton(name: str) -> str:
    """What is left of any name when letters that look alike are made the same: without accents,
    blanks and signs; at most `LONGEST_KEY` characters.
    """
    plain = unicodedata.normalize("NFKD", name.casefold().translate(_SPELT))
    letters = "".join(filter(_is_of_a_word, plain)).translate(_FOREIGN)
    return (skeleton(letters) or plain.strip())[:LONGEST_KEY]


def proposals(name: str) -> Iterator[str]:
    """Handles for a person called `name`, the best first, without end."""
    plain = unicodedata.normalize("NFKD", name.casefold().translate(_SPELT))
    ascii_only = plain.encode("ascii", "ignore").decode()
    base = "-".join(re.findall(r"[a-z0-9]+", ascii_only))[: LONGEST - 6].strip("-")
    if len(base) < 2 or skeleton(base) in _RESERVED_SKELETONS:  # noqa: PLR2004
        base = f"{base}-member".strip("-")
    numbered = (f"{base}-{n}" for n in count(2))
    yield from (h for h in chain([base], numbered) if skeleton(h) not in _RESERVED_SKELETONS)


def _is_of_a_word(sign: str) -> bool:
    return sign.isalnum() or (unicodedata.category(sign) in {"Mn", "Mc"} and sign not in _ACCENTS)


def read_address(text: str) -> tuple[str, str]:
    """An e-mail address as it was written, and the key by which two of them are the same.

    Raises `ValueError` with a sentence to the person.
    """
    local, at, domain = text.strip().rpartition("@")
    try:
        host = domain.encode("idna").decode().lower()
    except UnicodeError:
        host = ""
    fits = at and len(local) <= _LONGEST_LOCAL and _LOCAL.fullmatch(local)
    address = f"{local}@{host}"
    if not fits or not _DOMAIN.fullmatch(host) or len(address) > _LONGEST_ADDRESS:
        raise ValueError("Write an e-mail address such as ada@example.org.")
    return address, address.casefold()


_RESERVED = (
    "abuse admin administrator anonymous api calendar calendars call calls code community "
    "conduct curator everyone facilitator former guest help host import info invitations mail me "
    "member members moderator my-calls new nobody official people postmaster profile responder "
    "root security series settings set-up sign-in sign-out sign-up staff steward subscribe support "
    "system topics visitor webmaster "
)
_RESERVED_SKELETONS = frozenset(map(skeleton, _RESERVED.split()))
