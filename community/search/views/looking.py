"""The page on which somebody looks things up, and the same as data."""

from typing import Any

from flask import jsonify, render_template, request, url_for
from flask.typing import ResponseReturnValue

from community.access import guard, viewer
from community.search import queries
from community.search.lines import Line, lines_of
from community.search.models import Kind
from community.search.policies import Permission
from community.search.snippets import words_in
from community.search.words import Asked

from .blueprint import address_of, asked, bp, kind_given, query_given

FIRST = 5  # of each kind, where all are shown
PER_PAGE = 20


@bp.get("/search")
@guard(Permission.FIND)
def show_search() -> ResponseReturnValue:
    """What is found, a few of each kind, or all of one kind in pieces."""
    words, chosen = asked(), kind_given()
    counts = {kind: queries.count(words, kind, viewer()) for kind in Kind}
    groups, after = _groups(words, chosen)
    return render_template(
        "search/search.html",
        query=query_given(),
        is_asked=bool(words),
        chosen=chosen.value if chosen else None,
        counts={kind.value: number for kind, number in counts.items() if number},
        most=queries.MOST_COUNTED,
        groups=[
            (kind.value, [(line, address_of(line)) for line in lines]) for kind, lines in groups
        ],
        first=FIRST,
        next=url_for(".show_search", q=query_given(), kind=chosen, after=after) if after else None,
    )


@bp.get("/search.json")
@guard(Permission.FIND)
def show_found_data() -> ResponseReturnValue:
    """The same as data."""
    words, chosen = asked(), kind_given()
    groups, after = _groups(words, chosen)
    more: dict[str, Any] = {"q": query_given(), "kind": chosen, "after": after, "_external": True}
    return jsonify(
        query=query_given(),
        results=[_data(line) for _, lines in groups for line in lines],
        next=url_for(".show_found_data", **more) if after else None,
    )


def _groups(
    words: Asked, chosen: Kind | None
) -> tuple[list[tuple[Kind, list[Line]]], queries.After | None]:
    """What is found by kind, and where a list of one kind goes on."""
    who = viewer()
    if chosen is None:
        found = {kind: queries.find(words, kind, who, most=FIRST) for kind in Kind}
        lines = lines_of([one for some in found.values() for one in some], words, who)
        groups = [(kind, [line for line in lines if line.kind is kind]) for kind in Kind]
        return [(kind, some) for kind, some in groups if some], None
    begin = queries.read_after(request.args.get("after"))
    some = queries.find(words, chosen, who, most=PER_PAGE + 1, after=begin)
    page = some[:PER_PAGE]
    is_more = len(some) > PER_PAGE
    after = queries.After(page[-1].is_by_title, page[-1].id) if is_more else None
    shown = lines_of(page, words, who)
    return ([(chosen, shown)] if shown else []), after


def _data(line: Line) -> dict[str, Any]:
    call = {
        "title": line.call,
        "url": url_for("front.show_call", slug=line.call_key, _external=True),
    }
    return {
        "kind": line.kind.value,
        "title": words_in(line.title) or None,
        "text": words_in(line.text),
        "url": address_of(line, external=True),
        "language": line.language,
        "at": (line.when.starts_at if line.when else line.at).isoformat(),
        "cancelled": line.is_cancelled,
        "call": call if line.call_key else None,
    }
