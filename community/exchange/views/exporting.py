"""Taking a series along over HTTP."""

from datetime import timedelta
from hashlib import file_digest
from threading import BoundedSemaphore

from flask import abort, current_app, request, send_file
from flask.typing import ResponseReturnValue

from community import clock
from community.access import guard, viewer
from community.accounts import limits
from community.calls.models import Series
from community.calls.queries import series_by_slug
from community.errors import TooMany
from community.exchange.exporting import export_series
from community.exchange.policies import Permission
from community.origin import keep_from_shared_caches

from .blueprint import bp

EXPORT = limits.Limit("export of a series", 30, timedelta(hours=1))
packer = BoundedSemaphore(1)
"""Each process packs one series at a time, and nobody waits for it in a thread."""


@bp.get("/series/<slug>/export.zip")
@guard(Permission.TAKE_ALONG, load=series_by_slug)
def export(series: Series) -> ResponseReturnValue:
    """The series whole, as its reader may read it. Unchanged bytes are not sent again.

    It is made anew each time it is asked for, so each member and each network has a share.
    """
    if series.is_removed:
        abort(410)
    if not packer.acquire(blocking=False):
        raise TooMany("Somebody else is taking a series along just now. Try again in a minute.")
    try:
        limits.allow(EXPORT, asking(), now=clock.now())
        base_url = current_app.config["SETTINGS"].base_url
        file = export_series(series, viewer(), base_url=base_url, now=clock.now())
    finally:
        packer.release()
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


def asking() -> str:
    """Whose share it is."""
    member = viewer().member
    return f"member {member.id}" if member else limits.network(request.remote_addr)
