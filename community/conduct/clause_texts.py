"""For which clauses of the code words are taken out, in files that are taken along. Pure."""

from collections.abc import Sequence
from typing import Any

from community.text import flat

from .state_queries import Placeholder


def clause_lines(redactions: Sequence[Placeholder], code_at: str) -> list[str]:
    """The clauses as paragraphs of Markdown, a blank line ahead of each; `code_at` is the address
    of versions of the code, to which the number of one is added.
    """
    said = "A part of this was taken out by a responder under the code of conduct:"
    told = (f"{said} {flat(one.clause)} <{_address(one, code_at)}>" for one in redactions)
    return [part for line in told for part in ("", line)]


def clause_data(
    redactions: Sequence[Placeholder], code_at: str, name: str = "taken out in part"
) -> dict[str, Any]:
    """The same as values, by a name; none where nothing is taken out."""
    told = [{"clause": one.clause, "page": _address(one, code_at)} for one in redactions]
    return {name: told} if told else {}


def _address(one: Placeholder, code_at: str) -> str:
    return f"{code_at}{one.version}#{one.clause_key}"
