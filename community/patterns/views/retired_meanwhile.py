"""Words sent for a pattern that was retired while somebody wrote them: they are told so, and have
their words back.
"""

from collections.abc import Callable
from typing import Any

from flask import request

from community.access import may_see, viewer
from community.patterns.models import Pattern
from community.patterns.retired import refuse_retired


def in_use(load: Callable[..., Any]) -> Callable[..., Any]:
    """What `load` gives, to write of it. Raises `retired.KeptForTheRecord` for whoever sends
    something and may know of it, ahead of what they may do: that says nothing of what became of it.
    """

    def loading(**values: Any) -> Any:
        row, who = load(**values), viewer()
        is_sent = row is not None and request.method == "POST" and who.member is not None
        if is_sent and may_see(who, row):
            refuse_retired(row if isinstance(row, Pattern) else row.pattern)
        return row

    return loading
