"""One pattern as the Markdown of another place, read as the file of a library that holds it alone:
with its stage, its relations and whom it credits, and without a history.
"""

import json
from collections.abc import Mapping
from typing import Any

from community.disclosures.facts import said_facts
from community.patterns import markdown
from community.patterns.facets import Stage
from community.patterns.front_matter import FENCE, HeadRefused
from community.patterns.importing import LONGEST, TOO_BIG
from community.patterns.licensing import allowed
from community.patterns.models import Relation
from community.patterns.schemas import PATTERN
from community.patterns.taking import Taken, as_data, content_facts
from community.text import clean

from .checking import problem
from .reading import FileRefused

_BEGINS = f"{FENCE}\n".encode()
BEGINNING = len(_BEGINS)  # bytes that tell it from a ZIP
__all__ = ["BEGINNING", "LONGEST", "facts_in", "is_markdown"]
_WHY = "It came as Markdown."


def is_markdown(beginning: bytes) -> bool:
    """Whether a file begins as one of ours does."""
    return beginning.startswith(_BEGINS)


def facts_in(given: bytes) -> Mapping[str, Any]:
    """What it says, as the data of a pattern say it. Raises `FileRefused`."""
    if len(given) > LONGEST:
        raise FileRefused(TOO_BIG)
    try:
        taken = markdown.read(clean(given.decode("utf-8")))
    except (UnicodeDecodeError, markdown.FileRefused, HeadRefused) as refused:
        raise FileRefused(f"This is no pattern of a library: {refused}") from refused
    if allowed(taken.credit.licence) is None:
        raise FileRefused("Its licence does not let its text be copied here. Link to it instead.")
    facts: Mapping[str, Any] = json.loads(
        json.dumps({**as_data(taken, ""), "history": _history(taken)})
    )
    wrong = problem(facts, json.loads(PATTERN.read_text(encoding="utf-8")))
    if wrong is not None:
        raise FileRefused(f"{taken.slug}.md: {wrong}.")
    return facts


def _history(taken: Taken) -> dict[str, Any]:
    """The one revision that is in it, by whoever came to it last, after all the others. What was
    adapted from another was so from its beginning on.
    """
    people = [*taken.credit.people, *([None] if taken.credit.others else [])]
    *before, last = people or [None]
    at = taken.at.isoformat()
    adapted = [one.at for one in taken.relations if one.at and one.kind == Relation.ADAPTED]
    revision = {
        "number": taken.number,
        "at": at,
        "by": last,
        "why": "",
        "disclosure": said_facts(taken.said),
        "content": content_facts(taken.content),
    }
    stage = {"was": None, "became": taken.stage, "at": at, "by_the_rules": False, "by": last}
    after = taken.successor if taken.stage == Stage.RETIRED else None
    return {
        "begun": min([taken.at, *adapted]).isoformat(),
        "begun_from": None,
        "before": before,
        "revisions": [revision],
        "stages": [{**stage, "why": _WHY, "successor": after}],
    }
