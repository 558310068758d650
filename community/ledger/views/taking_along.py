"""The ledger to take along, as CSV and JSON: what everybody reads of a series, one's own lines."""

from collections.abc import Sequence

from flask import Response, jsonify
from flask.typing import ResponseReturnValue

from community.access import guard, viewer
from community.calls.models import Series, Visibility
from community.calls.queries import series_by_slug
from community.ledger import queries
from community.ledger.exports import Row, as_data, as_sheet
from community.ledger.policies import Permission
from community.outbox.addresses import absolute

from .blueprint import bp, keep_to_its_readers, seen_by

_MOST = 5000  # calls, or lines of one's own


@bp.get("/series/<slug>/labour.csv")
@guard(Permission.READ_LABOUR, load=series_by_slug)
def show_series_sheet(series: Series) -> ResponseReturnValue:
    """The lines of a series as a sheet."""
    return _to_its_link(series, _sheet(_of_series(series), f"{series.slug}-labour.csv"))


@bp.get("/series/<slug>/labour.json")
@guard(Permission.READ_LABOUR, load=series_by_slug)
def show_series_data(series: Series) -> ResponseReturnValue:
    """The lines of a series as data."""
    page = absolute("ledger.show_series_labour", slug=series.slug)
    about = {"series": {"title": series.title, "page": page}}
    return _to_its_link(series, jsonify(as_data(_of_series(series), **about)))


@bp.get("/my-labour.csv")
@guard(Permission.SEE_MY_LABOUR)
def show_my_sheet() -> ResponseReturnValue:
    """One's own confirmed lines as a sheet."""
    return _sheet(_mine(), "my-labour.csv")


@bp.get("/my-labour.json")
@guard(Permission.SEE_MY_LABOUR)
def show_my_data() -> ResponseReturnValue:
    """One's own confirmed lines as data."""
    return jsonify(as_data(_mine()))


def _of_series(series: Series) -> list[Row]:
    keep_to_its_readers(series)
    seen = seen_by(series)
    sittings = queries.calls_with_lines(series, **seen, cursor=None, size=_MOST).rows
    lines = queries.lines_of_calls([sitting.call_id for sitting in sittings])
    return [
        Row(
            sitting.starts_at,
            sitting.call.title,
            _page_of(sitting.call.slug),
            line.kind.value,
            line.what,
            line.name,
            line.minutes,
        )
        for sitting in sittings
        for line in lines[sitting.call_id]
    ]


def _mine() -> list[Row]:
    rows: Sequence[queries.Mine] = queries.confirmed_by(
        viewer().member, cursor=None, size=_MOST
    ).rows
    begins = queries.begins_of({row.line.call_id for row in rows})
    return [
        Row(
            begins.get(row.line.call_id),
            row.line.call.title,
            _page_of(row.line.call.slug),
            row.line.kind.value,
            row.line.what,
            row.name,
            row.line.minutes,
        )
        for row in rows
    ]


def _page_of(slug: str) -> str:
    return absolute("ledger.show_call_labour", slug=slug)


def _sheet(rows: list[Row], name: str) -> Response:
    response = Response(as_sheet(rows), mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _to_its_link(series: Series, response: Response) -> Response:
    if series.visibility is Visibility.LINK:
        response.headers["X-Robots-Tag"] = "noindex"
    return response
