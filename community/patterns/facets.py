"""What a pattern is about: the closed lists it is found by, and their words for readers."""

from collections.abc import Mapping
from enum import StrEnum


class Dimension(StrEnum):
    """What of the human contract it keeps."""

    INTENTION = "intention"
    LABOUR = "labour"
    ENVIRONMENT = "environment"
    TRUST = "trust"


class Infrastructure(StrEnum):
    """What it is built into."""

    LEADERSHIP = "leadership"
    CODE_OF_CONDUCT = "code-of-conduct"
    GOVERNANCE = "governance"
    CONTRIBUTION_GUIDELINES = "contribution-guidelines"
    LICENCE = "licence"
    TRANSPARENCY = "transparency"


class Effort(StrEnum):
    """How long it takes to begin with."""

    MINUTES = "minutes"
    HOURS = "hours"
    WEEKS = "weeks"


class People(StrEnum):
    """How many it takes."""

    ONE = "one"
    FEW = "few"
    MANY = "many"


class Door(StrEnum):
    """Whose work it is of use in."""

    FACILITATOR = "facilitator"
    MAINTAINER = "maintainer"
    CURATOR = "curator"
    OSPO = "ospo"
    FUNDER = "funder"


class Moment(StrEnum):
    """When it is of use."""

    STARTING = "starting"
    UNDER_PRESSURE = "under-pressure"
    REPAIRING = "repairing"
    SCALING = "scaling"
    ENDING = "ending"


class Stage(StrEnum):
    """How far a pattern has come."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    EMERGING = "emerging"
    PROVEN = "proven"
    RETIRED = "retired"


LISTED = (Stage.PROPOSED, Stage.EMERGING, Stage.PROVEN, Stage.RETIRED)
"""The stages that everybody sees."""

FACETS: Mapping[str, type[StrEnum]] = {
    "dimension": Dimension,
    "infrastructure": Infrastructure,
    "role": Door,
    "moment": Moment,
    "effort": Effort,
    "people": People,
    "stage": Stage,
}
"""By the name each has in addresses, in the order in which they are offered."""

WORDS: Mapping[str, str] = {
    **{value: value.replace("-", " ").capitalize() for kind in FACETS.values() for value in kind},
    Door.OSPO: "Open source office",
    People.ONE: "One person",
    People.FEW: "A few people",
    People.MANY: "The whole community",
}
"""What each value is called on pages; no two lists share one."""
