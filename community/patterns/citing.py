"""A pattern to cite: as BibTeX and as a citation file (CFF 1.2.0). Pure."""

import re
from typing import Any

from . import front_matter
from .credit import LICENCES, licence_words, listed
from .taking import Taken, iri

_MESSAGE = "Please cite this pattern with credit to the people who wrote it."
_SPECIAL = {"\\": r"\textbackslash{}", "^": r"\textasciicircum{}", "~": r"\textasciitilde{}"} | {
    sign: f"\\{sign}" for sign in "$&#%_"
}
_SPECIAL |= {"{": r"\textbraceleft{}", "}": r"\textbraceright{}"}  # braces are counted, whatever


def as_bibtex(taken: Taken) -> str:
    """An entry for a bibliography; signs that mean something to TeX are escaped."""
    credit = taken.credit
    names = [f"{{{_tex(name)}}}" for name in credit.people] or [f"{{{_tex(credit.place)}}}"]
    authors = " and ".join([*names, *(["others"] if credit.people and credit.others else [])])
    licence = licence_words(credit.licence)[0]
    fields = {
        "title": f"{{{_tex(credit.title)}}}",
        "author": authors,
        "year": str(taken.at.year),
        "howpublished": _tex(credit.place),
        "version": str(taken.number),
        "url": iri(credit.address),
        "note": _tex(" ".join([f"Revision {taken.number}, {licence}.", *_notes(taken)])),
    }
    key = re.sub(r"[^a-z0-9-]", "", taken.slug.lower()) or "pattern"
    lines = [f"  {name} = {{{words}}}," for name, words in fields.items()]
    return "\n".join([f"@misc{{{key}-{taken.number},", *lines, "}", ""])


def as_citation_file(taken: Taken) -> str:
    """A CITATION.cff: YAML, of which every value is JSON."""
    credit = taken.credit
    others = ("others who are not named",) if credit.people and credit.others else ()
    authors = [{"name": name} for name in (*(credit.people or (credit.place,)), *others)]
    values: dict[str, Any] = {
        "cff-version": "1.2.0",
        "message": f"{_MESSAGE} {taken.retired}".rstrip(),
        "title": credit.title,
        "type": "dataset",
        "abstract": taken.content.summary,
        "authors": authors,
        "version": str(taken.number),
        "date-released": f"{taken.at:%Y-%m-%d}",
        "url": credit.address,
        **({"license": credit.licence} if credit.licence in LICENCES else {}),
        **({"keywords": list(dict.fromkeys(taken.content.tags))} if taken.content.tags else {}),
        "preferred-citation": {
            "type": "generic",
            "title": credit.title,
            "authors": authors,
            "publisher": {"name": credit.place},
            "year": taken.at.year,
            "url": credit.address,
            "notes": " ".join([f"Revision {taken.number}.", *_notes(taken)]),
        },
    }
    head = front_matter.write(values)
    return head.removeprefix("---\n").removesuffix("---\n")


def _notes(taken: Taken) -> list[str]:
    """What to use instead, what it was adapted from, and what was said about tools."""
    adapted = taken.credit.adapted
    made = [f"Adapted from {listed(adapted)}."] if adapted else []
    return [*([taken.retired] if taken.retired else []), *made, *taken.assisted_by]


def _tex(words: str) -> str:
    return "".join(_SPECIAL.get(sign, sign) for sign in words)
