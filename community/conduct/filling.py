"""A code as the values of its form, and a pasted text as a code."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from .content import CodeText, SectionText
from .marking import read_text

LONGEST_PASTE = 50_000  # characters
_MORE_CLAUSES = 2  # empty rows to write in


def fields_of(code: CodeText, *, edits: int) -> dict[str, Any]:
    """What fills the form of a draft: `code`, with empty rows for more."""
    sections = [_section(section) for section in code.sections]
    ladder = [
        {
            "name": rung.name,
            "event": rung.event,
            "consequence": rung.consequence,
            "repair": rung.repair,
            "longest_days": rung.longest_days,
            "quorum": rung.quorum.value,
            "effects": [effect.value for effect in rung.effects],
        }
        for rung in code.ladder
    ]
    sections.append(_section(SectionText("", "")))
    return {"edits": str(edits), "intro": code.intro, "sections": sections, "ladder": ladder}


def pasted_over(code: CodeText, source: str, *, taken: Iterable[str]) -> CodeText | None:
    """`code` with the words of a pasted text; None where it has no clause, or is too long."""
    if len(source) > LONGEST_PASTE:
        return None
    intro, sections = read_text(source, taken=taken)
    pasted = replace(code, intro=intro, sections=sections)
    return pasted if any(True for _ in pasted.clauses()) else None


def _section(section: SectionText) -> dict[str, Any]:
    clauses: list[dict[str, Any]] = [
        {"key": clause.key, "text": clause.text, "place": place}
        for place, clause in enumerate(section.clauses, 1)
    ]
    clauses += [{"key": "", "text": "", "place": None}] * _MORE_CLAUSES
    return {
        "key": section.key,
        "heading": section.heading,
        "body": section.body,
        "clauses": clauses,
    }
