"""What programs that walk the web may fetch."""

from flask import Response

from community.access import public

from .blueprint import bp

# Google's calendar fetcher obeys this file and must reach the personal addresses its people gave
# it; nobody else has a reason to.
_ROBOTS = """\
User-agent: Google-Calendar-Importer
Allow: /

User-agent: *
Allow: /*.ics
Disallow: /calendar/
Disallow: /import
Disallow: /my-calls
Disallow: /people
Disallow: /profile
Disallow: /settings
Disallow: /set-up
Disallow: /sign-in
Disallow: /sign-up
Disallow: /subscribe/
"""


@bp.get("/robots.txt")
@public
def show_robots() -> Response:
    """Pages for visitors and feeds may be fetched, what is personal may not."""
    response = Response(_ROBOTS, mimetype="text/plain")
    response.headers["Cache-Control"] = "public, max-age=86400"
    return response
