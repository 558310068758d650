"""Whole addresses, as they stand in letters, feeds and what is taken along: from configuration,
never from a request, whose host and scheme are what a proxy makes of them.
"""

from typing import Any
from urllib.parse import quote, urlsplit

from flask import current_app


def absolute(endpoint: str, *, _anchor: str | None = None, **values: Any) -> str:
    """The whole address of a page of ours, or of a place on it."""
    base = urlsplit(current_app.config["SETTINGS"].base_url)
    adapter = current_app.url_map.bind(base.netloc, url_scheme=base.scheme)
    address = adapter.build(endpoint, values, force_external=True)
    return address if _anchor is None else f"{address}#{quote(_anchor)}"


def host() -> str:
    """The host name people use."""
    return urlsplit(current_app.config["SETTINGS"].base_url).hostname or "localhost"
