"""Which licences let a text be copied here and shared as ours are, and which one a file says that
it has. Pure.
"""

import re
from collections.abc import Mapping
from typing import Any

_NAMES: Mapping[str, str] = {"BY": "CC BY 4.0", "BY SA": "CC BY-SA 4.0", "ZERO": "CC0"}
_AROUND = r"(?: INTERNATIONAL| UNIVERSAL)?(?: PUBLIC(?: DOMAIN)?)?(?: LICEN[SC]E| DEDICATION)?"
_SHORT = re.compile(rf"CC (BY|BY SA) V?4 0{_AROUND}(?: CC \1 4 0)?")
_ZERO = re.compile(rf"(?:CC0|CC ZERO)(?: V?1 0)?{_AROUND}(?: CC0(?: 1 0)?)?")
_ADDRESS = re.compile(
    r"(?:https?://)?(?:www\.)?creativecommons\.org/"
    r"(?:licenses/(?P<kind>by|by-sa)/4\.0|publicdomain/zero/1\.0)"
    r"(?:/(?:deed|legalcode)?(?:\.[a-z-]{2,10})?)?",
    re.IGNORECASE,
)
_LINK = re.compile(r"\[([^\]]*)\]\((\S+?)\)[.!]?")
_TAG = re.compile(r"SPDX-License-Identifier:\s*([\w.+-]+)")
_SAID_AS = ("license", "licence", "spdx-license-identifier", "rights")


def allowed(licence: str) -> str | None:
    """What a licence is called that lets us copy a text and share it as we do; else None. Read are
    its name, short or in full, its identifier and its address.
    """
    given = licence.strip()
    link = _LINK.fullmatch(given)
    address = _ADDRESS.fullmatch(link[2] if link else given)
    if address is not None:
        return _NAMES[(address["kind"] or "zero").upper().replace("-", " ")]
    if link is not None:
        return None
    plain = re.sub(r"[\W_]+", " ", given.upper()).strip()
    for words, short in (("CREATIVE COMMONS", "CC"), ("ATTRIBUTION", "BY"), ("SHAREALIKE", "SA")):
        plain = plain.replace(words, short)
    found = _SHORT.fullmatch(plain.replace("SHARE ALIKE", "SA"))
    if found is not None:
        return _NAMES[found[1]]
    return _NAMES["ZERO"] if _ZERO.fullmatch(plain) else None


def said_in(head: Mapping[str, Any], under: str, text: str) -> str | None:
    """The licence that a file says it has, in its head, `under` a heading that is about that, or by
    an SPDX tag somewhere in its `text`; None where it says nothing of it.
    """
    for key, value in head.items():
        if key.lower() in _SAID_AS and value:
            return value if isinstance(value, str) else str(value)
    if under.strip():
        return " ".join(under.split())
    tags = set(_TAG.findall(text))
    return " and ".join(sorted(tags)) or None
