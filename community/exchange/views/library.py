"""Taking the library of patterns along over HTTP."""

from datetime import timedelta
from hashlib import file_digest

from flask import current_app, send_file
from flask.typing import ResponseReturnValue

from community import clock
from community.access import guard
from community.accounts import limits
from community.accounts.queries import present_community
from community.errors import TooMany
from community.exchange.library_exporting import export_library
from community.exchange.policies import Permission

from .blueprint import bp
from .exporting import asking, packer

LIBRARY = limits.Limit("export of the library", 30, timedelta(hours=1))


@bp.get("/patterns/export.zip")
@guard(Permission.TAKE_LIBRARY_ALONG)
def take_library() -> ResponseReturnValue:
    """The library whole, as everybody may read it. Unchanged bytes are not sent again."""
    if not packer.acquire(blocking=False):
        raise TooMany("Somebody else is taking something along just now. Try again in a minute.")
    try:
        limits.allow(LIBRARY, asking(), now=clock.now())
        community = present_community()
        place = community.name if community else "this place"
        file = export_library(base_url=current_app.config["SETTINGS"].base_url, place=place)
    finally:
        packer.release()
    tag = file_digest(file, "sha256").hexdigest()[:32]  # type: ignore[arg-type]
    file.seek(0)
    response = send_file(
        file,
        mimetype="application/zip",
        as_attachment=True,
        download_name="patterns.zip",
        etag=tag,
        max_age=0,
    )
    response.headers["X-Robots-Tag"] = "noindex"
    response.call_on_close(file.close)
    return response
