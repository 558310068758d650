"""Reviews, objections, a curator's word, checks and retirement on the page of a pattern."""

import re

import pytest

from app import HOLDINGS
from community.accounts.models import Role
from community.holdings import erase_all
from community.patterns import curating, known_uses, objecting, settling
from community.patterns.models import Pattern
from tests.factories import START, make_community, make_member
from tests.patterns.build import DAY, draft, emerging, proposed, suggested, used

pytestmark = [pytest.mark.engines("sqlite"), pytest.mark.usefixtures("in_january")]


@pytest.fixture
def place(writing):
    with writing():
        make_community()
        people = make_member("Ada"), make_member("Rea"), make_member("Kim", Role.CURATOR)
        pattern = proposed(people[0])
    return people, f"/patterns/{pattern.slug}"


def test_a_review_with_its_interest_makes_a_proposal_emerging(place, client, signed_in):
    (ada, rea, _), page = place
    slug = page.rpartition("/")[2]
    hers, authors = signed_in(rea), signed_in(ada)
    assert "To become emerging" in client.get(page).text
    given = {
        "verdict": "ready",
        "words": "Clear.",
        "looked_at": ["check"],
        "once": "k",
        "seen": "1",
    }

    wrong = hers.post(f"{page}/reviews", data=given)
    assert (wrong.status_code, "or that it is nothing" in wrong.text) == (422, True)
    assert "Clear." in wrong.text
    assert authors.post(f"{page}/reviews", data=given | {"interest": "x"}).status_code == 403
    for _ in range(2):
        answer = hers.post(f"{page}/reviews", data=given | {"interest": "Nothing."})
        assert answer.location == f"{page}?sent=review+{slug}#reviews"

    shown = client.get(page).text
    assert shown.count("Clear.") == 1
    assert "To become proven" in shown
    assert "The check can be answered." in shown
    assert "What they have to do with it: Nothing." in shown
    assert "by somebody who did not write it says that it is ready" in shown
    hers.post("/pattern-reviews/1/withdrawal")
    assert "Nobody has reviewed it yet." in client.get(page).text


def test_an_objection_is_answered_by_the_author_and_withdrawn_by_who_raised_it(
    place, client, signed_in
):
    (ada, rea, kim), page = place
    hers, authors, curators = signed_in(rea), signed_in(ada), signed_in(kim)
    assert hers.post(f"{page}/objections", data={"words": " "}).status_code == 422
    hers.post(f"{page}/objections", data={"words": "Too early.", "once": "k"})
    assert "Too early." in client.get(page).text
    assert hers.post("/pattern-objections/1/answer", data={"words": "x"}).status_code == 403
    assert "Too early." in authors.get("/pattern-objections/1/answer/new").text

    authors.post("/pattern-objections/1/answer", data={"words": "It is old."})
    assert "It is old." in client.get(page).text
    curators.post("/pattern-objections/1/answer/withdrawal")
    assert "It is old." not in client.get(page).text
    hers.post("/pattern-objections/1/withdrawal")
    assert "Nobody objects." in client.get(page).text
    assert authors.get("/pattern-objections/1/answer/new").status_code == 404


def test_a_curator_speaks_for_it_retires_it_and_puts_it_back(place, client, signed_in, writing):
    (ada, _, kim), page = place
    with writing():
        better = emerging(ada, title="A Better Way").slug
    curators, authors = signed_in(kim), signed_in(ada)
    curators.post(f"{page}/curator-word", data={"word": "Seen.", "seen": "1"})
    curators.post(f"{page}/check", data={"seen": "1"})
    assert authors.post(f"{page}/check", data={"seen": "1"}).status_code == 409
    check = f'action="{page}/check"'
    assert [check in one.get(page).text for one in (curators, authors)] == [True, False]
    shown = client.get(page).text
    assert "Kim, curator: it may be called proven. “Seen.”" in shown
    assert "Checked by Kim" in shown
    curators.post(f"{page}/curator-word/withdrawal")
    curators.post(f"{page}/check/withdrawal")
    shown = client.get(page).text
    assert "it may be called proven" not in shown
    assert "Checked by" not in shown

    wrong = curators.post(f"{page}/retirement", data={"why": "Old.", "successor": "nowhere"})
    assert (wrong.status_code, "No pattern of the library" in wrong.text) == (422, True)
    address = f"http://localhost/patterns/{better}?for=business"
    curators.post(f"{page}/retirement", data={"why": "Old.", "successor": address})
    shown = client.get(page).text
    assert (
        f'Use <a href="/patterns/{better}" lang="en">A Better Way</a> in its place'
        in shown.replace("<strong>", "")
    )
    old = client.get(f"{page}/revisions/1").text
    assert ("Retired" in old, "A Better Way</a> in its place" in old) == (True, True)
    back = f"{page}/retirement/withdrawal"
    assert [curators.post(back).status_code, curators.get(back).status_code] == [422, 200]
    assert "in its place" in client.get(page).text
    sent = curators.post(back, data={"why": "Nothing better came."})
    assert sent.location == f"{page}?sent=back+{page.rpartition('/')[2]}"
    assert "Nothing better came." in client.get(page).text
    assert "Being discussed" in client.get(f"{page}/revisions/1").text
    assert "Being discussed" in client.get(page).text


def test_it_needs_a_check_after_twelve_months(place, client, writing, signed_in, at):
    (ada, rea, _), _ = place
    with writing():
        pattern = emerging(ada, title="Old")
        curating.check(pattern, by=rea.person, now=START)
        path = f"/patterns/{pattern.slug}"
    pages = path, f"{path}/revisions/1", "/patterns", "/patterns?q=old", "/palette?q=old"

    def asks() -> list[bool]:
        return ["eeds a check" in client.get(page).text for page in pages]

    with at("2027-01-15T11:00"):
        assert not any(asks())
    with at("2027-01-15T13:00"):
        assert all(asks())
        signed_in(rea).post(f"{path}/check", data={"seen": "1"})
        assert not any(asks())


def test_a_page_says_how_much_is_there_and_until_when(client, signed_in, writing):
    with writing():
        make_community()
        ada, ben, cleo = (make_member(name) for name in ("Ada", "Ben", "Cleo"))
        begun, pattern = draft(ada, title="Bare", solution=""), emerging(ada)
        for name in ("One", "Two"):
            use = used(pattern, ben, name, limits="Not by post.")
            known_uses.verify_use(use, by=cleo.person, now=START)
        curating.speak_for(pattern, by=cleo.person, now=START)
        last = used(pattern, ben, "Three")
    mine = signed_in(ada)
    step = mine.get(f"/patterns/{begun.slug}").text.partition('id="stage"')[2].partition("</ul>")[0]
    assert [step.count(word) for word in ("There:", "Missing:")] == [8, 1]
    assert re.search(r"Missing:</span> The solution\.", step)
    page = f"/patterns/{pattern.slug}"
    assert "2 of 3 verified uses, in 2 of 3 organisations." in client.get(page).text

    with writing() as session:
        known_uses.verify_use(session.merge(last), by=session.merge(cleo.person), now=START)
    assert "Quiet until <time" in client.get(page).text
    with writing() as session:
        settling.settle(session.get_one(Pattern, pattern.id), now=START + 10 * DAY)
    told = "Confirmed in 3 places by people who did not write it, and not checked"
    assert told in client.get(page).text
    with writing() as session:
        proven = session.get_one(Pattern, pattern.id)
        curating.check(proven, by=session.merge(ben.person), now=START + 11 * DAY)
    assert "last checked on <time" in client.get(page).text


@pytest.mark.engines("sqlite")
@pytest.mark.engines("sqlite")
def test_no_day_is_named_for_a_proposal_that_nobody_would_get_back(client, writing):
    with writing():
        make_community()
        ada = make_member("Ada")
        slug, number = proposed(ada).slug, ada.person_id
    returned = "If nothing happens until"
    assert returned in client.get(f"/patterns/{slug}").text

    with writing():
        erase_all(HOLDINGS, number, now=START + DAY)
    assert returned not in client.get(f"/patterns/{slug}").text


def test_what_is_typed_into_forms_of_curation_is_kept_in_the_browser_until_it_is_sent(
    signed_in, writing
):
    with writing():
        make_community()
        ada, ben, kim = make_member("Ada"), make_member("Ben"), make_member("Kim", Role.CURATOR)
        pattern = proposed(ada)
        use, row = used(pattern, ben), suggested(pattern, ben)
        objection = objecting.object_to(pattern, "No.", by=ben.person, now=START)
    hers, his, slug = signed_in(kim), signed_in(ben), pattern.slug
    page = f"/patterns/{slug}"
    forms = {
        f"{page}/reviews/new": f"review {slug}",
        f"{page}/objections/new": f"objection {slug}",
        f"/pattern-objections/{objection.id}/answer/new": f"answer {objection.id}",
        f"{page}/retirement": f"retirement {slug}",
        f"{page}/retirement/withdrawal": f"back {slug}",
        f"{page}/known-uses/new": f"use of {slug}",
        "/collections/new": "new collection",
    }
    for address, place in forms.items():
        shown = hers.get(address).text
        assert (address, f'data-draft="{place}"' in shown) == (address, True)
        assert "js/drafts.js" in shown
    assert f'data-draft="use {use.id}"' in his.get(f"/known-uses/{use.id}/edit").text
    at = f"/pattern-suggestions/{row.id}"
    shown = hers.get(at).text
    for place in ("take", "decline", "message"):
        assert f'data-draft="{place} {row.id}"' in shown
    sent = hers.post(f"{at}/messages", data={"words": "Why?"}).location
    assert sent == f"{at}?sent=message+{row.id}#messages"
    assert hers.post(f"{at}/refusal", data={"why": "No."}).location == f"{at}?sent=decline+{row.id}"
    given = {"title": "For a first week", "openness": "public"}
    made = hers.post("/collections", data=given).location
    assert made.endswith("?sent=new+collection")
    assert "js/drafts.js" in hers.get(made).text


@pytest.mark.engines("sqlite")
def test_what_comes_in_the_place_of_a_retired_pattern_is_named_as_anywhere(signed_in, writing):
    with writing():
        make_community()
        ada, kim = make_member("Ada"), make_member("Kim", Role.CURATOR)
        slugs = [proposed(ada, title=f"Old {n}").slug for n in ("One", "Two", "Three")]
        proposed(ada, title="The New Way")
    hers = signed_in(kim)
    sent = {"why": "Old.", "successor": "No"}
    wrong = hers.post(f"/patterns/{slugs[0]}/retirement", data=sent)
    assert wrong.status_code == 422
    assert "No pattern of the library is called that" in wrong.text
    names = ("the new way", "[[the-new-way]]", "http://localhost/patterns/the-new-way")
    for slug, name in zip(slugs, names, strict=True):
        sent = {"why": "Old.", "successor": name}
        assert hers.post(f"/patterns/{slug}/retirement", data=sent).status_code == 303
        assert 'href="/patterns/the-new-way"' in hers.get(f"/patterns/{slug}").text
