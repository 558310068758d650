"""For which clauses words are taken out, to be said beside a bar."""

from collections.abc import Mapping

from community.marks import BAR

from .state_models import Content
from .state_queries import Placeholder, redactions_among


def beside_bars(about: Content, texts: Mapping[int, str]) -> Mapping[int, tuple[Placeholder, ...]]:
    """For which clauses words of some content are taken out, by its number, of that with a bar in
    its text; a query where there is one.
    """
    return redactions_among(about, {number for number, text in texts.items() if BAR in text})
