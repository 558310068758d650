"""The library as a list, by facets that can be combined; what one chose stands in the address."""

from collections.abc import Mapping
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from community import keeping
from community.access import guard, may, viewer
from community.patterns import queries
from community.patterns.facets import FACETS, WORDS
from community.patterns.policies import Permission, is_curator
from community.patterns.stages import next_hour
from community.patterns.suggestion_queries import number_waiting
from community.patterns.telling import LIBRARY

from .blueprint import bp

_HEADINGS = {
    "dimension": "What it keeps",
    "infrastructure": "Where it lives",
    "role": "For your work",
    "moment": "For this moment",
    "effort": "Time to begin",
    "people": "Who it takes",
    "stage": "How far it has come",
}
_ONE = "|".join(f"{facet}=(?:{'|'.join(kind)})" for facet, kind in FACETS.items())


@bp.get("/patterns")
@guard(Permission.READ_LIBRARY)
@keeping.for_visitors(next_hour, queries=f"(?:{_ONE})?")
def list_patterns() -> ResponseReturnValue:
    """The patterns of the library that have what was chosen."""
    keeping.shows(LIBRARY)
    chosen = chosen_from(request.args)
    page = queries.library(chosen, request.args.get("after"))
    return render_template(
        "patterns/library.html",
        patterns=[_line(row) for row in page.rows],
        facets=_offered(chosen, queries.counts(chosen)),
        chosen=[_choice(chosen, facet, value) for facet, value in chosen.items()],
        later=_href(chosen, after=page.next) if page.next else None,
        cards=url_for("patterns.list_cards", **chosen),  # type: ignore[arg-type] # words alone
        drafts=_drafts(),
        may_write=may(viewer(), Permission.WRITE_PATTERN),
        waiting=_waiting(),
    )


def _waiting() -> int:
    """How many suggested edits wait for the reader."""
    who = viewer()
    if who.member is None:
        return 0
    return number_waiting(who.member.person_id, curates=is_curator(who, None))


def _drafts() -> list[dict[str, str]]:
    """The reader's own drafts, which stand nowhere else."""
    member = viewer().member
    return [_line(row) for row in queries.drafts_of(member.person_id)] if member else []


def chosen_from(given: Mapping[str, str]) -> dict[str, str]:
    """The facets that were asked for, as far as there is such a value."""
    asked = {facet: given.get(facet, "") for facet in FACETS}
    chosen = {facet: value for facet, value in asked.items() if value in set(FACETS[facet])}
    tag = given.get("tag", "")
    return chosen | ({"tag": tag} if tag else {})


def _offered(
    chosen: Mapping[str, str], counts: Mapping[str, Mapping[str, int]]
) -> list[dict[str, Any]]:
    """Each facet with the values that would find something, and how much."""
    return [
        {
            "name": facet,
            "heading": _HEADINGS[facet],
            "values": [
                {
                    "words": WORDS[value.value],
                    "count": counts[facet][value.value],
                    "href": _href({**chosen, facet: value.value}),
                    "is_chosen": chosen.get(facet) == value.value,
                }
                for value in kind
                if value.value in counts[facet]
            ],
        }
        for facet, kind in FACETS.items()
    ]


def _choice(chosen: Mapping[str, str], facet: str, value: str) -> dict[str, str]:
    """One thing that was chosen, and the address without it."""
    rest = {name: other for name, other in chosen.items() if name != facet}
    return {"words": WORDS.get(value, value), "without": _href(rest)}


def _line(row: Any) -> dict[str, str]:
    return {
        "slug": row.slug,
        "title": row.title,
        "summary": row.summary,
        "stage": row.stage.value,
    }


def _href(chosen: Mapping[str, str], **more: str) -> str:
    values: dict[str, Any] = {**chosen, **more}
    return url_for("patterns.list_patterns", **values)
