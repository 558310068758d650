"""Rewording an item: what its proposer can change of it, and what they cannot."""

import pytest

from community.agendas import writing as writing_items
from community.agendas.drafts import ItemDraft
from community.agendas.queries import items_of, owners_of
from tests.agendas.build import make_evening, proposed
from tests.factories import START, make_community, make_member

pytestmark = [pytest.mark.engines("sqlite"), pytest.mark.usefixtures("in_january")]


def test_a_proposer_keeps_what_the_facilitators_have_set(writing, reading, signed_in):
    with writing():
        make_community()
        ola, mia = make_member("Ola"), make_member("Mia")
        call = make_evening(ola)
        item = proposed(call, mia)
        taken = ItemDraft(title="Licences", is_off_record=True, owners=(ola.id,))
        writing_items.change(item, taken, version=1, now=START)
    page = signed_in(mia)
    shown = page.get(f"/agenda-items/{item.key}/edit").text
    said = {"title": "Licensing", "kind": "discuss", "minutes": "15"}

    page.post(f"/agenda-items/{item.key}/words", data=said | {"version": str(item.version)})

    assert "checked" not in shown.partition('name="leads"')[2].partition(">")[0]
    with reading():
        (kept,) = items_of(call.id)
        assert (kept.title, kept.is_off_record) == ("Licensing", True)
        assert [owner.name for owner in owners_of([kept])[kept.id]] == ["Ola"]
