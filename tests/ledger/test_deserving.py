"""Which lines what was done at a call gives."""

import pytest

from community.agendas.call_roles import CallRole
from community.ledger.deserving import Evidence, deserved
from community.ledger.models import Labour

OLA, MIA = 1, 2


@pytest.mark.parametrize(
    ("evidence", "lines"),
    [
        (Evidence(), set()),
        (Evidence(roles=[(CallRole.WELCOME, MIA)]), {(MIA, Labour.WELCOME)}),
        (Evidence(roles=[(CallRole("captions"), MIA)]), {(MIA, Labour.CAPTIONS)}),
        (
            Evidence(roles=[(CallRole.FACILITATOR, MIA)], facilitators=frozenset({OLA})),
            {(MIA, Labour.FACILITATING)},
        ),
        (
            Evidence(steered=frozenset({MIA}), facilitators=frozenset({OLA})),
            {(MIA, Labour.FACILITATING)},
        ),
        (Evidence(facilitators=frozenset({OLA})), {(OLA, Labour.FACILITATING)}),
        (Evidence(called=frozenset({MIA})), {(MIA, Labour.QUEUE)}),
        (
            Evidence(edited=frozenset({MIA}), reviewed=frozenset({OLA})),
            {(MIA, Labour.EDITING), (OLA, Labour.REVIEWING)},
        ),
        (Evidence(notes={MIA: 3, OLA: 2}), {(MIA, Labour.NOTES)}),
        (
            Evidence(roles=[(CallRole.NOTES, MIA)], notes={MIA: 9}),
            {(MIA, Labour.NOTES)},
        ),
    ],
)
def test_what_was_done_gives_lines(evidence, lines):
    assert deserved(evidence) == lines
