"""What records hold of a person is taken along, and goes with them."""

import pytest

from community.records import correcting, drafting
from community.records.corrections import Outcome
from community.records.holdings import GONE, erase, export
from tests.factories import make_member
from tests.notes.saying import NO_TOOL
from tests.records.build import OVER, held, opened, publish

pytestmark = [pytest.mark.usefixtures("db_session"), pytest.mark.engines("sqlite")]


def test_everything_somebody_did_for_a_record_is_taken_along():
    ola, mia = make_member("Ola"), make_member("Mia")
    call = held(ola, mia)
    drafting.write_summary(call, "In short", version=0, said=NO_TOOL, by=ola, now=OVER)
    opened(call, ola)
    asked = correcting.ask(call, "Seven to two", by=mia, now=OVER)
    correcting.answer(asked, Outcome.DONE, word="Yes", by=ola, now=OVER)
    publish(call, ola)

    hers, his = export(mia.person_id), export(ola.person_id)

    (correction,) = hers["corrections of records asked for"]
    assert (correction["words"], correction["answer"]) == ("Seven to two", "done")
    assert [one["word"] for one in his["corrections of records answered"]] == ["Yes"]
    assert [one["text"] for one in his["summaries of records written"]] == ["In short"]
    assert [one["call"] for one in his["records opened for correction"]] == ["An evening"]
    assert [one["call"] for one in his["records published"]] == ["An evening"]
    assert hers["records published"] == []


def test_the_words_of_corrections_go_and_what_waited_waits_no_longer(db_session):
    ola, mia = make_member("Ola"), make_member("Mia")
    call = held(ola, mia)
    opened(call, ola)
    answered, waiting = (correcting.ask(call, w, by=mia, now=OVER) for w in ("One", "Two"))
    correcting.answer(answered, Outcome.DONE, by=ola, now=OVER)

    erase(mia.person_id, OVER)
    db_session.expire_all()

    assert [row.words for row in (answered, waiting)] == [GONE, GONE]
    assert [row.withdrawn_at for row in (answered, waiting)] == [None, OVER]
