"""The page on which somebody looks things up, and the same as data."""

from dataclasses import dataclass
from typing import Any

from flask import jsonify, render_template, request, url_for
from flask.typing import ResponseReturnValue

from community.access import guard, viewer
from community.conduct.clause_addresses import code_at
from community.conduct.clause_texts import clause_data
from community.outbox.addresses import absolute
from community.search import queries
from community.search.invited import drafts_saying
from community.search.lines import Line, lines_of, stages_of
from community.search.models import Kind
from community.search.near import Near, near
from community.search.partly import part_of, partly
from community.search.policies import Permission
from community.search.queries import Found
from community.search.snippets import words_in
from community.search.words import Asked

from .blueprint import address_of, asked, bp, kind_given, query_given

FIRST = 5  # of each kind, where all are shown
PER_PAGE = 20


@dataclass(frozen=True, slots=True)
class _Looked:
    """What is shown of what was found: by kind, where a list of one kind goes on, and where that is
    little what may have been meant, and patterns that say part of it.
    """

    groups: list[tuple[Kind, list[Line]]]
    after: queries.After | None
    meant: Near | None
    nearby: list[Line]
    partial: list[Line]


@bp.get("/search")
@guard(Permission.FIND)
def show_search() -> ResponseReturnValue:
    """What is found, a few of each kind, or all of one kind in pieces."""
    words, chosen = asked(), kind_given()
    counts = {kind: queries.count(words, kind, viewer()) for kind in Kind}
    looked = _looked(words, chosen)
    more: dict[str, Any] = {"q": query_given(), "kind": chosen, "after": looked.after}
    shown = [line for _, lines in looked.groups for line in lines]
    return render_template(
        "search/search.html",
        query=query_given(),
        is_asked=bool(words),
        chosen=chosen.value if chosen else None,
        counts={kind.value: number for kind, number in counts.items() if number},
        most=queries.MOST_COUNTED,
        groups=[(kind.value, _with_addresses(lines)) for kind, lines in looked.groups],
        meant=looked.meant.query if looked.meant else None,
        nearby=_with_addresses(looked.nearby),
        partial=_with_addresses(looked.partial),
        stages=stages_of([*shown, *looked.nearby, *looked.partial]),
        first=FIRST,
        next=url_for(".show_search", **more) if looked.after else None,
    )


@bp.get("/search.json")
@guard(Permission.FIND)
def show_found_data() -> ResponseReturnValue:
    """The same as data."""
    words, chosen = asked(), kind_given()
    looked = _looked(words, chosen)
    more: dict[str, Any] = {"q": query_given(), "kind": chosen, "after": looked.after}
    near_by = [_data(line) for line in looked.nearby]
    return jsonify(
        query=query_given(),
        results=[_data(line) for _, lines in looked.groups for line in lines],
        near={"query": looked.meant.query, "results": near_by} if looked.meant else None,
        partly=[_data(line) for line in looked.partial],
        next=absolute("search.show_found_data", **more) if looked.after else None,
    )


def _looked(words: Asked, chosen: Kind | None) -> _Looked:
    """A few of each kind, or a piece of the list of one."""
    who, after = viewer(), None
    if chosen is None:
        each = {kind: queries.find(words, kind, who, most=FIRST) for kind in Kind}
    else:
        begin = queries.read_after(request.args.get("after"))
        some = queries.find(words, chosen, who, most=PER_PAGE + 1, after=begin)
        page = some[:PER_PAGE]
        if len(some) > PER_PAGE:
            after = queries.After(page[-1].is_by_title, page[-1].id)
        each = {chosen: page}
    is_first = "after" not in request.args
    if is_first and Kind.PATTERN in each:
        most = PER_PAGE if chosen else FIRST
        drafts = drafts_saying(words, who)
        each[Kind.PATTERN] = [*drafts, *each[Kind.PATTERN]][: most + len(drafts)]
    found = [one for some in each.values() for one in some]
    lines = lines_of(found, words, who)
    groups = [(kind, [line for line in lines if line.kind is kind]) for kind in each]
    meant = near(words, who, found, most=FIRST, kind=chosen) if is_first else None
    others = meant.found if meant else []
    parts: list[Found] = []
    if is_first and chosen in (None, Kind.PATTERN):
        parts = partly(words, who, [*found, *others], most=FIRST)
    return _Looked(
        groups=[(kind, some) for kind, some in groups if some],
        after=after,
        meant=meant,
        nearby=lines_of(others, meant.asked, who) if meant else [],
        partial=lines_of(parts, part_of(words), who) if parts else [],
    )


def _with_addresses(lines: list[Line]) -> list[tuple[Line, str]]:
    return [(line, address_of(line)) for line in lines]


def _data(line: Line) -> dict[str, Any]:
    call = {
        "title": line.call,
        "url": absolute("front.show_call", slug=line.call_key),
    }
    return {
        "kind": line.kind.value,
        "title": words_in(line.title) or None,
        "text": words_in(line.text),
        "url": address_of(line, external=True),
        "language": line.language,
        "at": (line.when.starts_at if line.when else line.at).isoformat(),
        "cancelled": line.is_cancelled,
        "folded": line.is_folded,
        "call": call if line.call_key else None,
        **clause_data(line.redactions, code_at(), "taken_out_in_part"),
    }
