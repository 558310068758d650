"""The pages of finding, gathered under one name, and what their views share."""

from typing import Any

from flask import Blueprint, request, url_for

from community.access import viewer
from community.origin import keep_from_shared_caches
from community.outbox.addresses import absolute
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
    address = absolute if external else url_for
    if line.kind is Kind.ITEM:
        anchor = f"item-{line.number}"
        return address("agendas.show_agenda", slug=line.call_key, _anchor=anchor)
    endpoint, name = _PAGES[line.kind]
    values: dict[str, Any] = {name: line.key}
    return address(endpoint, **values)


_PAGES = {
    Kind.PATTERN: ("patterns.show_pattern", "slug"),
    Kind.COLLECTION: ("patterns.show_collection", "slug"),
    Kind.SERIES: ("front.show_series", "slug"),
    Kind.CALL: ("front.show_call", "slug"),
    Kind.RECORD: ("records.show_record", "slug"),
    Kind.NOTE: ("notes.show_note", "key"),
}
