"""The palette: a few results while somebody types, as a piece of a page."""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from community import keeping
from community.access import guard, viewer
from community.patterns.stages import next_hour
from community.patterns.telling import LIBRARY, scope_of
from community.search import queries
from community.search.lines import lines_of
from community.search.models import INDEX, Kind
from community.search.near import near
from community.search.policies import Permission
from community.search.quoting import quotes_of

from .blueprint import address_of, asked, bp, query_given

MOST = 3


@bp.get("/palette")
@guard(Permission.FIND)
@keeping.for_visitors(next_hour, apart="q=[^&]{0,60}")
def show_palette() -> ResponseReturnValue:
    """At most three results, patterns first; whoever has them already is told so."""
    keeping.shows(INDEX, LIBRARY)
    words, who = asked(), viewer()
    found = queries.first(words, who, most=MOST)
    meant = near(words, who, found, most=MOST)
    every = [*found, *(meant.found if meant else ())]
    keeping.shows(*(scope_of(one.number) for one in every if one.kind is Kind.PATTERN))
    lines = lines_of(found, words, who)
    nearby = lines_of(meant.found, meant.asked, who) if meant else []
    patterns = {line.number for line in (*lines, *nearby) if line.kind is Kind.PATTERN}
    return render_template(
        "search/palette.html",
        query=query_given(),
        asked=bool(words),
        lines=[(line, address_of(line)) for line in lines],
        meant=meant.query if meant else None,
        nearby=[(line, address_of(line)) for line in nearby],
        quotes=quotes_of(patterns, _where_it_stays),
    )


def _where_it_stays(slug: str, number: int) -> str:
    return url_for("patterns.show_revision", slug=slug, number=number, _external=True)
