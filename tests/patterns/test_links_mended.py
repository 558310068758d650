"""A link that does not answer asks those for a look who can mend it."""

import socket

import pytest

from community.accounts.models import Role
from community.db import db
from community.outside import Seen, look
from community.patterns import curating, seeding
from community.patterns.known_use_models import KnownUse, UseVerification
from community.patterns.known_uses import verify_use
from community.patterns.link_looking import look_at_links
from tests.factories import START, make_community, make_member
from tests.patterns.build import DAY, emerging, proposed, used

pytestmark = pytest.mark.engines("sqlite")


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

    found = look("https://example.org/a", resolve=lambda _: ["8.8.8.8", "8.8.4.4"], dial=dial)
    assert (found, tried) == (Seen(200), ["8.8.8.8", "8.8.4.4"])
    gone = look("https://example.org/a", resolve=lambda _: ["8.8.8.8"], dial=dial)
    assert gone == Seen(None, "no answer")
    open_ends[0].close()


def test_a_dead_link_is_told_to_who_added_it_and_curators_who_mend_it(
    app, writing, at, post, mailbox, signed_in
):
    with writing():
        make_community()
        ada, ben, cleo, eve = (make_member(name) for name in ("Ada", "Ben", "Cleo", "Eve"))
        kim = make_member("Kim", Role.CURATOR)
        pattern = emerging(ada)
        use = used(pattern, ben, url="https://example.org/a")
        verify_use(use, by=cleo.person, now=START)
        retired = proposed(ada, title="Old")
        used(retired, ben, "Gone", url="https://example.org/b")
        curating.retire(retired, why="Old.", successor=None, by=kim.person, now=START)
        page = f"/patterns/{pattern.slug}"
    theirs = {"curator": signed_in(kim), "author": signed_in(ada), "another": signed_in(eve)}
    sent = {"url": "https://example.org/new"}
    assert theirs["curator"].post("/known-uses/1/link", data=sent).status_code == 409

    for day in range(4):
        with app.app_context(), at(START + day * DAY):
            look_at_links(START + day * DAY, lambda _: Seen(404))
    for hours in range(2):
        with at(START + (4 + hours) * DAY):
            post()
    for member in (ben, kim):
        letters = mailbox.to(member.email)
        assert [one.subject for one in letters] == ["The link of a known use does not answer"]
        assert f"{page}#use-1" in letters[0].text
        assert "Riverside Library" in letters[0].text
    assert mailbox.to(eve.email) == mailbox.to(cleo.email) == []

    assert "Mend the link" not in theirs["another"].get(page).text
    for who in ("author", "curator"):
        assert "Mend the link" in theirs[who].get(page).text
    listed = theirs["curator"].get("/patterns/suggestions?upkeep=").text
    assert f"{page}#use-1" in listed
    assert "Old" not in listed
    assert theirs["another"].get("/patterns/suggestions?upkeep=").text.count("#use-1") == 0
    assert theirs["another"].post("/known-uses/1/link", data=sent).status_code == 403
    wrong = theirs["author"].post("/known-uses/1/link", data={"url": "http://example.org"})
    assert (wrong.status_code, "begins with https" in wrong.text) == (422, True)
    assert theirs["author"].post("/known-uses/1/link", data=sent).status_code == 303
    shown = theirs["curator"].get(page).text
    assert "https://example.org/new" in shown
    assert "Verified by Cleo" in shown
    assert "Mend the link" not in shown
    assert "#use-1" not in theirs["curator"].get("/patterns/suggestions?upkeep=").text
    with writing():
        assert db.session.get_one(KnownUse, use.id).url == sent["url"]
        assert db.session.query(UseVerification).one().withdrawn_at is None


def test_curators_see_what_nobody_has_checked_for_a_year(writing, at, signed_in):
    with writing():
        make_community()
        kim = make_member("Kim", Role.CURATOR)
        seeding.write(now=START)
    with at(START + 364 * DAY):
        before = signed_in(kim).get("/patterns/suggestions?upkeep=").text
    with at(START + 366 * DAY):
        after = signed_in(kim).get("/patterns/suggestions?upkeep=").text
    assert "Say It in Both Columns" not in before
    assert "Say It in Both Columns" in after
