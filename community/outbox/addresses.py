"""Addresses that stand in letters: from configuration, never from a request."""

from typing import Any
from urllib.parse import urlsplit

from flask import current_app


def absolute(endpoint: str, **values: Any) -> str:
    """The whole address of a page of ours."""
    base = urlsplit(current_app.config["SETTINGS"].base_url)
    adapter = current_app.url_map.bind(base.netloc, url_scheme=base.scheme)
    return adapter.build(endpoint, values, force_external=True)


def host() -> str:
    """The host name people use."""
    return urlsplit(current_app.config["SETTINGS"].base_url).hostname or "localhost"
