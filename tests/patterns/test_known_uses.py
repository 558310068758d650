"""Known uses: told by one, verified by another, changed and withdrawn."""

import re

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from community.db import db
from community.disclosures.disclosing import disclose
from community.disclosures.wording import Checked, Degree, Said
from community.patterns import known_uses
from community.patterns.known_use_models import KnownUse, UseState, UseVerification
from community.patterns.known_use_queries import uses_of
from community.patterns.known_uses import OwnUse, UseDraft, UseGone
from community.patterns.said_first import SaidFirst
from community.patterns.use_holdings import erase, export
from tests.factories import START, make_community, make_member
from tests.patterns.build import DAY, proposed, used


@pytest.mark.usefixtures("db_session")
def test_another_person_verifies_it_and_nobody_else_can():
    ada, ben = make_member("Ada"), make_member("Ben")
    use = used(proposed(make_member("Zoe")), ben)
    with pytest.raises(OwnUse):
        known_uses.verify_use(use, by=ben.person, now=START)
    for own in ({"added_by_id": ben.person_id}, {"added_by_id": ada.person_id}):
        row = {"use_id": use.id, "by_id": ben.person_id, "at": START, "word": ""} | own
        with pytest.raises(IntegrityError), db.session.begin_nested():
            db.session.execute(insert(UseVerification), [row])

    for _ in range(2):
        known_uses.verify_use(use, by=ada.person, word="I was there.", now=START)
    with pytest.raises(SaidFirst):
        known_uses.verify_use(use, by=make_member("Cleo").person, now=START)

    [line] = uses_of(use.pattern_id)
    assert (line.by, line.verified.by, line.verified.word) == ("Ben", "Ada", "I was there.")
    assert export(ben.person_id)["known uses added"][0]["organisation"] == "Riverside Library"
    assert [row["word"] for row in export(ada.person_id)["known uses verified"]] == ["I was there."]
    erase(ada.person_id, START)
    assert len(uses_of(use.pattern_id)) == 1


@pytest.mark.usefixtures("db_session")
@pytest.mark.engines("sqlite")
def test_what_is_said_anew_is_verified_anew_and_what_is_withdrawn_is_gone():
    ada, ben = make_member("Ada"), make_member("Ben")
    use = used(proposed(make_member("Zoe")), ben)
    known_uses.verify_use(use, by=ada.person, now=START)
    given = {"by": ben.person, "disclosure": use.disclosure, "now": START + DAY}
    same = UseDraft("Riverside Library", UseState.USING)

    known_uses.change_use(use, same, **given)
    assert uses_of(use.pattern_id)[0].verified is not None
    known_uses.change_use(use, UseDraft("Riverside Library", UseState.STOPPED), **given)
    assert uses_of(use.pattern_id)[0].verified is None

    for _ in range(2):
        known_uses.withdraw_use(use, by=ada.person, now=START + DAY)
    assert uses_of(use.pattern_id) == []
    with pytest.raises(UseGone):
        known_uses.verify_use(use, by=ada.person, now=START)
    with pytest.raises(UseGone):
        known_uses.change_use(use, same, **given)


def seen_on(page: str) -> str:
    """The mark of what is read on the page, as its form sends it."""
    return page.partition('name="seen" value="')[2].partition('"')[0]


@pytest.mark.engines("sqlite")
def test_a_use_is_told_and_verified_on_the_page(client, signed_in, writing):
    with writing():
        make_community()
        ada, ben = make_member("Ada"), make_member("Ben")
        pattern = proposed(make_member("Zoe"))
    page, hers, his = f"/patterns/{pattern.slug}", signed_in(ada), signed_in(ben)
    given = {"organisation": "Riverside", "state": "tried", "limits": "Not by post.", "once": "k"}
    given |= {"disclosure-degree": "none", "url": "https://example.org/x", "since": "2024"}

    wrong = his.post(f"{page}/known-uses", data=given | {"url": "http://example.org/x"})
    assert (wrong.status_code, "begins with https" in wrong.text) == (422, True)
    wrong = his.post(f"{page}/known-uses", data=given | {"since": "2199"})
    assert (wrong.status_code, "This year is still to come." in wrong.text) == (422, True)
    for _ in range(2):
        answer = his.post(f"{page}/known-uses", data=given)
        assert answer.location == f"{page}?sent=use+of+{pattern.slug}#use-1"
    shown = client.get(page).text
    assert shown.count('class="pattern-use"') == 1
    assert "Has tried it" in shown
    assert "Not by post." in shown
    assert "Not verified by anybody yet." in shown
    assert "I can verify this" not in his.get(page).text

    begins = r"<div data-no-print>\s*<details[^>]*>\s*<summary>([^<]+)<"
    assert re.findall(begins, hers.get(page).text)[:2] == ["Say more exactly", "I can verify this"]
    assert hers.post("/known-uses/1/verification", data={"word": "x" * 301}).status_code == 422
    hers.post(
        "/known-uses/1/verification", data={"word": "Seen.", "seen": seen_on(hers.get(page).text)}
    )
    assert "Verified by Ada" in client.get(page).text
    hers.post("/known-uses/1/verification/withdrawal")
    assert "Verified by Ada" not in client.get(page).text
    seen = {"seen": seen_on(his.get("/known-uses/1/edit").text)}
    his.post("/known-uses/1", data=given | seen | {"state": "using"})
    assert "Uses it" in client.get(page).text
    his.post("/known-uses/1/withdrawal")
    assert "Riverside" not in client.get(page).text
    assert his.get("/known-uses/1/edit").status_code == 404
    with writing():
        assert db.session.get_one(KnownUse, 1).withdrawn_by_id == ben.person_id


@pytest.mark.engines("sqlite")
def test_a_small_change_of_a_use_keeps_what_was_said_about_tools(signed_in, writing):
    with writing():
        make_community()
        ben = make_member("Ben")
        used(proposed(make_member("Zoe")), ben, "Riverside", limits="Not by post and not at night.")
        before = db.session.get_one(KnownUse, 1).disclosure_id
        disclose(Said(Degree.MOST, checked=Checked.SOME), by=ben.person, now=START)  # of another
    his = signed_in(ben)
    sent = {"organisation": "Riverside", "state": "using", "limits": "Not by post and not at noon."}
    shown = his.get("/known-uses/1/edit").text
    sent |= {"seen": seen_on(shown)}

    small = his.post("/known-uses/1", data=sent)
    with writing():
        kept = db.session.get_one(KnownUse, 1).disclosure_id
    much = his.post("/known-uses/1", data=sent | {"limits": "It works everywhere since May."})

    assert (small.status_code, kept == before, much.status_code) == (303, True, 422)
    assert "As it says now" in shown
    assert "As it says now" not in much.text


@pytest.mark.engines("sqlite")
def test_a_use_is_verified_as_it_was_read(client, signed_in, writing):
    with writing():
        make_community()
        ada, ben = make_member("Ada"), make_member("Ben")
        pattern = proposed(make_member("Zoe"))
        used(pattern, ben, "Riverside", limits="Not by post.")
    page, hers = f"/patterns/{pattern.slug}", signed_in(ada)
    said = {"word": "Seen.", "seen": seen_on(hers.get(page).text)}
    given = {"organisation": "Riverside", "state": "using", "disclosure-degree": "none"}
    his = signed_in(ben)
    given |= {"seen": seen_on(his.get("/known-uses/1/edit").text)}
    his.post("/known-uses/1", data=given | {"limits": "Not by phone."})
    both = his.post("/known-uses/1", data=given | {"state": "tried", "limits": "Not by post."})
    assert both.status_code == 409
    assert "Where it did not fit: <q" in both.text
    assert ("Not by phone." in both.text, "Not by post." in both.text) == (True, True)
    given |= {"seen": seen_on(both.text), "limits": "Not by phone."}
    assert his.post("/known-uses/1", data=given | {"state": "using"}).status_code == 303

    for seen, told in ((said, "Changed: where it did not fit."), ({"word": "Seen."}, "the link")):
        again = hers.post("/known-uses/1/verification", data=seen)
        assert (again.status_code, told in again.text) == (409, True)
        assert 'value="Seen."' in again.text
    assert "Not verified by anybody yet." in client.get(page).text
    said["seen"] = seen_on(hers.get(page).text)
    assert hers.post("/known-uses/1/verification", data=said).status_code == 303
    with writing():
        assert db.session.query(UseVerification).one().version == 2
