"""The palette: a few results while somebody types, as a piece of a page."""

from flask import render_template
from flask.typing import ResponseReturnValue

from community import clock, keeping
from community.access import guard, viewer
from community.distance.queries import folded_by
from community.outbox.addresses import absolute
from community.patterns.stages import next_hour
from community.patterns.telling import LIBRARY
from community.search import queries
from community.search.folding import without_folded
from community.search.invited import with_drafts
from community.search.lines import lines_of
from community.search.models import INDEX, Kind
from community.search.near import near
from community.search.partly import part_of, partly
from community.search.policies import Permission
from community.search.quoting import quotes_of, scopes_of

from .blueprint import address_of, asked, bp, query_given

MOST = 3
_MORE = 4  # times as many are looked at where some of them may be left out


@bp.get("/palette")
@guard(Permission.FIND)
@keeping.for_visitors(next_hour, apart="q=[^&]{0,60}")
def show_palette() -> ResponseReturnValue:
    """At most three results, patterns first; whoever has them already is told so."""
    keeping.shows(INDEX, LIBRARY)
    words, who = asked(), viewer()
    folded = folded_by(who)
    most = MOST * _MORE if folded else MOST
    found = with_drafts(queries.first(words, who, most=most), words, who, most=most)
    found = without_folded(found, folded)[:MOST]
    meant = near(words, who, found, most=MOST)
    left = MOST - len(found)
    others = without_folded(meant.found, folded)[:left] if meant else []
    parts = without_folded(partly(words, who, [*found, *others], most=MOST), folded)
    parts = parts[: left - len(others)]
    every = [*found, *others, *parts]
    if keeping.is_to_keep():
        keeping.shows(*scopes_of({one.number for one in every if one.kind is Kind.PATTERN}))
    lines = lines_of(found, words, who)
    nearby = lines_of(others, meant.asked, who) if meant else []
    partial = lines_of(parts, part_of(words), who) if parts else []
    shown = (*lines, *nearby, *partial)
    patterns = {line.number for line in shown if line.kind is Kind.PATTERN}
    return render_template(
        "search/palette.html",
        query=query_given(),
        asked=bool(words),
        shown=len(every),
        lines=[(line, address_of(line)) for line in lines],
        meant=meant.query if meant and others else None,
        nearby=[(line, address_of(line)) for line in nearby],
        partial=[(line, address_of(line)) for line in partial],
        quotes=quotes_of(patterns, _where_it_stays, clock.now()),
    )


def _where_it_stays(slug: str, number: int) -> str:
    return absolute("patterns.show_revision", slug=slug, number=number)
