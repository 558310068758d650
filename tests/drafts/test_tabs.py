"""What is typed in two tabs of one form is kept in both, and sent from each by itself."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from community import clock
from community.calls.models import NoteTakers, Recording
from community.drafts import keeping
from community.drafts.models import Draft
from community.drafts.tabs import Tab
from tests.agendas.build import on_agenda
from tests.factories import START, make_community, make_member
from tests.notes.saying import say
from tests.records.build import OVER, held, opened

pytestmark = pytest.mark.usefixtures("in_january")
ITEM = {"title": "Licences", "kind": "discuss", "minutes": "10", "disclosure-degree": "none"}
NOTE = {"kind": "note", "disclosure-degree": "none"}
DETAILS = {"title": "Ours", "visibility": "public", "language": "en"}
DETAILS |= {"recording": Recording.NO.value, "note_takers": NoteTakers.ASK.value}


@pytest.fixture
def forms(writing):
    """Ola, who holds a call; and each form: its page, where it is kept and sent, what else is typed
    there, and the field it is for.
    """
    with writing():
        make_community()
        ola, mia = make_member("Ola"), make_member("Mia")
        call = held(ola, mia)
        opened(call, ola)
        (item,) = on_agenda(call, ola, "Licences")
        note = say(call, ola, "First words.")
        page, words = f"/calls/{call.slug}", f"/agenda-items/{item.key}"
        agenda, record, notes = f"{page}/agenda", f"{page}/record", "/notes/drafts"
        wrong, proposals = f"{record}/corrections", f"{agenda}/proposals"
        no_tool = {"disclosure-degree": "none"}
    return ola, [
        (f"{proposals}/new", f"{proposals}/draft", proposals, ITEM, "body"),
        (f"{words}/edit", f"{words}/words/draft", f"{words}/words", ITEM, "body"),
        (f"{page}/edit", f"{page}/details/draft", f"{page}/details", DETAILS, "description"),
        (f"{record}/edit", f"{record}/summary/draft", f"{record}/summary", no_tool, "summary"),
        (f"{wrong}/new", f"{wrong}/draft", wrong, {}, "words"),
        (f"/threads/{note.thread.key}", notes, f"{page}/notes", NOTE, "text"),
        (f"/notes/{note.key}/answers/new", notes, f"/notes/{note.key}/answers", NOTE, "text"),
        (f"/notes/{note.key}/edit", notes, f"/notes/{note.key}/text", no_tool, "text"),
    ]


def hidden(page: str) -> dict[str, str]:
    """What a page carries for the form with a draft, unseen."""
    form = page.partition("data-draft=")[2].partition("</form>")[0]
    tags = re.findall(r"<input[^>]*>", form)
    named = [
        re.search(r'name="([\w-]+)"[^>]* value="([^"]*)"', tag) for tag in tags if "hidden" in tag
    ]
    return {found[1]: found[2] for found in named if found}


@pytest.mark.engines("sqlite")
def test_each_tab_of_a_form_keeps_its_own_until_it_is_sent(forms, signed_in, reading, at):
    ola, every = forms

    def kept() -> list[str]:
        with reading() as rows:
            return sorted(rows.scalars(select(Draft.text_source)))

    def try_in_two(page, draft, url, typed, text) -> None:
        client = signed_in(ola)
        one, two = (hidden(client.get(page).text) for _ in range(2))
        mine, other = typed | one | {text: "In the first tab"}, typed | two | {text: "In another"}
        for sent, minute in ((mine, 1), (other, 2)):
            with at(clock.now() + timedelta(minutes=minute)):
                assert client.post(draft, data=sent).status_code == 204, page
        both = kept()
        again = client.get(page, query_string={"draft": one["tab"]}).text
        last = client.get(page).text
        sent = client.post(url, data=other)
        left = kept()
        first = client.get(page, query_string={"draft": one["tab"]}).text
        gone_on = hidden(first) | {text: "In the first tab, reloaded"}
        client.post(draft, data=typed | gone_on)
        after = kept()
        client.post(draft, data=typed | gone_on | {"do": "discard", text: ""})

        assert both == ["In another", "In the first tab"], page
        assert ("In the first tab" in again, f"?draft={two['tab']}" in again) == (True, True), page
        assert ("In another" in last, f"?draft={one['tab']}" in last) == (True, True), page
        assert (sent.status_code, left) == (303, ["In the first tab"]), page
        assert ("In the first tab" in first, "?draft=" in first) == (True, False), page
        assert (after, kept()) == (["In the first tab, reloaded"], []), page

    for form in every:
        with at(OVER if "corrections" in form[0] else START):
            try_in_two(*form)


def test_of_one_form_so_many_drafts_are_kept_and_the_latest(db_session):
    make_community()
    ola = make_member("Ola")
    for number in range(keeping.MOST_IN_PLACE + 2):
        now = START.replace(minute=number)
        keeping.keep_draft(ola, "there", f"{number}", tab=Tab(f"t{number}"), now=now)
    keeping.keep_draft(ola, "elsewhere", "Another", now=START)

    there = keeping.drafts_in(ola, "there")

    assert [one.text_source for one in there][-1] == "2"
    assert len(there) == keeping.MOST_IN_PLACE
    opened = Tab("new", f"t21@{START.replace(minute=21).isoformat()}")
    keeping.keep_draft(ola, "there", "Gone on", tab=opened, now=START.replace(minute=40))
    late = Tab("late", f"t20@{START.isoformat()}")  # its own tab has gone on since
    keeping.keep_draft(ola, "there", "Late", tab=late, now=START.replace(minute=41))
    latest = [one.text_source for one in keeping.drafts_in(ola, "there")][:3]
    assert latest == ["Late", "Gone on", "20"]
