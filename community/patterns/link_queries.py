"""Where links in the library lead: those of one text, and those that stand for others to read."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from flask import current_app
from sqlalchemy import Select, and_, case, exists, select

from community.accounts.models import Member
from community.conduct.state_models import Content as SetAside
from community.conduct.state_models import ContentState
from community.db import db
from community.first_links import addresses_in

from .comparing import told
from .content import LINES, SECTIONS, Content, from_json
from .facets import LISTED
from .import_sources import Here
from .known_use_models import KnownUse, LinkMending
from .models import Pattern, PatternRevision
from .stage_queries import ever_listed
from .suggestion_models import SuggestionDecision

_MOST_READ = 20  # of one member, the newest


def elsewhere(links: Iterable[str]) -> set[str]:
    """Those of them that lead to no page of this place."""
    here = Here(f"{current_app.config['SETTINGS'].base_url}/")
    return {to for to in links if not (_is_plain(to) and here.has(f"{to}/"))}


def links_of(content: Content) -> set[str]:
    """Where the links of a revision lead, those of its sources with them."""
    return {one.url for one in content.sources if one.url} | addresses_in(*texts_of(content))


def texts_of(content: Content) -> Iterator[str]:
    """What a revision says, each text by itself: what one begins ends with it."""
    yield from (told(content, name) for name in (*LINES, *SECTIONS))
    yield from told(content, "checks").splitlines()
    yield from (one.text for one in content.sources)


def read_with(patterns: Sequence[Pattern]) -> Mapping[int, list[PatternRevision]]:
    """The revisions that others read with some patterns, or will once these are proposed, the one
    that stands among them: by the numbers of the patterns, in order. One query.
    """
    since = case((ever_listed(Pattern.id), Pattern.opened_from), else_=Pattern.revision)
    query = select(PatternRevision).join(Pattern, PatternRevision.pattern_id == Pattern.id)
    query = query.where(
        Pattern.id.in_([one.id for one in patterns]), PatternRevision.number >= since
    )
    found: dict[int, list[PatternRevision]] = {one.id: [] for one in patterns}
    order = PatternRevision.pattern_id, PatternRevision.number
    for row in db.session.scalars(query.order_by(*order)):
        found[row.pattern_id].append(row)
    return found


def links_in(revisions: Iterable[PatternRevision]) -> set[str]:
    """Where the links of some revisions lead, and those of why they were made."""
    found: set[str] = set()
    for row in revisions:
        found |= links_of(from_json(row.content)) | addresses_in(row.why)
    return found


def have_links_that_stand(member_id: int) -> bool:
    """Whether what others read of a member has a link that leads elsewhere and that they wrote: a
    known use, or a pattern that is theirs. Three queries at the most.
    """
    theirs = select(Member.person_id).where(Member.id == member_id)
    used = KnownUse.by_id.in_(theirs), KnownUse.url != "", KnownUse.withdrawn_at.is_(None)
    is_aside = exists().where(
        ContentState.about == SetAside.USE,
        ContentState.subject_id == KnownUse.id,
        ContentState.keeps_out_of_sight(),
    )
    is_mended = exists().where(
        LinkMending.use_id == KnownUse.id,
        LinkMending.at >= KnownUse.changed_at,
        LinkMending.by_id.not_in(theirs),
    )
    urls = select(KnownUse.url).where(*used, ~is_aside, ~is_mended)
    if elsewhere(db.session.scalars(urls.order_by(KnownUse.id.desc()).limit(_MOST_READ))):
        return True
    return any(elsewhere(links) for links in _own_links(theirs))


def _own_links(whose: Select[int]) -> Iterator[set[str]]:
    """Of each pattern of one of these people, the newest first, the links that stand in it and that
    they were the first to write there: neither somebody else who changed it, nor who suggested
    that. Two queries.
    """
    stands = PatternRevision.pattern_id == Pattern.id, PatternRevision.number == Pattern.revision
    theirs = Pattern.author_id.in_(whose), Pattern.stage.in_(LISTED), ~Pattern.aside.has()
    has_link = PatternRevision.content.contains("://")
    mine = select(Pattern.id).join(PatternRevision, and_(*stands)).where(*theirs, has_link)
    numbers = db.session.scalars(mine.order_by(Pattern.id.desc()).limit(_MOST_READ)).all()
    suggested = exists().where(
        SuggestionDecision.pattern_id == PatternRevision.pattern_id,
        SuggestionDecision.number == PatternRevision.number,
    )
    is_own = PatternRevision.by_id.in_(whose) & ~suggested
    query = select(PatternRevision.pattern_id, PatternRevision.content, is_own)
    query = query.where(PatternRevision.pattern_id.in_(numbers), has_link)
    order = PatternRevision.pattern_id.desc(), PatternRevision.number
    for _, rows in groupby(db.session.execute(query.order_by(*order)), lambda row: row[0]):
        seen: set[str] = set()
        own: set[str] = set()
        links: set[str] = set()
        for _, content, is_theirs in rows:
            links = links_of(from_json(content))
            own |= links - seen if is_theirs else set()
            seen |= links
        yield links & own


def _is_plain(address: str) -> bool:
    """Whether a browser reads it as it stands: a page, and nothing in front of where that is."""
    return address.lower().startswith(("https://", "http://")) and "\\" not in address
