"""Patterns and known uses out of sight under the code of conduct, and back.

A pattern that is set aside stands where drafts do, which no list, file or search has, and not even
its author reads it at its address; a known use is as if it were withdrawn.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Select, delete, select, union, update

from community import once
from community.accounts.models import Member
from community.calls.slugs import secret_slug
from community.conduct.forgetting import forget_beside
from community.conduct.state_models import ContentState
from community.conduct.taking_out import Back
from community.db import db, locked
from community.events import announce
from community.marks import BAR
from community.notes.tasks import Decision
from community.redaction import Spot, purge_own
from community.text import POLICY_VERSION
from community.turns import in_turn

from .addresses import addresses_kept, give_up
from .awaiting import arrived, forget
from .content import SECTIONS, Content, from_json
from .draft_models import PatternDraft
from .drafting import place_of, place_to_reword, place_to_suggest
from .events import PatternRedacted, PatternRevised
from .facets import Stage
from .known_use_models import KnownUse, UseLink, UseVerification
from .known_uses import held
from .models import Pattern, PatternFacet
from .origin_models import PatternOrigin
from .queries import standings_of
from .redacting import put_back_in_pattern, redact_for_now
from .redaction_queries import name_of, own_spots_of, revisions_whole, spots_of
from .settling import settle
from .suggestion_models import Suggestion
from .writer_queries import writers
from .writing import html_of

_OURS, _THEIRS = "set aside", "withdrawn before"


def parts(
    patterns: Collection[int] | Select[int], members: Collection[int] | Select[int]
) -> Sequence[Select[int, int]]:
    """Queries for which of some members have written any of which of some patterns; numbers of
    both.
    """
    wrote = writers()
    some = select(wrote.c.pattern_id, Member.id).join(wrote, wrote.c.person_id == Member.person_id)
    begun = select(Pattern.id, Member.id).join(Member, Member.person_id == Pattern.author_id)
    return [
        some.where(wrote.c.pattern_id.in_(patterns), Member.id.in_(members)),
        begun.where(Pattern.id.in_(patterns), Member.id.in_(members)),
    ]


def title_of(pattern: Pattern) -> str:
    """By what its author knows it."""
    return f"The pattern “{pattern.title}”"


def source_of(pattern: Pattern, _kept: str = "") -> str:
    """What it says now."""
    return sources_of([pattern])[pattern.id]


def sources_of(patterns: Sequence[Pattern]) -> Mapping[int, str]:
    """The same of several, by their numbers. One query, none for nothing."""
    return {number: _said(one.content) for number, one in standings_of(patterns).items()}


def _said(content: Content) -> str:
    texts = (content.text_of(name) for name in SECTIONS)
    return "\n\n".join(filter(None, (content.title, content.summary, *texts)))


def set_aside(pattern: Pattern, _says: str, *, by: Member, now: datetime) -> str:  # noqa: ARG001
    """Take it out of the library. Gives where it stood."""
    pattern = locked(Pattern, pattern.id)
    shared = pattern.shared_at.isoformat() if pattern.shared_at else None
    kept = json.dumps({"stage": pattern.stage.value, "shared_at": shared})
    pattern.stage, pattern.shared_at = Stage.DRAFT, None
    db.session.flush()
    announce(PatternRevised(pattern, now))
    return kept


def bring_back(pattern: Pattern, kept: str, *, by: Member, now: datetime) -> None:  # noqa: ARG001
    """Let it stand where it stood."""
    in_turn()
    pattern, known = locked(Pattern, pattern.id), json.loads(kept)
    pattern.stage = Stage(known["stage"])
    shared = known["shared_at"]
    pattern.shared_at = datetime.fromisoformat(shared) if shared else None
    db.session.flush()
    arrived(pattern)
    announce(PatternRevised(pattern, now))


def purge(pattern: Pattern, says: str, *, by: Member, now: datetime) -> None:
    """Leave nothing of it: in revisions, drafts, suggestions, what others said, its address."""
    set_aside(pattern, says, by=by, now=now)
    pattern = locked(Pattern, pattern.id)
    forget_beside(name_of(pattern.id))
    spots = spots_of(pattern)
    own = [spot for spot in spots if spot.name.startswith(("revision-", "suggestion-"))]
    purge_own(own, [spot for spot in spots if spot not in own])
    for row in revisions_whole(pattern):
        row.html = json.dumps(html_of(from_json(row.content)), ensure_ascii=False)
        row.text_policy = POLICY_VERSION
    pattern.title = pattern.summary = BAR
    old, pattern.slug = pattern.slug, secret_slug()
    mine = select(Suggestion.id).where(Suggestion.pattern_id == pattern.id)
    places = [place_of(pattern.id), place_to_suggest(pattern.id)]
    places += [place_to_reword(number) for number in db.session.scalars(mine)]
    for statement in (
        delete(PatternDraft).where(PatternDraft.place.in_(places)),
        delete(PatternFacet).where(PatternFacet.pattern_id == pattern.id),
        update(Decision).where(Decision.follows == old).values(follows=None),
        update(PatternOrigin)
        .where(PatternOrigin.pattern_id == pattern.id)
        .values(address="", adapted_from="[]"),
    ):
        db.session.execute(statement)
    once.forget_naming(old)
    for slug in {old, *addresses_kept(pattern)}:
        forget(slug)
        give_up(slug)
    db.session.flush()
    announce(PatternRevised(pattern, now))
    announce(PatternRedacted(pattern, now))


def own_spots(pattern: Pattern, _kept: str = "") -> list[Spot]:
    """What a pattern says and said, of which a part can be taken out."""
    return own_spots_of(pattern)


def redact(pattern: Pattern, words: str, *, by: Member, now: datetime) -> None:
    """Take words out of a pattern, so that they can be put back."""
    redact_for_now(pattern, words, by=by.person, now=now)


def put_words_back(state: ContentState, pattern: Pattern, *, by: Member, now: datetime) -> Back:  # noqa: ARG001
    """Put back what was taken out so."""
    return put_back_in_pattern(state, pattern, now=now)


def parts_of_uses(
    uses: Collection[int], members: Collection[int] | Select[int]
) -> Sequence[Select[int, int]]:
    """Queries for which of some members added which of some known uses, or wrote any of its
    pattern; numbers of both.
    """
    added = select(KnownUse.id, Member.id).join(Member, Member.person_id == KnownUse.by_id)
    named = select(KnownUse.pattern_id).where(KnownUse.id.in_(uses))
    wrote = union(*parts(named, members)).subquery()
    some = select(KnownUse.id, wrote.c[1]).join(wrote, wrote.c[0] == KnownUse.pattern_id)
    return [
        added.where(KnownUse.id.in_(uses), Member.id.in_(members)),
        some.where(KnownUse.id.in_(uses)),
    ]


def title_of_use(_use: KnownUse) -> str:
    """By what whoever added it knows it."""
    return "A known use of a pattern"


def source_of_use(use: KnownUse, _kept: str = "") -> str:
    """What it says."""
    return "\n\n".join(filter(None, (use.organisation, use.place, use.adapted, use.limits)))


def set_use_aside(use: KnownUse, _says: str, *, by: Member, now: datetime) -> str:
    """Show it no more. Gives whether it was shown."""
    use = held(use)
    if use.withdrawn_at is not None:
        return _THEIRS
    use.withdrawn_at, use.withdrawn_by_id = now, by.person_id
    db.session.flush()
    settle(use.pattern, now=now)
    return _OURS


def bring_use_back(use: KnownUse, kept: str, *, by: Member, now: datetime) -> None:  # noqa: ARG001
    """Show it again, unless it was withdrawn before."""
    use = held(use)
    if kept == _OURS:
        use.withdrawn_at = use.withdrawn_by_id = None
        db.session.flush()
        settle(use.pattern, now=now)


def purge_use(use: KnownUse, says: str, *, by: Member, now: datetime) -> None:
    """Leave nothing of it."""
    set_use_aside(use, says, by=by, now=now)
    use = held(use)
    use.organisation, use.place, use.url, use.adapted, use.limits = BAR, "", "", "", ""
    use.since = None
    db.session.execute(delete(UseLink).where(UseLink.use_id == use.id))
    db.session.execute(
        update(UseVerification).where(UseVerification.use_id == use.id).values(word="")
    )
    db.session.flush()
    announce(PatternRedacted(use.pattern, now))
