"""Words sent for a pattern that was retired while somebody wrote them: they are told so, and have
their words back.
"""

from collections.abc import Callable, Iterator
from typing import Any

from flask import request

from community.access import may_see, viewer
from community.patterns.curation_forms import VERDICTS
from community.patterns.models import Pattern
from community.patterns.retired import KeptForTheRecord, refuse_retired

_WORDS = ("words", "word", "why", "interest", "organisation", "adapted", "limits")


def in_use(load: Callable[..., Any]) -> Callable[..., Any]:
    """What `load` gives, to write of it. Raises `retired.KeptForTheRecord` for whoever sends
    something and may know of it, ahead of what they may do: that says nothing of what became of it.
    """

    def loading(**values: Any) -> Any:
        row, who = load(**values), viewer()
        is_sent = row is not None and request.method == "POST" and who.member is not None
        if is_sent and may_see(who, row):
            try:
                refuse_retired(row if isinstance(row, Pattern) else row.pattern)
            except KeptForTheRecord as refusal:
                refusal.kept = list(_told())
                raise
        return row

    return loading


def _told() -> Iterator[tuple[str, str]]:
    """What somebody wrote or chose in a form of ours, if it is a word alone. No form asked yet:
    all that was sent is looked through.
    """
    for name, value in request.form.items(multi=True):
        if name in _WORDS:
            yield "text", value
        elif name == "verdict":
            yield "text", next((said for key, said in VERDICTS.items() if key == value), "")
