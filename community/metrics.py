"""`/metrics` for machines that watch: numbers from the database, right from whichever process
answers, and a few about that process itself (`process_…`).

Only for whoever knows the token that the operator has set; without one there is no such page.
"""

import hmac
import tomllib
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from flask import Flask, Response, abort, current_app, request
from flask.typing import ResponseReturnValue
from prometheus_client import CollectorRegistry, ProcessCollector
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from . import access, clock, condition, schema

_PREFIX = "community_"


def init_app(app: Flask) -> None:
    """Add the address."""
    app.add_url_rule("/metrics", "metrics", show_metrics)


@access.public
def show_metrics() -> ResponseReturnValue:
    """Every number there is, in the text format of Prometheus. It looks at no cookie."""
    token = current_app.config["SETTINGS"].metrics_token
    if not token:
        abort(404)
    given = request.authorization
    shown = (given.token or "") if given is not None and given.type == "bearer" else ""
    headers = {"Cache-Control": "private, no-store"}
    if not hmac.compare_digest(shown.encode(), token.encode()):
        return "The token is missing or wrong.\n", 401, headers | {"WWW-Authenticate": "Bearer"}
    registry = CollectorRegistry()
    registry.register(_Place(condition.measure(clock.now())))
    ProcessCollector(registry=registry)
    return Response(generate_latest(registry), headers=headers, content_type=CONTENT_TYPE_LATEST)


class _Place(Collector):
    """What was measured, as the library wants it."""

    def __init__(self, measures: Iterable[condition.Measure]) -> None:
        self._measures = list(measures)

    def collect(self) -> Iterable[Metric]:
        """Each name once, with all its values."""
        made: dict[str, GaugeMetricFamily] = {}
        for each in self._measures:
            name = _PREFIX + each.name
            family = made.setdefault(
                name, GaugeMetricFamily(name, each.words, labels=list(each.labels))
            )
            family.add_metric(list(each.labels.values()), each.value)
        build = GaugeMetricFamily(
            f"{_PREFIX}build_info", "The version that runs.", labels=["version", "revision"]
        )
        build.add_metric([_version(current_app.root_path), schema.newest() or ""], 1)
        return [*made.values(), build]


@lru_cache(maxsize=2)
def _version(home: str) -> str:
    """The version of the program, as its project file names it."""
    try:
        told = tomllib.loads((Path(home) / "pyproject.toml").read_text(encoding="utf-8"))
    except OSError:
        return "unknown"
    return str(told["project"]["version"])
