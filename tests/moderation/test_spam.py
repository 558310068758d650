"""What is taken for spam leaves nothing in its place, and can come back."""

import pytest

from community.access import Viewer
from community.conduct.state_models import Standing
from community.db import db
from community.moderation import setting_aside
from community.moderation.content_spans import Aside
from community.moderation.out_of_sight import content_at
from community.records.note_queries import CALL, notes_in, threads_of
from tests.conduct.build import KIND
from tests.factories import START
from tests.moderation.everywhere import answers, make_place, where
from tests.notes.saying import say

pytestmark = pytest.mark.usefixtures("in_january")

SPAM = Aside(Standing.SPAM, KIND.key, "It sells watches.")
GONE = ("A note was here", "A known use was here", "taken out by a responder", "taken out,")


def test_of_spam_nothing_stands_anywhere_but_where_it_was_answered_and_it_comes_back(
    writing, client, signed_in
):
    with writing():
        place = make_place()
        at, call = place["at"], place["call"]
        answered = say(call, place["Mia"], "Buy quokkaword.", now=START)
        say(call, place["Ola"], "Please do not.", parent=answered, now=START)
    before = answers(client, at)
    rue = signed_in(place["Rue"])
    made = []
    for about in ("note:{note}", "note:{noted}", "use:{use}", "pattern:{pattern}"):
        form = {"about": about.format_map(at), "state": "spam", "clause": KIND.key, "why": "Ads."}
        answer = rue.post("/desk/content", data=form)
        assert answer.status_code == 303
        made.append(answer.location)
    item = {"about": "item:{item}".format_map(at), "state": "spam", "clause": KIND.key, "why": "-"}
    assert rue.post("/desk/content", data=item).status_code == 422  # its place is on an agenda
    after = answers(client, at)
    assert {words: where(after, words.lower()) for words in GONE} == {
        words: set() for words in GONE
    }
    with writing():
        shown = notes_in(threads_of(db.session.merge(call), ()))[CALL]
        assert [line.placeholder for line in shown.lines if line.text_html is None] == []
        subject = content_at(Viewer(place["Rue"]), f"note:{answered.key}", None)
        setting_aside.set_aside(subject, SPAM, by=db.session.merge(place["Rue"]), now=START)
    thread = client.get("/threads/{thread}".format_map(at)).text
    mine, kept = (
        signed_in(place[one]).get(f"/threads/{at['thread']}").text for one in ("Mia", "Ola")
    )
    assert "/standing" in mine.partition("A note was here")[2]
    assert "Put it back" not in kept
    said = ("quokkaword" in thread, "A note was here" in thread, "Please do not." in thread)
    assert (said, "Be kind" in thread) == ((False, True, True), False)
    for address in reversed(made):
        assert rue.post(f"{address}/withdrawal").status_code == 303
    back = answers(client, at)
    for word in ("zebraquill", "tapirword", "narwhalword", "okapiword"):
        assert where(back, word) == where(before, word) != set()
