"""What is typed into the forms of calls, and what their pages say back."""

import html
import re
from typing import Any

from werkzeug.test import TestResponse

WEEKLY = {
    "title": "Practitioners Call",
    "description": "For **everyone**.",
    "topics": "Licences, Care",
    "visibility": "public",
    "recording": "not recorded",
    "note_takers": "ask first",
    "language": "en",
    "frequency": "weekly",
    "interval": "1",
    "monthly_by": "day",
    "nth": "1",
    "starts_on": "2026-02-03",
    "ends": "never",
    "hours-0-time": "17:00",
    "hours-0-zone": "Europe/Berlin",
    "hours-0-minutes": "60",
}
EVENING = {
    "title": "One evening",
    "visibility": "public",
    "recording": "not recorded",
    "note_takers": "ask first",
    "language": "en",
    "sittings-0-day": "2026-03-13",
    "sittings-0-time": "18:00",
    "sittings-0-zone": "Europe/Berlin",
    "sittings-0-minutes": "60",
}
MOVED = {"day": "2026-03-14", "time": "09:00", "zone": "Asia/Kathmandu", "minutes": "45"}


def words(response: TestResponse) -> str:
    """The page as a reader has it before them: no tags, single spaces."""
    bare = re.sub(r"<(script|style)\b.*?</\1>|<[^>]+>", " ", response.text, flags=re.DOTALL)
    return " ".join(html.unescape(bare).split())


def wrongs(response: TestResponse) -> dict[str, str]:
    """What stands beside each field that is wrong, by the field's name."""
    found = re.findall(r'<p class="error" id="([^"]+)-error">(.*?)</p>', response.text)
    return {name: html.unescape(sentence) for name, sentence in found}


def summary(response: TestResponse) -> str:
    """What stands above a form that came back."""
    found = re.search(r'class="summary" role="alert".*?</div>', response.text, re.DOTALL)
    return html.unescape(re.sub(r"<[^>]+>", " ", found[0])) if found else ""


def value_of(response: TestResponse, name: str) -> str | None:
    """What stands in a field of the page: what was typed, chosen or hidden."""
    for tag in re.findall(r"<input\b[^>]*>", response.text):
        given = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        is_choice = given.get("type") in ("radio", "checkbox")
        if given.get("name") == name and (not is_choice or re.search(r"\bchecked\b", tag)):
            return html.unescape(given.get("value", ""))
    page = response.text
    area = re.search(rf'<textarea[^>]*name="{name}"[^>]*>(.*?)</textarea>', page, re.DOTALL)
    if area:
        return html.unescape(area[1]).removeprefix("\r\n").removeprefix("\n")
    select = re.search(rf'<select[^>]*name="{name}".*?</select>', page, re.DOTALL)
    chosen = select and re.search(r'<option selected value="([^"]*)"', select[0])
    return html.unescape(chosen[1]) if chosen else None


def seen(client: Any, address: str, form: dict[str, str]) -> dict[str, str]:
    """`form` as it is sent after its dates were looked at."""
    shown = client.post(address, data=form)
    assert shown.status_code == 200, summary(shown)
    mark = value_of(shown, "seen")
    assert mark, "The page does not show what the times mean."
    return {**form, "seen": mark}
