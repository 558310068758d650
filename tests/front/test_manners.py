"""How a call is held is read before its join link, wherever a page shows that."""

import pytest

from community.calls import changing
from community.calls.drafts import Place
from community.calls.manners import UNCONDITIONAL, manners
from community.calls.models import Recording
from tests.factories import START, make_call, make_community, make_member, make_sitting

LINK = "https://meet.example.org/canary-of-the-link"
pytestmark = [pytest.mark.engines("sqlite"), pytest.mark.usefixtures("in_january")]


def test_what_is_agreed_stands_before_the_link(client, signed_in, writing):
    with writing():
        make_community()
        ola = make_member("Ola")
        sitting = make_sitting(make_call(ola))
        place = Place(join_url=LINK, join_is_public=True)
        changing.change_place(sitting, place, by=ola, now=START)
    address = f"/calls/{sitting.call.slug}"

    assert UNCONDITIONAL not in manners(sitting.call)
    for reader in (client, signed_in(ola)):
        page = reader.get(address).text
        policy = page.index("Not recorded"), page.index("Ask before you bring")
        assert max(policy) < page.index(LINK)
        for rest in ("/live", "/agenda", "/record"):
            assert LINK not in reader.get(f"{address}{rest}").text
    with writing() as session:
        session.merge(sitting.call).own_recording = Recording.PARTS
    unconditional = "Parts of it are recorded; you can take part without agreeing to that"
    assert unconditional in client.get(address).text
    sitting.call.own_recording = Recording.PARTS
    assert f"are recorded. {UNCONDITIONAL}" in manners(sitting.call)
