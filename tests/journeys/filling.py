"""Forms as a page shows them, filled in with what may do: for sending them without a browser."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

WORDS = "Some words that will do."
FILLED = {"date": "2026-03-05", "time": "18:30", "email": "somebody@example.org", "number": "5"}
NOT_TYPED = {"submit", "button", "file", "image", "reset"}
Given = dict[str, str | None]


@dataclass
class Form:
    """Where a form is sent, and what with, by the name of each field; `names` are those of fields
    that are not sent, too, `words` of those that hold what is typed, and `ticks` what a box that is
    not ticked would send.
    """

    action: str
    fields: dict[str, str] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)
    words: set[str] = field(default_factory=set)
    ticks: dict[str, str] = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)


def forms_of(page: str) -> list[Form]:
    """The forms of a page that write, in its order."""
    reader = _Reader()
    reader.feed(page)
    return reader.forms


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._open: Form | None = None
        self._within: str | None = None  # the name of a list or of a field of several lines

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form" and (given.get("method") or "").lower() == "post":
            self._open = Form(given.get("action") or "")
            self.forms.append(self._open)
        form, name = self._open, given.get("name")
        if form is None:
            return
        if tag == "option" and self._within is not None:
            if "selected" in given or not form.fields.get(self._within):
                form.fields[self._within] = given.get("value") or ""
        elif name is not None and tag == "input":
            form.names.add(name)
            _input(form, name, given)
        elif name is not None and tag in {"select", "textarea"}:
            form.names.add(name)
            form.fields[name], self._within = "", name
            if tag == "textarea":
                form.words.add(name)
        elif name is not None and tag == "button":
            form.names.add(name)
            form.buttons.append((name, given.get("value") or ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._open is not None and self._within is not None:
            self._open.fields[self._within] = self._open.fields[self._within].strip() or WORDS
        if tag in {"textarea", "select"}:
            self._within = None
        if tag == "form":
            self._open = None

    def handle_data(self, data: str) -> None:
        form, name = self._open, self._within
        if form is not None and name is not None and self.lasttag == "textarea":
            form.fields[name] += data


def _input(form: Form, name: str, given: Given) -> None:
    kind, value = given.get("type") or "text", given.get("value") or ""
    if kind in {"text", "url"}:
        form.words.add(name)
    if kind == "checkbox":
        (form.fields if "checked" in given else form.ticks)[name] = given.get("value", "on") or ""
    elif kind == "radio":
        if "checked" in given or name not in form.fields:
            form.fields[name] = value
    elif kind not in NOT_TYPED:
        is_asked = "required" in given or given.get("aria-required") == "true"
        form.fields.setdefault(name, value or (FILLED.get(kind, WORDS) if is_asked else ""))
