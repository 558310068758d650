"""From unfolded lines to components: names, parameters, values, each with its line number."""

import re
from dataclasses import dataclass, field

from community.calendars.plan import Remarks

from .bounds import TextLine, bracket_of

_NAME = re.compile(r"\s*(?:[A-Za-z0-9-]+\.)?([A-Za-z0-9_-]+)\s*(?=[;:])")
_PARAMETER = re.compile(
    r';\s*([A-Za-z0-9_-]+)\s*=\s*((?:"[^"]*"|[^";:,]*)(?:,(?:"[^"]*"|[^";:,]*))*)'
)
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_ITEM = re.compile(r"(?:[^\\,]|\\.|\\$)+", re.DOTALL)
_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Property:
    """One content line (RFC 5545 §3.1): its names in upper case, its value as it stands."""

    line: int
    name: str
    parameters: dict[str, str]
    value: str

    @property
    def text(self) -> str:
        """The value as text, its escapes undone (§3.3.11)."""
        return unescaped(self.value)

    @property
    def texts(self) -> list[str]:
        """The value as a list of texts, split at commas that are not escaped."""
        found = (unescaped(match[0]).strip() for match in _ITEM.finditer(self.value))
        return [text for text in found if text]

    @property
    def is_date(self) -> bool:
        """Whether it is said to be a date without a time."""
        return self.parameters.get("VALUE", "").upper() == "DATE"


@dataclass(slots=True)
class Component:
    """A part of the file between BEGIN and END, with the number of its first line."""

    name: str
    line: int
    properties: list[Property] = field(default_factory=list)
    children: list["Component"] = field(default_factory=list)
    is_whole: bool = False

    def all(self, name: str) -> list[Property]:
        """Every property called `name`, in the order of the file."""
        return [found for found in self.properties if found.name == name]

    def first(self, name: str) -> Property | None:
        """The first property called `name`."""
        return next((found for found in self.properties if found.name == name), None)

    def text(self, name: str) -> str:
        """The text of the first property called `name`, stripped, empty where there is none."""
        found = self.first(name)
        return found.text.strip() if found else ""

    def word(self, name: str) -> str:
        """The same in upper case: for properties whose values are names."""
        return self.text(name).upper()


def components(lines: list[TextLine], remarks: Remarks) -> list[Component]:
    """The outermost components of the file, its calendars; a remark for all that fits nowhere."""
    root = Component("", 0)
    stack = [root]
    for line in lines:
        bracket, name = bracket_of(line.text)
        if bracket == "BEGIN":
            begun = Component(name, line.number)
            stack[-1].children.append(begun)
            stack.append(begun)
        elif bracket == "END":
            _end(stack, name, line.number, remarks)
        else:
            _add(stack, line, remarks)
    for left_open in stack[1:]:
        remarks.note(
            f"{left_open.name} begins here and never ends: the file is cut off.",
            line=left_open.line,
        )
    return root.children


def unescaped(value: str) -> str:
    """TEXT (§3.3.11) with its backslashes undone, those that stand for newlines included."""
    return _ESCAPE.sub(lambda match: "\n" if match[1] in "nN" else match[1], value)


def shown(text: str) -> str:
    """A foreign text short enough, and on one line, to be quoted in a remark."""
    flat = " ".join("".join(c if c.isprintable() else " " for c in text[: _SHOWN * 2]).split())
    return flat if len(flat) <= _SHOWN else flat[: _SHOWN - 1] + "…"


def _add(stack: list[Component], line: TextLine, remarks: Remarks) -> None:
    if len(stack) == 1:
        remarks.left_out(f"“{shown(line.text)}” stands outside any calendar.", line=line.number)
        return
    found = _property(line)
    if found is None:
        remarks.left_out(
            f"“{shown(line.text)}” is not a property: a name, a colon and a value.",
            line=line.number,
        )
        return
    stack[-1].properties.append(found)


def _end(stack: list[Component], name: str, number: int, remarks: Remarks) -> None:
    names = [component.name for component in stack[1:]]
    if name not in names:
        remarks.note(f"“END:{shown(name)}” ends nothing that was begun.", line=number)
        return
    while stack[-1].name != name:
        left_open = stack.pop()
        remarks.note(f"{left_open.name} begins here and never ends.", line=left_open.line)
    stack.pop().is_whole = True


def _property(line: TextLine) -> Property | None:
    head = _NAME.match(line.text)
    if not head:
        return None
    parameters: dict[str, str] = {}
    position = head.end()
    while match := _PARAMETER.match(line.text, position):
        parameters.setdefault(match[1].upper(), match[2].replace('"', ""))
        position = match.end()
    if line.text[position : position + 1] != ":":
        return None
    return Property(line.number, head[1].upper(), parameters, line.text[position + 1 :])
