"""News of the library as an Atom feed (RFC 4287), which stays the same while nothing happens."""

from flask import Response, render_template
from flask.typing import ResponseReturnValue

from community.access import guard
from community.accounts.queries import present_community
from community.outbox.addresses import absolute
from community.patterns.feed_queries import lately
from community.patterns.policies import Permission
from community.text import for_xml

from .blueprint import bp, revision_address


@bp.get("/patterns/feed.atom")
@guard(Permission.READ_LIBRARY)
def show_feed() -> ResponseReturnValue:
    """Proposals, new revisions and stages, the newest first."""
    happened, community = lately(revision_address), present_community()
    began = community.set_up_at if community else None
    words = render_template(
        "patterns/feed.xml",
        itself=absolute("patterns.show_feed"),
        library=absolute("patterns.list_patterns"),
        updated=(happened[0].at if happened else began),
        entries=[(one, absolute("patterns.show_pattern", slug=one.slug)) for one in happened],
    )
    return Response(for_xml(words), content_type="application/atom+xml; charset=utf-8")
