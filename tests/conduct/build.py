"""Codes for tests: a small one, and the way from words to a published version."""

from dataclasses import replace
from datetime import date, datetime

from community.accounts.models import Member
from community.conduct import publishing
from community.conduct.content import ClauseText, CodeText, Effect, Quorum, RungText, SectionText
from community.conduct.models import Change, CodePublication
from community.conduct.publishing import Announcement
from community.conduct.queries import draft
from tests.factories import START

KIND, FAIR = ClauseText("expected-1", "Be *kind*."), ClauseText("expected-2", "Be fair.")
SMALL = CodeText(
    intro="We meet as **people**.",
    sections=(SectionText("expected", "What we expect", "Please:", (KIND, FAIR)),),
    ladder=tuple(
        RungText(
            level=level,
            name=f"Step {level}",
            event="Something happened.",
            consequence="Somebody talks with you.",
            repair="Put it right.",
            longest_days=level * 30,
            quorum=Quorum.ONE if level < 2 else Quorum.TWO,
            effects=(Effect.NO_NOTES,) if level == 2 else (),
        )
        for level in range(5)
    ),
)


def with_clauses(*clauses: ClauseText, code: CodeText = SMALL) -> CodeText:
    """The small code with other clauses."""
    return replace(code, sections=(replace(code.sections[0], clauses=clauses),))


def publish(
    by: Member,
    code: CodeText = SMALL,
    *,
    change: Change = Change.MATERIAL,
    summary: str = "A change of words.",
    on: date | None = None,
    now: datetime = START,
) -> CodePublication:
    """Save `code` as the draft and publish it, in force at once where no day is given."""
    found = draft()
    version = publishing.save(code, by=by, edits=found.edits if found else 0, now=now)
    how = Announcement(change, summary, on or now.date())
    return publishing.publish(how, edits=version.edits, by=by, now=now)
