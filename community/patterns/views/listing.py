"""The library as a list, by facets that can be combined and by words; the address says both."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from community import clock, keeping
from community.access import guard, may, viewer
from community.conduct.bar_queries import beside_bars
from community.conduct.state_models import Content
from community.origin import keep_from_shared_caches
from community.patterns import listing_queries
from community.patterns.facets import FACETS, Stage
from community.patterns.facets import WORDS as WORDS_OF
from community.patterns.findable import texts_of
from community.patterns.invitation_queries import shared_with
from community.patterns.listing_queries import LONGEST, TAG, WORDS, Words, words_in
from community.patterns.policies import Permission
from community.patterns.stages import next_hour
from community.patterns.suggestion_queries import number_waiting
from community.patterns.telling import LIBRARY
from community.patterns.upkeep_queries import unchecked_among
from community.patterns.writing_policies import is_curator

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
_VALUES = (f"{facet}=(?:{'|'.join(kind)})" for facet, kind in FACETS.items())
_ONE = f"(?:{'|'.join(_VALUES)})"


@bp.get("/patterns")
@guard(Permission.READ_LIBRARY)
@keeping.for_visitors(next_hour, queries=f"{_ONE}?", apart=f"{_ONE}(?:&{_ONE}){{1,2}}")
def list_patterns() -> ResponseReturnValue:
    """The patterns of the library that have what was chosen and say what was typed."""
    keeping.shows(LIBRARY)
    chosen, words = chosen_from(request.args), words_given()
    page = listing_queries.library(chosen, request.args.get("after"), words)
    counts = listing_queries.counts(chosen, words)
    here = _asked(chosen, words)
    is_first = "after" not in request.args
    return render_template(
        "patterns/library.html",
        patterns=_lines(page.rows, words),
        facets=[*_offered(chosen, words, counts), _tags(chosen, words)],
        words=words.typed if words else _typed(),
        is_narrowed=words is not None,
        kept=chosen,
        chosen=_choices(chosen, words, is_counted=is_first and not page.rows),
        number=_number(chosen, counts),
        meant=_meant(chosen, words, page.rows) if words and is_first else None,
        later=_href(here, after=page.next) if page.next else None,
        cards=url_for("patterns.list_cards", **here),  # type: ignore[arg-type] # words alone
        drafts=_drafts(words),
        shared=_shared(words),
        may_write=may(viewer(), Permission.WRITE_PATTERN),
        waiting=_waiting(),
    )


def _typed() -> str:
    """What stands in the field, words or not."""
    return " ".join(request.args.get(WORDS, "")[:LONGEST].split())


def words_given() -> Words | None:
    """The words that were typed, where there are any."""
    typed = _typed()
    if typed and viewer().member is not None:
        keep_from_shared_caches()
    return words_in(typed, viewer())


def _waiting() -> int:
    """How many suggested edits wait for the reader."""
    who = viewer()
    if who.member is None:
        return 0
    return number_waiting(who.member.person_id, curates=is_curator(who, None))


def _drafts(words: Words | None) -> list[dict[str, Any]]:
    """The reader's own drafts, which stand nowhere else."""
    member = viewer().member
    if member is None:
        return []
    found = listing_queries.drafts(member.person_id, words)
    return [_line(row, words, language) for row, language in found]


def _number(chosen: Mapping[str, str], counts: Mapping[str, Mapping[str, int]]) -> int:
    """How many there are: each is at one stage."""
    at = {stage: n for stage, n in counts["stage"].items() if stage != Stage.RETIRED}
    return counts["stage"].get(chosen["stage"], 0) if "stage" in chosen else sum(at.values())


def _meant(chosen: Mapping[str, str], words: Words, rows: Sequence[Any]) -> dict[str, str] | None:
    """What may have been meant, and the address that looks for it."""
    typed = listing_queries.meant(chosen, words, [row.id for row in rows])
    return {"words": typed, "href": _href({WORDS: typed, **chosen})} if typed else None


def _shared(words: Words | None) -> list[dict[str, Any]]:
    """The drafts of others to which the reader is invited, that say what is looked for."""
    member = viewer().member
    rows = shared_with(member.person_id) if member else ()
    if rows and words:
        texts = texts_of([row.pattern.id for row in rows])
        rows = [row for row in rows if words.are_in(texts[row.pattern.id])]
    return [
        _line(row.pattern, words, row.language) | {"by": row.by, "may": row.may.value}
        for row in rows
    ]


def chosen_from(given: Mapping[str, str]) -> dict[str, str]:
    """The facets that were asked for, as far as there is such a value."""
    asked = {facet: given.get(facet, "") for facet in FACETS}
    chosen = {facet: value for facet, value in asked.items() if value in set(FACETS[facet])}
    tag = given.get("tag", "")
    return chosen | ({"tag": tag} if tag else {})


def _asked(chosen: Mapping[str, str], words: Words | None) -> dict[str, str]:
    """What an address says of both."""
    return {**({WORDS: words.typed} if words else {}), **chosen}


def _offered(
    chosen: Mapping[str, str], words: Words | None, counts: Mapping[str, Mapping[str, int]]
) -> list[dict[str, Any]]:
    """Each facet with the values that would find something, and how much."""
    return [
        {
            "name": facet,
            "heading": _HEADINGS[facet],
            "values": [
                {
                    "words": WORDS_OF[value.value],
                    "count": counts[facet][value.value],
                    "href": _href({**_asked(chosen, words), facet: value.value}),
                    "is_chosen": chosen.get(facet) == value.value,
                }
                for value in kind
                if value.value in counts[facet]
            ],
        }
        for facet, kind in FACETS.items()
    ]


def _tags(chosen: Mapping[str, str], words: Words | None) -> dict[str, Any]:
    """The tags that would find most."""
    return {
        "name": TAG,
        "heading": "Tags",
        "values": [
            {
                "words": tag,
                "count": number,
                "href": _href({**_asked(chosen, words), TAG: tag}),
                "is_chosen": chosen.get(TAG) == tag,
            }
            for tag, number in listing_queries.tag_counts(chosen, words).items()
        ],
    }


def _choices(
    chosen: Mapping[str, str], words: Words | None, *, is_counted: bool
) -> list[dict[str, Any]]:
    """What was chosen, the words first, each with the address without it; and, where it is asked
    for, how many that would show.
    """
    numbers = listing_queries.counts_without(chosen, words) if is_counted else {}
    here = _asked(chosen, words)
    return [
        {
            "words": f"“{value}”" if name == WORDS else WORDS_OF.get(value, value),
            "without": _href({other: there for other, there in here.items() if other != name}),
            "number": numbers.get(name, 0),
        }
        for name, value in here.items()
    ]


def _lines(rows: Sequence[Any], words: Words | None) -> list[dict[str, Any]]:
    """The patterns of the list; where a note alone says the words, with that, as far as it is
    shown.
    """
    lines = [_line(row, words, row.language) for row in rows]
    waiting = unchecked_among([row.id for row in rows], clock.now())
    by_notes = [row.id for row, line in zip(rows, lines, strict=True) if line.get("is_in_notes")]
    notes = words.in_notes(by_notes) if words and by_notes else {}
    cut = beside_bars(Content.PATTERN, {row.id: f"{row.title}{row.summary}" for row in rows})
    for row, line in zip(rows, lines, strict=True):
        line["note"], line["note_text"] = notes.get(row.id, ("", ()))
        line["needs_check"] = row.id in waiting
        line["redactions"] = cut.get(row.id, ())
    return lines


def _line(row: Any, words: Words | None, language: str) -> dict[str, Any]:
    """A pattern in a list; with words, those are marked, and where neither title nor summary says
    them, what does stands below.
    """
    line = {"slug": row.slug, "title": row.title, "summary": row.summary}
    line |= {"stage": row.stage.value, "language": language}
    if words is None:
        return {**line, "marked": None, "text": ()}
    marked = {name: words.marked(line[name]) for name in ("title", "summary")}
    is_said = any(part.is_marked for parts in marked.values() for part in parts)
    text = getattr(row, "text", "")
    return {
        **line,
        "is_in_notes": getattr(row, "by_title", 0) < 0,
        "marked": marked,
        "text": () if is_said else words.snippet(text.removeprefix(row.summary)),
    }


def _href(chosen: Mapping[str, str], **more: str) -> str:
    values: dict[str, Any] = {**chosen, **more}
    return url_for("patterns.list_patterns", **values)
