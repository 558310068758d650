"""For which clauses of the code words are taken out, in the files of a record. Pure."""

from collections.abc import Sequence
from typing import Any

from community.conduct.state_queries import Placeholder

from .export_people import plain


def clause_lines(redactions: Sequence[Placeholder], code_at: str) -> list[str]:
    """The clauses as paragraphs of Markdown, a blank line ahead of each; `code_at` is the address
    of versions of the code, to which the number of one is added.
    """
    said = "A part of this was taken out by a responder under the code of conduct:"
    told = (f"{said} {plain(one.clause)} <{_address(one, code_at)}>" for one in redactions)
    return [part for line in told for part in ("", line)]


def clause_data(redactions: Sequence[Placeholder], code_at: str) -> dict[str, Any]:
    """The same as values; none where nothing is taken out."""
    told = [{"clause": one.clause, "page": _address(one, code_at)} for one in redactions]
    return {"taken out in part": told} if told else {}


def _address(one: Placeholder, code_at: str) -> str:
    return f"{code_at}{one.version}#{one.clause_key}"
