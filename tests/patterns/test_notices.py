"""Letters about patterns: gathered, for whom they concern, and only while there is something."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from community.accounts import stewardship
from community.accounts.models import Role
from community.db import db
from community.distance import distancing
from community.distance.models import Keeping
from community.outbox import choices
from community.outbox.models import Group, Letter
from community.patterns import curating, objecting, seeding, settling, staging, suggesting
from community.patterns.curation_models import Verdict
from community.patterns.facets import Stage
from community.patterns.models import Pattern, Relation
from community.patterns.suggesting_relations import Saying, accept_relations
from community.patterns.suggestion_models import Suggestion
from tests.factories import START, make_community, make_member
from tests.patterns.build import DAY, proposed, suggested, suggested_relation
from tests.watch import counted

pytestmark = pytest.mark.engines("sqlite")
HOUR = timedelta(hours=1)


@pytest.fixture
def subjects(writing, at, post, mailbox):
    """Let something happen at an instant; gives what whoever has heard of it two hours later."""

    def told(act, who, now=START):
        before = len(mailbox.to(who.email))
        with at(now), writing():
            act()
        with at(now + 2 * HOUR):
            post()
        return [letter.subject for letter in mailbox.to(who.email)[before:]]

    return told


def test_the_author_hears_of_suggestions_gathered_and_the_other_of_answers(writing, subjects):
    with writing():
        make_community()
        ada, ben = make_member("Ada"), make_member("Ben")
        pattern = proposed(ada)

    def row(number):
        return db.session.get_one(Suggestion, number)

    def suggest():
        for text in ("Ask.", "Ask twice."):
            suggested(db.session.merge(pattern), db.session.merge(ben), solution=text, now=START)

    def answer(number, words, by, now):
        return lambda: suggesting.say(row(number), words, by=db.session.merge(by.person), now=now)

    def decline():
        now = START + 2 * DAY
        suggesting.decline(row(1), "No.", by=db.session.merge(ada.person), now=now)

    assert subjects(suggest, ada) == ["2 suggested edits wait for you"]
    later = START + DAY
    assert subjects(answer(1, "How?", ada, later), ben, later) == [
        "An answer to your edit of Ask Who Is Missing"
    ]
    later += HOUR * 3
    assert subjects(answer(1, "So.", ben, later), ada, later) == [
        "An edit of Ask Who Is Missing is suggested"
    ]
    assert subjects(decline, ben, START + 2 * DAY) == [
        "Your edit of Ask Who Is Missing was declined"
    ]


def test_letters_go_about_relations_that_are_suggested_too(writing, subjects):
    with writing():
        make_community()
        ada, ben = make_member("Ada"), make_member("Ben")
        pattern, other = proposed(ada), proposed(ada, title="Two")

    def suggest():
        saying = Saying(Relation.USES, db.session.merge(other))
        suggested_relation(db.session.merge(pattern), db.session.merge(ben), saying)

    def take():
        row = db.session.get_one(Suggestion, 1)
        accept_relations(row, {1}, by=db.session.merge(ada.person), now=START + DAY)

    assert subjects(suggest, ada) == ["An edit of Ask Who Is Missing is suggested"]
    assert subjects(take, ben, START + DAY) == ["Your edit of Ask Who Is Missing was taken"]


def test_what_was_withdrawn_before_the_letter_went_is_told_to_nobody(writing, subjects):
    with writing():
        make_community()
        ada, ben = make_member("Ada"), make_member("Ben")
        pattern = proposed(ada)

    def change_mind():
        row = suggested(db.session.merge(pattern), db.session.merge(ben))
        suggesting.withdraw(row, now=START)

    assert subjects(change_mind, ada) == []


def test_who_chose_not_to_hear_of_it_does_not(writing, subjects):
    with writing():
        make_community()
        ada, ben = make_member("Ada"), make_member("Ben")
        pattern = proposed(ada)
        choices.choose(ada.person_id, Group.PATTERNS, is_wanted=False, now=START)

    def suggest():
        suggested(db.session.merge(pattern), db.session.merge(ben))

    assert subjects(suggest, ada) == []


def test_the_author_hears_of_stages_others_or_the_rules_brought_about(writing, subjects, mailbox):
    with writing():
        make_community()
        ada, ben, cleo = make_member("Ada"), make_member("Ben"), make_member("Cleo")
        distancing.keep_off(cleo, Keeping.MUTE, by=ada, now=START)
        other = proposed(ada, title="Two")
        pattern, quiet = proposed(ada), proposed(ada, title="Wait", now=START - 60 * DAY)
        assert db.session.query(Letter).count() == 0  # proposing is one's own doing

    def review():
        kept, by = db.session.merge(pattern), db.session.merge(ben.person)
        said = {"interest": "None.", "words": "We *tried* it.", "now": START}
        curating.review(kept, Verdict.READY, by=by, **said)
        curating.review(db.session.merge(other), Verdict.READY, by=cleo.person, **said)
        settling.settle(db.session.merge(quiet), now=START)

    def review_again():
        kept, by = db.session.get_one(Pattern, pattern.id), db.session.merge(ben.person)
        said = {"interest": "None.", "words": "Still.", "now": START + DAY}
        curating.review(kept, Verdict.READY, by=by, **said)

    assert sorted(subjects(review, ada)) == [
        "Ask Who Is Missing is emerging",
        "Two is emerging",
        "Wait is a draft of yours again",
    ]
    told = {letter.subject: letter.text for letter in mailbox.to(ada.email)}
    first = told["Ask Who Is Missing is emerging"]
    assert ("Ben says that it is ready." in first, "> We *tried* it." in first) == (True, True)
    assert "Cleo" not in told["Two is emerging"]
    assert subjects(review_again, ada, START + DAY) == ["Ask Who Is Missing was reviewed"]


def test_a_review_is_told_by_itself_where_the_letter_about_its_stage_says_nothing(
    writing, subjects, mailbox
):
    with writing():
        make_community()
        ada, ben, kim = make_member("Ada"), make_member("Ben"), make_member("Kim", Role.CURATOR)
        pattern = proposed(ada)

    def review_and_move():
        kept, said = db.session.merge(pattern), {"interest": "None.", "words": "We tried it."}
        curating.review(kept, Verdict.READY, by=db.session.merge(ben.person), now=START, **said)
        by = db.session.merge(kim.person)
        staging.move(kept, Stage.PROVEN, by=by, now=START + HOUR / 2, why="Used by many.")

    told = [f"Ask Who Is Missing {what}" for what in ("is proven", "was reviewed")]
    assert sorted(subjects(review_and_move, ada)) == told
    assert sum("We tried it." in one.text for one in mailbox.to(ada.email)) == 1


def test_curators_hear_of_suggestions_for_what_nobody_here_began(writing, subjects, mailbox):
    with writing():
        make_community()
        ada, ben = make_member("Ada"), make_member("Ben")
        kim, kit = make_member("Kim", Role.CURATOR), make_member("Kit", Role.CURATOR)
        seeding.write(now=START)
        hers = proposed(ada)
        seed = db.session.scalars(select(Pattern).order_by(Pattern.id)).first()

    def suggest(pattern, by=ben, now=START):
        return lambda: suggested(db.session.merge(pattern), db.session.merge(by), now=now)

    assert subjects(suggest(seed), kim) == [f"An edit of {seed.title} is suggested"]
    later = START + DAY
    assert subjects(suggest(hers, now=later), kim, later) == []
    later += DAY
    own = suggest(seed, kim, later)
    assert subjects(own, kit, later) == [f"An edit of {seed.title} is suggested"]
    assert len(mailbox.to(kim.email)) == 1


@pytest.mark.usefixtures("db_session")
def test_the_same_is_asked_however_many_curators_hear_of_it():
    make_community()
    ben, eve = make_member("Ben"), make_member("Eve", Role.CURATOR)
    seeding.write(now=START)
    one, other = db.session.scalars(select(Pattern).order_by(Pattern.id).limit(2))
    asked = []
    for pattern in (one, other):
        with counted() as statements:
            objecting.object_to(pattern, "It is old.", by=ben.person, now=START)
            suggested(pattern, ben, now=START)
        asked.append(len(statements))
        for name in ("Fay", "Gus", "Hal"):
            make_member(name, Role.CURATOR)
    told = db.session.scalars(select(Letter.person_id).distinct()).all()
    assert (asked[1] <= asked[0], len(told), eve.person_id in told) == (True, 4, True)


def test_the_author_hears_of_reviews_and_objections_and_finds_what_waits(
    writing, subjects, mailbox, signed_in, at
):
    with writing():
        make_community()
        ada, ben, cleo, kim = (make_member(name) for name in ("Ada", "Ben", "Cleo", "Kim"))
        pattern, other = proposed(ada), proposed(ada, title="Two")
        distancing.keep_off(cleo, Keeping.MUTE, by=ada, now=START)
        stewardship.grant_role(kim, Role.CURATOR, by=ada, now=START)

    def object_and_review():
        row, two = (db.session.merge(one) for one in (pattern, other))
        objecting.object_to(row, "Two are one firm.", by=db.session.merge(ben.person), now=START)
        objecting.object_to(row, "Unheard.", by=db.session.merge(cleo.person), now=START)
        said = {"words": "Clear.", "interest": "None.", "now": START}
        curating.review(two, Verdict.WORK, by=db.session.merge(ben.person), **said)

    def object_and_answer():
        now = START + DAY
        row = objecting.object_to(
            db.session.merge(other), "Once more.", by=db.session.merge(ben.person), now=now
        )
        objecting.answer_objection(row, "No.", by=db.session.merge(kim.person), now=now)

    assert subjects(object_and_review, ada) == ["What others say of your patterns: 2"]
    text = mailbox.to(ada.email)[-1].text
    for words in ("Two are one firm.", "Ben objects", "Clear.", "Ben says that it needs work"):
        assert words in text
    assert "Unheard." not in text
    assert [one for one in mailbox.to(kim.email) if "Two are one firm." in one.text] == []
    assert subjects(object_and_answer, ada, START + DAY) == []

    with at(START + DAY):
        waits = signed_in(ada).get("/patterns/suggestions").text
        assert ("Two are one firm." in waits, "Once more." in waits) == (True, False)
        assert "Two are one firm." in signed_in(kim).get("/patterns/suggestions").text
        assert "Two are one firm." not in signed_in(ben).get("/patterns/suggestions").text
