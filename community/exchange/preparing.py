"""What a file says, looked at before anything is written: does it hold together, and its texts
made safe anew. Nothing that the file calls HTML is ever read.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from community.calls.grammar import parse_rule
from community.calls.rules import RuleRefused
from community.clock import UnknownZone, zone
from community.disclosures.wording import Degree
from community.text import TextTooLong, render_markdown

from .agreeing import (
    check_held,
    check_items,
    check_labour,
    check_left,
    check_there,
    each_once,
    in_file,
    place_of,
)
from .cleaning import Facts, cleaned
from .reading import Content, FileRefused


@dataclass(frozen=True, slots=True)
class Prepared:
    """Content that can be written as it stands; `html` is safe HTML by its Markdown."""

    series: Facts
    calls: Sequence[Facts]
    digest: str
    html: Mapping[str, str]

    @property
    def notes(self) -> int:
        """How many notes it holds."""
        return sum(len(thread["notes"]) for call in self.calls for thread in call["threads"])


def prepare(content: Content) -> Prepared:
    """Check and render everything: minutes of work for tens of thousands of notes, and no query.

    Raises `FileRefused`.
    """
    series, calls = cleaned(content)
    _check_series(series)
    _check_calls(series, calls)
    _check_threads(series, calls)
    check_left(calls)
    html: dict[str, str] = {}
    for where, source in _texts(series, calls):
        if source not in html:
            try:
                html[source] = render_markdown(source)
            except TextTooLong as error:
                raise FileRefused(f"{where}: {error}") from error
    return Prepared(series, calls, content.digest, html)


def uids_of(prepared: Prepared) -> set[str]:
    """The UIDs of every slot and sitting."""
    slots = {slot["uid"] for rule in prepared.series["recurrences"] for slot in rule["slots"]}
    return slots | {s["uid"] for call in prepared.calls for s in call["sittings"]}


def _check_series(series: Facts) -> None:
    where = "series.json"
    each_once([one["ref"] for one in series["people"]], where, "people")
    known = {one["ref"] for one in series["people"]}
    in_file(series["facilitators"], known, where, "facilitators")
    rules = series["recurrences"]
    each_once([_day(rule["starts_on"]) for rule in rules], where, "recurrences: starts_on")
    for rule in rules:
        each_once([slot["position"] for slot in rule["slots"]], where, "slots: position")
        each_once([_day(one["day"]) for one in rule["skipped"]], where, "skipped: day")
        try:
            parse_rule(rule["rule"], _day(rule["starts_on"]))
            for slot in rule["slots"]:
                zone(slot["zone"])
        except (RuleRefused, UnknownZone) as error:
            raise FileRefused(f"{where}: recurrences: {error}") from error


def _check_calls(series: Facts, calls: Sequence[Facts]) -> None:
    slots = {slot["uid"] for rule in series["recurrences"] for slot in rule["slots"]}
    uids = [*slots, *(s["uid"] for call in calls for s in call["sittings"])]
    each_once(uids, "The calls", "uid")
    each_once([call["call"]["slug"] for call in calls], "The calls", "slug")
    days = [_day(d) for call in calls if (d := call["call"]["rule_date"])]
    each_once(days, "The calls", "rule_date")
    refs = [item["ref"] for call in calls for item in call["items"]]
    each_once(refs, "The calls", "items: ref")
    known = set(refs)
    slugs = {call["call"]["slug"] for call in calls}
    for call in calls:
        _check_sittings(call, slots)
    dates = [
        (sitting["slot"], datetime.fromisoformat(sitting["original_start"]))
        for call in calls
        for sitting in call["sittings"]
        if sitting["slot"]
    ]
    each_once(dates, "The calls", "original_start")
    for call in calls:
        _check_agenda(call, known, slugs)


def _check_sittings(call: Facts, slots: Collection[str]) -> None:
    where = place_of(call)
    each_once([sitting["position"] for sitting in call["sittings"]], where, "sittings: position")
    for sitting in call["sittings"]:
        in_file([sitting["slot"]] if sitting["slot"] else [], slots, where, "slot")
        if (sitting["slot"] is None) != (sitting["original_start"] is None):
            raise FileRefused(f"{where}: a sitting has a slot and an original start, or neither.")
        if sitting["slot"] and sitting["keeps_time"]:
            raise FileRefused(f"{where}: only a sitting without a slot keeps its time.")
        try:
            zone(sitting["zone"])
        except UnknownZone as error:
            raise FileRefused(f"{where}: sittings: {error}") from error


def _check_agenda(call: Facts, items: Collection[str], slugs: Collection[str]) -> None:
    where, slug = place_of(call), call["call"]["slug"]
    each_once([role["role"] for role in call["roles"]], where, "roles")
    each_once([edition["number"] for edition in call["editions"]], where, "editions: number")
    for edition in call["editions"]:
        each_once([item["place"] for item in edition["items"]], where, "editions: place")
        told = [item["item"] for item in edition["items"] if "item" in item]
        in_file(told, items, where, "editions: item")
        _check_said(edition["disclosure"], where)
    check_labour(call.get("labour", ()), where)
    check_held(call, items, where)
    check_items(call["items"], where)
    check_there((call["record"] or {}).get("attendance"), where)
    _check_said((call["record"] or {}).get("disclosure"), where)
    came = [one["call"] for item in call["items"] for one in item["came_from"]]
    went = [call["carried_over"]["to"]] if call["carried_over"] else []
    in_file([*came, *went], set(slugs) - {slug}, where, "carried over")


def _check_threads(series: Facts, calls: Sequence[Facts]) -> None:
    people = {one["ref"] for one in series["people"]}
    slugs = {call["call"]["slug"] for call in calls}
    threads = [thread for call in calls for thread in call["threads"]]
    each_once([thread["key"] for thread in threads], "The calls", "threads: key")
    each_once([n["key"] for thread in threads for n in thread["notes"]], "The calls", "notes: key")
    for call in calls:
        where = place_of(call)
        in_file(_refs_in(call), people, where, "people")
        each_once([thread["item"] for thread in call["threads"]], where, "threads: item")
        here = {item["ref"] for item in call["items"]}
        in_file([t["item"] for t in call["threads"] if t["item"]], here, where, "threads: item")
        for thread in call["threads"]:
            before: set[str] = set()
            for note in thread["notes"]:
                in_file([note["answers"]] if note["answers"] else [], before, where, "answers")
                before.add(note["key"])
                for said in (note, *note.get("earlier", ())):
                    _check_said(said.get("disclosure"), where)
                made = [note[k]["in"] for k in ("decided", "action") if k in note]
                in_file([slug for slug in made if slug], slugs, where, "in")


def _refs_in(call: Facts) -> Iterator[str]:
    """Every reference to a person in a call."""
    for role in call["roles"]:
        yield from _some(role["who"])
    for item in call["items"]:
        yield from (*_some(item["proposed_by"]), *item["led_by"])
    for edition in call["editions"]:
        yield from _some(edition["by"])
        for item in edition["items"]:
            yield from item.get("led_by", ())
    for line in call.get("labour", ()):
        yield from _some(line["who"])
    for record in (call["record"], call["no_record"]):
        yield from _some(record["by"]) if record else ()
    yield from ((call["record"] or {}).get("attendance") or {}).get("named", ())
    yield from (call["record"] or {}).get("facilitators", ())
    for thread in call["threads"]:
        for note in thread["notes"]:
            action = note.get("action") or {}
            done = action.get("done") or {}
            yield from _some(note.get("by"), note.get("changed_by"))
            yield from _some(action.get("owner"), done.get("by"))
            yield from _some(*(one["by"] for one in note.get("earlier", ())))


def _check_said(said: Facts | None, where: str) -> None:
    if said is not None and said["degree"] == Degree.MOST.value and said["checked"] is None:
        raise FileRefused(f"{where}: a disclosure of “most” says what was checked.")


def _texts(series: Facts, calls: Sequence[Facts]) -> Iterator[tuple[str, str]]:
    """Every text in Markdown, with where it stands."""
    yield "series.json: description", series["series"]["description"]
    for call in calls:
        where = place_of(call)
        yield where, call["call"]["description"] or ""
        yield where, call["record"]["summary"] if call["record"] else ""
        items = [*call["items"], *(i for e in call["editions"] for i in e["items"] if "item" in i)]
        for item in items:
            yield from ((where, item[name]) for name in ("body", "for_people", "for_business"))
        for thread in call["threads"]:
            for note in thread["notes"]:
                yield from ((where, one["text"]) for one in note.get("earlier", ()))
                yield from [(where, note["text"])] if "text" in note else []


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _some(*refs: str | None) -> Iterator[str]:
    yield from (ref for ref in refs if ref is not None)
