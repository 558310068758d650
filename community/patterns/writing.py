"""Writing patterns: the first revision, and the ones that follow."""

import json
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache

from sqlalchemy import delete

from community.accounts.models import Person
from community.calls.slugs import secret_slug
from community.db import db, locked
from community.disclosures.models import Disclosure
from community.errors import Refusal
from community.events import announce
from community.text import POLICY_VERSION, render_markdown

from .content import SECTIONS, TOO_MUCH, Content, facets_of, from_json, to_json
from .events import PatternRevised, PatternRewritten
from .facets import Stage
from .held_ends import waits_no_more
from .held_models import Held
from .models import Pattern, PatternFacet, PatternRevision, StageChange
from .retired import refuse_retired


class TooMuch(Refusal):
    """It would be longer than a pattern may be, and than it is."""


class RevisedMeanwhile(Refusal):
    """Somebody has written a later revision than the one this was written over."""


def begin(content: Content, *, by: Person, disclosure: Disclosure, now: datetime) -> Pattern:
    """Write a new pattern down: a draft of `by`, at an address that nobody guesses."""
    slug = secret_slug()
    pattern = Pattern(
        slug=slug,
        drafted_as=slug,
        author_id=by.id,
        author=by,
        stage=Stage.DRAFT,
        revision=1,
        title=content.title,
        summary=content.summary,
        made_at=now,
        changed_at=now,
    )
    db.session.add(pattern)
    db.session.flush()
    db.session.add(StageChange(pattern_id=pattern.id, became=Stage.DRAFT, by_id=by.id, at=now))
    keep_revision(pattern, content, number=pattern.revision, by=by, disclosure=disclosure, now=now)
    announce(PatternRevised(pattern, now))
    return pattern


def revise(
    pattern: Pattern,
    content: Content,
    *,
    over: int,
    by: Person,
    disclosure: Disclosure,
    now: datetime,
    why: str = "",
) -> PatternRevision:
    """Let `content` be what the pattern says, in a revision of its own after revision `over`.

    The same content again changes nothing. A draft that waits for a curator to be read waits no
    more: it is read as it was proposed.

    Raises `RevisedMeanwhile`, `retired.KeptForTheRecord` and `TooMuch`.
    """
    pattern = locked(Pattern, pattern.id)
    standing = db.session.get_one(PatternRevision, (pattern.id, pattern.revision))
    if from_json(standing.content) == content:
        return standing
    refuse_retired(pattern)
    if pattern.revision != over:
        raise RevisedMeanwhile("Somebody has changed this pattern meanwhile.")
    if content.weight > from_json(standing.content).most_after:
        raise TooMuch(TOO_MUCH)
    pattern.revision += 1
    pattern.title, pattern.summary, pattern.changed_at = content.title, content.summary, now
    revision = keep_revision(
        pattern, content, number=pattern.revision, by=by, disclosure=disclosure, now=now, why=why
    )
    if pattern.is_listed:
        write_facets(pattern, content)
    else:
        waits_no_more(Held.PATTERN, pattern.id, by=by, now=now)
    announce(PatternRevised(pattern, now))
    announce(PatternRewritten(pattern, now))
    return revision


@lru_cache(maxsize=64)
def rendered(source: str) -> str:
    """The HTML of a longer text. What was rendered ahead of a transaction is at hand within.

    Raises `community.text.TextTooLong`.
    """
    return render_markdown(source)


def html_of(content: Content) -> Mapping[str, str]:
    """The longer texts as HTML, by section; sections without words are left out.

    Raises `community.text.TextTooLong`.
    """
    written = ((name, content.text_of(name)) for name in SECTIONS)
    return {name: rendered(source) for name, source in written if source}


def write_facets(pattern: Pattern, content: Content) -> None:
    """Let the pattern be found by what `content` says and by its stage; a draft by nothing."""
    db.session.execute(delete(PatternFacet).where(PatternFacet.pattern_id == pattern.id))
    if pattern.is_listed:
        found = [*facets_of(content), ("stage", pattern.stage.value)]
        db.session.add_all(
            PatternFacet(pattern_id=pattern.id, facet=facet, value=value)
            for facet, value in dict.fromkeys(found)
        )
    db.session.flush()


def keep_revision(
    pattern: Pattern,
    content: Content,
    *,
    number: int,
    by: Person,
    disclosure: Disclosure,
    now: datetime,
    why: str = "",
) -> PatternRevision:
    """Write down what a pattern says in one of its revisions."""
    revision = PatternRevision(
        pattern_id=pattern.id,
        number=number,
        content=to_json(content),
        html=json.dumps(html_of(content), ensure_ascii=False),
        text_policy=POLICY_VERSION,
        why=why,
        by_id=by.id,
        disclosure_id=disclosure.id,
        at=now,
    )
    db.session.add(revision)
    db.session.flush()
    return revision
