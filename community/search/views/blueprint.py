"""The pages of finding, gathered under one name, and what their views share."""

from flask import Blueprint, request, url_for

from community.access import viewer
from community.origin import keep_from_shared_caches
from community.search.lines import Line
from community.search.models import Kind
from community.search.words import LONGEST_QUERY, Asked, asked_for

bp = Blueprint("search", __name__)


def query_given() -> str:
    """What was typed."""
    return " ".join(request.args.get("q", "")[:LONGEST_QUERY].split())


def asked() -> Asked:
    """The words of it."""
    if viewer().member is not None:
        keep_from_shared_caches()
    return asked_for(query_given())


def kind_given() -> Kind | None:
    """The kind that was chosen; what is none is not chosen."""
    given = request.args.get("kind", "")
    return Kind(given) if given in set(Kind) else None


def address_of(line: Line, *, external: bool = False) -> str:
    """Where a line leads."""
    if line.kind is Kind.ITEM:
        anchor = f"item-{line.number}"
        there = "agendas.show_agenda", {"slug": line.call_key, "_anchor": anchor}
    else:
        endpoint, name = _PAGES[line.kind]
        there = endpoint, {name: line.key}
    return url_for(there[0], **there[1], _external=external)


_PAGES = {
    Kind.PATTERN: ("patterns.show_pattern", "slug"),
    Kind.COLLECTION: ("patterns.show_collection", "slug"),
    Kind.SERIES: ("front.show_series", "slug"),
    Kind.CALL: ("front.show_call", "slug"),
    Kind.NOTE: ("notes.show_note", "key"),
}
