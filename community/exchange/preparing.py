"""What a file says, looked at before anything is written: does it hold together, and its texts
made safe anew. Nothing that the file calls HTML is ever read.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from community.calls.grammar import parse_rule
from community.calls.rules import RuleRefused
from community.clock import UnknownZone, zone
from community.disclosures.wording import Degree
from community.ledger.models import Labour
from community.text import TextTooLong, render_markdown

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
    _once([one["ref"] for one in series["people"]], where, "people")
    known = {one["ref"] for one in series["people"]}
    _known(series["facilitators"], known, where, "facilitators")
    rules = series["recurrences"]
    _once([_day(rule["starts_on"]) for rule in rules], where, "recurrences: starts_on")
    for rule in rules:
        _once([slot["position"] for slot in rule["slots"]], where, "slots: position")
        _once([_day(one["day"]) for one in rule["skipped"]], where, "skipped: day")
        try:
            parse_rule(rule["rule"], _day(rule["starts_on"]))
            for slot in rule["slots"]:
                zone(slot["zone"])
        except (RuleRefused, UnknownZone) as error:
            raise FileRefused(f"{where}: recurrences: {error}") from error


def _check_calls(series: Facts, calls: Sequence[Facts]) -> None:
    slots = {slot["uid"] for rule in series["recurrences"] for slot in rule["slots"]}
    uids = [*slots, *(s["uid"] for call in calls for s in call["sittings"])]
    _once(uids, "The calls", "uid")
    _once([call["call"]["slug"] for call in calls], "The calls", "slug")
    days = [_day(d) for call in calls if (d := call["call"]["rule_date"])]
    _once(days, "The calls", "rule_date")
    refs = [item["ref"] for call in calls for item in call["items"]]
    _once(refs, "The calls", "items: ref")
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
    _once(dates, "The calls", "original_start")
    for call in calls:
        _check_agenda(call, known, slugs)


def _check_sittings(call: Facts, slots: Collection[str]) -> None:
    where = _where(call)
    _once([sitting["position"] for sitting in call["sittings"]], where, "sittings: position")
    for sitting in call["sittings"]:
        _known([sitting["slot"]] if sitting["slot"] else [], slots, where, "slot")
        if (sitting["slot"] is None) != (sitting["original_start"] is None):
            raise FileRefused(f"{where}: a sitting has a slot and an original start, or neither.")
        if sitting["slot"] and sitting["keeps_time"]:
            raise FileRefused(f"{where}: only a sitting without a slot keeps its time.")
        try:
            zone(sitting["zone"])
        except UnknownZone as error:
            raise FileRefused(f"{where}: sittings: {error}") from error


def _check_agenda(call: Facts, items: Collection[str], slugs: Collection[str]) -> None:
    where, slug = _where(call), call["call"]["slug"]
    _once([role["role"] for role in call["roles"]], where, "roles")
    _once([edition["number"] for edition in call["editions"]], where, "editions: number")
    for edition in call["editions"]:
        _once([item["place"] for item in edition["items"]], where, "editions: place")
        told = [item["item"] for item in edition["items"] if "item" in item]
        _known(told, items, where, "editions: item")
        _check_said(edition["disclosure"], where)
    _check_labour(call.get("labour", ()), where)
    _check_said((call["record"] or {}).get("disclosure"), where)
    came = [one["call"] for item in call["items"] for one in item["came_from"]]
    went = [call["carried_over"]["to"]] if call["carried_over"] else []
    _known([*came, *went], set(slugs) - {slug}, where, "carried over")


def _check_labour(lines: Sequence[Facts], where: str) -> None:
    named = [(line["who"], line["kind"], line["what"]) for line in lines if line["who"]]
    _once(named, where, "labour")
    for line in lines:
        if line["kind"] == Labour.OTHER.value and not line["what"]:
            raise FileRefused(f"{where}: labour: other labour says what it was.")


def _check_threads(series: Facts, calls: Sequence[Facts]) -> None:
    people = {one["ref"] for one in series["people"]}
    slugs = {call["call"]["slug"] for call in calls}
    threads = [thread for call in calls for thread in call["threads"]]
    _once([thread["key"] for thread in threads], "The calls", "threads: key")
    _once([n["key"] for thread in threads for n in thread["notes"]], "The calls", "notes: key")
    for call in calls:
        where = _where(call)
        _known(_refs_in(call), people, where, "people")
        _once([thread["item"] for thread in call["threads"]], where, "threads: item")
        here = {item["ref"] for item in call["items"]}
        _known([t["item"] for t in call["threads"] if t["item"]], here, where, "threads: item")
        for thread in call["threads"]:
            before: set[str] = set()
            for note in thread["notes"]:
                _known([note["answers"]] if note["answers"] else [], before, where, "answers")
                before.add(note["key"])
                for said in (note, *note.get("earlier", ())):
                    _check_said(said.get("disclosure"), where)
                made = [note[k]["in"] for k in ("decided", "action") if k in note]
                _known([slug for slug in made if slug], slugs, where, "in")


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
    for thread in call["threads"]:
        for note in thread["notes"]:
            action = note.get("action") or {}
            done = action.get("done") or {}
            yield from _some(note.get("by"), action.get("owner"), done.get("by"))
            yield from _some(*(one["by"] for one in note.get("earlier", ())))


def _check_said(said: Facts | None, where: str) -> None:
    if said is not None and said["degree"] == Degree.MOST.value and said["checked"] is None:
        raise FileRefused(f"{where}: a disclosure of “most” says what was checked.")


def _texts(series: Facts, calls: Sequence[Facts]) -> Iterator[tuple[str, str]]:
    """Every text in Markdown, with where it stands."""
    yield "series.json: description", series["series"]["description"]
    for call in calls:
        where = _where(call)
        yield where, call["call"]["description"] or ""
        yield where, call["record"]["summary"] if call["record"] else ""
        items = [*call["items"], *(i for e in call["editions"] for i in e["items"] if "item" in i)]
        for item in items:
            yield from ((where, item[name]) for name in ("body", "for_people", "for_business"))
        for thread in call["threads"]:
            for note in thread["notes"]:
                yield from ((where, one["text"]) for one in note.get("earlier", ()))
                yield from [(where, note["text"])] if "text" in note else []


def _where(call: Facts) -> str:
    return f"The call “{call['call']['slug']}”"


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _once(values: Sequence[Any], where: str, what: str) -> None:
    if len(set(values)) != len(values):
        raise FileRefused(f"{where}: {what}: the same stands there twice.")


def _known(values: Iterable[str], known: Collection[str], where: str, what: str) -> None:
    for value in values:
        if value not in known:
            raise FileRefused(f"{where}: {what}: “{value}” is not in the file, or not before it.")


def _some(*refs: str | None) -> Iterator[str]:
    yield from (ref for ref in refs if ref is not None)
