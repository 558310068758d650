"""A pattern as it is taken along: what it says, and what is known of that. Pure."""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote

from community.conduct.clause_texts import clause_data
from community.conduct.state_queries import Placeholder
from community.disclosures.facts import said_facts
from community.disclosures.wording import Degree, Said, assisted_by

from .content import Content, Source
from .credit import Credit, licence_words, line
from .facets import Stage

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Related:
    """Another pattern, by its address in the library, and what this one has to do with it; who said
    so and when, as far as it is known. `by` is nobody where they are not named.
    """

    kind: str
    pattern: str
    note: str = ""
    by: str | None = None
    at: datetime | None = None

    @property
    def facts(self) -> dict[str, Any]:
        """The same as plain values."""
        said = {"by": self.by, "at": self.at.isoformat()} if self.at else {}
        return {"kind": self.kind, "pattern": self.pattern, "note": self.note, **said}


@dataclass(frozen=True, slots=True)
class Taken:
    """One revision of a pattern with its credit and what was said about tools."""

    slug: str
    content: Content
    stage: str
    number: int
    at: datetime
    credit: Credit
    said: Said
    relations: tuple[Related, ...] = ()
    successor: str | None = None
    redactions: tuple[Placeholder, ...] = ()  # for which clauses words are taken out
    code_at: str = ""  # the address of versions of the code, with these

    @property
    def assisted_by(self) -> tuple[str, ...]:
        """The `Assisted-by:` lines."""
        return assisted_by(self.said)

    @property
    def instead(self) -> str:
        """The address of what is to be used instead, beside its own; nothing where nothing is."""
        return beside(self.credit.address, self.successor) if self.successor else ""

    @property
    def retired(self) -> str:
        """What whoever cites a retired pattern is told; nothing of any other."""
        return retired_words(self.instead) if self.stage == Stage.RETIRED else ""


def beside(address: str, slug: str) -> str:
    """The address of another pattern of the library that the one at an address is in."""
    return f"{address.rpartition('/patterns/')[0]}/patterns/{slug}"


def retired_words(instead: str) -> str:
    """What is told of a retired pattern with the address of what to use instead, if any."""
    return f"Retired: kept for the record. Use {instead} instead." if instead else _RETIRED


_RETIRED = "Retired: kept for the record."
_IPTC = "http://cv.iptc.org/newscodes/digitalsourcetype/"
_SOURCE_TYPES: Mapping[Degree, str] = {
    Degree.NONE: "digitalCreation",
    Degree.WORDING: "algorithmicallyEnhanced",
    Degree.SOME: "compositeWithTrainedAlgorithmicMedia",
    Degree.MOST: "trainedAlgorithmicMedia",
}


def digital_source_type(said: Said) -> str | None:
    """The IPTC term for what was said about tools; None where somebody would rather not say."""
    term = _SOURCE_TYPES.get(said.degree)
    return f"{_IPTC}{term}" if term else None


def facts_of(taken: Taken) -> dict[str, Any]:
    """What is known of a pattern besides its words, as plain values."""
    credit = taken.credit
    return {
        "pattern": taken.slug,
        "stage": taken.stage,
        "revision": taken.number,
        "revised": taken.at.isoformat(),
        "address": credit.address,
        "place": credit.place,
        "authors": list(credit.people),
        "and_others": credit.others,
        "adapted_from": list(credit.adapted),
        "disclosure": said_facts(taken.said),
        "relations": [one.facts for one in taken.relations],
        **({"successor": taken.successor} if taken.successor else {}),
    }


def content_facts(content: Content) -> dict[str, Any]:
    """What a pattern says, as plain values."""
    values = asdict(content)
    return {name: list(v) if isinstance(v, tuple) else v for name, v in values.items()}


def as_data(taken: Taken, schema: str) -> dict[str, Any]:
    """The pattern as values for JSON; `schema` is the address of what they keep to."""
    return {
        "$schema": schema,
        "format": FORMAT,
        **facts_of(taken),
        "credit": line(taken.credit),
        "assisted_by": list(taken.assisted_by),
        "digital_source_type": digital_source_type(taken.said),
        "content": content_facts(taken.content),
        **clause_data(taken.redactions, taken.code_at, "taken_out_in_part"),
    }


def as_linked_data(taken: Taken) -> dict[str, Any]:
    """The pattern as JSON-LD in the words of schema.org. Its context is in it: nothing is loaded
    to read it.
    """
    content, credit = taken.content, taken.credit
    about = (*content.dimensions, *content.infrastructure, *content.tags)
    values: dict[str, Any] = {
        "@context": {
            "@vocab": "https://schema.org/",
            **{name: {"@type": "@id"} for name in ("license", "url", "digitalSourceType")},
            **({"isReplacedBy": _REPLACED} if taken.successor else {}),
        },
        "@type": "HowTo",
        "@id": iri(credit.address),
        "url": iri(credit.address),
        "name": content.title,
        "alternateName": list(content.also_known_as),
        "abstract": content.summary,
        "description": content.problem or content.summary,
        "inLanguage": content.language,
        "step": {"@type": "HowToStep", "text": content.solution} if content.solution else None,
        "author": [{"@type": "Person", "name": name} for name in credit.people],
        "creditText": line(credit),
        "license": licence_words(content.licence)[1] or None,
        "version": str(taken.number),
        "dateModified": taken.at.isoformat(),
        "creativeWorkStatus": taken.stage,
        "isReplacedBy": taken.instead,
        "isPartOf": {"@type": "Collection", "name": credit.place},
        "isBasedOn": [_based_on(one) for one in content.sources],
        "keywords": list(about),
        "digitalSourceType": digital_source_type(taken.said),
    }
    return {name: value for name, value in values.items() if value not in (None, [], "")}


_REPLACED = {"@id": "http://purl.org/dc/terms/isReplacedBy", "@type": "@id"}  # Dublin Core's word


def _based_on(source: Source) -> dict[str, Any]:
    told = {"@type": "CreativeWork", "name": source.text}
    licence = licence_words(source.licence)[1]
    told |= {"url": iri(source.url)} if source.url else {}
    return told | ({"license": licence} if licence else {})


def is_to_go_to(url: str) -> bool:
    """Whether an address leads to a page of the web, and holds nothing that none may hold."""
    return url.startswith(("https://", "http://")) and _IN_NO_IRI.search(url) is None


def iri(url: str) -> str:
    """An address with what none may hold written as numbers (RFC 3987, 2.2)."""
    return _IN_NO_IRI.sub(lambda found: quote(found[0]), url)


_IN_NO_IRI = re.compile(r"[\x00-\x20<>\"{}|\\^`]")
