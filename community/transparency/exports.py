"""A report of a half-year as a sheet."""

from community.attendance.sheets import sheet

from .models import TransparencyCell, TransparencyReport

HEADS = ("half-year", "what", "number", "no less than", "no more than")


def as_sheet(report: TransparencyReport) -> bytes:
    """A CSV file: a number where it is given, otherwise what it is no less and no more than."""
    label = report.half_year.label
    return sheet(HEADS, [(label, cell.name, *_numbers(cell)) for cell in report.cells])


def _numbers(cell: TransparencyCell) -> tuple[str, str, str]:
    least, most = _text(cell.least), _text(cell.most)
    return (least if cell.least == cell.most else "", least, most)


def _text(number: int | None) -> str:
    return "" if number is None else str(number)
