"""Where links in the library lead: those of one text, and those that stand for others to read."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from flask import current_app
from sqlalchemy import case, exists, select

from community.accounts.models import Member
from community.conduct.state_models import Content as SetAside
from community.conduct.state_models import ContentState
from community.db import db
from community.first_links import addresses_in

from .comparing import told
from .content import LINES, SECTIONS, Content, from_json
from .facets import LISTED
from .import_sources import Here
from .known_use_models import KnownUse
from .models import Pattern, PatternRevision
from .stage_queries import ever_listed

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
    """Whether what others read of a member has a link that leads elsewhere: a known use, or a
    pattern that is theirs. Two queries at the most.
    """
    theirs = select(Member.person_id).where(Member.id == member_id)
    used = KnownUse.by_id.in_(theirs), KnownUse.url != "", KnownUse.withdrawn_at.is_(None)
    is_aside = exists().where(
        ContentState.about == SetAside.USE,
        ContentState.subject_id == KnownUse.id,
        ContentState.keeps_out_of_sight(),
    )
    urls = (
        select(KnownUse.url).where(*used, ~is_aside).order_by(KnownUse.id.desc()).limit(_MOST_READ)
    )
    if elsewhere(db.session.scalars(urls)):
        return True
    stands = PatternRevision.pattern_id == Pattern.id, PatternRevision.number == Pattern.revision
    contents = select(PatternRevision.content).where(
        *stands,
        Pattern.author_id.in_(theirs),
        Pattern.stage.in_(LISTED),
        ~Pattern.aside.has(),
        PatternRevision.content.contains("://"),
    )
    rows = db.session.scalars(contents.order_by(Pattern.id.desc()).limit(_MOST_READ))
    return any(elsewhere(links_of(from_json(one))) for one in rows)


def _is_plain(address: str) -> bool:
    """Whether a browser reads it as it stands: a page, and nothing in front of where that is."""
    return address.lower().startswith(("https://", "http://")) and "\\" not in address
