"""A link that does not answer asks those for a look who can mend it."""

import socket

import pytest

from community.accounts.models import Role
from community.db import db
from community.outside import Seen, look
from community.patterns import curating, seeding
from community.patterns.known_use_models import KnownUse, LinkMending
from community.patterns.known_uses import verify_use
from community.patterns.link_looking import look_at_links
from community.patterns.use_holdings import export
from tests.factories import START, make_community, make_member
from tests.patterns.build import DAY, emerging, proposed, used

pytestmark = pytest.mark.engines("sqlite")
PAGE, UPKEEP = "/patterns/ask-who-is-missing", "/patterns/suggestions?upkeep="
OLD = "https://example.org/a"


def test_each_address_is_tried_before_a_link_is_called_dead():
    tried: list[str] = []
    open_ends: list[socket.socket] = []

    def dial(address, _host):
        tried.append(address)
        if address != "8.8.4.4":
            raise OSError
        ours, theirs = socket.socketpair()
        theirs.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        open_ends.append(theirs)
        return ours

    found = look(OLD, resolve=lambda _: ["8.8.8.8", "8.8.4.4"], dial=dial)
    assert (found, tried) == (Seen(200), ["8.8.8.8", "8.8.4.4"])
    gone = look(OLD, resolve=lambda _: ["8.8.8.8"], dial=dial)
    assert gone == Seen(None, "no answer")
    open_ends[0].close()


@pytest.fixture
def people(writing):
    """A verified use with a link, and one of a retired pattern; those who have to do with both."""
    with writing():
        make_community()
        ada, ben, cleo, eve = (make_member(name) for name in ("Ada", "Ben", "Cleo", "Eve"))
        kim = make_member("Kim", Role.CURATOR)
        pattern = emerging(ada)
        verify_use(used(pattern, ben, url=OLD), by=cleo.person, now=START)
        retired = proposed(ada, title="Old")
        used(retired, ben, "Gone", url="https://example.org/b")
        curating.retire(retired, why="Old.", successor=None, by=kim.person, now=START)
    return {"author": ada, "teller": ben, "verifier": cleo, "another": eve, "curator": kim}


def fail(app, at):
    """Find both links dead, on several days."""
    for day in range(4):
        with app.app_context(), at(START + day * DAY):
            look_at_links(START + day * DAY, lambda _: Seen(404))


def test_a_dead_link_is_told_to_who_added_it_and_to_curators_once(app, people, at, post, mailbox):
    fail(app, at)
    for day in (4, 5):
        with at(START + day * DAY):
            post()

    for who in ("teller", "curator"):
        (letter,) = mailbox.to(people[who].email)
        assert letter.subject == "The link of a known use does not answer"
        assert f"{PAGE}#use-1" in letter.text
        assert "Riverside Library" in letter.text
    for who in ("another", "verifier"):
        assert mailbox.to(people[who].email) == []


def test_author_and_curators_mend_a_link_and_it_stays_verified(app, people, writing, at, signed_in):
    theirs = {who: signed_in(one) for who, one in people.items()}
    sent = {"url": "https://example.org/new"}
    assert theirs["curator"].post("/known-uses/1/link", data=sent).status_code == 409
    fail(app, at)

    assert "Mend the link" not in theirs["another"].get(PAGE).text
    for who in ("author", "curator", "teller"):
        assert "Mend the link" in theirs[who].get(PAGE).text
    listed = theirs["curator"].get(UPKEEP).text
    assert (f"{PAGE}#use-1" in listed, "Gone" in listed) == (True, False)
    assert "#use-1" not in theirs["another"].get(UPKEEP).text
    assert theirs["another"].post("/known-uses/1/link", data=sent).status_code == 403
    wrong = theirs["author"].post("/known-uses/1/link", data={"url": "http://example.org"})
    assert (wrong.status_code, "begins with https" in wrong.text) == (422, True)
    assert theirs["author"].post("/known-uses/1/link", data=sent).status_code == 303
    shown = theirs["curator"].get(PAGE).text
    for words, is_there in ((sent["url"], True), ("Verified by Cleo", True), ("Mend the", False)):
        assert (words, words in shown) == (words, is_there)
    assert "#use-1" not in theirs["curator"].get(UPKEEP).text
    assert "Its link was mended by Ada" in shown
    theirs["author"].post(f"{PAGE}/name-withdrawal")
    assert "Its link was mended by somebody who is not named" in theirs["curator"].get(PAGE).text
    with writing():
        assert db.session.get_one(KnownUse, 1).url == sent["url"]
        row, one = db.session.scalars(db.select(LinkMending)).one(), people["author"].person_id
        assert (row.use_id, row.by_id) == (1, one)
        assert export(one)["links of known uses mended"][0]["organisation"] == "Riverside Library"


def test_curators_see_what_nobody_has_checked_for_a_year(writing, at, signed_in):
    with writing():
        make_community()
        kim = make_member("Kim", Role.CURATOR)
        seeding.write(now=START)
    with at(START + 364 * DAY):
        before = signed_in(kim).get(UPKEEP).text
    with at(START + 366 * DAY):
        after = signed_in(kim).get(UPKEEP).text
    assert "Say It in Both Columns" not in before
    assert "Say It in Both Columns" in after
