"""What can be said about the tools behind a text, and how it reads: values in, sentences out."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Degree(StrEnum):
    """How much of a text a tool made. Spelling and grammar are the wording."""

    NONE = "none"
    WORDING = "wording"
    SOME = "some"
    MOST = "most"
    UNSAID = "rather not"


class Checked(StrEnum):
    """What a person did with what a tool made."""

    REWROTE = "rewrote it"
    EVERY_CLAIM = "every claim"
    SOME = "some"
    NOTHING = "nothing"


class Openness(StrEnum):
    """What of a tool anybody may have."""

    CLOSED = "closed"
    WEIGHTS = "weights"
    WEIGHTS_AND_DATA = "weights and data"
    UNKNOWN = "unknown"


IN_DETAIL = frozenset({Degree.SOME, Degree.MOST})
"""Where details matter."""

_CHECKED = {
    Checked.REWROTE: "the author rewrote it",
    Checked.EVERY_CLAIM: "the author checked every claim",
    Checked.SOME: "the author checked some of it",
    Checked.NOTHING: "nobody has checked it yet",
}
_OPENNESS = {
    Openness.CLOSED: "closed",
    Openness.WEIGHTS: "open weights",
    Openness.WEIGHTS_AND_DATA: "open weights and data",
    Openness.UNKNOWN: "",
}


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool, and what is known of it."""

    name: str
    version: str = ""
    controlled_by: str = ""
    openness: Openness = Openness.UNKNOWN


@dataclass(frozen=True, slots=True)
class Said:
    """All that is said at once; without details where they do not matter (`plain`)."""

    degree: Degree
    purpose: str = ""
    tools: tuple[Tool, ...] = ()
    checked: Checked | None = None
    is_required: bool = False
    material: str = ""
    footprint: str = ""

    def plain(self) -> "Said":
        """The same with no more than matters."""
        return self if self.degree in IN_DETAIL else Said(self.degree)


def sentence(degree: Degree, checked: Checked | None = None, tools: Sequence[str] = ()) -> str:
    """The sentence beside a text, without a full stop; empty where no tool was involved."""
    with_tools = f" with {_listed(tools)}" if tools else " with a tool"
    if degree is Degree.WORDING:
        return "Wording helped by a tool"
    if degree is Degree.UNSAID:
        return "The author would rather not say whether a tool was involved"
    if degree not in IN_DETAIL:
        return ""
    begin = "Drafted partly" if degree is Degree.SOME else "Drafted mostly"
    end = f"; {_CHECKED[checked]}" if checked else ""
    return f"{begin}{with_tools}{end}"


def told_sentence(said: Said | None) -> str:
    """The same where a tool was involved, or that is not said; else nothing, where silence is
    calmer.
    """
    return whole_sentence(said) if said and said.degree is not Degree.NONE else ""


def whole_sentence(said: Said) -> str:
    """The same with all that was said, as full sentences."""
    first = sentence(said.degree, said.checked, [tool_words(tool) for tool in said.tools])
    return " ".join(filter(None, [f"{first}." if first else "No tool was involved.", rest(said)]))


def rest(said: Said) -> str:
    """What was said beside which tool, how much and how it was checked, as full sentences: what
    for, with what, at what cost, and that it was not of one's own choice.
    """
    told = (
        ("Used for", said.purpose),
        ("Material that went in", said.material),
        ("Footprint", said.footprint),
    )
    parts = [f"{about}: {words.rstrip('.')}." for about, words in told if words]
    if said.is_required:
        parts.append("The author’s employer requires the tool.")
    return " ".join(parts)


def assisted_by(said: Said) -> tuple[str, ...]:
    """The `Assisted-by:` lines of an export, one for each tool."""
    if said.degree is Degree.WORDING:
        return ("Assisted-by: a tool (wording only)",)
    if said.degree not in IN_DETAIL:
        return ()
    how = f"; {_CHECKED[said.checked]}" if said.checked else ""
    part = "some parts" if said.degree is Degree.SOME else "most of it"
    tools = said.tools or (Tool("a tool"),)
    return tuple(f"Assisted-by: {tool_words(tool)} ({part}{how})" for tool in tools)


def tool_words(tool: Tool) -> str:
    """A tool as it is called: "Some Model 2 (Example Ltd, open weights)"."""
    named = f"{tool.name} {tool.version}".strip()
    known = ", ".join(filter(None, (tool.controlled_by, _OPENNESS[tool.openness])))
    return f"{named} ({known})" if known else named


def _listed(words: Sequence[str]) -> str:
    return f"{', '.join(words[:-1])} and {words[-1]}" if len(words) > 1 else words[0]
