"""What happens to the code of conduct."""

from dataclasses import dataclass
from datetime import datetime

from community.events import Event

from .measure_models import Measure
from .models import CodePublication


@dataclass(frozen=True, slots=True)
class ContactGone(Event):
    """Nobody is to be written to for help at an address any more."""

    address: str


@dataclass(frozen=True, slots=True)
class MeasureImposed(Event):
    """Something stands against a person from its beginning on."""

    measure: Measure
    at: datetime


@dataclass(frozen=True, slots=True)
class CodePublished(Event):
    """A version was published; it may take effect later."""

    publication: CodePublication
    at: datetime
