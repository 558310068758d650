"""What a browser would send of a form that is on a page."""

import html
import re

_FIELD = re.compile(
    r"<input(?P<input>[^>]*)>"
    r"|<textarea(?P<area>[^>]*)>\s?(?P<text>.*?)</textarea>"
    r"|<select(?P<select>[^>]*)>(?P<options>.*?)</select>",
    re.DOTALL,
)


def filled(page: str, action: str) -> dict[str, str | list[str]]:
    """What a browser would send of the form with an `action`, as the page filled it."""
    form = re.search(rf'<form[^>]*action="{action}"[^>]*>(.*?)</form>', page, re.DOTALL)
    assert form is not None
    sent: dict[str, str | list[str]] = {}
    for found in _FIELD.finditer(form[1]):
        attributes = found["input"] or found["area"] or found["select"] or ""
        name = re.search(r'name="([^"]*)"', attributes)
        value = re.search(r'value="([^"]*)"', attributes)
        if name is None or ('type="checkbox"' in attributes and "checked" not in attributes):
            continue
        if found["options"] is not None:
            value = re.search(r'<option selected value="([^"]*)"', found["options"])
        text = found["text"] if found["area"] else (value[1] if value else "")
        if 'type="checkbox"' in attributes:
            several = sent.setdefault(name[1], [])
            assert isinstance(several, list)
            several.append(html.unescape(text))
        else:
            sent[name[1]] = html.unescape(text)
    return sent
