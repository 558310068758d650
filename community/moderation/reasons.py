"""The statement of reasons: what it has to say before it can be sent, and what whoever reported is
told where nobody wrote anything for them.
"""

from community.db import db
from community.errors import Refusal

from .ruling_models import Dismissal, Ruling

PARTS = {
    "behaviour": "what happened",
    "impact": "what it did",
    "expected": "what is expected from now on",
    "consequence": "what follows, and why this",
    "how_found": "how it came to be known",
}
"""What has to be written; the clause, how long it lasts and how to appeal say themselves."""
TO_REPORTER = (
    "The responders have looked at what you reported, and have decided. If it goes on, or if there"
    " is more that they should know, write to them here."
)


STANDS = (
    "Others than those who decided have looked again at what was decided on your report. It stands."
    " If it goes on, or if there is more that they should know, write to them here."
)
PASSED_ON = (
    "The responders have looked at what you reported. It is not for them to decide, and they have"
    " passed it on. If there is more that they should know, write to them here."
)
AT_THE_END = (
    "The responders have looked at what you reported, and the case is closed. If it goes on, or if"
    " there is more that they should know, report it again."
)


NOT_HEARD = (
    "Whoever it is about has not been heard. Write to them in this case, and wait for their answer"
    " or three days from when it goes; or say in the draft why they were not heard."
)


class NobodyHeardThem(Refusal):
    """Nothing is decided about somebody whom nobody has heard, unless it is said why."""


class SaysTooLittle(Refusal):
    """Somebody is told what is decided about them with all that belongs to it, or not yet."""


def refuse_incomplete(ruling: Ruling) -> None:
    """Raise `SaysTooLittle` where the person a ruling is about would not learn why."""
    if ruling.level is None:
        is_told = undoes_what_was_told(ruling)
        missing = ["why it is withdrawn"] if is_told and not ruling.consequence else []
    else:
        missing = [words for part, words in PARTS.items() if not getattr(ruling, part)]
    if missing:
        raise SaysTooLittle(
            f"The letter does not say {'; '.join(missing)}. Propose it anew with that in it."
        )


def words_to_reporter(ruling: Ruling) -> str:
    """What whoever reported is told of a ruling."""
    is_passed_on = ruling.dismissal is Dismissal.ELSEWHERE
    return ruling.for_reporter or (PASSED_ON if is_passed_on else TO_REPORTER)


def undoes_what_was_told(ruling: Ruling) -> bool:
    """Whether it takes the place of one that the person was told of."""
    replaced = db.session.get(Ruling, ruling.replaces_id) if ruling.replaces_id else None
    return replaced is not None and replaced.notice is not None
