"""Patterns as cards to print: A6, or four on a sheet of A4."""

from collections.abc import Sequence

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from community.access import guard, may, viewer
from community.patterns.card_queries import Card, cards_of_collection, cards_of_patterns
from community.patterns.collection_queries import collection_by_slug
from community.patterns.listing_queries import WORDS, library
from community.patterns.models import Pattern
from community.patterns.policies import Permission

from .blueprint import bp, keep_drafts_private, revision_address
from .kept_addresses import pattern_to_show
from .listing import chosen_from, words_given
from .shelves import keep_others_out


@bp.get("/patterns/<slug>/card")
@guard(Permission.READ_PATTERN, load=pattern_to_show)
def show_card(pattern: Pattern) -> ResponseReturnValue:
    """One card."""
    keep_drafts_private(pattern)
    cards = cards_of_patterns([pattern], revision_address)
    here = {"slug": pattern.slug}
    back = url_for("patterns.show_pattern", slug=pattern.slug)
    return _sheet(cards, "patterns.show_card", here, back)


@bp.get("/patterns/cards")
@guard(Permission.READ_LIBRARY)
def list_cards() -> ResponseReturnValue:
    """Cards of what the library shows with the same choice, or of a collection."""
    slug = request.args.get("collection", "")
    if slug:
        collection = collection_by_slug(slug)
        if collection is None or not may(viewer(), Permission.READ_COLLECTION, collection):
            abort(404)
        keep_others_out(collection)
        cards = cards_of_collection(collection, revision_address)
        back = url_for("patterns.show_collection", slug=slug)
        return _sheet(cards, "patterns.list_cards", {"collection": slug}, back)
    chosen, words = chosen_from(request.args), words_given()
    page = library(chosen, request.args.get("after"), words)
    if words is not None:
        chosen = {WORDS: words.typed, **chosen}
    cards = cards_of_patterns(page.rows, revision_address)
    back = url_for("patterns.list_patterns", **chosen)  # type: ignore[arg-type] # words alone
    return _sheet(cards, "patterns.list_cards", chosen, back, page.next)


def _sheet(
    cards: Sequence[Card],
    endpoint: str,
    here: dict[str, str],
    back: str,
    after: str | None = None,
) -> ResponseReturnValue:
    is_sheet = request.args.get("paper") == "a4"
    on = {**here, "after": request.args.get("after") or None}
    return render_template(
        "patterns/cards.html",
        cards=cards,
        is_sheet=is_sheet,
        on_cards=url_for(endpoint, **on),  # type: ignore[arg-type] # words alone
        on_sheets=url_for(endpoint, **on, paper="a4"),  # type: ignore[arg-type]
        later=url_for(endpoint, **here, paper="a4" if is_sheet else None, after=after)  # type: ignore[arg-type]
        if after
        else None,
        back=back,
    )
