"""What is retired is kept as it is, for the record: nothing more is written or said of it."""

from community.errors import Refusal

from .facets import Stage
from .models import Pattern


class KeptForTheRecord(Refusal):
    """It is retired."""


def refuse_retired(pattern: Pattern) -> None:
    """Raise `KeptForTheRecord` where it is retired. The caller holds the pattern."""
    if pattern.stage is Stage.RETIRED:
        raise KeptForTheRecord("This pattern is retired: it is kept as it is, for the record.")
