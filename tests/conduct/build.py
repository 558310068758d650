"""Codes for tests: a small one, and the way from words to a published version."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from community.accounts.models import Member, Person
from community.conduct import publishing
from community.conduct.content import ClauseText, CodeText, Effect, Quorum, RungText, SectionText
from community.conduct.imposing import MeasureDraft, impose
from community.conduct.measure_models import Measure
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

# The same, with a ladder whose upper rungs do what rungs can do.
RESTRICTING = replace(
    SMALL,
    ladder=tuple(
        replace(
            rung,
            effects={
                2: tuple(set(Effect) - {Effect.READING_ONLY, Effect.NO_ACCOUNT}),
                3: (Effect.READING_ONLY,),
                4: (Effect.NO_ACCOUNT,),
            }.get(rung.level, ()),
            longest_days=None if rung.level == 4 else rung.longest_days,
        )
        for rung in SMALL.ladder
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


def restrict(person: Person, effect: Effect, *, by: Member, now: datetime) -> Measure:
    """Let a measure with one effect stand against somebody for a week."""
    version = publish(by, RESTRICTING, now=now).version_id
    level = next(rung.level for rung in RESTRICTING.ladder if effect in rung.effects)
    given = MeasureDraft(
        *(version, KIND.key, level, (effect,), now, now + timedelta(days=7), "What was said.")
    )
    return impose(given, on=person, now=now)
