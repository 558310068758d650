"""Credit: one line everywhere, names as people want them, and names taken off."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from flask.testing import FlaskClient

from community.access import VISITOR, Viewer, may
from community.accounts.models import Credit as CreditAs
from community.accounts.models import Member, Role
from community.db import db
from community.notes import editing
from community.notes.models import Kind, Note
from community.notes.telling_queries import heard_by
from community.patterns import curating, known_uses, marking, naming, objecting
from community.patterns.content import Source, Training
from community.patterns.credit import Adapted, Credit, adapted_from, line
from community.patterns.credit_queries import unnamed
from community.patterns.curation_models import Verdict
from community.patterns.models import Pattern
from community.patterns.name_holdings import erase, export
from community.patterns.policies import Permission
from community.patterns.use_models import Shown, Using
from tests.factories import START, make_community, make_member
from tests.notes.saying import NO_TOOL
from tests.patterns.build import noted, proposed, revised, used

HERE = "https://calls.example.org/patterns/ask/revisions/2"


def test_the_line_names_people_place_licence_address_and_what_it_was_made_from():
    made_from = adapted_from(
        (
            Source("“Ask All”", f"{HERE[:-1]}1".replace("ask", "twice"), "CC0", "shortened"),
            Source("A talk", "https://example.org", "CC BY 4.0", "shortened"),
            Source("A book"),
        ),
        (
            Adapted("Ask Everybody", "ask-everybody", ((1, "Cyd"),)),
            Adapted("Ask Twice", "twice", ((1, "Di"),)),
        ),
    )
    given = Credit("Ask", ("Ada", "Ben"), True, "Open Calls", HERE, "CC-BY-SA-4.0", made_from)

    assert line(given) == (
        f"“Ask” by Ada, Ben and others, Open Calls: {HERE}. "
        "CC BY-SA 4.0 (https://creativecommons.org/licenses/by-sa/4.0/). "
        "Adapted from “Ask Everybody” by Cyd, “Ask Twice” by Di (CC0, https://calls.example.org/"
        "patterns/twice/revisions/1) and A talk (CC BY 4.0, https://example.org)."
    )
    assert line(Credit("Ask", (), True, "Open Calls", HERE, "Other")) == (
        f"“Ask” by people who are not named, Open Calls: {HERE}. Other."
    )


@pytest.mark.engines("sqlite")
def test_people_are_credited_in_order_as_they_want_and_a_revision_by_those_until_then(
    client, writing
):
    with writing():
        make_community()
        ada, ben, cyd = make_member("Ada"), make_member("Ben"), make_member("Cyd")
        ben.person.credit, ben.person.credit_name = CreditAs.OTHER, "B. of the North"
        cyd.person.credit = CreditAs.NOBODY
        pattern = proposed(ada, training=Training.NO)
        revised(pattern, ben, solution="Ask twice.")
        revised(pattern, cyd, solution="Ask three times.")
        revised(pattern, ada, solution="Ask four times.")

    page = client.get("/patterns/ask-who-is-missing").text

    assert "by Ada, B. of the North and others" in page
    assert "/patterns/ask-who-is-missing/revisions/4." in page
    assert "would rather not have models trained on it" in page
    assert "no condition of the licence" in page
    second = client.get("/patterns/ask-who-is-missing/revisions/2").text
    assert "by Ada and B. of the North, " in second
    assert "others" not in second


@pytest.mark.engines("sqlite")
def test_a_name_taken_off_is_on_no_page_until_it_is_put_back(client, signed_in, writing):
    with writing():
        make_community()
        ada, ben = make_member("Ada"), make_member("Canary Ben")
        number = proposed(ben).id
        other = proposed(ben, title="Decide Without Them").slug
        revised(db.session.get_one(Pattern, number), ada, solution="Ask twice.")
    at = "/patterns/ask-who-is-missing"
    pages = [at, f"{at}/revisions", f"{at}/revisions/1", f"{at}/revisions/2"]
    mine = signed_in(ben)

    def named():
        return {"Canary" in client.get(page).text for page in pages}

    assert named() == {True}
    for _twice in range(2):
        answer = mine.post(f"{at}/name-withdrawal")
        assert (answer.status_code, answer.location) == (303, f"{at}#credit")
    assert named() == {False}
    assert "by Ada and others" in client.get(at).text
    assert "Canary" in client.get(f"/patterns/{other}").text
    assert "Put my name back" in mine.get(at).text
    assert "Put my name back" not in signed_in(ada).get(at).text
    for _twice in range(2):
        mine.post(f"{at}/name-withdrawal/withdrawal")
    assert named() == {True}


@pytest.mark.engines("sqlite")
def test_a_name_taken_off_is_on_no_page_of_the_notes_and_in_no_letter_about_them(
    client, signed_in, writing
):
    with writing():
        ada, ben, asked, answer, other = _talk()
        heard_in = asked.thread_id
    at, page = f"/threads/{asked.thread.key}", "/patterns/ask-who-is-missing"
    pages = [at, f"{at}?branch={asked.key}", f"{at}.md", f"{at}.json", "/patterns/export.zip"]
    pages += [f"/notes/{answer.key}/{end}" for end in ("revisions", "answers/new")]
    pages += [f"/report?about=note:{answer.key}"]
    ends = ("", ".md", ".json", ".jsonld", ".bib", ".cff", "/revisions", "/relations")
    others = [*(page + end for end in ends), "/patterns/feed.atom", "/search?q=chair+asks"]
    reader, mine = signed_in(ada), signed_in(ben)

    def named():
        shown = {"Canary" in _read(reader, page) for page in pages}
        shown |= {"Canary" in _read(client, page) for page in pages if "answers" not in page}
        with writing():
            heard = heard_by(db.session.get_one(Member, ada.id), START, thread_id=heard_in)
        asks = reader.post("/notes/distance", data={"note": answer.key}).text
        return shown | {"Canary Ben" in {one.by for one in heard}, "Canary" in asks}

    assert named() == {True}
    assert "Take my name off" in mine.get(page).text
    mine.post(f"{page}/name-withdrawal")
    assert named() == {False}
    assert [one for one in others if "Canary" in _read(reader, one)] == []
    assert "Somebody who is not named" in client.get(at).text
    assert "Canary" in client.get(f"/threads/{other.thread.key}").text


def _talk() -> tuple[Member, Member, Note, Note, Note]:
    """Ada asks on a pattern, Ben answers and is answered; and he says something on another."""
    make_community()
    ada, ben = make_member("Ada"), make_member("Canary Ben")
    pattern = proposed(ada)
    asked = noted(pattern, ada, "Who asks?")
    answer = noted(pattern, ben, "The chair.", kind=Kind.NOTE, parent=asked)
    editing.change(answer, "The chair asks.", base=1, said=NO_TOOL, by=ben, now=START)
    noted(pattern, ada, "Each time?", parent=answer)
    other = noted(proposed(ada, title="Decide Without Them"), ben, "Never.")
    return ada, ben, asked, answer, other


def _read(who: FlaskClient, page: str) -> str:
    """The page; of a file of the library what is in it of the pattern."""
    with who.get(page) as found:
        assert found.status_code == 200, page
        content = found.data
    if not page.endswith(".zip"):
        return content.decode()
    with ZipFile(BytesIO(content)) as file:
        ours = [name for name in file.namelist() if "ask-who-is-missing" in name]
        return "".join(file.read(name).decode() for name in ours)


@pytest.mark.engines("sqlite")
def test_who_may_take_a_name_off_and_what_is_held_of_it(db_session):
    ada, kim = make_member("Ada"), make_member("Kim")
    pattern = proposed(ada)
    who = [VISITOR, Viewer(ada), Viewer(kim, frozenset({Role.CURATOR, Role.STEWARD}))]

    def may_be():
        return [may(one, Permission.TAKE_NAME_OFF, pattern) for one in who]

    assert may_be() == [False, True, False]
    revised(pattern, kim, solution="Kim's words")
    assert may_be() == [False, True, True]
    naming.take_name_off(pattern, by=kim.person, now=START)
    names = ("Use", "Seen", "Review", "Objection", "Answer", "Word", "Check", "Mark", "Note")
    people = {name: make_member(name) for name in names}
    by = {name: {"by": member.person, "now": START} for name, member in people.items()}
    use = used(pattern, people["Use"])
    known_uses.verify_use(use, **by["Seen"])
    curating.review(pattern, Verdict.WORK, interest="None.", **by["Review"])
    objection = objecting.object_to(pattern, "No.", **by["Objection"])
    objecting.answer_objection(objection, "Yes.", **by["Answer"])
    curating.speak_for(pattern, **by["Word"])
    curating.check(pattern, **by["Check"])
    marking.mark(pattern, Using.USING, Shown.PUBLIC, **by["Mark"])
    noted(pattern, people["Note"])
    named = [may(Viewer(one), Permission.TAKE_NAME_OFF, pattern) for one in people.values()]
    assert named == [True] * len(people)
    held = [row["pattern"] for row in export(kim.person_id)["names taken off patterns"]]
    assert held == ["ask-who-is-missing"]
    erase(kim.person_id, START)
    assert unnamed(pattern) == {kim.person_id}


@pytest.mark.engines("sqlite")
def test_only_those_who_are_named_take_a_name_off(signed_in, writing):
    with writing():
        make_community()
        proposed(make_member("Ada"))
        ben = make_member("Ben")

    answer = signed_in(ben).post("/patterns/ask-who-is-missing/name-withdrawal")

    assert answer.status_code == 403
    assert "Take my name off" not in signed_in(ben).get("/patterns/ask-who-is-missing").text
