"""What is read of a call's items for its page: proposals and one's own, and nothing of a draft."""

import pytest

from community.agendas.queries import proposals_and_own
from tests.agendas.build import declined, make_evening, on_agenda, proposed
from tests.factories import make_member


@pytest.mark.usefixtures("db_session")
def test_a_draft_is_not_even_read_for_the_page_of_an_agenda():
    ola, mia, pia = make_member("Ola"), make_member("Mia"), make_member("Pia")
    call = make_evening(ola)
    on_agenda(call, ola, "A draft")
    proposed(call, mia, "Open")
    declined(proposed(call, mia, "Mine"), ola)
    declined(proposed(call, pia, "Of somebody else"), ola)

    read = {who: proposals_and_own(call.id, who and who.id) for who in (None, mia)}

    assert [item.title for item in read[None]] == ["Open"]
    assert [item.title for item in read[mia]] == ["Open", "Mine"]
