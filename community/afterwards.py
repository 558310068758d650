"""Small things that are noted once an answer is out, so that nobody waits for them."""

import logging
from collections.abc import Callable

from flask import Flask, Response, current_app

from .db import transaction
from .errors import trace_of

_log = logging.getLogger(__name__)


def note_afterwards(response: Response, note: Callable[[], None], *, what: str) -> None:
    """Call `note` in a transaction of its own when `response` is out. Where it fails that is logged
    as `what`, and nobody else hears of it.
    """
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001

    def write() -> None:
        try:
            with app.app_context(), transaction():
                note()
        except Exception as error:  # noqa: BLE001 - the answer is out
            _log.error("It could not be noted %s.\n%s", what, trace_of(error))

    response.call_on_close(write)
