"""Taking a series along over HTTP."""

from hashlib import file_digest
from threading import BoundedSemaphore

from flask import abort, current_app, send_file
from flask.typing import ResponseReturnValue

from community import clock
from community.access import guard, viewer
from community.calls.models import Series
from community.calls.queries import series_by_slug
from community.errors import TooMany
from community.exchange.exporting import export_series
from community.exchange.policies import Permission
from community.origin import keep_from_shared_caches

from .blueprint import bp

AT_ONCE = 2
"""Series that one process of the server packs at the same time; each of them holds a thread."""
_PATIENCE = 5.0  # seconds to wait for one's turn
_packers = BoundedSemaphore(AT_ONCE)


@bp.get("/series/<slug>/export.zip")
@guard(Permission.TAKE_ALONG, load=series_by_slug)
def export(series: Series) -> ResponseReturnValue:
    """The series whole, as its reader may read it. Unchanged bytes are not sent again."""
    if series.is_removed:
        abort(410)
    if not _packers.acquire(timeout=_PATIENCE):
        raise TooMany("Others are taking a series along just now. Try again in a few seconds.")
    try:
        base_url = current_app.config["SETTINGS"].base_url
        file = export_series(series, viewer(), base_url=base_url, now=clock.now())
    finally:
        _packers.release()
    tag = file_digest(file, "sha256").hexdigest()[:32]  # type: ignore[arg-type]
    file.seek(0)
    keep_from_shared_caches()
    response = send_file(
        file,
        mimetype="application/zip",
        as_attachment=True,
        download_name=f"{series.slug}.zip",
        etag=tag,
        max_age=0,
    )
    response.headers["X-Robots-Tag"] = "noindex"
    response.call_on_close(file.close)  # which nobody reads to its end where it is not sent
    return response
