"""The library as a picture over HTTP, drawn here; below it, the same is a table and a list."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from community import keeping
from community.access import guard
from community.patterns import picturing
from community.patterns.collection_queries import pattern_meant
from community.patterns.facets import WORDS, Infrastructure
from community.patterns.language_queries import language_of
from community.patterns.picture_queries import counted
from community.patterns.policies import Permission
from community.patterns.queries import related_to
from community.patterns.stages import next_hour
from community.patterns.telling import LIBRARY

from .blueprint import bp


@bp.get("/patterns/picture")
@guard(Permission.READ_LIBRARY)
@keeping.for_visitors(next_hour)
def show_picture() -> ResponseReturnValue:
    """Patterns by dimension and infrastructure, and those around one of them where asked for."""
    keeping.shows(LIBRARY)
    asked = " ".join(request.args.get("relations", "")[:300].split())
    pattern = pattern_meant(asked) if asked else None
    related = related_to(pattern) if pattern else ()
    star = None
    if pattern:
        star = picturing.star(pattern.title, [(r.kind, r.slug, r.title) for r in related])
    return render_template(
        "patterns/picture.html",
        matrix=picturing.matrix(counted()),
        kinds=[WORDS[kind] for kind in Infrastructure],
        asked=pattern.title if pattern else asked,
        slug=pattern.slug if pattern else None,
        language=language_of(pattern) if pattern else None,
        star=star,
        related=related,
    )
