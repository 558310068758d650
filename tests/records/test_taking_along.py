"""What the files of a record say of labour and of looking back."""

import pytest

from community.db import db
from community.facilitation.look_back_models import LookBack
from community.ledger.models import Labour
from tests.factories import make_member
from tests.ledger.build import by_pseudonym, line, listed
from tests.records.build import OVER, again, publish, record

pytestmark = pytest.mark.engines("sqlite")


def test_labour_is_credited_as_chosen_and_words_are_there_from_three_people_on(
    scene, writing, client, at
):
    ola, mia, ned, call = scene

    def say(member):
        words = {"worked": f"Spoken by {member.name}", "differently": ""}
        db.session.add(LookBack(call_id=call.id, member_id=member.id, **words, at=OVER))

    def files():
        with at(OVER):
            texts = [client.get(record(call, end)) for end in (".md", ".json")]
        return texts[0].text, texts[1].json

    with writing():
        publish(again(call), ola)
        listed(line(call, ned, Labour.CAPTIONS), ned, by_pseudonym("A reed"))
        line(call, mia, Labour.WELCOME)
        say(mia)
        say(ned)
    before, _ = files()
    with writing():
        say(make_member("Zoe"))
    after, values = files()

    assert "Discuss, 10 minutes, not reached\n" in before
    assert "Discuss, 10 minutes, 12 minutes were used\n" in before
    assert "Spoken by" not in before
    assert "- Spoken by Zoe\n" in after
    assert len(values["looking back"]) == 3
    assert "## Labour\n\n- Captions: A reed\n\n" in after
    assert values["labour"] == [{"what": "captions", "credited to": "A reed", "minutes": None}]
