"""A published record as people read it in the files of a series. Pure."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from community.agendas.exports import LICENCE, closed, one_line
from community.disclosures.facts import said_in
from community.disclosures.wording import assisted_by
from community.facilitation.timing import minutes_used

from .reading_matter import note_lines


def record(
    call: Mapping[str, Any],
    left: Sequence[Mapping[str, Any]],
    *,
    title: str,
    names: Mapping[str, str],
) -> str:
    """A published record: its own words, links, what was decided and taken on, what was `left` open
    for it, who was there and what was said looking back.
    """
    own = call["record"]
    published = own["published"][:16].replace("T", " ")
    lines = [f"# Record: {one_line(title)}", "", *_facilitated(own.get("facilitators", ()), names)]
    lines += [f"Published {published} UTC.", ""]
    lines += [*closed(own["summary"]), ""] if own["summary"] else []
    said = said_in(own["disclosure"])
    lines += [*assisted_by(said), ""] if said and assisted_by(said) else []
    if own["links"]:
        lines += ["## Links", ""]
        lines += [
            f"- {link['kind'].capitalize()}: {one_line(link['title'])} <{link['url']}>"
            for link in own["links"]
        ]
        lines.append("")
    lines += _corrections(own["corrections"])
    told = [note for thread in call["threads"] for note in thread["notes"] if "text" in note]
    for heading, found in (
        ("Decisions", [n for n in told if _was_made(n, "decided", call)]),
        ("Actions", [n for n in told if _was_made(n, "action", call)]),
        ("Left open last time", left),
    ):
        lines += [f"## {heading}", ""] if found else []
        for note in found:
            lines += [*note_lines(note, 0, names), ""]
    lines += _spoken_about(call)
    lines += _there(own["attendance"], names)
    lines += _labour(call["labour"], names)
    lines += _looking_back(call["looking_back"])
    return "\n".join([*lines, f"{LICENCE}, with credit to the people who wrote it.", ""])


def _facilitated(refs: Sequence[str], names: Mapping[str, str]) -> list[str]:
    found = ", ".join(one_line(names[ref]) for ref in refs)
    return [f"Facilitated by {found}", ""] if found else []


def _was_made(note: Mapping[str, Any], what: str, call: Mapping[str, Any]) -> bool:
    """Whether it is of the call, and was made before the record was published."""
    made, published = note.get(what), datetime.fromisoformat(call["record"]["published"])
    if made is None or made["in"] != call["call"]["slug"]:
        return False
    return all(datetime.fromisoformat(at) <= published for at in (note["made"], made["at"]))


def _spoken_about(call: Mapping[str, Any]) -> list[str]:
    """How long each item was spoken about, in the order in which that began."""
    titles = {item["ref"]: item["title"] for item in call["items"]}
    at = datetime.fromisoformat
    spent = [one for held in call["held"] for one in held["items"]]
    used = minutes_used((one["item"], at(one["from"]), at(one["to"])) for one in spent)
    lines = [
        f"- {one_line(titles[ref])}: {minutes} {'minute' if minutes == 1 else 'minutes'}"
        for ref, minutes in used.items()
        if ref in titles
    ]
    return ["## What was spoken about", "", *lines, ""] if lines else []


def _labour(lines: Sequence[Mapping[str, Any]], names: Mapping[str, str]) -> list[str]:
    """What was done for the call, by whom as they chose to be listed."""
    found = []
    for line in lines:
        what = one_line(line["what"] or line["kind"].capitalize())
        name = names.get(line["who"] or "", line["pseudonym"])
        spent = f", {line['minutes']} minutes" if line["minutes"] else ""
        found.append(f"- {what}: {one_line(name) if name else 'somebody'}{spent}")
    return ["## Labour", "", *found, ""] if found else []


def _corrections(outcomes: Mapping[str, int]) -> list[str]:
    made, left = outcomes["made"], outcomes["left"]
    said = f"Corrections that were asked for: {made} made, {left} left as it was."
    return [said, ""] if made or left else []


def _there(attendance: Mapping[str, Any], names: Mapping[str, str]) -> list[str]:
    count, named = attendance["count"], [names[ref] for ref in attendance["named"]]
    if not count:
        return []
    some = "1 person" if count == 1 else f"{count} people"
    among = f" Among them {one_line(', '.join(named))}." if named else ""
    return ["## Who was there", "", f"{some} said that they were there.{among}", ""]


def _looking_back(said: Sequence[Mapping[str, str]]) -> list[str]:
    """What was said without names; a line for each."""
    lines: list[str] = []
    headings = {"worked": "What worked well", "differently": "What to do differently"}
    for name, heading in headings.items():
        found = [f"- {one_line(' '.join(o[name].split()))}" for o in said if o.get(name)]
        lines += [f"## {heading}", "", *found, ""] if found else []
    return lines
