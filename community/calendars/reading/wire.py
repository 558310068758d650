"""Carries an import plan between two processes as JSON: plain values, never pickled objects."""

import json
from datetime import date, datetime, time
from typing import Any

from community.calendars.plan import (
    Details,
    ImportPlan,
    ProposedCall,
    ProposedExtra,
    ProposedMove,
    ProposedSeries,
    Remark,
)
from community.calls.grammar import parse_rule, stored_text
from community.calls.rules import Rule, Slot

Fields = dict[str, Any]


def dump(plan: ImportPlan) -> str:
    """The plan as JSON in ASCII."""
    return json.dumps(
        {
            "name": plan.calendar_name,
            "series": [_series(series) for series in plan.proposed_series],
            "calls": [
                _fields(call) | {"details": _fields(call.details)} for call in plan.proposed_calls
            ],
            "remarks": [_fields(remark) for remark in plan.remarks],
        }
    )


def load(text: str) -> ImportPlan:
    """The plan that `dump` wrote, equal to the one it was given. Raises `ValueError` otherwise."""
    raw = json.loads(text)
    return ImportPlan(
        calendar_name=raw["name"],
        proposed_series=tuple(_load_series(fields) for fields in raw["series"]),
        proposed_calls=tuple(
            ProposedCall(**_timed(fields, "start") | {"details": _details(fields["details"])})
            for fields in raw["calls"]
        ),
        remarks=tuple(Remark(**fields) for fields in raw["remarks"]),
    )


def _fields(value: Any) -> Fields:
    """The fields of a frozen value, dates and times as ISO text."""
    found = {name: getattr(value, name) for name in value.__slots__}
    return {
        name: item.isoformat() if isinstance(item, date | time) else item
        for name, item in found.items()
    }


def _series(series: ProposedSeries) -> Fields:
    return {
        "details": _fields(series.details),
        "rule": {"text": stored_text(series.rule), "starts_on": series.rule.starts_on.isoformat()},
        "slot": _fields(series.slot),
        "skipped": [day.isoformat() for day in series.skipped],
        "moved": [_fields(move) for move in series.moved],
        "extras": [_fields(extra) for extra in series.extras],
        "ended": series.ended,
    }


def _load_series(fields: Fields) -> ProposedSeries:
    slot = fields["slot"]
    return ProposedSeries(
        details=_details(fields["details"]),
        rule=_rule(fields["rule"]),
        slot=Slot(slot["zone"], time.fromisoformat(slot["time"]), slot["minutes"]),
        skipped=tuple(date.fromisoformat(day) for day in fields["skipped"]),
        moved=tuple(ProposedMove(**_timed(move, "original", "start")) for move in fields["moved"]),
        extras=tuple(ProposedExtra(**_timed(extra, "start")) for extra in fields["extras"]),
        ended=fields["ended"],
    )


def _rule(fields: Fields) -> Rule:
    return parse_rule(fields["text"], date.fromisoformat(fields["starts_on"]))


def _details(fields: Fields) -> Details:
    return Details(**fields | {"categories": tuple(fields["categories"])})


def _timed(fields: Fields, *names: str) -> Fields:
    return fields | {name: datetime.fromisoformat(fields[name]) for name in names}
